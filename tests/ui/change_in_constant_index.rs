use chainrule::differentiable;

const WEIGHTS: [f64; 3] = [1.0, 2.0, 3.0];

fn next(k: &mut usize) -> usize {
    *k += 1;
    *k
}

#[differentiable]
fn f(x: f64) -> f64 {
    let mut k = 0;
    x * WEIGHTS[next(&mut k)]
}

fn main() {}
