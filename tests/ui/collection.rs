use std::collections::HashMap;

use chainrule::differentiable;

#[differentiable]
fn f(x: f64) -> f64 {
    let mut known = HashMap::new();
    known.insert(1, x * x);
    known[&1] * x
}

fn main() {}
