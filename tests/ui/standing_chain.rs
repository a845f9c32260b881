use chainrule::differentiable;

#[differentiable]
fn f(x: &[f64]) -> f64 {
    let all = (x.iter().map(|v| v * v), x.len());
    all.1 as f64
}

fn main() {}
