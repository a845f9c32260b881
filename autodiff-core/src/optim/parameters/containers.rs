//! Containers of the standard library: their parts, in order.
//!
//! Invariant: where a container's length or variant differs from its gradient's, `check_fit` says
//! so before `zip_mut` pairs anything up.

use super::{BlockVisitor, Parameters};
use crate::optim::error::ShapeMismatch;

/// Compares lengths, then each element with its gradient.
fn check_slices<T: Parameters>(these: &[T], gradients: &[T::Tangent]) -> Result<(), ShapeMismatch> {
    if these.len() != gradients.len() {
        let length = |n: usize| format!("length {n}");
        return Err(ShapeMismatch::new(length(these.len()), length(gradients.len())));
    }
    for (i, (this, gradient)) in these.iter().zip(gradients).enumerate() {
        this.check_fit(gradient).map_err(|mismatch| mismatch.inside(&format!("[{i}]")))?;
    }
    Ok(())
}

impl<T: Parameters, const N: usize> Parameters for [T; N] {
    fn check_fit(&self, gradient: &Self::Tangent) -> Result<(), ShapeMismatch> {
        check_slices(self, gradient)
    }
    fn zip_mut(&mut self, gradient: &Self::Tangent, visit: &mut BlockVisitor<'_>) {
        T::zip_slices(self, gradient, visit);
    }
}

impl<T: Parameters> Parameters for [T] {
    fn check_fit(&self, gradient: &Self::Tangent) -> Result<(), ShapeMismatch> {
        check_slices(self, gradient)
    }
    fn zip_mut(&mut self, gradient: &Self::Tangent, visit: &mut BlockVisitor<'_>) {
        T::zip_slices(self, gradient, visit);
    }
}

impl<T: Parameters> Parameters for Vec<T> {
    fn check_fit(&self, gradient: &Self::Tangent) -> Result<(), ShapeMismatch> {
        check_slices(self, gradient)
    }
    fn zip_mut(&mut self, gradient: &Self::Tangent, visit: &mut BlockVisitor<'_>) {
        T::zip_slices(self, gradient, visit);
    }
}

impl<T: Parameters + ?Sized> Parameters for &mut T {
    fn check_fit(&self, gradient: &Self::Tangent) -> Result<(), ShapeMismatch> {
        (**self).check_fit(gradient)
    }
    fn zip_mut(&mut self, gradient: &Self::Tangent, visit: &mut BlockVisitor<'_>) {
        (**self).zip_mut(gradient, visit);
    }
}

impl<T: Parameters> Parameters for Box<[T]> {
    fn check_fit(&self, gradient: &Self::Tangent) -> Result<(), ShapeMismatch> {
        check_slices(self, gradient)
    }
    fn zip_mut(&mut self, gradient: &Self::Tangent, visit: &mut BlockVisitor<'_>) {
        T::zip_slices(self, gradient, visit);
    }
}

impl<T: Parameters> Parameters for Box<T> {
    fn check_fit(&self, gradient: &Self::Tangent) -> Result<(), ShapeMismatch> {
        (**self).check_fit(gradient)
    }
    fn zip_mut(&mut self, gradient: &Self::Tangent, visit: &mut BlockVisitor<'_>) {
        (**self).zip_mut(gradient, visit);
    }
}

impl<T: Parameters> Parameters for Option<T> {
    fn check_fit(&self, gradient: &Self::Tangent) -> Result<(), ShapeMismatch> {
        match (self, gradient) {
            (Some(this), Some(gradient)) => this.check_fit(gradient),
            (None, None) => Ok(()),
            (Some(_), None) => Err(ShapeMismatch::new("a value", "none")),
            (None, Some(_)) => Err(ShapeMismatch::new("no value", "one")),
        }
    }
    fn zip_mut(&mut self, gradient: &Self::Tangent, visit: &mut BlockVisitor<'_>) {
        if let (Some(this), Some(gradient)) = (self, gradient) {
            this.zip_mut(gradient, visit);
        }
    }
}

macro_rules! tuples {
    ($($part:ident $position:tt),+) => {
        impl<$($part: Parameters),+> Parameters for ($($part,)+) {
            fn check_fit(&self, gradient: &Self::Tangent) -> Result<(), ShapeMismatch> {
                $(self.$position
                    .check_fit(&gradient.$position)
                    .map_err(|e| e.inside(concat!(".", stringify!($position))))?;)+
                Ok(())
            }
            fn zip_mut(&mut self, gradient: &Self::Tangent, visit: &mut BlockVisitor<'_>) {
                $(self.$position.zip_mut(&gradient.$position, visit);)+
            }
        }
    };
}

tuples!(A 0);
tuples!(A 0, B 1);
tuples!(A 0, B 1, C 2);
tuples!(A 0, B 1, C 2, D 3);
tuples!(A 0, B 1, C 2, D 3, E 4);
tuples!(A 0, B 1, C 2, D 3, E 4, F 5);
tuples!(A 0, B 1, C 2, D 3, E 4, F 5, G 6);
tuples!(A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7);
tuples!(A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8);
tuples!(A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9);
tuples!(A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9, K 10);
tuples!(A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9, K 10, L 11);
