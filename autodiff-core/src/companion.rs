//! What companions of annotated functions exchange: ignored arguments and matrices.
//!
//! In and out: values of generated code only.

#[cfg(feature = "ndarray")]
use ndarray::Array2;

use crate::{Perturb, Real};

/// Anything, where a shadow or a tangent belongs to an argument without derivative.
pub trait Ignored {}

impl<T: ?Sized> Ignored for T {}

/// The type of Hessians and Jacobians whose size is known at run time only.
#[cfg(feature = "ndarray")]
pub type Matrix<T> = Array2<T>;

/// The type of Hessians and Jacobians whose size is known at run time only.
#[cfg(not(feature = "ndarray"))]
pub type Matrix<T> = Vec<Vec<T>>;

/// Collects `rows` rows of length `columns` into a matrix.
pub fn matrix_from_rows<T: Real, R>(
    rows: usize,
    columns: usize,
    mut row: impl FnMut(usize) -> R,
) -> Matrix<T>
where
    R: IntoIterator<Item = T>,
{
    #[cfg(feature = "ndarray")]
    {
        let mut matrix = Array2::from_elem((rows, columns), T::zero());
        for (i, mut target) in matrix.outer_iter_mut().enumerate() {
            for (target, value) in target.iter_mut().zip(row(i)) {
                *target = value;
            }
        }
        matrix
    }
    #[cfg(not(feature = "ndarray"))]
    {
        let _ = columns;
        (0..rows).map(|i| row(i).into_iter().collect()).collect()
    }
}

/// `x + step * direction`.
pub fn perturbed<T: Perturb + ?Sized>(x: &T, direction: &T::Tangent, step: f64) -> T::Owned {
    x.perturbed(direction, step)
}

/// [`Perturb`] of a value, without what it says of the tangent: as a bound it hides nothing from rustc.
pub trait MovedTo<O, D: ?Sized> {
    /// `self + step * direction`.
    fn moved_to(&self, direction: &D, step: f64) -> O;
}

impl<T: Perturb + ?Sized> MovedTo<T::Owned, T::Tangent> for T {
    fn moved_to(&self, direction: &T::Tangent, step: f64) -> T::Owned {
        self.perturbed(direction, step)
    }
}
