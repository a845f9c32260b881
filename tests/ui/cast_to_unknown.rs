use chainrule::differentiable;

type Real = f64;

#[differentiable]
fn f(x: f64) -> f64 {
    let y = x as Real;
    y * y
}

fn main() {}
