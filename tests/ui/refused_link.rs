use chainrule::differentiable;

#[differentiable]
fn f(x: &[f64]) -> f64 {
    let mut it = x.iter();
    it.by_ref().next().unwrap() * 2.0
}

fn main() {}
