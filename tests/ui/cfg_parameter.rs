use chainrule::differentiable;

#[differentiable]
fn f(x: f64, #[cfg(unix)] n: usize) -> f64 {
    x * x
}

fn main() {}
