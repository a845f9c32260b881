use chainrule::{Differentiable, differentiable};

#[derive(Differentiable, Clone)]
struct View<'a> {
    values: &'a [f64; 2],
}

#[differentiable]
fn f(x: f64) -> f64 {
    let mut values = [x, 1.0];
    values[1] = x * x;
    let view = View { values: &values };
    view.values[0] * view.values[1]
}

fn main() {}
