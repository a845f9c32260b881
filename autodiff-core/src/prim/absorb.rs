//! What a pullback does to a shadow: it adds an elementwise function of the cotangent of the result
//! and of up to two primal values, summed to the shadow's shape.
//!
//! The scalar forms are here, the arrays' in `broadcast.rs`.

use crate::differentiable::{Inert, NoTangent};
use crate::real::Real;

/// A shadow that takes a cotangent of type `DY`, with the primal values `P` and `Q` at hand.
#[diagnostic::on_unimplemented(
    message = "a cotangent of type `{DY}` cannot flow into a shadow of type `{Self}`",
    note = "help: read a `#[no_diff]` field, whose shadow is an `Inert`, as `no_diff!(s.field)`"
)]
pub trait Absorb<DY: ?Sized, P: ?Sized, Q: ?Sized> {
    /// The type of the coordinates.
    type Elem: Real;

    /// `self += f(d_y, p, q)`, elementwise, summed over the axes along which `self` was broadcast.
    fn absorb<F>(&mut self, d_y: &DY, p: &P, q: &Q, f: F)
    where
        F: Fn(Self::Elem, Self::Elem, Self::Elem) -> Self::Elem;
}

/// A scalar or a reference to one.
pub trait ScalarFactor<T> {
    /// The number.
    fn scalar_factor(&self) -> T;
}

impl<T: Real> ScalarFactor<T> for T {
    #[inline(always)]
    fn scalar_factor(&self) -> T {
        *self
    }
}

impl<T: Real> ScalarFactor<T> for &T {
    #[inline(always)]
    fn scalar_factor(&self) -> T {
        **self
    }
}

impl<T: Real, P: ScalarFactor<T>, Q: ScalarFactor<T>> Absorb<T, P, Q> for T {
    type Elem = T;

    #[inline(always)]
    fn absorb<F: Fn(T, T, T) -> T>(&mut self, d_y: &T, p: &P, q: &Q, f: F) {
        *self += f(*d_y, p.scalar_factor(), q.scalar_factor());
    }
}

impl<DY: ?Sized, P: ?Sized, Q: ?Sized> Absorb<DY, P, Q> for NoTangent {
    type Elem = f64;

    #[inline(always)]
    fn absorb<F: Fn(f64, f64, f64) -> f64>(&mut self, _: &DY, _: &P, _: &Q, _: F) {}
}

macro_rules! inert_integer {
    ($($integer:ty)*) => { $(
        // an integer has no derivative, whatever field it stands in
        impl<DY: ?Sized, P: ?Sized, Q: ?Sized> Absorb<DY, P, Q> for Inert<$integer> {
            type Elem = f64;

            #[inline(always)]
            fn absorb<F: Fn(f64, f64, f64) -> f64>(&mut self, _: &DY, _: &P, _: &Q, _: F) {}
        }
    )* };
}

inert_integer!(i8 i16 i32 i64 i128 isize u8 u16 u32 u64 u128 usize);
