use chainrule::differentiable;

#[differentiable(jacobian)]
fn f(x: f64) -> f64 {
    x * x
}

fn main() {}
