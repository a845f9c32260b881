use chainrule::differentiable;

struct Pair(f64, f64);

#[differentiable]
fn f(x: f64) -> f64 {
    let both = Pair(x, x * x);
    both.0 * both.1
}

fn main() {}
