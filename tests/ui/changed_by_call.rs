use chainrule::differentiable;
use std::cell::RefCell;

#[differentiable]
fn total(x: &[f64]) -> f64 {
    let sum = RefCell::new(0.0);
    for v in x {
        *sum.borrow_mut() += v * v;
    }
    sum.into_inner()
}

fn main() {}
