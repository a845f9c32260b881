//! How often `apply` calls the closure, and with what, nobody sees here.

use chainrule::differentiable;

#[differentiable]
fn apply(mut f: impl FnMut(f64) -> f64, x: f64) -> f64 {
    f(x) + f(2.0 * x)
}

#[differentiable]
fn counted(x: f64) -> f64 {
    let mut sum = 0.0;
    let y = apply(
        |t| {
            sum += t;
            t * t
        },
        x,
    );
    y * sum
}

fn main() {}
