//! A method that a trait of one's own brings to floats has the derivative that the trait has.
use chainrule::differentiable;

trait Scalar: Copy + std::ops::Mul<Output = Self> {
    fn exp(self) -> Self;
}

impl Scalar for f64 {
    fn exp(self) -> f64 {
        1.0 + self
    }
}

#[differentiable]
fn weighted<T: Scalar>(x: T) -> T {
    x.exp() * x
}

fn main() {}
