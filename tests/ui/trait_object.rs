use chainrule::differentiable;

#[differentiable]
fn f(x: f64, _name: &dyn std::fmt::Display) -> f64 {
    x * x
}

fn main() {}
