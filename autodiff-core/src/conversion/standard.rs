//! The standard library's conversions.
//!
//! In: numbers, arrays, tuples and containers. Out: the conversions of `std` between them; each carries
//! coordinates over. Invariant: there is none that `std` has not.

use super::linear_conversions;
use crate::differentiable::{Differentiable, NoTangent, Tangent};

linear_conversions! {
    [T: Differentiable + Clone] T => T: |x| x, |d, seed| d.accumulate(&seed);
    [T: Differentiable + Clone] T => Option<T>: |x| Some(x), |d, seed| seed.iter().for_each(|seed| d.accumulate(seed));
    [T: Differentiable + Clone] T => Box<T>: |x| Box::new(x), |d, seed| d.accumulate(&seed);
    [T: Differentiable + Clone] Vec<T> => Box<[T]>: |x| x.into_boxed_slice(), |d, seed| added(d, &seed);
    [T: Differentiable + Clone] Box<[T]> => Vec<T>: |x| x.into_vec(), |d, seed| added(d, &seed);
    [] f32 => f64: |x| f64::from(x), |d, seed| *d += narrowed(seed);
    [T: Differentiable + Clone, const N: usize] [T; N] => Vec<T>: |x| Vec::from(x), |d, seed| added(d, &seed);
}

macro_rules! tuples {
    ($($length:literal: $($t:ident)*, $($position:ident)*;)*) => { $(
        linear_conversions! {
            [T: Differentiable + Clone] [T; $length] => ($($t,)*): |x| x.into(),
                |d, seed| {
                    let ($($position,)*) = seed;
                    added(d, &[$($position),*]);
                };
            [T: Differentiable + Clone] ($($t,)*) => [T; $length]: |x| x.into(),
                |d, seed| d.accumulate(&seed.into());
        }
    )* };
}

tuples! {
    2: T T, a b;
    3: T T T, a b c;
    4: T T T T, a b c d;
    5: T T T T T, a b c d e;
    6: T T T T T T, a b c d e f;
}

/// Numbers without tangent, of which floats are made.
macro_rules! whole {
    ($($from:ty => $($to:ty)*;)*) => { $($(
        #[diagnostic::do_not_recommend]
        impl super::Conversion<$to> for $from {
            #[inline(always)]
            fn converted(&self) -> $to {
                <$to>::from(*self)
            }
        }

        #[diagnostic::do_not_recommend]
        impl super::ForwardConversion<$to> for $from {
            #[inline(always)]
            fn pushed(&self, _: &NoTangent) -> ($to, <$to as Differentiable>::Tangent) {
                (<$to>::from(*self), <$to>::from(*self).zero_tangent())
            }
        }

        #[diagnostic::do_not_recommend]
        impl super::ReverseConversion<$to> for $from {
            #[inline(always)]
            fn pulled(&self, _: &mut NoTangent, _: <$to as Differentiable>::Tangent) {}
        }

        #[diagnostic::do_not_recommend]
        impl super::SecondConversion<$to> for $from {
            #[inline(always)]
            fn second_pulled(
                &self,
                _: &NoTangent,
                _: &mut NoTangent,
                _: &mut NoTangent,
                _: (<$to as Differentiable>::Tangent, <$to as Differentiable>::Tangent),
            ) {
            }
        }
    )*)* };
}

whole! {
    bool => f32 f64 i8 i16 i32 i64 i128 isize u8 u16 u32 u64 u128 usize;
    i8 => f32 f64 i16 i32 i64 i128 isize;
    i16 => f32 f64 i32 i64 i128 isize;
    i32 => f64 i64 i128;
    i64 => i128;
    u8 => f32 f64 i16 i32 i64 i128 isize u16 u32 u64 u128 usize char;
    u16 => f32 f64 i32 i64 i128 u32 u64 u128 usize;
    u32 => f64 i64 i128 u64 u128;
    u64 => i128 u128;
}

/// A cotangent in double precision, as the shadow of a single holds it.
#[inline(always)]
#[allow(clippy::cast_possible_truncation)] // rounds, as the shadow does
fn narrowed(seed: f64) -> f32 {
    seed as f32
}

/// Adds elements in their order.
#[inline(always)]
fn added<T: Tangent>(shadow: &mut [T], seed: &[T]) {
    assert_eq!(shadow.len(), seed.len(), "a cotangent of another length than its value");
    shadow.iter_mut().zip(seed).for_each(|(d, seed)| d.accumulate(seed));
}
