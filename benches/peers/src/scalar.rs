//! The numbers that models compute with: a library's number comes in, what the models need of it goes
//! out.

use echidna::Reverse;
use num_dual::{Dual64, DualNum};
use num_traits::{Float, ToPrimitive};
use std::ops::{Add, AddAssign, Div, Mul, Neg, Sub};

/// A number of a library for automatic differentiation, or an `f64`.
pub trait Scalar:
    Copy
    + Add<Output = Self>
    + Sub<Output = Self>
    + Mul<Output = Self>
    + Div<Output = Self>
    + Add<f64, Output = Self>
    + Sub<f64, Output = Self>
    + Mul<f64, Output = Self>
    + Div<f64, Output = Self>
    + Neg<Output = Self>
    + AddAssign
{
    /// A number without derivative.
    fn constant(value: f64) -> Self;
    /// The number itself.
    fn value(self) -> f64;
    /// The square root.
    fn sqrt(self) -> Self;
    /// `e` to this power.
    fn exp(self) -> Self;
    /// The natural logarithm.
    fn ln(self) -> Self;
    /// The sine.
    fn sin(self) -> Self;
    /// The cosine.
    fn cos(self) -> Self;
    /// The hyperbolic tangent.
    fn tanh(self) -> Self;
}

/// The functions of a number that implements `Float`.
macro_rules! by_value {
    ($($function:ident)*) => {$(
        #[inline(always)]
        fn $function(self) -> Self {
            Float::$function(self)
        }
    )*};
}

/// The functions of a number that implements `DualNum`.
macro_rules! by_reference {
    ($($function:ident)*) => {$(
        #[inline(always)]
        fn $function(self) -> Self {
            DualNum::$function(&self)
        }
    )*};
}

impl Scalar for f64 {
    #[inline(always)]
    fn constant(value: f64) -> Self {
        value
    }

    #[inline(always)]
    fn value(self) -> f64 {
        self
    }

    by_value!(sqrt exp ln sin cos tanh);
}

impl Scalar for Reverse<f64> {
    #[inline(always)]
    fn constant(value: f64) -> Self {
        Reverse::constant(value)
    }

    #[inline(always)]
    fn value(self) -> f64 {
        self.to_f64().expect("a float")
    }

    by_value!(sqrt exp ln sin cos tanh);
}

impl Scalar for Dual64 {
    #[inline(always)]
    fn constant(value: f64) -> Self {
        Dual64::from_re(value)
    }

    #[inline(always)]
    fn value(self) -> f64 {
        self.re
    }

    by_reference!(sqrt exp ln sin cos tanh);
}
