//! The operators of the libraries' types, by their rules.
//!
//! In: a [rule](crate::linalg::rule) of two operands. Out: what [`crate::operator`] asks for, for operands
//! by value and by reference. Invariant: nothing is computed of a tangent that is not there.

use core::marker::PhantomData;

use super::rule::Binary;
use crate::differentiable::Tangent;
use crate::operator::{Active, Forward, Passive, Reverse, SecondReverse};
use crate::prim::operand::{Operand, OperandMut};

/// The derivatives of an operator, by the rule `O`.
#[derive(Debug)]
pub struct Derived<O>(PhantomData<O>);

/// A tangent, or none.
pub trait MaybeTangent<X> {
    /// The tangent without references.
    fn tangent(&self) -> Option<&X>;
}

/// A shadow, or none.
pub trait MaybeShadow<X> {
    /// The shadow without references.
    fn shadow(&mut self) -> Option<&mut X>;
}

impl<X, D: Operand<Plain = X> + ?Sized> MaybeTangent<X> for Active<&D> {
    #[inline(always)]
    fn tangent(&self) -> Option<&X> {
        Some(self.0.as_plain_operand())
    }
}

impl<X> MaybeTangent<X> for Passive {
    #[inline(always)]
    fn tangent(&self) -> Option<&X> {
        None
    }
}

impl<X, D: OperandMut<Plain = X> + ?Sized> MaybeShadow<X> for Active<&mut D> {
    #[inline(always)]
    fn shadow(&mut self) -> Option<&mut X> {
        Some(self.0.as_plain_operand_mut())
    }
}

impl<X> MaybeShadow<X> for Passive {
    #[inline(always)]
    fn shadow(&mut self) -> Option<&mut X> {
        None
    }
}

impl<O, L, R, A, B, DL, DR> Forward<L, R, DL, DR> for Derived<O>
where
    L: Operand<Plain = A> + ?Sized,
    R: Operand<Plain = B> + ?Sized,
    A: Tangent,
    B: Tangent,
    O: Binary<A, B>,
    DL: MaybeTangent<A>,
    DR: MaybeTangent<B>,
{
    type Output = O::Output;
    type Tangent = O::Output;

    #[inline(always)]
    fn forward(left: &L, right: &R, d_left: DL, d_right: DR) -> (O::Output, O::Output) {
        let (a, b) = (left.as_plain_operand(), right.as_plain_operand());
        (O::value(a, b), O::tangent((a, b), (d_left.tangent(), d_right.tangent())))
    }
}

impl<O, L, R, A, B, DL, DR> Reverse<L, R, DL, DR, O::Output> for Derived<O>
where
    L: Operand<Plain = A> + ?Sized,
    R: Operand<Plain = B> + ?Sized,
    A: Tangent,
    B: Tangent,
    O: Binary<A, B>,
    DL: MaybeShadow<A>,
    DR: MaybeShadow<B>,
{
    #[inline(always)]
    fn reverse(left: &L, right: &R, mut d_left: DL, mut d_right: DR, d_y: O::Output) {
        let point = (left.as_plain_operand(), right.as_plain_operand());
        O::pull(point, (d_left.shadow(), d_right.shadow()), &d_y);
    }
}

impl<O, L, R, A, B, TL, TR, DL, DR, DTL, DTR>
    SecondReverse<L, R, TL, TR, (DL, DR, DTL, DTR), (O::Output, O::Output)> for Derived<O>
