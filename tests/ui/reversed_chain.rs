use chainrule::differentiable;

#[differentiable]
fn f(m: &[Vec<f64>]) -> f64 {
    m.iter().flat_map(|row| row.iter()).rev().fold(0.0, |a, b| 0.5 * a + b)
}

fn main() {}
