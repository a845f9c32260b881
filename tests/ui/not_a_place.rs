use chainrule::differentiable;

#[differentiable]
fn f(x: f64) -> f64 {
    let (mut y, mut z) = (x, x);
    *(if x > 0.0 { &mut y } else { &mut z }) = 2.0;
    y * z
}

fn main() {}
