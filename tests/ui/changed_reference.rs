use chainrule::differentiable;

#[differentiable]
fn f(x: f64, n: usize) -> f64 {
    let (mut a, mut b) = (x, x * x);
    let mut r = &mut a;
    if n > 3 {
        r = &mut b;
    }
    *r *= 2.0;
    a + b
}

fn main() {}
