#![allow(unused)]

use chainrule::differentiable;

#[differentiable]
fn f(x: f64, n: usize) -> f64 {
    let mut s = x;
    #[checkpoint(states = 3)]
    {
        s = s.sin() * n as f64;
    }
    s
}

fn main() {
    grad_f(1.0, 2);
}
