use chainrule::differentiable;

#[differentiable]
fn f(x: &[Vec<f64>]) -> f64 {
    x.iter().max_by(|a, b| a[0].total_cmp(&b[0])).unwrap()[0]
}

fn main() {}
