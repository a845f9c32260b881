use chainrule::differentiable;

mod other {
    use chainrule::differentiable;

    #[differentiable]
    pub fn halved(x: f64) -> Option<f64> {
        Some(0.5 * x)
    }
}

#[differentiable]
fn f(x: f64) -> f64 {
    other::halved(x).unwrap_or_default()
}

fn main() {}
