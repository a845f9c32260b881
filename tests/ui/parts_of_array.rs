use chainrule::differentiable;
use ndarray::Array1;

#[differentiable]
fn f(a: &Array1<f64>) -> f64 {
    a.windows(2).into_iter().map(|w| w[0] * w[1]).sum()
}

fn main() {}
