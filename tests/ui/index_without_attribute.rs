//! An `Index` without the attribute, of a type with a derivative.
use chainrule::{Differentiable, differentiable};
use std::ops::Index;

#[derive(Differentiable, Clone)]
struct Matrix {
    data: Vec<f64>,
    columns: usize,
}

impl Index<(usize, usize)> for Matrix {
    type Output = f64;
    fn index(&self, (i, j): (usize, usize)) -> &f64 {
        &self.data[i * self.columns + j]
    }
}

#[differentiable(modes(forward))]
fn first(m: &Matrix) -> f64 {
    m[(0, 0)]
}

fn main() {}
