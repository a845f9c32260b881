//! Two operands of an arithmetic operator, in the forms that the standard library and ndarray allow.
//!
//! Invariant: for a scalar on one side there is one implementation per kind of the other side, so a
//! literal `2.0` or `1` takes its type from the operand beside it, as with the operators themselves.

use crate::differentiable::{Inert, NoTangent};
use crate::operator::Operator;
use crate::operator::elementary::{Arithmetic, Elementary};
use crate::prim::elementwise::Elementwise;
use crate::real::Real;

/// A left operand with its right operand `R`, references removed on both sides.
#[diagnostic::on_unimplemented(
    message = "no derivative is known for an arithmetic operator between `{Self}` and `{R}`",
    note = "help: read a `#[no_diff]` field, whose tangent is an `Inert`, as `no_diff!(s.field)`"
)]
pub trait Pair<R: ?Sized> {
    /// The left operand without references.
    type Left: ?Sized + Elementwise<Self::Right>;
    /// The right operand without references.
    type Right: ?Sized;

    /// The left operand without references.
    fn left(&self) -> &Self::Left;

    /// The right operand without references.
    fn right(right: &R) -> &Self::Right;
}

/// What an operator between `L` and `R` returns.
pub type Value<L, R> = <<L as Pair<R>>::Left as Elementwise<<L as Pair<R>>::Right>>::Output;

/// An operand without references; the tangent of a `#[no_diff]` field is as empty as any integer's.
trait Stripped<T: ?Sized> {
    fn stripped(&self) -> &T;
}

impl<T> Stripped<T> for T {
    #[inline(always)]
    fn stripped(&self) -> &T {
        self
    }
}

impl<T> Stripped<T> for &T {
    #[inline(always)]
    fn stripped(&self) -> &T {
        self
    }
}

impl<T: ?Sized> Stripped<NoTangent> for Inert<T> {
    #[inline(always)]
    fn stripped(&self) -> &NoTangent {
        &NoTangent
    }
}

macro_rules! pair {
    ($([$($generics:tt)*] $left:ty as $plain_left:ty, $right:ty as $plain_right:ty;)*) => { $(
        #[diagnostic::do_not_recommend]
        impl<$($generics)*> Pair<$right> for $left {
            type Left = $plain_left;
            type Right = $plain_right;

            #[inline(always)]
            fn left(&self) -> &$plain_left {
                Stripped::stripped(self)
            }

            // needed where the right operand is itself a reference
            #[allow(clippy::needless_lifetimes)]
            #[inline(always)]
            fn right<'r>(right: &'r $right) -> &'r $plain_right {
                Stripped::stripped(right)
            }
        }

        // a type that is no number is told of operators, not of numbers
        #[diagnostic::do_not_recommend]
        impl<Op: Arithmetic, $($generics)*> Operator<Op, $right> for $left {
            type Output = <$plain_left as Elementwise<$plain_right>>::Output;
            type Rule = Elementary<Op::Base>;

            #[inline(always)]
            #[track_caller]
            fn operate(&self, right: &$right) -> Self::Output {
                Op::value::<$plain_left, $plain_right>(
                    Stripped::stripped(self),
                    Stripped::stripped(right),
                )
            }
        }
    )* };
}

pair! {
    [T: Real] T as T, T as T;
    [T: Real] T as T, &T as T;
    [T: Real] &T as T, T as T;
    [] &f64 as f64, &f64 as f64;
    [] &f32 as f32, &f32 as f32;
    [] NoTangent as NoTangent, NoTangent as NoTangent;
}

macro_rules! integer_pair {
    ($($integer:ty)*) => {
        pair! { $(
            [] $integer as $integer, $integer as $integer;
            [] $integer as $integer, &$integer as $integer;
            [] &$integer as $integer, $integer as $integer;
            [] &$integer as $integer, &$integer as $integer;
            [] $integer as $integer, NoTangent as NoTangent;
            [] &$integer as $integer, NoTangent as NoTangent;
            [] NoTangent as NoTangent, $integer as $integer;
            [] NoTangent as NoTangent, &$integer as $integer;
            [] Inert<$integer> as NoTangent, $integer as $integer;
            [] Inert<$integer> as NoTangent, &$integer as $integer;
            [] Inert<$integer> as NoTangent, NoTangent as NoTangent;
            [] Inert<$integer> as NoTangent, Inert<$integer> as NoTangent;
            [] $integer as $integer, Inert<$integer> as NoTangent;
            [] &$integer as $integer, Inert<$integer> as NoTangent;
            [] NoTangent as NoTangent, Inert<$integer> as NoTangent;
        )* }
    };
}

