//! An operator without derivative is named where it stands.
use chainrule::{Differentiable, differentiable};

#[derive(Differentiable, Clone, Copy)]
struct Point {
    x: f64,
}

impl std::ops::Add for Point {
    type Output = Point;

    fn add(self, other: Point) -> Point {
        Point { x: self.x + other.x }
    }
}

#[differentiable(modes(forward))]
fn f(a: Point, b: Point) -> f64 {
    let c = a + b;
    c.x
}

fn main() {}
