//! A closure that is stored is called by nobody knows whom.

use chainrule::differentiable;

#[differentiable]
fn stored(x: f64) -> f64 {
    let all = vec![|v: f64| v * v];
    x * all.len() as f64
}

#[differentiable]
fn stored_by_name(x: f64) -> f64 {
    let square = |v: f64| v * v;
    let all = [square];
    x * all.len() as f64
}

fn main() {}
