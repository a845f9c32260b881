use chainrule::differentiable;

#[differentiable(jacobian, modes(forward))]
fn f(x: &[f64]) -> Vec<f64> {
    vec![x[0] * x[1]]
}

fn main() {}
