use std::ffi::c_double;

use chainrule::differentiable;

#[differentiable]
fn f(x: f64) -> f64 {
    let y = x as c_double;
    y * y
}

fn main() {}
