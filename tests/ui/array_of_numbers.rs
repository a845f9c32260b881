use chainrule::differentiable;

#[differentiable]
fn f<const N: usize>(x: [f64; N]) -> f64 {
    let pairs = x.map(|v| (v, v * v));
    pairs[0].0 * pairs[1].1
}

fn main() {}
