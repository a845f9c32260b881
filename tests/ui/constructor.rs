use chainrule::{Differentiable, differentiable};

#[derive(Differentiable)]
enum Shape {
    Circle(f64),
}

#[differentiable]
fn f(x: f64) -> Shape {
    Shape::Circle(x * x)
}

fn main() {}
