//! Operators between values whose types the macro does not see: numbers, arrays, and types of others.
//!
//! In: the operands of `+ - * / %`, of a unary `-`, and of `*= /= %=`, as they stand in the source,
//! references included. Out: the value, the tangent, and what the cotangent of the value adds to the
//! shadows of the operands. Invariant: `operate` has the bits of the operator that it stands for; a
//! derivative is asked for with [`Active`] tangents or shadows only where there is one, the others are
//! [`Passive`].
//!
//! An operator `left O right` is [`Operator<O, R>`](Operator) of the left operand, `O` one of the types
//! here ([`Add`], [`Mul`], ..). It names a rule, a type that has the derivatives: [`Forward`],
//! [`Reverse`] and [`SecondReverse`]. Those of numbers and arrays are in `elementary.rs`. For a type of
//! the user's `#[differentiable] impl Mul<f64> for V` writes them. For a type of another crate they are
//! written by hand; a sum of vectors, with a tangent `D` that has the same coordinates:
//!
//! ```
//! use autodiff_core::operator::{Active, Add, Forward, Operator, Passive, Reverse, ShadowOf, TangentOf};
//! use autodiff_core::{Differentiable, Tangent};
//!
//! # #[derive(Clone, Copy, Debug, PartialEq)]
//! # struct V(f64, f64);
//! # impl Differentiable for V {
//! #     type Tangent = [f64; 2];
//! #     fn zero_tangent(&self) -> [f64; 2] { [0.0; 2] }
//! # }
//! struct SumRule;
//!
//! impl Operator<Add, V> for V {
//!     type Output = V;
//!     type Rule = SumRule;
//!
//!     fn operate(&self, right: &V) -> V {
//!         V(self.0 + right.0, self.1 + right.1)
//!     }
//! }
//!
//! // `DL` and `DR` are `Active(&tangent)` or `Passive`
//! impl<DL: TangentOf<V>, DR: TangentOf<V>> Forward<V, V, DL, DR> for SumRule {
//!     type Output = V;
//!     type Tangent = [f64; 2];
//!
//!     fn forward(left: &V, right: &V, d_left: DL, d_right: DR) -> (V, [f64; 2]) {
//!         let d = d_left.lend(left, |l| d_right.lend(right, |r| [l[0] + r[0], l[1] + r[1]]));
//!         (left.operate(right), d)
//!     }
//! }
//!
//! // `DL` and `DR` are `Active(&mut shadow)` or `Passive`
//! impl<DL: ShadowOf<V>, DR: ShadowOf<V>> Reverse<V, V, DL, DR, [f64; 2]> for SumRule {
//!     fn reverse(left: &V, right: &V, d_left: DL, d_right: DR, d_y: [f64; 2]) {
//!         d_left.lend(left, |d| d.accumulate(&d_y));
//!         d_right.lend(right, |d| d.accumulate(&d_y));
//!     }
//! }
//!
//! let mut shadow = [1.0, 1.0];
//! autodiff_core::prim::add::rev_0(&V(1.0, 2.0), &V(3.0, 4.0), &mut shadow, [10.0, 20.0]);
//! assert_eq!(shadow, [11.0, 21.0]);
//! ```
//!
//! Operators between references (`&V + V`) are implementations of their own, as in `std::ops`; one rule
//! may serve all of them. A unary minus is `Operator<Neg, ()>`.

pub(crate) mod elementary;
mod generic;
pub mod method;
mod second;

pub use elementary::Elementary;
pub use generic::{
    ForwardRule, ReverseRule, SecondRule, UnaryForwardRule, UnaryReverseRule, UnarySecondRule,
};

use crate::differentiable::Differentiable;

macro_rules! markers {
    ($($(#[$doc:meta])* $name:ident)*) => { $(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug)]
        pub struct $name;
    )* };
}

markers! {
    /// `a + b`
    Add
    /// `a - b`
    Sub
    /// `a * b`
    Mul
    /// `a / b`
    Div
    /// `a % b`
    Rem
    /// `-a`
    Neg
    /// `a += b`, as a function of `a` that gives the new one
    AddAssign
    /// `a -= b`, likewise
    SubAssign
    /// `a *= b`, likewise
    MulAssign
    /// `a /= b`, likewise
    DivAssign
    /// `a %= b`, likewise
    RemAssign
}

/// `self O right`.
#[diagnostic::on_unimplemented(
    message = "no derivative is known for the operator `{O}` between `{Self}` and `{R}`",
    label = "an operator between values that have derivatives",
    note = "help: write `#[differentiable]` on the `impl` of the operator; read a `#[no_diff]` field, whose \
            tangent is an `Inert`, as `no_diff!(s.field)`"
)]
pub trait Operator<O, R: ?Sized> {
    /// The type of the value.
    type Output;
    /// What has the derivatives.
    type Rule;

