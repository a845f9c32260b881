//! A closure that is stored is called by nobody knows whom.

use chainrule::differentiable;

#[differentiable]
fn stored(x: f64) -> f64 {
    let all = [|v: f64| v * v];
    (all[0])(x)
}

#[differentiable]
fn chosen(x: f64) -> f64 {
    let square = |v: f64| v * v;
    let cube = |v: f64| v * v * v;
    let g: &dyn Fn(f64) -> f64 = if x > 0.0 { &square } else { &cube };
    g(x)
}

fn main() {}
