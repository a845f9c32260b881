use chainrule::differentiable;
use std::cell::Cell;

#[differentiable]
fn total(x: &[f64]) -> f64 {
    let sum = Cell::new(0.0);
    x.iter().for_each(|v| sum.set(sum.get() + v * v));
    sum.get()
}

fn main() {}
