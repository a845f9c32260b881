use chainrule::differentiable;

#[differentiable]
fn f(x: &[f64]) -> Option<&f64> {
    x.first()
}

fn main() {}
