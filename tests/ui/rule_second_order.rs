use chainrule::differentiable;

fn square_pullback(x: f64) -> (f64, impl FnOnce(f64) -> f64) {
    (x * x, move |seed| 2.0 * x * seed)
}

#[differentiable(vjp = square_pullback, second_order)]
fn square(x: f64) -> f64 {
    x * x
}

fn main() {}
