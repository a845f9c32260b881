use chainrule::differentiable;

#[differentiable(second_order)]
fn f(x: f64, w: &[f64]) -> f64 {
    x * w[0]
}

fn main() {
    let _ = hessian_f(1.0, &[2.0]);
}
