use chainrule::differentiable;

use ndarray::Array1;

fn square(x: f64) -> f64 {
    x * x
}

#[differentiable]
fn f(x: &Array1<f64>) -> f64 {
    x.mapv(square).sum()
}

fn main() {}
