use chainrule::differentiable;
use ndarray::Array1;

#[differentiable]
fn f(v: &Array1<f64>) -> f64 {
    let mut w = v * 2.0;
    w.scaled_add(3.0, v);
    w.sum()
}

fn main() {}
