use chainrule::differentiable;

#[differentiable]
fn root(x: f64) -> Option<f64> {
    if x < 0.0 { None } else { Some(x.sqrt()) }
}

#[differentiable]
fn f(x: Option<f64>) -> f64 {
    if let Some(v) = x && let Some(r) = root(v) { r } else { 0.0 }
}

fn main() {}
