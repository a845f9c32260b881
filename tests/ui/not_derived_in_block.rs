//! An annotated `impl` of a type without a tangent: one mistake for all its methods.
use chainrule::differentiable;

struct Spring {
    k: f64,
}

#[differentiable]
impl Spring {
    fn force(&self, r: f64) -> f64 {
        -self.k * r
    }

    fn energy(&self, r: f64) -> f64 {
        0.5 * self.k * r * r
    }
}

fn main() {}
