use chainrule::differentiable;

#[differentiable]
fn f(x: f64, g: impl Fn(&[f64], &mut [f64])) -> f64 {
    let mut y = [0.0];
    g(&[x], &mut y);
    y[0]
}

fn main() {}
