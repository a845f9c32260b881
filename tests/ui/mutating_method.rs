use chainrule::differentiable;

#[differentiable]
fn f(x: f64) -> f64 {
    let mut v = vec![x];
    v.push(x * x);
    v[0] * v[1]
}

fn main() {}
