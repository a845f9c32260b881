use chainrule::differentiable;

const SCALE: f64 = 3.0;

#[differentiable]
fn f(x: f64) -> f64 {
    if x > 0.0 {
        const SCALE: f64 = 2.0;
        x * SCALE
    } else {
        x / SCALE
    }
}

fn main() {}
