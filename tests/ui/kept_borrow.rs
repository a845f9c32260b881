use chainrule::differentiable;

#[differentiable]
fn f(x: f64) -> f64 {
    let mut a = x;
    let one = [&mut a];
    *one[0] *= 2.0;
    a
}

fn main() {}
