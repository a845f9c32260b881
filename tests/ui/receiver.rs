//! The receivers are `self`, `&self` and `&mut self`.
use chainrule::{Differentiable, differentiable};

#[derive(Differentiable, Clone)]
struct Spring {
    stiffness: f64,
}

impl Spring {
    #[differentiable]
    fn energy(self: Box<Self>, x: f64) -> f64 {
        0.5 * self.stiffness * x * x
    }
}

fn main() {}