integer_pair!(i8 i16 i32 i64 i128 isize u8 u16 u32 u64 u128 usize);

#[cfg(feature = "ndarray")]
mod array {
    use ndarray::{ArrayBase, ArrayRef, Data, DimMax, Dimension};

    use super::{Arithmetic, Elementary, Elementwise, Operator, Pair, Real, Stripped};

    impl<A, S: Data<Elem = A>, D: Dimension> Stripped<ArrayRef<A, D>> for ArrayBase<S, D> {
        #[inline(always)]
        fn stripped(&self) -> &ArrayRef<A, D> {
            self
        }
    }

    impl<A, D: Dimension> Stripped<ArrayRef<A, D>> for ArrayRef<A, D> {
        #[inline(always)]
        fn stripped(&self) -> &Self {
            self
        }
    }

    impl<A, S: Data<Elem = A>, D: Dimension> Stripped<ArrayRef<A, D>> for &ArrayBase<S, D> {
        #[inline(always)]
        fn stripped(&self) -> &ArrayRef<A, D> {
            self
        }
    }

    macro_rules! array_pair {
        ($([$($storage:ident)*] $left:ty, $right:ty;)*) => { $(
            impl<A: Real, D, E, $($storage: Data<Elem = A>),*> Pair<$right> for $left
            where
                D: Dimension + DimMax<E>,
                E: Dimension,
            {
                type Left = ArrayRef<A, D>;
                type Right = ArrayRef<A, E>;

                #[inline(always)]
                fn left(&self) -> &ArrayRef<A, D> {
                    self
                }

                // needed where the right operand is itself a reference
                #[allow(clippy::needless_lifetimes)]
                #[inline(always)]
                fn right<'r>(right: &'r $right) -> &'r ArrayRef<A, E> {
                    right
                }
            }

            #[diagnostic::do_not_recommend]
            impl<Op: Arithmetic, A: Real, D, E, $($storage: Data<Elem = A>),*> Operator<Op, $right>
                for $left
            where
                D: Dimension + DimMax<E>,
                E: Dimension,
            {
                type Output = <ArrayRef<A, D> as Elementwise<ArrayRef<A, E>>>::Output;
                type Rule = Elementary<Op::Base>;

                #[inline(always)]
                #[track_caller]
                fn operate(&self, right: &$right) -> Self::Output {
                    Op::value::<ArrayRef<A, D>, ArrayRef<A, E>>(self, right)
                }
            }
        )* };
    }

    array_pair! {
        [S S2] ArrayBase<S, D>, ArrayBase<S2, E>;
        [S S2] ArrayBase<S, D>, &ArrayBase<S2, E>;
        [S S2] &ArrayBase<S, D>, ArrayBase<S2, E>;
        [S S2] &ArrayBase<S, D>, &ArrayBase<S2, E>;
        [S] ArrayBase<S, D>, ArrayRef<A, E>;
        [S] ArrayRef<A, D>, ArrayBase<S, E>;
        [] ArrayRef<A, D>, ArrayRef<A, E>;
    }

    pair! {
        [A: Real, S: Data<Elem = A>, D: Dimension] ArrayBase<S, D> as ArrayRef<A, D>, A as A;
        [A: Real, D: Dimension] ArrayRef<A, D> as ArrayRef<A, D>, A as A;
        [A: Real, S: Data<Elem = A>, D: Dimension] &ArrayBase<S, D> as ArrayRef<A, D>, A as A;
        [A: Real, D: Dimension] A as A, ArrayRef<A, D> as ArrayRef<A, D>;
        [A: Real, S: Data<Elem = A>, D: Dimension] A as A, ArrayBase<S, D> as ArrayRef<A, D>;
        [A: Real, S: Data<Elem = A>, D: Dimension] A as A, &ArrayBase<S, D> as ArrayRef<A, D>;
    }
}
