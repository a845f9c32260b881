use chainrule::differentiable;

#[differentiable(second_ordre)]
fn f(x: f64) -> f64 {
    x * x
}

fn main() {}
