use chainrule::differentiable;

#[differentiable]
fn f(x: f64, _g: &dyn Fn(f64) -> f64) -> f64 {
    x * x
}

fn main() {}
