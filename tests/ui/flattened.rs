use chainrule::{Differentiable, differentiable};

#[derive(Differentiable)]
struct Net<const N: usize> {
    rows: Vec<Vec<f64>>,
}

#[differentiable]
fn f(net: &Net<2>) -> f64 {
    net.rows.iter().flatten().sum()
}

fn main() {}
