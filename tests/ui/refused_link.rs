use chainrule::differentiable;

#[differentiable]
fn f(x: &[f64]) -> f64 {
    x[0] * x.iter().size_hint().0 as f64
}

fn main() {}
