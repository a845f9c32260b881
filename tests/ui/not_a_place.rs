use chainrule::differentiable;

fn first(y: &mut [f64]) -> &mut f64 {
    &mut y[0]
}

#[differentiable]
fn f(x: f64) -> f64 {
    let mut y = [x, x];
    *first(&mut y) = 2.0;
    y[0]
}

fn main() {}
