use chainrule::differentiable;

#[differentiable]
fn f(x: f64) -> f64 {
    let mut v = vec![x, x * x];
    v.dedup();
    v[0] * v[1]
}

fn main() {}
