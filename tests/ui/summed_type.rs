use chainrule::{Differentiable, differentiable};

#[derive(Differentiable)]
struct Net<const N: usize> {
    weights: Vec<f64>,
}

#[differentiable]
fn f(net: &Net<2>, add: bool) -> f64 {
    if add { net.weights.iter().sum() } else { 1.0 }
}

fn main() {}
