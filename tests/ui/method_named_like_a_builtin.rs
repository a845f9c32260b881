//! Where the type is not seen, a method is taken for the standard library's: rustc tells them apart.
use chainrule::{Differentiable, differentiable};

macro_rules! number {
    ($name:ident) => {
        #[derive(Differentiable, Clone, Copy)]
        struct $name {
            re: f64,
        }

        impl $name {
            fn len(self) -> f64 {
                self.re
            }
        }
    };
}
number!(Complex);

#[differentiable(modes(reverse))]
fn f(z: Complex) -> f64 {
    z.len() * 2.0
}

fn main() {}
