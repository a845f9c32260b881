use chainrule::differentiable;

#[differentiable]
fn f(x: f64, n: usize) -> f64 {
    let mut s = 0.0;
    for i in (0..n).step_by(2).step_by(3) {
        s += x * i as f64;
    }
    s
}

fn main() {}
