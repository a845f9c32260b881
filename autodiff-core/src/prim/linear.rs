//! Products of vectors and matrices, and the transpose.
//!
//! Invariant: a pullback adds its product in place, with `general_mat_mul(1, .., 1, shadow)` for
//! matrices, and builds no temporary.

use ndarray::linalg::{Dot, general_mat_mul, general_mat_vec_mul};
use ndarray::{Array1, Array2, ArrayRef, ArrayRef1, ArrayRef2, ArrayView, Dimension};

use crate::prim::named::DotRule;
use crate::real::Real;

/// Panics unless an array that a pullback was given has the shape that the product implies.
#[inline]
#[track_caller]
fn fits<S: PartialEq + core::fmt::Debug>(role: &str, shape: S, expected: S) {
    assert!(
        shape == expected,
        "in the pullback of `dot`, the {role} has shape {shape:?}, not {expected:?}"
    );
}

impl<A: Real> DotRule<ArrayRef1<A>> for ArrayRef1<A> {
    type Output = A;
    type Cotangent = A;

    #[inline]
    #[track_caller]
    fn product(&self, b: &ArrayRef1<A>) -> A {
        Dot::dot(self, b)
    }

    #[inline]
    #[track_caller]
    fn pull_left(b: &ArrayRef1<A>, d_a: &mut ArrayRef1<A>, d_y: &A) {
        fits("shadow", d_a.dim(), b.dim());
        d_a.scaled_add(*d_y, b);
    }

    #[inline]
    #[track_caller]
    fn pull_right(a: &ArrayRef1<A>, d_b: &mut ArrayRef1<A>, d_y: &A) {
        Self::pull_left(a, d_b, d_y);
    }
}

/// `shadow += u v^T`, row by row: half the time of a broadcast product.
#[inline]
#[track_caller]
fn add_outer<A: Real>(shadow: &mut ArrayRef2<A>, u: &ArrayRef1<A>, v: &ArrayRef1<A>) {
    fits("shadow", shadow.dim(), (u.len(), v.len()));
    for (mut row, &factor) in shadow.rows_mut().into_iter().zip(u) {
        row.scaled_add(factor, v);
    }
}

/// `shadow += m^T v`: by rows where those are contiguous, because a transposed matrix-vector product
/// of ndarray strides through memory.
#[inline]
#[track_caller]
fn add_transposed<A: Real>(shadow: &mut ArrayRef1<A>, m: &ArrayRef2<A>, v: &ArrayRef1<A>) {
    fits("shadow", shadow.dim(), m.ncols());
    fits("cotangent", v.dim(), m.nrows());
    if m.strides()[1] == 1 {
        for (row, &factor) in m.rows().into_iter().zip(v) {
            shadow.scaled_add(factor, &row);
        }
    } else {
        general_mat_vec_mul(A::one(), &m.t(), v, A::one(), shadow);
    }
}

/// `shadow += m v`: [`add_transposed`] of the transpose, so that either memory order runs along it.
#[inline]
#[track_caller]
fn add_product<A: Real>(shadow: &mut ArrayRef1<A>, m: &ArrayRef2<A>, v: &ArrayRef1<A>) {
    add_transposed(shadow, &m.t(), v);
}

impl<A: Real> DotRule<ArrayRef1<A>> for ArrayRef2<A> {
    type Output = Array1<A>;
    type Cotangent = ArrayRef1<A>;

    #[inline]
    #[track_caller]
    fn product(&self, b: &ArrayRef1<A>) -> Array1<A> {
        Dot::dot(self, b)
    }

    #[inline]
    #[track_caller]
    fn pull_left(b: &ArrayRef1<A>, d_a: &mut ArrayRef2<A>, d_y: &ArrayRef1<A>) {
        add_outer(d_a, d_y, b);
    }

    #[inline]
    #[track_caller]
    fn pull_right(a: &ArrayRef2<A>, d_b: &mut ArrayRef1<A>, d_y: &ArrayRef1<A>) {
        add_transposed(d_b, a, d_y);
    }
}

impl<A: Real> DotRule<ArrayRef2<A>> for ArrayRef1<A> {
    type Output = Array1<A>;
    type Cotangent = ArrayRef1<A>;

    #[inline]
    #[track_caller]
    fn product(&self, b: &ArrayRef2<A>) -> Array1<A> {
        Dot::dot(self, b)
    }

    #[inline]
    #[track_caller]
    fn pull_left(b: &ArrayRef2<A>, d_a: &mut ArrayRef1<A>, d_y: &ArrayRef1<A>) {
        add_product(d_a, b, d_y);
    }

    #[inline]
    #[track_caller]
    fn pull_right(a: &ArrayRef1<A>, d_b: &mut ArrayRef2<A>, d_y: &ArrayRef1<A>) {
        add_outer(d_b, a, d_y);
    }
}

impl<A: Real> DotRule<ArrayRef2<A>> for ArrayRef2<A> {
    type Output = Array2<A>;
    type Cotangent = ArrayRef2<A>;

    #[inline]
    #[track_caller]
    fn product(&self, b: &ArrayRef2<A>) -> Array2<A> {
        Dot::dot(self, b)
    }

    #[inline]
    #[track_caller]
    fn pull_left(b: &ArrayRef2<A>, d_a: &mut ArrayRef2<A>, d_y: &ArrayRef2<A>) {
        general_mat_mul(A::one(), d_y, &b.t(), A::one(), d_a);
    }

    #[inline]
    #[track_caller]
    fn pull_right(a: &ArrayRef2<A>, d_b: &mut ArrayRef2<A>, d_y: &ArrayRef2<A>) {
        general_mat_mul(A::one(), &a.t(), d_y, A::one(), d_b);
    }
}

/// `a.t()`.
///
/// ```
/// use autodiff_core::prim::transpose;
/// use ndarray::array;
/// let mut d_a = array![[0.0, 0.0, 0.0]];
/// transpose::pull_0(&mut d_a, &array![[1.0], [2.0], [3.0]]);
/// assert_eq!(d_a, array![[1.0, 2.0, 3.0]]);
/// ```
pub mod transpose {
    use super::*;
    use crate::differentiable::AccumulateFrom;

    /// The view of `a` with its axes reversed.
    #[inline]
    pub fn call<A, D: Dimension>(a: &ArrayRef<A, D>) -> ArrayView<'_, A, D> {
        a.t()
    }

    /// `d_a += d_y^T`.
    ///
    /// # Panics
    /// When the shapes differ; the message names both.
    #[inline]
    #[track_caller]
    pub fn pull_0<A: Real, D: Dimension>(d_a: &mut ArrayRef<A, D>, d_y: &ArrayRef<A, D>) {
        d_a.accumulate_from(&d_y.t());
    }
}
