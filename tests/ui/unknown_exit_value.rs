use chainrule::differentiable;

#[differentiable]
fn g(x: f64) -> (f64, f64) {
    (x, x * x)
}

#[differentiable]
fn f(x: f64, n: usize) -> f64 {
    let pair = loop {
        if n > 2 {
            break g(x);
        }
        if n > 1 {
            break g(x * x);
        }
    };
    pair.0
}

fn main() {}
