//! Products of vectors and matrices, and the transpose.
//!
//! Invariant: a pullback adds its product in place, with `general_mat_mul(1, .., 1, shadow)` for
//! matrices, and builds no temporary.

use ndarray::linalg::{Dot, general_mat_mul, general_mat_vec_mul};
use ndarray::{Array1, Array2, ArrayRef, ArrayRef1, ArrayRef2, ArrayView, Dimension};

use crate::real::Real;

/// The rule of `self.dot(b)` for a pair of vectors or matrices; a pullback knows the operand whose
/// shadow it fills only by its dimension.
#[diagnostic::on_unimplemented(
    message = "no derivative is known for `dot` between `{Self}` and `{B}`",
    note = "help: the operands of `dot` are vectors (`Ix1`) and matrices (`Ix2`) of floats"
)]
pub trait DotRule<B: ?Sized> {
    /// The value: a number for two vectors, else a vector or matrix.
    type Output;
    /// The cotangent of the value.
    type Cotangent: ?Sized;

    /// `self.dot(b)`.
    fn product(&self, b: &B) -> Self::Output;

    /// `d_a += d_y b^T`.
    fn pull_left(b: &B, d_a: &mut Self, d_y: &Self::Cotangent);

    /// `d_b += a^T d_y`.
    fn pull_right(a: &Self, d_b: &mut B, d_y: &Self::Cotangent);
}

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

/// `a.dot(b)`: vector with vector (a number), matrix with vector, vector with matrix, matrix with
/// matrix.
///
/// ```
/// use autodiff_core::prim::dot;
/// use ndarray::array;
/// let (a, b) = (array![1.0, 2.0], array![3.0, 4.0]);
/// let mut d_a = array![0.0, 0.0];
/// dot::pull_0(&b, &mut d_a, &10.0);
/// assert_eq!((dot::call(&a, &b), d_a), (11.0, array![30.0, 40.0]));
/// ```
pub mod dot {
    use super::*;

    /// `a.dot(b)`.
    ///
    /// # Panics
    /// When the inner lengths differ; the message is ndarray's and names both shapes.
    #[inline]
    #[track_caller]
    pub fn call<A, D, E>(
        a: &ArrayRef<A, D>,
        b: &ArrayRef<A, E>,
    ) -> <ArrayRef<A, D> as DotRule<ArrayRef<A, E>>>::Output
    where
        ArrayRef<A, D>: DotRule<ArrayRef<A, E>>,
    {
        a.product(b)
    }

    /// `d_a += d_y b^T` (`d_y b` for two vectors).
    #[inline]
    #[track_caller]
    pub fn pull_0<A, D, E, DY>(b: &ArrayRef<A, E>, d_a: &mut ArrayRef<A, D>, d_y: &DY)
    where
        ArrayRef<A, D>: DotRule<ArrayRef<A, E>>,
        DY: Cotangent<<ArrayRef<A, D> as DotRule<ArrayRef<A, E>>>::Cotangent> + ?Sized,
    {
        DotRule::pull_left(b, d_a, d_y.cotangent());
    }

    /// `d_b += a^T d_y` (`d_y a` for two vectors).
    #[inline]
    #[track_caller]
    pub fn pull_1<A, D, E, DY>(a: &ArrayRef<A, D>, d_b: &mut ArrayRef<A, E>, d_y: &DY)
    where
        ArrayRef<A, D>: DotRule<ArrayRef<A, E>>,
        DY: Cotangent<<ArrayRef<A, D> as DotRule<ArrayRef<A, E>>>::Cotangent> + ?Sized,
    {
        DotRule::pull_right(a, d_b, d_y.cotangent());
    }
}

/// The cotangent of a product, as a number or as an array in any form.
pub trait Cotangent<C: ?Sized> {
    /// The cotangent without ownership.
    fn cotangent(&self) -> &C;
}

impl<A: Real> Cotangent<A> for A {
    #[inline(always)]
    fn cotangent(&self) -> &A {
        self
    }
}

impl<A, S: ndarray::Data<Elem = A>, D: Dimension> Cotangent<ArrayRef<A, D>>
    for ndarray::ArrayBase<S, D>
{
    #[inline(always)]
    fn cotangent(&self) -> &ArrayRef<A, D> {
        self
    }
}

impl<A, D: Dimension> Cotangent<ArrayRef<A, D>> for ArrayRef<A, D> {
    #[inline(always)]
    fn cotangent(&self) -> &ArrayRef<A, D> {
        self
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
