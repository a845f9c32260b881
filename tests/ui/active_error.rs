use chainrule::differentiable;

#[differentiable]
fn f(x: f64) -> Result<f64, f64> {
    if x < 0.0 { Err(x) } else { Ok(x.sqrt()) }
}

fn main() {}
