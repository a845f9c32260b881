use chainrule::differentiable;

#[differentiable]
fn f<'a>(mut x: &'a mut [f64], y: &'a mut [f64]) {
    x[0] *= 2.0;
    x = y;
    x[0] *= 3.0;
}

fn main() {}
