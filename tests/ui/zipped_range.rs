use chainrule::differentiable;

#[differentiable]
fn f(x: &[f64]) -> f64 {
    let mut s = 0.0;
    for (v, k) in x.iter().zip(1..10) {
        s += v * k as f64;
    }
    s
}

fn main() {}
