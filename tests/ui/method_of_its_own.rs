//! A type's own method hides the trait's, whose derivative it does not have.
use chainrule::{Differentiable, differentiable};

#[differentiable]
trait Potential {
    fn energy(&self, r: f64) -> f64;
}

#[derive(Differentiable, Clone)]
struct Spring {
    k: f64,
}

impl Spring {
    fn energy(&self, r: f64) -> f64 {
        self.k * r
    }
}

#[differentiable]
impl Potential for Spring {
    fn energy(&self, r: f64) -> f64 {
        0.5 * self.k * r * r
    }
}

#[differentiable]
fn total(spring: &Spring, r: f64) -> f64 {
    spring.energy(r)
}

fn main() {
    let _ = total(&Spring { k: 1.0 }, 1.0);
}
