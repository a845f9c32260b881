//! Conversions between types: `x.into()` and `V::from(x)`.
//!
//! In: a value of a type `A` that `impl From<A> for V` makes a `V` of. Out: the `V`, its tangent, and what its
//! cotangent adds to the shadow of the value. Invariant: [`Conversion::converted`] has the bits of the `impl`
//! that it stands for; there is a [`Conversion`] only where there are derivatives.
//!
//! `#[differentiable] impl From<A> for V` writes the four traits here for the user's types. Those of the
//! standard library and of other libraries' types are in `standard.rs` and beside the types. For a type of
//! another crate they are written by hand:
//!
//! ```
//! use autodiff_core::{Conversion, Differentiable, ForwardConversion, ReverseConversion, Tangent};
//!
//! # #[derive(Clone, Copy, Debug, PartialEq)]
//! # struct V(f64, f64);
//! # impl Differentiable for V {
//! #     type Tangent = [f64; 2];
//! #     fn zero_tangent(&self) -> [f64; 2] { [0.0; 2] }
//! # }
//! impl Conversion<V> for (f64, f64) {
//!     fn converted(&self) -> V {
//!         V(self.0, self.1)
//!     }
//! }
//!
//! impl ForwardConversion<V> for (f64, f64) {
//!     fn pushed(&self, d: &(f64, f64)) -> (V, [f64; 2]) {
//!         (self.converted(), [d.0, d.1])
//!     }
//! }
//!
//! impl ReverseConversion<V> for (f64, f64) {
//!     fn pulled(&self, d: &mut (f64, f64), seed: [f64; 2]) {
//!         d.accumulate(&(seed[0], seed[1]));
//!     }
//! }
//!
//! let mut shadow = (1.0, 1.0);
//! ReverseConversion::<V>::pulled(&(2.0, 3.0), &mut shadow, [10.0, 20.0]);
//! assert_eq!(shadow, (11.0, 21.0));
//! ```

pub mod into;
mod standard;
pub mod sweeps;
mod totals;

use crate::differentiable::{Differentiable, Inert};
pub use totals::{
    Added, AddedReferences, Multiplied, MultipliedReferences, added, added_references, multiplied,
    multiplied_references,
};

/// A value that is made a `V` of.
#[diagnostic::on_unimplemented(
    message = "no derivative is known for the conversion of `{Self}` into `{V}`",
    label = "a conversion of a value that has a derivative",
    note = "help: write `#[differentiable]` on `impl From<{Self}> for {V}`, or ask for it where a type \
            parameter is converted: `T: Into<{V}>`; of items that are summed, on `impl Sum for {V}`"
)]
pub trait Conversion<V: Differentiable>: Differentiable {
    /// The `V`.
    fn converted(&self) -> V;
}

/// The tangent of what is made.
#[diagnostic::on_unimplemented(
    message = "no derivative in forward mode is known for the conversion of `{Self}` into `{V}`",
    label = "a conversion of a value that has a derivative",
    note = "help: write `#[differentiable]` on `impl From<{Self}> for {V}`, without `modes(..)`"
)]
pub trait ForwardConversion<V: Differentiable>: Conversion<V> {
    /// The `V` and its tangent along the tangent `d`.
    fn pushed(&self, d: &Self::Tangent) -> (V, V::Tangent);
}

/// The cotangent of what is made, pulled back.
#[diagnostic::on_unimplemented(
    message = "no derivative in reverse mode is known for the conversion of `{Self}` into `{V}`",
    label = "a conversion of a value that has a derivative",
    note = "help: write `#[differentiable]` on `impl From<{Self}> for {V}`, without `modes(..)`"
)]
pub trait ReverseConversion<V: Differentiable>: Conversion<V> {
    /// Adds into the shadow `d`.
    fn pulled(&self, d: &mut Self::Tangent, seed: V::Tangent);
}

/// The reverse of [`ForwardConversion`]: from the cotangents of value and tangent to the shadows of the value
/// and its tangent `t`.
#[diagnostic::on_unimplemented(
    message = "no second derivative is known for the conversion of `{Self}` into `{V}`",
    label = "a conversion of a value that has a derivative",
    note = "help: write `#[differentiable(second_order)]` on `impl From<{Self}> for {V}`"
)]
pub trait SecondConversion<V: Differentiable>: Conversion<V> {
    /// Adds into the shadows.
    fn second_pulled(
        &self,
        t: &Self::Tangent,
        d: &mut Self::Tangent,
        d_t: &mut Self::Tangent,
        seeds: (V::Tangent, V::Tangent),
    );
}

/// The name of a type that a conversion gives, which its surroundings decide.
#[doc(hidden)]
#[inline(always)]
pub const fn some_type<V>() -> Inert<V> {
    Inert::new()
}

/// A conversion that carries coordinates over, so that tangents are converted in the same way: how a value is
/// made, and how a cotangent goes back into a shadow.
macro_rules! linear_conversions {
    ($([$($generics:tt)*] $from:ty => $to:ty: |$x:ident| $make:expr, |$d:ident, $seed:ident| $back:expr;)*) => { $(
        #[diagnostic::do_not_recommend]
        impl<$($generics)*> $crate::conversion::Conversion<$to> for $from {
            #[inline]
            fn converted(&self) -> $to {
                let $x = ::core::clone::Clone::clone(self);
                $make
            }
        }

        #[diagnostic::do_not_recommend]
        impl<$($generics)*> $crate::conversion::ForwardConversion<$to> for $from {
            #[inline]
            fn pushed(
                &self,
                d: &<Self as $crate::Differentiable>::Tangent,
            ) -> ($to, <$to as $crate::Differentiable>::Tangent) {
                let $x = ::core::clone::Clone::clone(d);
                ($crate::conversion::Conversion::converted(self), $make)
            }
        }

        #[diagnostic::do_not_recommend]
        impl<$($generics)*> $crate::conversion::ReverseConversion<$to> for $from {
            #[inline]
            fn pulled(
                &self,
                $d: &mut <Self as $crate::Differentiable>::Tangent,
                $seed: <$to as $crate::Differentiable>::Tangent,
            ) {
                $back
            }
        }

        #[diagnostic::do_not_recommend]
        impl<$($generics)*> $crate::conversion::SecondConversion<$to> for $from {
            #[inline]
            fn second_pulled(
                &self,
                _: &<Self as $crate::Differentiable>::Tangent,
                d: &mut <Self as $crate::Differentiable>::Tangent,
                d_t: &mut <Self as $crate::Differentiable>::Tangent,
                seeds: (
                    <$to as $crate::Differentiable>::Tangent,
                    <$to as $crate::Differentiable>::Tangent,
                ),
            ) {
                $crate::conversion::ReverseConversion::<$to>::pulled(self, d, seeds.0);
                $crate::conversion::ReverseConversion::<$to>::pulled(self, d_t, seeds.1);
            }
        }
    )* };
}
pub(crate) use linear_conversions;
