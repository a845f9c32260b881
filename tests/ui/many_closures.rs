//! Each closure calls the one before it eight times: 8^3 bodies in one.

use chainrule::differentiable;

#[differentiable]
fn f(x: f64) -> f64 {
    let a = |t: f64| t * x;
    let b = |t: f64| a(t) + a(t) + a(t) + a(t) + a(t) + a(t) + a(t) + a(t);
    let c = |t: f64| b(t) + b(t) + b(t) + b(t) + b(t) + b(t) + b(t) + b(t);
    let d = |t: f64| c(t) + c(t) + c(t) + c(t) + c(t) + c(t) + c(t) + c(t);
    d(x)
}

fn main() {}
