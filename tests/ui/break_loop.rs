use chainrule::differentiable;

#[differentiable]
fn f(x: f64) -> f64 {
    let mut y = x;
    for _ in 0..10 {
        y = y * x;
        if y > 100.0 {
            break;
        }
    }
    y
}

fn main() {}
