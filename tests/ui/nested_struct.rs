use chainrule::differentiable;

#[differentiable]
fn f(x: f64) -> f64 {
    struct Scale;
    let _scale = Scale;
    x
}

fn main() {}
