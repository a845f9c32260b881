use chainrule::differentiable;

#[differentiable(jvp = square_tangent)]
fn square(x: f64) -> f64 {
    x * x
}

fn square_tangent(x: f64) -> f64 {
    2.0 * x
}

fn main() {}
