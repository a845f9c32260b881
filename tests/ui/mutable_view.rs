use chainrule::differentiable;
use chainrule::ndarray::ArrayViewMut1;

#[differentiable]
fn f(mut x: ArrayViewMut1<f64>, a: f64) -> f64 {
    x[0] *= a;
    x.sum()
}

fn main() {}
