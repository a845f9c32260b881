//! The macro sees the call of `root`, not its type.

use chainrule::differentiable;

mod other {
    use chainrule::differentiable;

    #[differentiable]
    pub fn root(x: f64) -> Option<f64> {
        if x < 0.0 { None } else { Some(x.sqrt()) }
    }
}

#[differentiable]
fn f(x: f64) -> f64 {
    other::root(x).map(|r| r * x).unwrap_or(0.0)
}

fn main() {}
