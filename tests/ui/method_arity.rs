use chainrule::differentiable;

trait Weighted {
    fn sum(&self, weight: f64) -> f64;
}

impl Weighted for [f64] {
    fn sum(&self, weight: f64) -> f64 {
        weight * self[0]
    }
}

#[differentiable]
fn f(x: &[f64]) -> f64 {
    x.sum(2.0)
}

fn main() {}
