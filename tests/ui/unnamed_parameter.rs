use chainrule::differentiable;

#[differentiable]
fn f(x: f64, _: usize) -> f64 {
    x * x
}

fn main() {}
