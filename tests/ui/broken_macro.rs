use chainrule::differentiable;

#[differentiable]
fn f(x: f64) -> f64 {
    let y = vec![x; 2; 3];
    y[0]
}

fn main() {}
