use chainrule::differentiable;

#[differentiable]
fn f(x: Option<f64>, y: Option<f64>) -> f64 {
    if let (Some(v), None) | (None, Some(v)) = (x, y) { v * v } else { 0.0 }
}

fn main() {}
