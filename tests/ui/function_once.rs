use chainrule::differentiable;

#[differentiable]
fn f(x: f64, g: impl FnOnce(f64) -> f64) -> f64 {
    g(x)
}

#[differentiable]
fn h<G: FnOnce(f64) -> f64>(x: f64, g: G) -> f64 {
    g(x)
}

fn main() {}
