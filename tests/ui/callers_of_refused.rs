use chainrule::{check_gradients, differentiable};

#[differentiable(second_order)]
fn refused(x: f64, w: &[f64], n: usize) -> f64 {
    let y = x.next_up();
    w[n] * y
}

#[differentiable(second_order)]
fn annotated(x: f64, w: &[f64]) -> f64 {
    let y = refused(x, w, 1);
    y * y
}

fn main() {
    let (value, (dx, dw)) = value_and_grad_refused(1.0, &[1.0], 0);
    let (_, change) = jvp_refused(1.0, &[1.0], 0, value, &[dx]);
    let (hx, _) = hvp_refused(1.0, &[1.0], 0, change, &dw).1;
    let mut shadow = hx;
    adjoint_refused(1.0, &[1.0], 0, &mut shadow, &mut [0.0], 1.0);
    let _ = grad_annotated(shadow, &[1.0]);
    let _ = check_gradients::<annotated>((1.0, &[2.0][..]));
}
