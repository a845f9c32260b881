#![allow(unused)]

use chainrule::differentiable;

#[differentiable]
fn f(x: f64) -> f64 {
    let mut y = x;
    let () = y = x * x;
    y
}

fn main() {}
