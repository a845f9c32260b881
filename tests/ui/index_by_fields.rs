//! A field that decides where a part stands, and an index that is no tuple.
use chainrule::{Differentiable, differentiable};
use std::ops::Index;

#[derive(Differentiable, Clone)]
struct Matrix {
    data: Vec<f64>,
    columns: usize,
}

#[differentiable]
impl Index<usize> for Matrix {
    type Output = [f64];
    fn index(&self, i: usize) -> &[f64] {
        &self.data[i * self.columns..(i + 1) * self.columns]
    }
}

fn main() {}
