#![allow(unused)]

use chainrule::differentiable;

#[differentiable]
fn f(x: &[f64], n: usize) -> f64 {
    dbg!(n, n);
    static SCALE: std::sync::OnceLock<f64> = std::sync::OnceLock::new();
    let square = [|v: f64| v * v];
    let mut s = 0.0;
    for i in 0..n {
        let values = vec![|v: f64| v; i];
    }
    let range = 0..=n;
    let work = async { 1.0 };
    let address = &raw const s;
    s += unsafe { std::ptr::read(address) };
    s += const { 1.0 + 1.0 };
    s += x.iter().size_hint().0 as f64;
    s
}

fn main() {}
