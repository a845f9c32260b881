use chainrule::differentiable;

struct Pair(f64, f64);

fn pair(x: f64) -> Pair {
    Pair(x, x)
}

#[differentiable]
fn f(x: f64, y: f64) -> f64 {
    let a;
    let b;
    Pair(a, b) = pair(x * y);
    a - 2.0 * b
}

fn main() {
    pair(1.0);
}
