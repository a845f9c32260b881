use chainrule::differentiable;

#[differentiable]
fn f(x: f64) -> f64 {
    let mut v = vec![x, x * x];
    v.retain(|e| *e > 0.0);
    v[0] * v[1]
}

fn main() {}
