use chainrule::differentiable;

use ndarray::Array1;

#[differentiable]
fn f(x: &Array1<f64>) -> f64 {
    let narrow = x.len() > 3;
    x.mapv(if narrow { f64::sin } else { f64::cos }).sum()
}

fn main() {}
