//! An `impl` of a trait has no room for more functions.
use chainrule::{Differentiable, differentiable};

#[derive(Differentiable, Clone)]
struct Spring {
    stiffness: f64,
}

trait Energy {
    fn energy(&self, x: f64) -> f64;
}

impl Energy for Spring {
    #[differentiable]
    fn energy(&self, x: f64) -> f64 {
        0.5 * self.stiffness * x * x
    }
}

fn main() {}
