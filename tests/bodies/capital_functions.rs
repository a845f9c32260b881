//! A function that is called as a struct of its name would be made, and such a struct, for another file.

use chainrule::{Differentiable, differentiable};

#[differentiable]
#[allow(non_snake_case)]
pub fn K_nu(order: f64, x: f64) -> (f64, f64) {
    (order * x * x, order + x)
}

#[derive(Differentiable, Clone)]
pub struct Pair(pub f64, pub f64);
