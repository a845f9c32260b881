use chainrule::differentiable;

#[differentiable]
fn f(x: f64) -> [f64; 2] {
    [x, x * x]
}

fn main() {
    let _ = grad_f(1.0);
}
