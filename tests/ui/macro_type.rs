use chainrule::differentiable;

macro_rules! float {
    () => {
        f64
    };
}

#[differentiable]
fn f(x: f64) -> f64 {
    let y: float!() = x * x;
    y
}

fn main() {}
