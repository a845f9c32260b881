use chainrule::differentiable;

#[differentiable]
fn f(x: f64, y: f64) -> f64 {
    let (a, b) = dbg!(x * x, y * y);
    a * b
}

fn main() {}
