//! The operators of a type of the user's have no derivatives.
use chainrule::{Differentiable, differentiable};

#[derive(Differentiable, Clone, Copy)]
struct Point {
    x: f64,
}

#[differentiable]
impl std::ops::Add for Point {
    type Output = Point;

    fn add(self, other: Point) -> Point {
        Point { x: self.x + other.x }
    }
}

fn main() {}
