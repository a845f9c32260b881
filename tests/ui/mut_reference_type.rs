use chainrule::differentiable;

#[differentiable]
fn f(x: f64) -> f64 {
    let pair: (&mut f64, f64) = (&mut 1.0, x);
    pair.1
}

fn main() {}
