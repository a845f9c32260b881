#![allow(unused)]

use chainrule::differentiable;

#[differentiable]
fn f(x: &[f64], n: usize) -> f64 {
    println!("{x:?}");
    let scale;
    scale = 2.0;
    let square = |v: f64| v * v;
    let mut s = 0.0;
    for v in x {
        if *v < 0.0 {
            continue;
        }
        s += v.next_up();
    }
    'sum: while s < 10.0 {
        s *= scale;
    }
    let r = &mut s;
    *r += 1.0;
    if let 0 = n {
        return square(s);
    }
    s
}

fn main() {}
