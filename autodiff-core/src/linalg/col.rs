//! `m.col(i)`: glam's name of a column.
//!
//! In: matrices whose columns the core knows ([`Lines`]). Out: the sweeps of the method; the position has
//! no derivative.

// five sweeps per method, as generated code names them and with the arguments that it passes
#![allow(missing_docs, clippy::too_many_arguments)]

use crate::companion::Ignored;
use crate::differentiable::Tangent;
use crate::prim::Lines;
use crate::tape::Tape;

/// The sweeps of `col`.
pub trait Col<V: Tangent>:
    Tangent + 'static + for<'a> Lines<Column<'a> = V, ColumnCotangent = V>
{
    #[inline]
    fn __fwd_col(&self, i: usize, _: &mut Tape) -> V {
        self.column_at(i)
    }

    #[inline]
    fn __rev_col(
        &self,
        i: usize,
        d_self: &mut Self,
        _: &mut (impl Ignored + ?Sized),
        seed: V,
        _: &mut Tape,
    ) {
        d_self.add_to_column(i, &seed);
    }

    #[inline]
    fn __jvp_col(&self, i: usize, along: &Self, _: impl Ignored) -> (V, V) {
        (self.column_at(i), along.column_at(i))
    }

    #[inline]
    fn __jvp_fwd_col(&self, i: usize, along: &Self, _: impl Ignored, _: &mut Tape) -> (V, V) {
        (self.column_at(i), along.column_at(i))
    }

    #[inline]
    fn __jvp_rev_col(
        &self,
        i: usize,
        _: &Self,
        _: impl Ignored,
        d_self: &mut Self,
        _: &mut (impl Ignored + ?Sized),
        d_along: &mut Self,
        _: &mut (impl Ignored + ?Sized),
        (seed, dot_seed): (V, V),
        _: &mut Tape,
    ) {
        d_self.add_to_column(i, &seed);
        d_along.add_to_column(i, &dot_seed);
    }
}
