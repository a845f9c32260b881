use chainrule::differentiable;

#[differentiable(second_order jacobian)]
fn f(x: f64) -> f64 {
    x * x
}

fn main() {}
