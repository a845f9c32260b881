//! The closure goes on with the point that it took, also where the type is `Copy`.

use chainrule::{Differentiable, differentiable};

#[derive(Clone, Copy, Differentiable)]
struct Point {
    x: f64,
    y: f64,
}

#[differentiable]
fn f(point: Point) -> f64 {
    let mut point = point;
    let scaled = move |k: f64| k * point.x;
    point.x = 0.0;
    scaled(point.y)
}

fn main() {}
