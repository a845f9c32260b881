//! A variable that is assigned and not declared `mut`: rustc's own message, and only that.

use chainrule::differentiable;

#[differentiable]
fn f(x: f64) -> f64 {
    let a = [x, 1.0];
    a[0] = 2.0;
    x * a[0]
}

fn main() {}
