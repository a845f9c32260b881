use chainrule::differentiable;

#[differentiable]
fn halved(x: f64) -> Option<f64> {
    Some(0.5 * x)
}

#[differentiable]
fn f(x: f64) -> f64 {
    halved(x).unwrap_or_default()
}

fn main() {}
