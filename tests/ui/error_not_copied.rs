use chainrule::differentiable;

#[derive(Debug)]
struct Failure;

#[differentiable]
fn root(x: f64) -> Result<f64, Failure> {
    if x < 0.0 { Err(Failure) } else { Ok(x.sqrt()) }
}

#[differentiable]
fn f(x: f64) -> Result<f64, Failure> {
    let r = root(x);
    println!("{r:?}");
    r
}

fn main() {}
