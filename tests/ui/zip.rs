use chainrule::differentiable;
use ndarray::{Array1, Zip};

#[differentiable]
fn f(a: &Array1<f64>, b: &Array1<f64>) -> f64 {
    let products = Zip::from(a).and(b).map_collect(|x, y| x * y);
    products.sum()
}

fn main() {}
