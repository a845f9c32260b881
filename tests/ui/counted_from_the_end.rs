use chainrule::{Differentiable, differentiable};

#[derive(Differentiable)]
struct Color(f64, f64, f64);

#[differentiable]
fn f(color: &Color) -> f64 {
    let Color(red, .., blue) = color;
    red * blue
}

fn main() {}
