use chainrule::differentiable;
use ndarray::Array2;

#[differentiable]
fn f(x: &Array2<f64>) -> f64 {
    let mut s = 0.0;
    for v in x.iter() {
        s += v * v;
    }
    s
}

fn main() {}
