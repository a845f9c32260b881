use chainrule::differentiable;

struct Model {
    w: f64,
}

#[differentiable]
fn f(m: &Model, x: f64) -> f64 {
    m.w * x
}

fn main() {}
