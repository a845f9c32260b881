//! `a.lerp(b, t)`: `(1 - t) a + t b`.
//!
//! In: vectors of any library, with their own value. Out: the sweeps of the method, which has three
//! operands. The tangent is `(1 - t) da + t db + dt (b - a)`.

// five sweeps per method, as generated code names them and with the arguments that it passes
#![allow(missing_docs, clippy::too_many_arguments)]

use num_traits::One;

use super::block::{Block, add_times, product};
use crate::differentiable::Tangent;
use crate::prim::operand::Operand;
use crate::tape::Tape;

/// The sweeps of `lerp`; `B` is the other vector as it is passed.
pub trait Lerp<B: Operand<Plain = Self>>: Tangent + Block {
    /// The value, as the library computes it.
    fn __lerp(&self, b: &B, t: Self::Elem) -> Self;

    #[inline]
    fn __fwd_lerp(&self, b: B, t: Self::Elem, _: &mut Tape) -> Self {
        self.__lerp(&b, t)
    }

    #[inline]
    fn __rev_lerp(
        &self,
        b: B,
        t: Self::Elem,
        d_self: &mut Self,
        d_b: &mut Self,
        d_t: &mut Self::Elem,
        seed: Self,
        _: &mut Tape,
    ) {
        add_times(d_self, Self::Elem::one() - t, &seed);
        add_times(d_b, t, &seed);
        *d_t += product(b.as_plain_operand(), &seed) - product(self, &seed);
    }

    #[inline]
    fn __jvp_lerp(
        &self,
        b: B,
        t: Self::Elem,
        along: &Self,
        along_b: B,
        along_t: Self::Elem,
    ) -> (Self, Self) {
        let mut dy = self.zero_block();
        add_times(&mut dy, Self::Elem::one() - t, along);
        add_times(&mut dy, t, along_b.as_plain_operand());
        add_times(&mut dy, along_t, b.as_plain_operand());
        add_times(&mut dy, -along_t, self);
        (self.__lerp(&b, t), dy)
    }

    #[inline]
    fn __jvp_fwd_lerp(
        &self,
        b: B,
        t: Self::Elem,
        along: &Self,
        along_b: B,
        along_t: Self::Elem,
        _: &mut Tape,
    ) -> (Self, Self) {
        self.__jvp_lerp(b, t, along, along_b, along_t)
    }

    #[inline]
    fn __jvp_rev_lerp(
        &self,
        b: B,
        t: Self::Elem,
        along: &Self,
        along_b: B,
        along_t: Self::Elem,
        d_self: &mut Self,
        d_b: &mut Self,
        d_t: &mut Self::Elem,
        d_along: &mut Self,
        d_along_b: &mut Self,
        d_along_t: &mut Self::Elem,
        (seed, dot_seed): (Self, Self),
        tape: &mut Tape,
    ) {
        let (plain, plain_along) = (b.as_plain_operand(), along_b.as_plain_operand());
        add_times(d_along, Self::Elem::one() - t, &dot_seed);
        add_times(d_along_b, t, &dot_seed);
        *d_along_t += product(plain, &dot_seed) - product(self, &dot_seed);
        *d_t += product(plain_along, &dot_seed) - product(along, &dot_seed);
        add_times(d_self, -along_t, &dot_seed);
        add_times(d_b, along_t, &dot_seed);
        self.__rev_lerp(b, t, d_self, d_b, d_t, seed, tape);
    }
}
