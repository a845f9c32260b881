use chainrule::differentiable;

fn product_pullback(x: f64, y: f64) -> (f64, impl FnOnce(f64) -> f64) {
    (x * y, move |seed| y * seed)
}

#[differentiable(vjp = product_pullback)]
fn product(x: f64, y: f64) -> f64 {
    x * y
}

fn main() {}
