//! The sweeps of `V::from(x)`, under the names that generated code calls.
//!
//! In: any type with a [`Conversion`]. Out: `V::__fwd_from` and its kin, which rustc finds where a type has no
//! annotated `from` of its own. Invariant: a sweep takes what `from` takes.

// as generated code names them and with the arguments that it passes
#![allow(missing_docs)]

use core::borrow::Borrow;

use super::{Conversion, ForwardConversion, ReverseConversion, SecondConversion};
use crate::differentiable::Differentiable;
use crate::tape::Tape;

pub trait From: Differentiable + Sized {
    #[inline(always)]
    fn __fwd_from<A: Conversion<Self>>(x: A, _: &mut Tape) -> Self {
        x.converted()
    }

    #[inline(always)]
    fn __rev_from<A: ReverseConversion<Self>>(
        x: A,
        d_x: &mut A::Tangent,
        seed: Self::Tangent,
        _: &mut Tape,
    ) {
        x.pulled(d_x, seed);
    }

    #[inline(always)]
    fn __jvp_from<A: ForwardConversion<Self>>(
        x: A,
        along: impl Borrow<A::Tangent>,
    ) -> (Self, Self::Tangent) {
        x.pushed(along.borrow())
    }

    #[inline(always)]
    fn __jvp_fwd_from<A: ForwardConversion<Self>>(
        x: A,
        along: impl Borrow<A::Tangent>,
        _: &mut Tape,
    ) -> (Self, Self::Tangent) {
        x.pushed(along.borrow())
    }

    #[inline(always)]
    fn __jvp_rev_from<A: SecondConversion<Self>>(
        x: A,
        along: impl Borrow<A::Tangent>,
        d_x: &mut A::Tangent,
        d_along: &mut A::Tangent,
        seeds: (Self::Tangent, Self::Tangent),
        _: &mut Tape,
    ) {
        x.second_pulled(along.borrow(), d_x, d_along, seeds);
    }
}

impl<V: Differentiable> From for V {}
