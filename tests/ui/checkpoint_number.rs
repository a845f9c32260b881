#![allow(unused)]

use chainrule::differentiable;

#[differentiable]
fn f(x: f64, n: usize) -> f64 {
    let mut s = x;
    #[checkpoint(states = 0)]
    for _ in 0..n {
        s = s.sin();
    }
    s
}

fn main() {
    grad_f(1.0, 2);
}
