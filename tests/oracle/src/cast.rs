//! `as` and `From` for bodies in which `f64` is a [`Dual`].
//!
//! What comes in: a dual, an integer or a `bool`. What goes out: the dual of
//! its value, or the integer that `as` gives. Invariant: to an integer and
//! back there is no derivative; between floats the dual itself passes.

use crate::dual::Dual;

/// `self as T` in a body over duals.
pub trait CastTo<T> {
    /// The converted value.
    fn cast_to(self) -> T;
}

impl CastTo<Self> for Dual {
    fn cast_to(self) -> Self {
        self
    }
}

impl CastTo<Dual> for f64 {
    fn cast_to(self) -> Dual {
        Dual::lit(self)
    }
}

impl CastTo<Dual> for bool {
    fn cast_to(self) -> Dual {
        Dual::lit(f64::from(u8::from(self)))
    }
}

macro_rules! integer_pairs {
    ($($from:ty),* => $to:tt) => { $(integer_pairs!(@ $from => $to);)* };
    (@ $from:ty => [$($to:ty),*]) => {
        $(impl CastTo<$to> for $from {
            #[allow(
                clippy::cast_possible_truncation, clippy::cast_sign_loss,
                clippy::cast_possible_wrap, clippy::cast_lossless, trivial_numeric_casts
            )]
            fn cast_to(self) -> $to { self as $to }
        })*
    };
}
integer_pairs!(i8, i16, i32, i64, isize, u8, u16, u32, u64, usize, bool
    => [i8, i16, i32, i64, isize, u8, u16, u32, u64, usize]);

macro_rules! dual_and_integer {
    ($($integer:ty),*) => {$(
        impl CastTo<Dual> for $integer {
            #[allow(clippy::cast_precision_loss, clippy::cast_lossless)]
            fn cast_to(self) -> Dual { Dual::lit(self as f64) }
        }
        impl CastTo<$integer> for Dual {
            #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
            fn cast_to(self) -> $integer { self.value as $integer }
        }
    )*};
}
dual_and_integer!(i8, i16, i32, i64, isize, u8, u16, u32, u64, usize);

macro_rules! from_exact {
    ($($exact:ty),*) => {$(
        impl From<$exact> for Dual {
            fn from(number: $exact) -> Self { Self::lit(f64::from(number)) }
        }
    )*};
}
from_exact!(f64, i8, i16, i32, u8, u16, u32, bool);

/// A value whose derivatives can be dropped.
pub trait Constant: Sized {
    /// The same value, depending on nothing.
    #[must_use]
    fn constant(self) -> Self;
}

impl Constant for Dual {
    fn constant(self) -> Self {
        Self::lit(self.value)
    }
}

macro_rules! constants {
    ($($inactive:ty),*) => {$(
        impl Constant for $inactive {
            fn constant(self) -> Self { self }
        }
    )*};
}
constants!(bool, char, i32, i64, u8, u32, u64, usize, &'static str);

/// `no_diff!(value)`.
pub fn constant<C: Constant>(value: C) -> C {
    value.constant()
}
