//! What the macro takes for granted of types that it does not see, checked where rustc does see them.
//!
//! In: values of generated code. Out: the same values, or an error at compile time with what to write
//! instead. Invariant: a method or an operator of the user's is never taken for one of the standard
//! library's.

use core::marker::PhantomData;

use crate::differentiable::{Inert, NoTangent};
use crate::operator::{AddAssign, SubAssign};
use crate::real::Real;

/// The result of a method whose name is that of one without derivative.
#[diagnostic::on_unimplemented(
    message = "a method that gives `{Self}` is taken for the standard library's of that name, which has \
               no derivative",
    note = "help: give the method another name, or wrap it in an annotated function of its own"
)]
pub trait WithoutTangent {}

/// A type in which the operator `O`, one of `+ - += -=`, adds or subtracts coordinate by coordinate.
#[diagnostic::on_unimplemented(
    message = "no derivative is known for `+=` and `-=` on `{Self}`",
    note = "help: write `#[differentiable]` on an `impl` of the operator that adds field by field, or \
            use another operator: `a = a + b`"
)]
pub trait Additive<O = AddAssign> {}

macro_rules! without_tangent {
    ($($inactive:ty)*) => { $(
        impl WithoutTangent for $inactive {}
    )* };
}

without_tangent!(() u8 u16 u32 u64 u128 usize i8 i16 i32 i64 i128 isize bool char String);
without_tangent!(str NoTangent core::cmp::Ordering);

macro_rules! additive {
    ($($integer:ty)*) => { $(
        impl<O> Additive<O> for $integer {}
        impl<O> Additive<O> for Inert<$integer> {}
    )* };
}

additive!(u8 u16 u32 u64 u128 usize i8 i16 i32 i64 i128 isize);

impl<O> Additive<O> for NoTangent {}

impl<T: WithoutTangent + ?Sized> WithoutTangent for &T {}
impl<T: WithoutTangent> WithoutTangent for [T] {}
impl<T: WithoutTangent, const N: usize> WithoutTangent for [T; N] {}
impl<T: WithoutTangent> WithoutTangent for Option<T> {}
impl<T: WithoutTangent> WithoutTangent for Vec<T> {}
impl<A: WithoutTangent, B: WithoutTangent> WithoutTangent for (A, B) {}
impl<A: WithoutTangent, B: WithoutTangent, C: WithoutTangent> WithoutTangent for (A, B, C) {}
impl<T: ?Sized> WithoutTangent for Inert<T> {}

impl<O, T: Real> Additive<O> for T {}

#[cfg(feature = "ndarray")]
impl<I> WithoutTangent for ndarray::Dim<I> {}

#[cfg(feature = "ndarray")]
impl<A, S: ndarray::RawData<Elem = A>, D> Additive<AddAssign> for ndarray::ArrayBase<S, D> {}

#[cfg(feature = "ndarray")]
impl<A, S: ndarray::RawData<Elem = A>, D> Additive<SubAssign> for ndarray::ArrayBase<S, D> {}

/// The value itself, which must have no tangent.
///
/// ```
/// assert_eq!(autodiff_core::without_tangent([1.0, 2.0].len()), 2);
/// ```
#[inline(always)]
pub fn without_tangent<T: WithoutTangent>(value: T) -> T {
    value
}

/// Checks that `+=` adds.
///
/// ```
/// autodiff_core::additive(&2.0);
/// ```
#[inline(always)]
pub fn additive<T: Additive + ?Sized>(_: &T) {}

/// Checks that `-=` subtracts.
#[inline(always)]
pub fn subtractive<T: Additive<SubAssign> + ?Sized>(_: &T) {}

/// Checks that the operator `O` adds or subtracts.
#[inline(always)]
pub fn coordinatewise<O, T: Additive<O> + ?Sized>(_: &T) {}

/// Two functions, by their types.
///
/// ```
/// use autodiff_core::{DifferentFunctions as _, functions, resolved_alike};
/// let (one, other) = (functions(f64::sin, f64::sin), functions(f64::sin, f64::cos));
/// resolved_alike(one.compared(), one.compared());
/// resolved_alike(other.compared(), other.compared());
/// ```
pub struct Functions<A, B>(PhantomData<(A, B)>);

/// The same function twice.
pub struct Same;

/// Two different functions.
pub struct Different;

impl<A> Functions<A, A> {
    /// rustc finds this method first, where the types are one.
    pub fn compared(&self) -> Same {
        Same
    }
}

/// The comparison of functions that are different.
pub trait DifferentFunctions {
    /// rustc finds this method where there is no other.
    fn compared(&self) -> Different {
        Different
    }
}

impl<A, B> DifferentFunctions for Functions<A, B> {}

/// Two functions to compare.
pub fn functions<A, B>(_: A, _: B) -> Functions<A, B> {
    Functions(PhantomData)
}

/// What a type finds under the name of a trait's method, and under the name of its sweeps.
#[diagnostic::on_unimplemented(
    message = "the type has a method of this name of its own, which has no derivative",
    label = "calls take the type's own method, their derivatives would be the trait's",
    note = "help: write `#[differentiable]` on the type's own method too, or give one of the two another name"
)]
pub trait ResolvedAs<Sweeps> {}

impl ResolvedAs<Same> for Same {}
impl ResolvedAs<Different> for Different {}
// with one implementation each rustc would tell the types instead of the message
impl ResolvedAs<()> for Same {}
impl ResolvedAs<()> for Different {}

/// Checks that a method and its sweeps are both the trait's, or both the type's.
#[inline(always)]
pub fn resolved_alike<Method: ResolvedAs<Sweeps>, Sweeps>(_: Method, _: Sweeps) {}
