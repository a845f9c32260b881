//! An `IndexMut` that gives another place than its `Index`.
use chainrule::{Differentiable, differentiable};
use std::ops::{Index, IndexMut};

#[derive(Differentiable, Clone)]
struct Path {
    points: Vec<f64>,
}

#[differentiable]
impl Index<usize> for Path {
    type Output = f64;
    fn index(&self, i: usize) -> &f64 {
        &self.points[i]
    }
}

#[differentiable]
impl IndexMut<usize> for Path {
    fn index_mut(&mut self, i: usize) -> &mut f64 {
        &mut self.points[i + 1]
    }
}

fn main() {}
