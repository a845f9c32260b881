//! An associated function without the attribute, second derivatives asked for.
use chainrule::{Differentiable, differentiable};

#[derive(Differentiable, Clone)]
struct Spring {
    k: f64,
}

impl Spring {
    fn soft(k: f64) -> Self {
        Self { k: 0.1 * k }
    }
}

#[differentiable(second_order)]
fn f(x: f64) -> f64 {
    let spring = Spring::soft(x);
    spring.k * x
}

fn main() {}
