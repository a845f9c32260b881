//! What is to be known of an operation of another library, so that all its sweeps follow.
//!
//! In: the value of an operation and its derivatives, as functions of whole operands. Out: the same for
//! its tangent, `(x, dx) -> J(x) dx`, which second order differentiates. A linear or bilinear operation
//! says no more than its value and its pullback; any other says what the pullback of its tangent is.
//! Invariant: pullbacks add.

use crate::differentiable::{Differentiable, Tangent};

/// The tangents of the values of an operation.
pub type Cotangent<Y> = <Y as Differentiable>::Tangent;

/// An operation of one operand.
pub trait Unary<X: Tangent> {
    /// The type of the value.
    type Output: Differentiable;

    /// The value, as the library computes it.
    fn value(x: &X) -> Self::Output;

    /// The value and the tangent `J(x) dx`.
    fn pushed(x: &X, dx: &X) -> (Self::Output, Cotangent<Self::Output>);

    /// `d_x += J(x)^T d_y`.
    fn pull(x: &X, d_x: &mut X, d_y: &Cotangent<Self::Output>);

    /// What flows from `d_dy`, the cotangent of `J(x) dx`, into `x` and `dx`.
    fn pull_pushed(x: &X, dx: &X, d_x: &mut X, d_dx: &mut X, d_dy: &Cotangent<Self::Output>);
}

/// An operation whose rules are of the linear kind, whatever its operands are.
pub trait IsLinear {}

/// An operation whose rules are of the bilinear kind, whatever its operands are.
pub trait IsBilinear {}

/// An operation that is its own tangent.
pub trait Linear<X: Tangent> {
    /// The type of the value.
    type Output: Tangent;

    /// The value, as the library computes it.
    fn value(x: &X) -> Self::Output;

    /// `d_x += A^T d_y`.
    fn pull(d_x: &mut X, d_y: &Self::Output);
}

impl<O: IsLinear + Linear<X>, X: Tangent> Unary<X> for O {
    type Output = O::Output;

    #[inline(always)]
    fn value(x: &X) -> O::Output {
        <O as Linear<X>>::value(x)
    }

    #[inline(always)]
    fn pushed(x: &X, dx: &X) -> (O::Output, O::Output) {
        (<O as Linear<X>>::value(x), <O as Linear<X>>::value(dx))
    }

    #[inline(always)]
    fn pull(_: &X, d_x: &mut X, d_y: &O::Output) {
        <O as Linear<X>>::pull(d_x, d_y);
    }

    #[inline(always)]
    fn pull_pushed(_: &X, _: &X, _: &mut X, d_dx: &mut X, d_dy: &O::Output) {
        <O as Linear<X>>::pull(d_dx, d_dy);
    }
}

/// The shadows of both operands, and those of both directions.
pub type Shadows<'a, A, B> = ((&'a mut A, &'a mut B), (&'a mut A, &'a mut B));

/// An operation of two operands.
pub trait Binary<A: Tangent, B: Tangent> {
    /// The type of the value.
    type Output: Tangent;

    /// The value, as the library computes it.
    fn value(a: &A, b: &B) -> Self::Output;

    /// The tangent, along `da` and `db`.
    fn tangent(point: (&A, &B), along: (&A, &B)) -> Self::Output;

    /// Adds what flows from the cotangent of the value into both operands.
    fn pull(point: (&A, &B), shadows: (&mut A, &mut B), d_y: &Self::Output);

    /// Adds what flows from `d_dy`, the cotangent of the tangent, into both operands and both
    /// directions.
    fn pull_tangent(
        point: (&A, &B),
        along: (&A, &B),
        shadows: Shadows<'_, A, B>,
        d_dy: &Self::Output,
    );
}

/// An operation that is linear in each of its operands.
pub trait Bilinear<A: Tangent, B: Tangent> {
    /// The type of the value.
    type Output: Tangent;

    /// The value, as the library computes it.
    fn value(a: &A, b: &B) -> Self::Output;

    /// What flows into the first operand.
    fn pull_left(b: &B, d_a: &mut A, d_y: &Self::Output);

    /// What flows into the second operand.
    fn pull_right(a: &A, d_b: &mut B, d_y: &Self::Output);
}

impl<O: IsBilinear + Bilinear<A, B>, A: Tangent, B: Tangent> Binary<A, B> for O {
    type Output = O::Output;

    #[inline(always)]
    fn value(a: &A, b: &B) -> O::Output {
        <O as Bilinear<A, B>>::value(a, b)
    }

    #[inline(always)]
    fn tangent((a, b): (&A, &B), (da, db): (&A, &B)) -> O::Output {
        let mut dy = <O as Bilinear<A, B>>::value(da, b);
        dy.accumulate(&<O as Bilinear<A, B>>::value(a, db));
        dy
    }

    #[inline(always)]
    fn pull((a, b): (&A, &B), (d_a, d_b): (&mut A, &mut B), d_y: &O::Output) {
        O::pull_left(b, d_a, d_y);
        O::pull_right(a, d_b, d_y);
    }

    #[inline(always)]
    fn pull_tangent(
        (a, b): (&A, &B),
        (da, db): (&A, &B),
        ((d_a, d_b), (d_da, d_db)): Shadows<'_, A, B>,
        d_dy: &O::Output,
    ) {
        O::pull_left(b, d_da, d_dy);
        O::pull_right(da, d_b, d_dy);
        O::pull_left(db, d_a, d_dy);
        O::pull_right(a, d_db, d_dy);
    }
}
