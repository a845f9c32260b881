//! What `Index` gives has to be a part that shows.
use chainrule::{Differentiable, differentiable};
use std::ops::Index;

#[derive(Differentiable, Clone)]
struct Path {
    points: Vec<f64>,
}

#[differentiable]
impl Index<usize> for Path {
    type Output = f64;
    fn index(&self, i: usize) -> &f64 {
        self.points.iter().nth(i).unwrap()
    }
}

fn main() {}
