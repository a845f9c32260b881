use chainrule::differentiable;

#[differentiable]
fn f(x: Option<f64>) -> f64 {
    match x {
        Some(v) => v * v,
        _ => 0.0,
    }
}

fn main() {}
