use chainrule::differentiable;

#[differentiable]
fn f(x: f64, #[no_diff] y: &mut [f64]) -> f64 {
    y[0] *= x;
    y[0]
}

fn main() {}
