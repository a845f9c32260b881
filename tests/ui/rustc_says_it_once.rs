//! What rustc refuses in the functions themselves is not repeated by their derivatives.
use chainrule::{Differentiable, differentiable};

#[derive(Differentiable, Clone)]
struct Spring {
    k: f64,
}

impl Spring {
    #[differentiable]
    fn energy(&self, r: f64) -> f64 {
        0.5 * self.k * r * r
    }
}

#[differentiable]
fn product(x: f64, y: f64) -> f64 {
    x * y
}

#[differentiable]
fn total(x: &[f64]) -> f64 {
    x.iter().sum()
}

#[differentiable]
fn too_few(x: f64) -> f64 {
    product(x) * x
}

#[differentiable]
fn too_few_of_method(spring: &Spring) -> f64 {
    spring.energy() * 2.0
}

#[differentiable]
fn number_for_slice(x: f64) -> f64 {
    total(x)
}

#[differentiable]
fn misspelt_method(x: f64) -> f64 {
    x.sine()
}

#[differentiable]
fn misspelt_field(spring: &Spring) -> f64 {
    spring.kk * spring.k
}

#[differentiable]
fn without_bounds<T: Copy>(x: T, y: T) -> T {
    x * y
}

fn main() {}
