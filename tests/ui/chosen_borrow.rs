use chainrule::differentiable;

#[differentiable]
fn double(x: &mut f64) {
    *x *= 2.0;
}

#[differentiable]
fn f(x: f64, n: usize) -> f64 {
    let (mut a, mut b) = (x, x * x);
    double(if n > 3 { &mut a } else { &mut b });
    a + b
}

fn main() {}
