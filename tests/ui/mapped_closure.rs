#![allow(unused_parens)]

use chainrule::differentiable;
use chainrule::ndarray::Array1;

#[differentiable]
fn f(x: &Array1<f64>) -> f64 {
    x.mapv(|(v): f64| v * v).sum()
}

fn main() {}
