use chainrule::differentiable;

#[differentiable]
fn pair(x: f64) -> (f64, f64) {
    (x, x * x)
}

#[differentiable]
fn f(x: f64) -> f64 {
    let mut p;
    p = pair(x);
    p.0 *= x;
    p.0 + p.1
}

fn main() {}
