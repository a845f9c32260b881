use chainrule::differentiable;

mod m {
    #[chainrule::differentiable(modes(reverse))]
    pub fn square(x: f64) -> f64 {
        x * x
    }
}

#[differentiable]
fn f(x: f64) -> f64 {
    m::square(x) + 1.0
}

fn main() {}
