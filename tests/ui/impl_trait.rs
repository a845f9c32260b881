use chainrule::differentiable;

#[differentiable]
fn f(x: impl Into<f64>) -> f64 {
    let _y = x;
    1.0
}

fn main() {}
