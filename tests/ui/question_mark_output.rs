use chainrule::differentiable;

type Checked = Result<f64, String>;

#[differentiable]
fn root(x: f64) -> Result<f64, String> {
    if x < 0.0 { Err("negative".to_owned()) } else { Ok(x.sqrt()) }
}

#[differentiable]
fn f(x: f64) -> Checked {
    let y = root(x)?;
    Ok(y * 2.0)
}

fn main() {}
