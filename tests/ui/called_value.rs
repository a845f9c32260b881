use chainrule::differentiable;

struct Model {
    g: fn(f64) -> f64,
}

#[differentiable]
fn f(x: f64, #[no_diff] m: &Model) -> f64 {
    (m.g)(x)
}

fn main() {}
