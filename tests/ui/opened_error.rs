use chainrule::differentiable;

#[differentiable]
fn root(x: f64) -> Result<f64, f64> {
    if x < 0.0 { Err(x * x) } else { Ok(x.sqrt()) }
}

#[differentiable]
fn f(x: f64) -> f64 {
    match root(x) {
        Ok(y) => y,
        Err(y) => y,
    }
}

fn main() {}
