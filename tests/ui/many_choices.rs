use chainrule::differentiable;

#[differentiable]
fn f(x: f64, n: usize) -> f64 {
    let (mut a, mut b) = (x, x * x);
    let r = if n > 3 { &mut a } else { &mut b };
    *r *= 2.0;
    let r = if n > 4 { &mut a } else { &mut b };
    *r *= 2.0;
    let r = if n > 5 { &mut a } else { &mut b };
    *r *= 2.0;
    let r = if n > 6 { &mut a } else { &mut b };
    *r *= 2.0;
    let r = if n > 7 { &mut a } else { &mut b };
    *r *= 2.0;
    a + b
}

fn main() {}
