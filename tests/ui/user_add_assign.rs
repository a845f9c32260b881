//! What `+=` does to a value of the user's is not known.
use chainrule::{Differentiable, differentiable};

#[derive(Differentiable, Clone, Copy)]
struct LogWeight {
    value: f64,
}

impl std::ops::AddAssign for LogWeight {
    fn add_assign(&mut self, other: LogWeight) {
        self.value = (self.value.exp() + other.value.exp()).ln();
    }
}

#[differentiable(modes(forward))]
fn f(mut a: LogWeight, b: LogWeight) -> f64 {
    a += b;
    a.value
}

fn main() {}
