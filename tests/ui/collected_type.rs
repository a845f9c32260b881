use chainrule::differentiable;

#[differentiable]
fn f(x: &[f64]) -> f64 {
    let v: Box<[f64]> = x.iter().map(|v| v * v).collect();
    v[0]
}

fn main() {}
