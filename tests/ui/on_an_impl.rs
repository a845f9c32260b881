use chainrule::differentiable;

struct M;
#[differentiable]
impl M {
    fn f(x: f64) -> f64 { x * x }
}

fn main() {}
