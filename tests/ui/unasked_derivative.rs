use chainrule::differentiable;

#[differentiable]
fn doubled(n: usize) -> f64 {
    2.0 * n as f64
}

fn main() {
    let _ = grad_doubled(3);
}
