use chainrule::differentiable;

fn square_tangent(x: f64, dx: f64) -> (f64, f64) {
    (x * x, 2.0 * x * dx)
}

#[differentiable(jvp = square_tangent)]
fn square(x: f64) -> f64 {
    x * x
}

#[differentiable]
fn f(x: f64) -> f64 {
    square(x) + 1.0
}

fn main() {}
