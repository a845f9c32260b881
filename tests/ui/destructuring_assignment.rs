use chainrule::differentiable;

#[differentiable]
fn f(x: f64, y: f64) -> f64 {
    let mut a = x;
    let mut b = y;
    (a, b) = (b, a);
    a - 2.0 * b
}

fn main() {}
