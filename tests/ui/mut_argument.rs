use chainrule::differentiable;

#[differentiable]
fn fill(x: &mut [f64], a: f64) {
    x[0] = a;
}

#[differentiable]
fn f(a: f64) -> f64 {
    fill(&mut [0.0, 1.0], a);
    a
}

fn main() {}
