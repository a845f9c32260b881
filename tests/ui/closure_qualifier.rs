use chainrule::differentiable;

use chainrule::ndarray::Array1;

#[differentiable]
fn f(x: &Array1<f64>) -> f64 {
    let _later = x.mapv(async |v| v * v);
    x.sum()
}

fn main() {}
