//! Where the type is not seen, a method is taken for the standard library's: rustc tells them apart.
use chainrule::{Differentiable, differentiable};

#[derive(Differentiable, Clone, Copy)]
struct Complex {
    re: f64,
}

impl Complex {
    fn len(self) -> f64 {
        self.re
    }
}

#[differentiable(modes(reverse))]
fn f(z: Complex) -> f64 {
    z.len() * 2.0
}

fn main() {}
