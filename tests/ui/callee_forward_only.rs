use chainrule::differentiable;

#[differentiable(modes(forward))]
fn square<T: chainrule::Real>(x: T) -> T {
    x * x
}

#[differentiable]
fn f(x: f64) -> f64 {
    square(x) + 1.0
}

fn main() {}
