//! A `move` closure that counts is `Copy`: its copy counts by itself.

use chainrule::differentiable;

#[differentiable]
fn f(x: f64) -> f64 {
    let mut sum = 0.0;
    let mut add = move |v: f64| {
        sum += v;
        sum
    };
    let mut other = add;
    add(x) * other(x * x)
}

fn main() {}
