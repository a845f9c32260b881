//! Functions inside other types, and functions that are returned.

use chainrule::differentiable;

#[differentiable]
fn boxed(x: f64, g: Box<dyn Fn(f64) -> f64>) -> f64 {
    g(x)
}

#[differentiable]
fn optional(x: f64, g: Option<&dyn Fn(f64) -> f64>) -> f64 {
    g.map_or(x, |g| g(x))
}

#[differentiable]
fn returned(k: f64) -> impl Fn(f64) -> f64 {
    move |x| k * x
}

fn main() {}
