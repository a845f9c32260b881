use chainrule::differentiable;

#[differentiable(second_order, second_order)]
fn f(x: f64) -> f64 {
    x * x
}

fn main() {}
