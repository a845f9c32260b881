#![allow(unused)]

use chainrule::differentiable;

#[differentiable]
fn f(x: &[f64], n: usize) -> f64 {
    println!("{x:?}");
    static SCALE: std::sync::OnceLock<f64> = std::sync::OnceLock::new();
    let square = [|v: f64| v * v];
    let mut s = 0.0;
    for i in 0..n {
        s += x[i].next_up();
    }
    let name = "sum";
    let work = async { 1.0 };
    let address = &raw const s;
    s += unsafe { *address };
    s += const { 1.0 + 1.0 };
    s += x.iter().peekable().sum::<f64>();
    s
}

fn main() {}
