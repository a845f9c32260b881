//! A method without derivative is named where it is called.
use chainrule::{Differentiable, differentiable};

#[derive(Differentiable, Clone)]
struct Spring {
    stiffness: f64,
}

impl Spring {
    fn energy(&self, x: f64) -> f64 {
        0.5 * self.stiffness * x * x
    }
}

#[differentiable(modes(forward))]
fn total(spring: &Spring, x: f64) -> f64 {
    spring.energy(x)
}

fn main() {}
