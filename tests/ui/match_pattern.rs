use chainrule::differentiable;

macro_rules! one {
    () => {
        1
    };
}

#[differentiable]
fn f(x: f64, n: usize) -> f64 {
    match n {
        one!() => x,
        _ => x * x,
    }
}

fn main() {}
