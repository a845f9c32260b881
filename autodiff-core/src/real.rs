//! The scalar of generic functions: what comes in is `f64` or `f32`, what goes out is everything
//! that derivative code may do with either.
//!
//! Invariant: [`Real`] and its supertraits declare no method that `num_traits::Float` or the
//! standard floats have, so a body written against `T: Float` reads the same with `T: Real` added.

use core::fmt::{Debug, Display};
use core::iter::Sum;

use num_traits::{Float, FromPrimitive, NumAssign};

use crate::differentiable::{Differentiable, Tangent};
use crate::function::{Coordinates, Perturb};
use crate::prim::Owning;
use crate::prim::operand::{Operand, OperandMut};
use crate::tape::Save;

/// The trait of a float's methods, for generated code that has to name it.
#[doc(hidden)]
pub mod methods {
    pub use num_traits::Float;
}

/// What the array library asks of an element; empty without the feature `ndarray`.
#[cfg(feature = "ndarray")]
#[doc(hidden)]
pub trait ArrayElement: ndarray::ScalarOperand {}
/// What the array library asks of an element; empty without the feature `ndarray`.
#[cfg(not(feature = "ndarray"))]
#[doc(hidden)]
pub trait ArrayElement {}
impl ArrayElement for f64 {}
impl ArrayElement for f32 {}

/// A floating-point number: `f64` or `f32`.
///
/// `#[differentiable]` adds this bound to type parameters with a float-like bound.
///
/// ```
/// use autodiff_core::Real;
/// fn half<T: Real>(x: T) -> T {
///     x * T::from_literal(0.5)
/// }
/// assert_eq!(half(3.0_f64), 1.5);
/// assert_eq!(half(3.0_f32), 1.5);
/// ```
pub trait Real:
    Float
    + NumAssign
    + FromPrimitive
    + Sum
    + Debug
    + Display
    + Default
    + Send
    + Sync
    + ArrayElement
    + Differentiable<Tangent = Self>
    + Tangent
    + Perturb<Owned = Self>
    + Coordinates
    + Save
    + Operand<Plain = Self>
    + OperandMut<Plain = Self>
    + Owning<Owned = Self>
    + 'static
{
    /// The nearest number to a literal of the source text.
    fn from_literal(x: f64) -> Self;

    /// The number in double precision; exact.
    fn to_double(self) -> f64;
}

impl Real for f64 {
    #[inline(always)]
    fn from_literal(x: f64) -> f64 {
        x
    }

    #[inline(always)]
    fn to_double(self) -> f64 {
        self
    }
}

impl Real for f32 {
    #[inline(always)]
    fn from_literal(x: f64) -> f32 {
        x as f32
    }

    #[inline(always)]
    fn to_double(self) -> f64 {
        f64::from(self)
    }
}
