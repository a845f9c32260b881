use chainrule::differentiable;

struct Pair(f64, f64);

#[differentiable]
fn f(x: f64) -> Pair {
    chainrule::no_diff!(Pair(x, x))
}

fn main() {}
