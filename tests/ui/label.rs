#![allow(unused)]

use chainrule::differentiable;

#[differentiable]
fn f(x: f64) -> f64 {
    let mut y = x;
    'outer: for _ in 0..10 {
        y = y * x;
    }
    y
}

fn main() {}
