use chainrule::differentiable;

#[differentiable]
fn f(x: &[f64]) -> f64 {
    let mut it = x.iter().filter(|v| **v > 0.0);
    it.next().unwrap() * 2.0
}

fn main() {}
