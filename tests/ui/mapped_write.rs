//! The closure of `mapv` carries a value from one element to the next.

use chainrule::differentiable;
use ndarray::Array1;

#[differentiable]
fn f(x: &Array1<f64>) -> f64 {
    let mut total = 0.0;
    let y = x.mapv(|v| {
        total += v;
        total * v
    });
    y.sum()
}

fn main() {}
