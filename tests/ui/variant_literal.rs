use chainrule::{Differentiable, differentiable};

#[derive(Differentiable)]
enum Shape {
    Circle { radius: f64 },
}

#[differentiable]
fn f(x: f64) -> Shape {
    Shape::Circle { radius: x * x }
}

fn main() {}
