use chainrule::differentiable;

#[differentiable]
fn f(x: f64, n: usize) -> f64 {
    match n {
        k @ 1..=3 => x * k as f64,
        _ => x,
    }
}

fn main() {}
