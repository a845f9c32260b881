use chainrule::differentiable;

#[differentiable]
fn root(x: f64) -> Option<f64> {
    if x < 0.0 { None } else { Some(x.sqrt()) }
}

#[differentiable]
fn f(x: Option<f64>) -> Option<f64> {
    if let Some(v) = x && root(v)? > 1.0 { Some(v * v) } else { None }
}

#[differentiable]
fn g(x: f64, n: usize) -> Option<f64> {
    match n {
        1 if root(x)? > 1.0 => Some(x * x),
        _ => Some(x),
    }
}

fn main() {}
