use chainrule::differentiable;

#[differentiable(wrt(x))]
fn f(x: f64, y: &mut [f64]) -> f64 {
    y[0] *= x;
    y[0]
}

fn main() {}
