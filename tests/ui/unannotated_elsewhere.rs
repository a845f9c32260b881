//! Functions and methods that the file does not show without the attribute are rustc's to find.
use chainrule::{Differentiable, differentiable};

mod physics {
    pub fn square(x: f64) -> f64 {
        x * x
    }
}

macro_rules! spring {
    ($name:ident) => {
        #[derive(Differentiable, Clone)]
        struct $name {
            k: f64,
        }

        impl $name {
            fn energy(&self, r: f64) -> f64 {
                self.k * r * r
            }
        }
    };
}
spring!(Spring);

#[differentiable(modes(forward))]
fn f(spring: &Spring, x: f64) -> f64 {
    spring.energy(x)
}

fn main() {
    let _ = physics::square(1.0);
}
