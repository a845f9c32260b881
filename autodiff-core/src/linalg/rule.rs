//! What is to be known of an operation of another library, so that all its sweeps follow.
//!
//! In: the value of an operation and its derivatives, as functions of whole operands. Out: the same for
//! its tangent, `(x, dx) -> J(x) dx`, which second order differentiates. A linear or bilinear operation
//! says no more than its value and its pullback; any other says what the pullback of its tangent is.
//! Invariant: pullbacks add.

use super::sweeps::of;
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

/// Tangents of two operands; `None` stands for zero.
pub type Along<'a, A, B> = (Option<&'a A>, Option<&'a B>);

/// Shadows of two operands; nothing flows into `None`.
pub type Shadows<'a, A, B> = (Option<&'a mut A>, Option<&'a mut B>);

/// An operation of two operands.
pub trait Binary<A: Tangent, B: Tangent> {
    /// The type of the value.
    type Output: Tangent;

    /// The value, as the library computes it.
    fn value(a: &A, b: &B) -> Self::Output;

    /// The tangent.
    fn tangent(point: (&A, &B), along: Along<'_, A, B>) -> Self::Output;

    /// Adds what flows from the cotangent of the value into the operands.
    fn pull(point: (&A, &B), shadows: Shadows<'_, A, B>, d_y: &Self::Output);

    /// Adds what flows from `d_dy`, the cotangent of the tangent, into the operands; what flows into the
    /// directions is [`pull`](Self::pull) of it.
    fn bend(
        point: (&A, &B),
        along: Along<'_, A, B>,
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
    fn tangent((a, b): (&A, &B), along: Along<'_, A, B>) -> O::Output {
        let value = <O as Bilinear<A, B>>::value;
        match along {
            (Some(da), Some(db)) => {
                let mut dy = value(da, b);
                dy.accumulate(&value(a, db));
                dy
            }
            (Some(da), None) => value(da, b),
            (None, Some(db)) => value(a, db),
            (None, None) => value(a, b).zero_tangent(),
        }
    }

    #[inline(always)]
    fn pull((a, b): (&A, &B), (d_a, d_b): Shadows<'_, A, B>, d_y: &O::Output) {
        if let Some(d_a) = d_a {
            O::pull_left(b, d_a, d_y);
        }
        if let Some(d_b) = d_b {
            O::pull_right(a, d_b, d_y);
        }
    }

    #[inline(always)]
    fn bend(
        _: (&A, &B),
        (da, db): Along<'_, A, B>,
        (d_a, d_b): Shadows<'_, A, B>,
        d_dy: &O::Output,
    ) {
        if let (Some(db), Some(d_a)) = (db, d_a) {
            O::pull_left(db, d_a, d_dy);
        }
        if let (Some(da), Some(d_b)) = (da, d_b) {
            O::pull_right(da, d_b, d_dy);
        }
    }
}

/// An operation that is linear in its operands together.
pub trait Sum<A: Tangent, B: Tangent> {
    /// The type of the value.
    type Output: Tangent;

    /// The value, as the library computes it.
    fn value(a: &A, b: &B) -> Self::Output;

    /// What flows into the first operand.
    fn pull_left(d_a: &mut A, d_y: &Self::Output);

    /// What flows into the second operand.
    fn pull_right(d_b: &mut B, d_y: &Self::Output);
}

macro_rules! sums {
    ($($sum:ident)*) => { $(
impl<A: Tangent, B: Tangent> Binary<A, B> for of::$sum
where
    of::$sum: Sum<A, B>,
{
    type Output = <of::$sum as Sum<A, B>>::Output;

    #[inline(always)]
    fn value(a: &A, b: &B) -> <of::$sum as Sum<A, B>>::Output {
        <of::$sum as Sum<A, B>>::value(a, b)
    }

    #[inline(always)]
    fn tangent((a, b): (&A, &B), along: Along<'_, A, B>) -> <of::$sum as Sum<A, B>>::Output {
        let value = <of::$sum as Sum<A, B>>::value;
        match along {
            (Some(da), Some(db)) => value(da, db),
            (Some(da), None) => value(da, &b.zero_tangent()),
            (None, Some(db)) => value(&a.zero_tangent(), db),
            (None, None) => value(&a.zero_tangent(), &b.zero_tangent()),
        }
    }

    #[inline(always)]
    fn pull(_: (&A, &B), (d_a, d_b): Shadows<'_, A, B>, d_y: &<of::$sum as Sum<A, B>>::Output) {
        if let Some(d_a) = d_a {
            <of::$sum as Sum<A, B>>::pull_left(d_a, d_y);
        }
        if let Some(d_b) = d_b {
            <of::$sum as Sum<A, B>>::pull_right(d_b, d_y);
        }
    }

    #[inline(always)]
    fn bend(_: (&A, &B), _: Along<'_, A, B>, _: Shadows<'_, A, B>, _: &<of::$sum as Sum<A, B>>::Output) {}
}
    )* };
}

sums!(Plus Minus);
