use chainrule::differentiable;

#[differentiable]
fn f(x: Option<f64>) -> f64 {
    x.unwrap() * 2.0
}

fn main() {}
