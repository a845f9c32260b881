use chainrule::differentiable;

#[differentiable]
fn squares(x: &[f64]) -> Vec<f64> {
    x.iter().map(|x| x * x).collect()
}

fn main() {
    let _ = jacobian_squares(&[1.0]);
}
