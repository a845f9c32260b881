use chainrule::differentiable;

#[differentiable]
fn f(x: &[f64]) -> Result<&f64, String> {
    x.first().ok_or_else(|| "empty".to_owned())
}

fn main() {}
