use chainrule::differentiable;

trait M {
    #[differentiable]
    fn f(x: f64) -> f64;
}

fn main() {}
