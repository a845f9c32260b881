use chainrule::differentiable;

#[differentiable]
fn f(x: &f64) -> f64 {
    let &y = x;
    y * y
}

fn main() {}
