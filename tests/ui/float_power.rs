use chainrule::differentiable;

trait Power {
    fn pow(self, n: i32) -> f64;
}

impl Power for f64 {
    fn pow(self, n: i32) -> f64 {
        self.powi(n)
    }
}

#[differentiable]
fn f(x: f64) -> f64 {
    x.pow(2) * x
}

fn main() {}
