use chainrule::differentiable;

#[differentiable]
fn halve(x: &mut f64) -> f64 {
    *x *= 0.5;
    *x
}

#[differentiable]
fn f(x: f64) -> f64 {
    let mut y = x;
    assert!(halve(&mut y) > 0.0);
    y
}

fn main() {}
