//! Numbers: `f64` as it is, `f32` through `f64`, and what has no derivative.
//!
//! Invariant: an `f32` that the visitor leaves alone keeps its value (`f32` to `f64` is exact).

use super::{BlockVisitor, Parameters};
use crate::NoTangent;
use crate::optim::error::ShapeMismatch;

impl Parameters for f64 {
    fn check_fit(&self, _gradient: &f64) -> Result<(), ShapeMismatch> {
        Ok(())
    }
    fn zip_mut(&mut self, gradient: &f64, visit: &mut BlockVisitor<'_>) {
        visit(std::slice::from_mut(self), std::slice::from_ref(gradient));
    }
    fn zip_slices(these: &mut [f64], gradients: &[f64], visit: &mut BlockVisitor<'_>) {
        visit(these, gradients);
    }
}

/// How many `f32` are converted together, on the stack.
const CONVERTED: usize = 128;

impl Parameters for f32 {
    fn check_fit(&self, _gradient: &f32) -> Result<(), ShapeMismatch> {
        Ok(())
    }
    fn zip_mut(&mut self, gradient: &f32, visit: &mut BlockVisitor<'_>) {
        Self::zip_slices(std::slice::from_mut(self), std::slice::from_ref(gradient), visit);
    }
    #[allow(clippy::cast_possible_truncation, reason = "the rounding at the end of a step")]
    fn zip_slices(these: &mut [f32], gradients: &[f32], visit: &mut BlockVisitor<'_>) {
        let (mut values, mut slopes) = ([0.0; CONVERTED], [0.0; CONVERTED]);
        for (these, gradients) in these.chunks_mut(CONVERTED).zip(gradients.chunks(CONVERTED)) {
            let values = &mut values[..these.len()];
            let slopes = &mut slopes[..these.len()];
            for (wide, narrow) in values.iter_mut().zip(these.iter()) {
                *wide = f64::from(*narrow);
            }
            for (wide, narrow) in slopes.iter_mut().zip(gradients) {
                *wide = f64::from(*narrow);
            }
            visit(values, slopes);
            for (narrow, wide) in these.iter_mut().zip(values) {
                *narrow = *wide as f32;
            }
        }
    }
}

macro_rules! unmoved {
    ($($type:ty),+) => {$(
        impl Parameters for $type {
            fn check_fit(&self, _gradient: &NoTangent) -> Result<(), ShapeMismatch> {
                Ok(())
            }
            fn zip_mut(&mut self, _gradient: &NoTangent, _visit: &mut BlockVisitor<'_>) {}
        }
    )+};
}

unmoved!(i8, i16, i32, i64, i128, isize, u8, u16, u32, u64, u128, usize, bool, char, (), String);
