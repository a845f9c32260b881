use chainrule::differentiable;

#[differentiable(adjoint = total_adjoint)]
fn total(x: &[f64]) -> f64 {
    x.iter().sum()
}

fn total_adjoint(x: &[f64], seed: f64) -> Vec<f64> {
    vec![seed; x.len()]
}

fn main() {}
