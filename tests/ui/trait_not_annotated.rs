//! An annotated `impl` of a trait without the attribute, and a call: the trait is the one mistake.
use chainrule::{Differentiable, differentiable};

trait Energy {
    fn energy(&self, r: f64) -> f64;
}

#[derive(Differentiable, Clone)]
struct Spring {
    k: f64,
}

#[differentiable]
impl Energy for Spring {
    fn energy(&self, r: f64) -> f64 {
        self.k * r * r
    }
}

#[differentiable]
fn total(spring: &Spring, r: f64) -> f64 {
    2.0 * spring.energy(r)
}

fn main() {}
