use chainrule::differentiable;

#[differentiable]
fn f(x: &[f64]) -> f64 {
    let mut it = x.iter().map(|v| v * v);
    it.next().unwrap() - it.next().unwrap()
}

fn main() {}
