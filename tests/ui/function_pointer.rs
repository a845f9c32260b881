use chainrule::differentiable;

#[differentiable]
fn f(x: f64, _g: [fn(f64) -> f64; 2]) -> f64 {
    x * x
}

fn main() {}
