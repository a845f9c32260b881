use chainrule::differentiable;

#[differentiable]
fn f(x: &[f64], y: &[f64]) -> f64 {
    let mut rest = x;
    let mut s = 0.0;
    while let Some((first, tail)) = rest.split_first() {
        s += first * first;
        rest = if tail.is_empty() { y } else { tail };
    }
    s
}

#[differentiable]
fn g(x: &[f64], y: &[f64]) -> f64 {
    let mut row = &x[1..];
    let s = row[0] * row[0];
    row = &y[1..];
    s * row[0]
}

fn main() {}
