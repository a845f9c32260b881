use chainrule::differentiable;
use ndarray::{Array1, ArrayView1, s};

#[differentiable]
fn head(a: &Array1<f64>, n: usize) -> (ArrayView1<'_, f64>, f64) {
    (a.slice(s![..n]), a[n])
}

fn main() {}
