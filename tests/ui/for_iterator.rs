use chainrule::differentiable;

#[differentiable]
fn f(weights: &[f64]) -> f64 {
    let mut s = 0.0;
    for v in weights.iter().filter(|v| **v > 0.0) {
        s += v * v;
    }
    s
}

fn main() {}
