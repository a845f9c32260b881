use chainrule::differentiable;

mod physics {
    pub fn square(x: f64) -> f64 {
        x * x
    }
}

#[differentiable]
fn f(x: f64) -> f64 {
    physics::square(x) + 1.0
}

fn main() {}
