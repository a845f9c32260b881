use chainrule::differentiable;

struct Pair {
    a: f64,
    b: f64,
}

#[differentiable]
fn f(x: f64) -> f64 {
    let pair = Pair { a: x, b: x * x };
    pair.a + pair.b
}

fn main() {}
