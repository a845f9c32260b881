use chainrule::differentiable;

#[differentiable]
fn f(x: f64) -> f64 {
    f64::midpoint(x, 2.0)
}

fn main() {}
