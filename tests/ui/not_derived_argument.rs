//! A type without a tangent as a type argument.
use chainrule::{Differentiable, differentiable};

struct Spring {
    k: f64,
}

#[derive(Differentiable)]
struct Pair<T> {
    left: T,
    right: T,
}

#[differentiable]
fn f(pair: &Pair<Spring>, x: f64) -> f64 {
    (pair.left.k + pair.right.k) * x
}

fn main() {}
