//! ndarray's arrays: their elements in logical order, as one block where both are in memory so.
//!
//! Invariant: the order of the visit is the logical one whatever the strides, so a gradient in
//! standard layout meets a transposed parameter element by element.

use ndarray::{Array, Dimension};

use super::{BlockVisitor, Parameters};
use crate::Real;
use crate::optim::error::ShapeMismatch;

impl<A: Real + Parameters, D: Dimension> Parameters for Array<A, D> {
    fn check_fit(&self, gradient: &Self) -> Result<(), ShapeMismatch> {
        if self.shape() == gradient.shape() {
            return Ok(());
        }
        let shape = |array: &Self| format!("shape {:?}", array.shape());
        Err(ShapeMismatch::new(shape(self), shape(gradient)))
    }

    fn zip_mut(&mut self, gradient: &Self, visit: &mut BlockVisitor<'_>) {
        match (self.as_slice_mut(), gradient.as_slice()) {
            (Some(these), Some(gradients)) => A::zip_slices(these, gradients, visit),
            _ => {
                for (this, gradient) in self.iter_mut().zip(gradient) {
                    this.zip_mut(gradient, visit);
                }
            }
        }
    }
}
