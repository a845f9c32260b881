//! Functions that are stored, and called from there: what stores them is the mistake.
use chainrule::differentiable;

#[differentiable]
fn of_array(x: f64) -> f64 {
    let all: [_; 2] = [|y: f64| y * y, |y: f64| y + 1.0];
    all[0](x) * all[1](x)
}

#[differentiable]
fn of_boxes(x: f64) -> f64 {
    let all: Vec<Box<dyn Fn(f64) -> f64>> = vec![Box::new(|y| 2.0 * y)];
    all[0](x)
}

fn main() {}
