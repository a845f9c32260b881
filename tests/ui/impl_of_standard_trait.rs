//! Traits of the standard library declare no derivatives.
use chainrule::{Differentiable, differentiable};

#[derive(Differentiable, Clone)]
struct Path {
    points: Vec<f64>,
}

#[differentiable]
impl Extend<f64> for Path {
    fn extend<I: IntoIterator<Item = f64>>(&mut self, more: I) {
        self.points.extend(more);
    }
}

fn main() {}
