//! `neg` is imported with its trait, and the type has a method of that name, which a macro gives it: that is
//! called, and not the operator. Were the operator taken, the derivative would be silently another function's.

use std::ops::Neg;

use chainrule::{Differentiable, differentiable};

#[derive(Differentiable, Clone, Copy)]
struct Meter {
    x: f64,
}

#[differentiable]
impl Neg for Meter {
    type Output = Self;
    fn neg(self) -> Self {
        Self { x: -self.x }
    }
}

macro_rules! methods {
    ($ty:ident) => {
        impl $ty {
            fn neg(self) -> Self {
                Self { x: 3.0 * self.x }
            }
        }
    };
}

methods!(Meter);

#[differentiable]
fn reading(meter: Meter) -> f64 {
    meter.neg().x
}

fn main() {
    let _ = grad_reading(Meter { x: 2.0 });
}
