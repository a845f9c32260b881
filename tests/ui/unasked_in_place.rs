use chainrule::differentiable;

#[differentiable]
fn double(x: &mut [f64]) {
    for v in x {
        *v *= 2.0;
    }
}

fn main() {
    let _ = grad_double(&mut [1.0]);
}
