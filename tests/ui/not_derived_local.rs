//! A type without a tangent that only a body names, in a `Vec`.
use chainrule::differentiable;

struct Point {
    x: f64,
}

#[differentiable]
fn f(x: f64) -> f64 {
    let mut points: Vec<Point> = Vec::new();
    points.push(Point { x });
    points[0].x * x
}

fn main() {}
