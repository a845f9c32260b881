//! Sums and means, over everything or along an axis. The pullback of a sum repeats its cotangent.

use ndarray::{Array, ArrayRef, Axis, Dimension, RemoveAxis, Zip};

use crate::prim::named::SumRule;
use crate::real::Real;

/// How many elements a mean was taken over, as a scalar.
#[inline(always)]
fn count<A: Real>(n: usize) -> A {
    A::from_literal(n as f64)
}

/// `d_a += factor(d_y)`, repeated along `axis`.
///
/// # Panics
/// When the shapes do not fit; the message names both.
#[inline]
#[track_caller]
fn repeat<A: Real, D: RemoveAxis>(
    axis: Axis,
    d_a: &mut ArrayRef<A, D>,
    d_y: &ArrayRef<A, D::Smaller>,
    factor: impl Fn(A) -> A,
) {
    assert!(
        d_a.raw_dim().remove_axis(axis) == d_y.raw_dim(),
        "a cotangent of shape {:?} cannot be repeated along axis {} to a shadow of shape {:?}",
        d_y.shape(),
        axis.index(),
        d_a.shape()
    );
    if axis.index() + 1 == d_a.ndim() {
        Zip::from(d_a.lanes_mut(axis)).and(d_y).for_each(|mut lane, &d| {
            let d = factor(d);
            lane.map_inplace(|a| *a += d);
        });
    } else {
        for mut subview in d_a.axis_iter_mut(axis) {
            Zip::from(&mut subview).and(d_y).for_each(|a, &d| *a += factor(d));
        }
    }
}

impl<A: Real, D: Dimension> SumRule for ArrayRef<A, D> {
    type Elem = A;

    #[inline]
    fn total(&self) -> A {
        self.sum()
    }

    #[inline]
    #[track_caller]
    fn average(&self) -> A {
        match self.mean() {
            Some(mean) => mean,
            None => panic!("the mean of an array of shape {:?}, which is empty", self.shape()),
        }
    }

    #[inline]
    fn add_everywhere(&mut self, d: A) {
        self.map_inplace(|a| *a += d);
    }

    #[inline]
    fn add_shares(&mut self, d: A) {
        let d = d / count(self.len());
        self.map_inplace(|a| *a += d);
    }
}

/// `a.sum_axis(axis)`.
///
/// ```
/// use autodiff_core::prim::sum_axis;
/// use ndarray::{Axis, array};
/// let mut d_a = array![[0.0, 0.0], [0.0, 0.0]];
/// sum_axis::pull_0(Axis(0), &mut d_a, &array![1.0, 2.0]);
/// assert_eq!(d_a, array![[1.0, 2.0], [1.0, 2.0]]);
/// ```
pub mod sum_axis {
    use super::*;

    /// The sums along `axis`.
    #[inline]
    #[track_caller]
    pub fn call<A: Real, D: RemoveAxis>(a: &ArrayRef<A, D>, axis: Axis) -> Array<A, D::Smaller> {
        a.sum_axis(axis)
    }

    /// `d_a += d_y`, repeated along `axis`.
    ///
    /// # Panics
    /// When the shapes do not fit; the message names both.
    #[inline]
    #[track_caller]
    pub fn pull_0<A: Real, D: RemoveAxis>(
        axis: Axis,
        d_a: &mut ArrayRef<A, D>,
        d_y: &ArrayRef<A, D::Smaller>,
    ) {
        repeat(axis, d_a, d_y, |d| d);
    }
}

/// `a.mean_axis(axis)`, unwrapped.
///
/// ```
/// use autodiff_core::prim::mean_axis;
/// use ndarray::{Axis, array};
/// let mut d_a = array![[0.0, 0.0], [0.0, 0.0]];
/// mean_axis::pull_0(Axis(0), &mut d_a, &array![1.0, 2.0]);
/// assert_eq!(d_a, array![[0.5, 1.0], [0.5, 1.0]]);
/// ```
pub mod mean_axis {
    use super::*;

    /// The arithmetic means along `axis`.
    ///
    /// # Panics
    /// When the axis has length 0.
    #[inline]
    #[track_caller]
    pub fn call<A: Real, D: RemoveAxis>(a: &ArrayRef<A, D>, axis: Axis) -> Array<A, D::Smaller> {
        match a.mean_axis(axis) {
            Some(mean) => mean,
            None => panic!(
                "the mean along axis {} of an array of shape {:?}, where it has length 0",
                axis.index(),
                a.shape()
            ),
        }
    }

    /// `d_a += d_y / n`, repeated along `axis`, whose length is `n`.
    ///
    /// # Panics
    /// When the shapes do not fit; the message names both.
    #[inline]
    #[track_caller]
    pub fn pull_0<A: Real, D: RemoveAxis>(
        axis: Axis,
        d_a: &mut ArrayRef<A, D>,
        d_y: &ArrayRef<A, D::Smaller>,
    ) {
        let n = count(d_a.len_of(axis));
        repeat(axis, d_a, d_y, |d| d / n);
    }
}
