use chainrule::differentiable;

#[differentiable]
fn f(x: &[f64]) -> f64 {
    let y = x.to_vec();
    y[0] = 2.0 * x[0];
    y[0]
}

fn main() {}
