use chainrule::{Differentiable, differentiable};
use std::cell::Cell;
use std::collections::HashMap;

#[derive(Differentiable)]
struct Model {
    weight: f64,
    calls: Cell<usize>,
}

#[differentiable]
fn f(parameters: &HashMap<String, f64>, x: f64) -> f64 {
    parameters["a"] * x
}

fn main() {}
