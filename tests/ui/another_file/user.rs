use chainrule::differentiable;

use super::spring::{Spring, square};

#[differentiable]
pub fn stored(spring: &Spring, x: f64) -> f64 {
    spring.energy(x)
}

#[differentiable]
pub fn kinetic(v: f64) -> f64 {
    0.5 * square(v)
}
