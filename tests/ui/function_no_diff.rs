use chainrule::differentiable;

#[differentiable]
fn f(x: f64, #[no_diff] g: impl Fn(f64) -> f64) -> f64 {
    g(x)
}

fn main() {}
