use chainrule::differentiable;

#[differentiable]
fn f(x: f64) -> f64 {
    let b = Box::new(x * x);
    *b * x
}

fn main() {}
