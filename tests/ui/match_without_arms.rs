use chainrule::differentiable;

enum Never {}

#[differentiable]
fn f(x: f64, #[no_diff] never: Never) -> f64 {
    if x > 0.0 { x } else { match never {} }
}

fn main() {}
