use chainrule::differentiable;

#[differentiable(jacobian)]
fn f(x: &mut [f64]) -> Vec<f64> {
    x[0] *= 2.0;
    x.to_vec()
}

fn main() {}
