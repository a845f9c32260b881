use chainrule::differentiable;

#[differentiable(vjp = scale_pullback)]
fn scale(x: &mut [f64], a: f64) {
    for x in x {
        *x *= a;
    }
}

fn main() {}
