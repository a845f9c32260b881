use chainrule::differentiable;
use ndarray::Array3;

#[differentiable]
fn f(x: &Array3<f64>) -> f64 {
    let mut y = x.clone();
    for v in y.iter_mut() {
        *v *= 2.0;
    }
    y.sum()
}

fn main() {}
