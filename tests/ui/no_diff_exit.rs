use chainrule::{differentiable, no_diff};

#[differentiable]
fn f(x: f64) -> f64 {
    let n = no_diff!(if x < 0.0 { return 0.0 } else { 2.0 });
    x * n
}

fn main() {}
