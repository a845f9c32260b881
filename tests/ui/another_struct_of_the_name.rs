//! The file shows a struct, but the function takes another one of the same name, which a macro defines: its
//! `n` is a float. Were it taken for the integer that the file shows, its derivative would be silently zero.

use chainrule::{Differentiable, differentiable};

mod counted {
    #[derive(chainrule::Differentiable, Clone)]
    pub struct Meter {
        pub n: usize,
        pub x: f64,
    }
}

macro_rules! meter {
    ($name:ident) => {
        #[derive(Differentiable, Clone)]
        struct $name {
            n: f64,
            x: f64,
        }
    };
}

meter!(Meter);

#[differentiable]
fn reading(meter: &Meter) -> f64 {
    meter.n as f64 * meter.x
}

fn main() {
    let _ = counted::Meter { n: 1, x: 1.0 };
    let _ = grad_reading(&Meter { n: 1.0, x: 2.0 });
}