where
    L: Operand<Plain = A> + ?Sized,
    R: Operand<Plain = B> + ?Sized,
    A: Tangent,
    B: Tangent,
    O: Binary<A, B>,
    TL: MaybeTangent<A>,
    TR: MaybeTangent<B>,
    DL: MaybeShadow<A>,
    DR: MaybeShadow<B>,
    DTL: MaybeShadow<A>,
    DTR: MaybeShadow<B>,
{
    #[inline(always)]
    fn second_reverse(
        left: &L,
        right: &R,
        tangents: (TL, TR),
        (mut d_l, mut d_r, mut d_tl, mut d_tr): (DL, DR, DTL, DTR),
        (d_y, d_dy): (O::Output, O::Output),
    ) {
        let point = (left.as_plain_operand(), right.as_plain_operand());
        let along = (tangents.0.tangent(), tangents.1.tangent());
        O::pull(point, (d_l.shadow(), d_r.shadow()), &d_y);
        O::pull(point, (d_tl.shadow(), d_tr.shadow()), &d_dy);
        O::bend(point, along, (d_l.shadow(), d_r.shadow()), &d_dy);
    }
}

/// An operator with its rule, for operands by value and by reference.
macro_rules! operators {
    ($(
        [$($generics:tt)*] $left:ty, $right:ty, $($marker:ident)* => $rule:ident
        $(where [$($clause:tt)*])?;
    )*) => { $(
        operators! { @forms [$($generics)*] [$($marker)*] $rule [$($($clause)*)?] $left, $right,
            [$left, $right] [&$left, $right] [$left, &$right] [&$left, &$right] }
    )* };
    (@forms $generics:tt $markers:tt $rule:ident $clause:tt $plain:ty, $plain_right:ty,
        $([$left:ty, $right:ty])*) => { $(
        operators! { @markers $generics $markers $rule $clause $plain, $plain_right, $left, $right }
    )* };
    (@markers $generics:tt [$($marker:ident)*] $rule:ident $clause:tt $plain:ty, $plain_right:ty,
        $left:ty, $right:ty) => { $(
        operators! { @one $generics $marker $rule $clause $plain, $plain_right, $left, $right }
    )* };
    (@one [$($generics:tt)*] $marker:ident $rule:ident [$($clause:tt)*] $plain:ty, $plain_right:ty,
        $left:ty, $right:ty) => {
        impl<$($generics)*> $crate::operator::Operator<$crate::operator::$marker, $right> for $left
        where
            $($clause)*
        {
            type Output = <$crate::linalg::sweeps::of::$rule as $crate::linalg::rule::Binary<
                $plain, $plain_right,
            >>::Output;
            type Rule = $crate::linalg::operators::Derived<$crate::linalg::sweeps::of::$rule>;

            #[inline(always)]
            fn operate(&self, right: &$right) -> Self::Output {
                use $crate::linalg::rule::Binary;
                use $crate::prim::operand::Operand;
                type Rule = $crate::linalg::sweeps::of::$rule;
                let (a, b) = (self.as_plain_operand(), right.as_plain_operand());
                <Rule as Binary<$plain, $plain_right>>::value(a, b)
            }
        }
    };
}

pub(crate) use operators;

/// A negative, and the elementwise pullback of one.
macro_rules! negative {
    ([$($generics:tt)*] $block:ty $(where $($clause:tt)*)?) => {
        impl<$($generics)*> $crate::prim::Negate for $block $(where $($clause)*)? {
            type Output = Self;

            #[inline]
            fn negated(&self) -> Self {
                -self.clone()
            }
        }

        impl<$($generics)*> $crate::prim::Absorb<Self, Self, Self> for $block $(where $($clause)*)? {
            type Elem = <Self as $crate::linalg::block::Block>::Elem;

            #[inline]
            fn absorb<F>(&mut self, d_y: &Self, p: &Self, q: &Self, f: F)
            where
                F: Fn(Self::Elem, Self::Elem, Self::Elem) -> Self::Elem,
            {
                use $crate::linalg::block::Block;
                $crate::linalg::block::same_shape(self, d_y);
                let (d_y, p, q) = (d_y.coordinates(), p.coordinates(), q.coordinates());
                let all = d_y.as_ref().iter().zip(p.as_ref()).zip(q.as_ref());
                self.change(|shadow| {
                    for (d, ((&y, &p), &q)) in shadow.iter_mut().zip(all) {
                        *d += f(y, p, q);
                    }
                });
            }
        }
    };
}

pub(crate) use negative;
