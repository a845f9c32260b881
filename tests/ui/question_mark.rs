use chainrule::differentiable;

#[differentiable]
fn f(x: Option<f64>) -> Option<f64> {
    Some(x? * 2.0)
}

fn main() {}
