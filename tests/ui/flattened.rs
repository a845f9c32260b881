use chainrule::{Differentiable, differentiable};

#[derive(Differentiable)]
struct Net {
    rows: Vec<Vec<f64>>,
}

#[differentiable]
fn f(net: &Net) -> f64 {
    net.rows.iter().flatten().sum()
}

fn main() {}
