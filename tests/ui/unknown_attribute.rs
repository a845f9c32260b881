#![allow(unused_attributes)]

use chainrule::differentiable;

#[differentiable]
fn f(x: f64) -> f64 {
    #[deprecated]
    let y = x * x;
    y
}

fn main() {}
