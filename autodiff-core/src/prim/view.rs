//! Views: they save nothing, and the shadow of a view is the same view of the shadow.

use ndarray::{ArrayBase, ArrayRef, ArrayRef1, ArrayRef2, ArrayView1, Axis, Dimension};
use ndarray::{Ix, RawDataClone};

use crate::differentiable::AccumulateFrom;
use crate::real::Real;

/// `a.row(i)`.
///
/// ```
/// use autodiff_core::prim::row;
/// use ndarray::array;
/// let mut d_a = array![[0.0, 0.0], [0.0, 0.0]];
/// row::pull_0(1, &mut d_a, &array![3.0, 4.0]);
/// assert_eq!(d_a, array![[0.0, 0.0], [3.0, 4.0]]);
/// ```
pub mod row {
    use super::*;

    /// The view of row `i`.
    ///
    /// # Panics
    /// When there is no row `i`.
    #[inline]
    #[track_caller]
    pub fn call<A>(a: &ArrayRef2<A>, i: Ix) -> ArrayView1<'_, A> {
        a.row(i)
    }

    /// `d_a.row(i) += d_y`.
    ///
    /// # Panics
    /// When the lengths differ; the message names both.
    #[inline]
    #[track_caller]
    pub fn pull_0<A: Real>(i: Ix, d_a: &mut ArrayRef2<A>, d_y: &ArrayRef1<A>) {
        d_a.row_mut(i).accumulate_from(d_y);
    }
}

/// `a.column(i)`.
///
/// ```
/// use autodiff_core::prim::column;
/// use ndarray::array;
/// let mut d_a = array![[0.0, 0.0], [0.0, 0.0]];
/// column::pull_0(1, &mut d_a, &array![3.0, 4.0]);
/// assert_eq!(d_a, array![[0.0, 3.0], [0.0, 4.0]]);
/// ```
pub mod column {
    use super::*;

    /// The view of column `i`.
    ///
    /// # Panics
    /// When there is no column `i`.
    #[inline]
    #[track_caller]
    pub fn call<A>(a: &ArrayRef2<A>, i: Ix) -> ArrayView1<'_, A> {
        a.column(i)
    }

    /// `d_a.column(i) += d_y`.
    ///
    /// # Panics
    /// When the lengths differ; the message names both.
    #[inline]
    #[track_caller]
    pub fn pull_0<A: Real>(i: Ix, d_a: &mut ArrayRef2<A>, d_y: &ArrayRef1<A>) {
        d_a.column_mut(i).accumulate_from(d_y);
    }
}

/// `a.insert_axis(axis)`.
///
/// ```
/// use autodiff_core::prim::insert_axis;
/// use ndarray::{Axis, array};
/// let mut d_a = array![0.0, 0.0];
/// insert_axis::pull_0(Axis(1), &mut d_a, &array![[1.0], [2.0]]);
/// assert_eq!(d_a, array![1.0, 2.0]);
/// ```
pub mod insert_axis {
    use super::*;

    /// `a` with a new axis of length 1; an owned array is copied, a view stays a view.
    ///
    /// # Panics
    /// When `axis` is beyond the number of axes.
    #[inline]
    #[track_caller]
    pub fn call<S: RawDataClone, D: Dimension>(
        a: &ArrayBase<S, D>,
        axis: Axis,
    ) -> ArrayBase<S, D::Larger> {
        a.clone().insert_axis(axis)
    }

    /// `d_a += d_y` without the axis.
    ///
    /// # Panics
    /// When the shapes differ; the message names both.
    #[inline]
    #[track_caller]
    pub fn pull_0<A: Real, D: Dimension>(
        axis: Axis,
        d_a: &mut ArrayRef<A, D>,
        d_y: &ArrayRef<A, D::Larger>,
    ) {
        d_a.view_mut().insert_axis(axis).accumulate_from(d_y);
    }
}