    /// The value, with the bits of the operator.
    fn operate(&self, right: &R) -> Self::Output;
}

/// The value of an operator with its tangent, along tangents `DL` and `DR` of the operands.
#[diagnostic::on_unimplemented(
    message = "the operator between `{L}` and `{R}` has no forward mode",
    note = "help: leave the mode out of `modes(..)` on the `impl` of the operator"
)]
pub trait Forward<L: ?Sized, R: ?Sized, DL, DR> {
    /// The type of the value.
    type Output;
    /// The type of its tangent.
    type Tangent;

    /// The value and its tangent.
    fn forward(left: &L, right: &R, d_left: DL, d_right: DR) -> (Self::Output, Self::Tangent);
}

/// What the cotangent `DY` of an operator's value adds to the shadows `DL` and `DR` of its operands.
#[diagnostic::on_unimplemented(
    message = "the operator between `{L}` and `{R}` has no reverse mode for these cotangents",
    note = "help: leave the mode out of `modes(..)` on the `impl` of the operator"
)]
pub trait Reverse<L: ?Sized, R: ?Sized, DL, DR, DY> {
    /// Adds into the shadows.
    fn reverse(left: &L, right: &R, d_left: DL, d_right: DR, d_y: DY);
}

/// The reverse of [`Forward`]: from the cotangents of value and tangent to the shadows of the operands
/// and those of their tangents.
#[diagnostic::on_unimplemented(
    message = "the operator between `{L}` and `{R}` has no second derivatives",
    note = "help: write `#[differentiable(second_order)]` on the `impl` of the operator"
)]
pub trait SecondReverse<L: ?Sized, R: ?Sized, TL, TR, Shadows, Seeds> {
    /// Adds into the shadows, in the order of the operands and then of their tangents.
    fn second_reverse(left: &L, right: &R, tangents: (TL, TR), shadows: Shadows, seeds: Seeds);
}

/// The tangent or shadow of an operand that has a derivative.
#[derive(Clone, Copy, Debug)]
pub struct Active<T>(pub T);

/// In its place where there is none.
#[derive(Clone, Copy, Debug)]
pub struct Passive;

/// A tangent of an operand of type `X`; zero where it is [`Passive`].
pub trait TangentOf<X: Differentiable + ?Sized> {
    /// Shows the tangent.
    fn lend<T>(self, operand: &X, f: impl FnOnce(&X::Tangent) -> T) -> T;
}

impl<X: Differentiable + ?Sized> TangentOf<X> for Active<&X::Tangent> {
    #[inline(always)]
    fn lend<T>(self, _: &X, f: impl FnOnce(&X::Tangent) -> T) -> T {
        f(self.0)
    }
}

impl<X: Differentiable + ?Sized> TangentOf<X> for Passive {
    #[inline(always)]
    fn lend<T>(self, operand: &X, f: impl FnOnce(&X::Tangent) -> T) -> T {
        f(&operand.zero_tangent())
    }
}

/// The shadow of an operand of type `X`; one that is forgotten where it is [`Passive`].
pub trait ShadowOf<X: Differentiable + ?Sized> {
    /// Shows the shadow, to be added to.
    fn lend<T>(self, operand: &X, f: impl FnOnce(&mut X::Tangent) -> T) -> T;
}

impl<X: Differentiable + ?Sized> ShadowOf<X> for Active<&mut X::Tangent> {
    #[inline(always)]
    fn lend<T>(self, _: &X, f: impl FnOnce(&mut X::Tangent) -> T) -> T {
        f(self.0)
    }
}

impl<X: Differentiable + ?Sized> ShadowOf<X> for Passive {
    #[inline(always)]
    fn lend<T>(self, operand: &X, f: impl FnOnce(&mut X::Tangent) -> T) -> T {
        f(&mut operand.zero_tangent())
    }
}

/// What an operator returns.
pub type Output<O, L, R> = <L as Operator<O, R>>::Output;

/// What has its derivatives.
pub type Rule<O, L, R> = <L as Operator<O, R>>::Rule;

/// What an operator returns, with its tangent.
pub type WithTangent<O, L, R, DL, DR> = (
    <Rule<O, L, R> as Forward<L, R, DL, DR>>::Output,
    <Rule<O, L, R> as Forward<L, R, DL, DR>>::Tangent,
);
