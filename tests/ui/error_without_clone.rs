//! An error that is not `Clone`, made of values with derivatives.
use chainrule::differentiable;

#[derive(Debug)]
enum Failure {
    OutOfBounds(f64, f64),
    Other,
}

#[differentiable]
fn root(x: f64) -> Result<f64, Failure> {
    if x < 0.0 {
        return Err(Failure::OutOfBounds(x, 0.0));
    }
    Ok(x.sqrt())
}

#[differentiable]
fn f(x: f64) -> Result<f64, Failure> {
    let y = root(x).map_err(|_| Failure::Other)?;
    let z = Some(y).ok_or(Failure::Other)?;
    Ok(z * root(y)?)
}

fn main() {}
