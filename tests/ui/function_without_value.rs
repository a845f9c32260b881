use chainrule::differentiable;

#[differentiable]
fn f(x: f64, observe: impl Fn(f64)) -> f64 {
    observe(x);
    x * x
}

fn main() {}
