use chainrule::differentiable;
use chainrule::ndarray::{Array3, s};

#[differentiable]
fn f(x: &Array3<f64>) -> f64 {
    x.slice(s![0, .., 1]).sum()
}

fn main() {}
