use chainrule::differentiable;
use chainrule::ndarray::ArrayView1;

#[differentiable]
fn f(x: &ArrayView1<f64>) -> f64 {
    x.sum()
}

fn main() {}
