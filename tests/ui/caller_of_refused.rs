//! The callers of a function that is refused have no part in its mistake.
use chainrule::differentiable;

#[differentiable]
fn rest(x: &[f64]) -> &[f64] {
    let y: Vec<f64> = x.iter().map(|a| a * a).collect();
    y.leak()
}

#[differentiable]
fn f(x: &[f64]) -> f64 {
    let y = rest(x);
    y[0] * y[1]
}

fn main() {}
