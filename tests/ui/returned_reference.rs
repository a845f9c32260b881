use chainrule::differentiable;

#[differentiable]
fn f(x: &[f64]) -> (&[f64], f64) {
    (&x[1..], x[0])
}

fn main() {}
