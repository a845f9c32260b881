use chainrule::{differentiable, no_diff};

#[differentiable]
fn f(x: f64) -> f64 {
    let mut n = 0.0;
    let m = no_diff!({
        n += 1.0;
        n
    });
    x * m
}

fn main() {}
