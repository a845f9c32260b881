use chainrule::differentiable;

#[differentiable(modes(backward))]
fn f(x: f64) -> f64 {
    x * x
}

fn main() {}
