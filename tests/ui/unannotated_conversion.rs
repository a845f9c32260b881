//! A conversion of the user's without the attribute.
use chainrule::{Differentiable, differentiable};

#[derive(Differentiable, Clone, Copy)]
struct Point {
    x: f64,
    y: f64,
}

impl From<(f64, f64)> for Point {
    fn from((x, y): (f64, f64)) -> Self {
        Self { x, y }
    }
}

#[differentiable(modes(reverse))]
fn f(x: f64) -> f64 {
    let p: Point = (x, x * x).into();
    p.x * p.y
}

fn main() {}
