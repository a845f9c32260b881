use chainrule::differentiable;

#[differentiable(second_order)]
fn f(x: f64) -> f64 {
    2 * x
}

fn main() {}
