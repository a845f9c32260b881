//! The type's own `from` hides the annotated conversion: `Own::from(x)` is the former.
use chainrule::{Differentiable, differentiable};

#[derive(Differentiable, Clone, Copy)]
struct Own {
    x: f64,
}

impl Own {
    fn from(x: f64) -> Own {
        Own { x: 2.0 * x }
    }
}

#[differentiable]
impl From<f64> for Own {
    fn from(x: f64) -> Self {
        Self { x }
    }
}

fn main() {}
