use chainrule::differentiable;

#[differentiable]
fn product(x: f64, y: f64) -> f64 {
    x * y
}

fn main() {
    let _ = hessian_product(1.0, 2.0);
}
