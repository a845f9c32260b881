use chainrule::differentiable;
use ndarray::Array3;

#[differentiable]
fn f(x: &Array3<f64>) -> f64 {
    let mut s = 0.0;
    for v in x.iter() {
        s += v * v;
    }
    s
}

fn main() {}
