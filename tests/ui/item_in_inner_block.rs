use chainrule::differentiable;

const SCALE: f64 = 3.0;

#[differentiable]
fn f(x: f64) -> f64 {
    if x > 0.0 {
        use std::f64::consts::TAU as SCALE;
        x * SCALE
    } else {
        x / SCALE
    }
}

fn main() {}
