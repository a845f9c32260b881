use chainrule::differentiable;

#[differentiable]
fn f(x: f64) -> f64 {
    vec![x, x * x].swap(0, 1);
    x
}

fn main() {}
