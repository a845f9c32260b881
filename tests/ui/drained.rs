use chainrule::differentiable;

#[differentiable]
fn f(x: &[f64]) -> f64 {
    let (mut v, part) = (x.to_vec(), (std::ops::Bound::Included(1), std::ops::Bound::Unbounded));
    v.drain(part).sum::<f64>() * v[0]
}

fn main() {}
