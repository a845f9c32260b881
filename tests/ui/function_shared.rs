//! The adjoint of `g` adds into its captures: two closures cannot hold it at once.

use chainrule::differentiable;

#[differentiable]
fn both(f: impl Fn(f64) -> f64, g: impl Fn(f64) -> f64, x: f64) -> f64 {
    f(x) * g(x)
}

#[differentiable]
fn twice(g: impl Fn(f64) -> f64, x: f64) -> f64 {
    both(|t| g(t) * x, |t| g(t) + x, x)
}

fn main() {}
