//! The operators of numbers and arrays: values, tangents and pullbacks as formulas on coordinates.
//!
//! In: operands in the forms of [`Pair`], with their tangents and shadows. Out: as in [`super`].
//! Invariant: nothing is computed of a tangent that is [`Passive`], so that its zero meets no infinity.

use core::marker::PhantomData;

use super::{
    Active, Add, AddAssign, Div, DivAssign, Forward, Mul, MulAssign, Neg, Operator, Passive, Rem,
    RemAssign, Reverse, Sub, SubAssign,
};
use crate::differentiable::Differentiable;
use crate::prim::operand::Operand;
use crate::prim::pair::{Pair, Value};
use crate::prim::{Absorb, Elementwise, Negate, add, div, mul, neg, rem, sub};

/// The rule of the operator `O` between numbers and arrays.
#[derive(Debug)]
pub struct Elementary<O>(PhantomData<O>);

/// An operator of numbers, on plain operands.
pub trait Arithmetic {
    /// The operator whose rule it has.
    type Base;

    /// The value.
    fn value<L: Elementwise<R> + ?Sized, R: ?Sized>(left: &L, right: &R) -> L::Output;
}

macro_rules! arithmetic {
    ($($operator:ident $base:ident $method:ident;)*) => { $(
        impl Arithmetic for $operator {
            type Base = $base;

            #[inline(always)]
            #[track_caller]
            fn value<L: Elementwise<R> + ?Sized, R: ?Sized>(left: &L, right: &R) -> L::Output {
                left.$method(right)
            }
        }
    )* };
}

arithmetic! {
    Add Add plus;
    AddAssign Add plus;
    Sub Sub minus;
    SubAssign Sub minus;
    Mul Mul times;
    MulAssign Mul times;
    Div Div over;
    DivAssign Div over;
    Rem Rem modulo;
    RemAssign Rem modulo;
}

/// The value of an operator between numbers and arrays.
#[inline(always)]
#[track_caller]
pub(crate) fn value<O: Arithmetic, L, R>(left: &L, right: &R) -> Value<L, R>
where
    L: Pair<R> + ?Sized,
    R: ?Sized,
{
    O::value(left.left(), L::right(right))
}

#[diagnostic::do_not_recommend]
impl<A: Operand<Plain: Negate> + ?Sized> Operator<Neg, ()> for A {
    type Output = <A::Plain as Negate>::Output;
    type Rule = Elementary<Neg>;

    #[inline(always)]
    fn operate(&self, (): &()) -> Self::Output {
        self.as_plain_operand().negated()
    }
}

macro_rules! sum {
    ($operator:ident) => {
        impl<L, R, DL, DR> Forward<L, R, Active<&DL>, Active<&DR>> for Elementary<$operator>
        where
            L: Pair<R> + ?Sized,
            R: ?Sized,
            DL: Pair<DR> + ?Sized,
            DR: ?Sized,
        {
            type Output = Value<L, R>;
            type Tangent = Value<DL, DR>;

            #[inline(always)]
            #[track_caller]
            fn forward(
                l: &L,
                r: &R,
                dl: Active<&DL>,
                dr: Active<&DR>,
            ) -> (Self::Output, Self::Tangent) {
                (value::<$operator, _, _>(l, r), value::<$operator, _, _>(dl.0, dr.0))
            }
        }

        // the zero of the other has the shape that the sum may take from it
        impl<L, R, DL> Forward<L, R, Active<&DL>, Passive> for Elementary<$operator>
        where
            L: Pair<R> + ?Sized,
            R: Differentiable + ?Sized,
            DL: Pair<R::Tangent> + ?Sized,
        {
            type Output = Value<L, R>;
            type Tangent = Value<DL, R::Tangent>;

            #[inline(always)]
            #[track_caller]
            fn forward(l: &L, r: &R, dl: Active<&DL>, _: Passive) -> (Self::Output, Self::Tangent) {
                let dr = r.zero_tangent();
                (value::<$operator, _, _>(l, r), value::<$operator, _, _>(dl.0, &dr))
            }
        }

        impl<L, R, DR> Forward<L, R, Passive, Active<&DR>> for Elementary<$operator>
        where
            L: Pair<R> + Differentiable<Tangent: Pair<DR>> + ?Sized,
            R: ?Sized,
            DR: ?Sized,
        {
            type Output = Value<L, R>;
            type Tangent = Value<L::Tangent, DR>;

            #[inline(always)]
            #[track_caller]
            fn forward(l: &L, r: &R, _: Passive, dr: Active<&DR>) -> (Self::Output, Self::Tangent) {
                let dl = l.zero_tangent();
                (value::<$operator, _, _>(l, r), value::<$operator, _, _>(&dl, dr.0))
            }
        }
    };
}

sum!(Add);
sum!(Sub);

/// `d_a b + a d_b`
impl<L, R, DL, DR> Forward<L, R, Active<&DL>, Active<&DR>> for Elementary<Mul>
where
    L: Pair<R> + Pair<DR> + ?Sized,
    R: ?Sized,
    DL: Pair<R> + ?Sized,
    DR: ?Sized,
    Value<DL, R>: Pair<Value<L, DR>>,
{
    type Output = Value<L, R>;
    type Tangent = Value<Value<DL, R>, Value<L, DR>>;

    #[inline(always)]
    #[track_caller]
    fn forward(l: &L, r: &R, dl: Active<&DL>, dr: Active<&DR>) -> (Self::Output, Self::Tangent) {
        let (left, right) = (value::<Mul, _, _>(dl.0, r), value::<Mul, _, _>(l, dr.0));
        (value::<Mul, _, _>(l, r), value::<Add, _, _>(&left, &right))
    }
}

impl<L, R, DL> Forward<L, R, Active<&DL>, Passive> for Elementary<Mul>
where
    L: Pair<R> + ?Sized,
    R: ?Sized,
    DL: Pair<R> + ?Sized,
{
    type Output = Value<L, R>;
    type Tangent = Value<DL, R>;

    #[inline(always)]
    #[track_caller]
    fn forward(l: &L, r: &R, dl: Active<&DL>, _: Passive) -> (Self::Output, Self::Tangent) {
        (value::<Mul, _, _>(l, r), value::<Mul, _, _>(dl.0, r))
    }
}

impl<L, R, DR> Forward<L, R, Passive, Active<&DR>> for Elementary<Mul>
where
    L: Pair<R> + Pair<DR> + ?Sized,
    R: ?Sized,
    DR: ?Sized,
{
    type Output = Value<L, R>;
    type Tangent = Value<L, DR>;

    #[inline(always)]
    #[track_caller]
    fn forward(l: &L, r: &R, _: Passive, dr: Active<&DR>) -> (Self::Output, Self::Tangent) {
        (value::<Mul, _, _>(l, r), value::<Mul, _, _>(l, dr.0))
    }
}

/// `(d_a - y d_b) / b`
impl<L, R, DL, DR> Forward<L, R, Active<&DL>, Active<&DR>> for Elementary<Div>
where
    L: Pair<R> + ?Sized,
    R: ?Sized,
    DL: Pair<Value<Value<L, R>, DR>> + ?Sized,
    DR: ?Sized,
    Value<L, R>: Pair<DR>,
    Value<DL, Value<Value<L, R>, DR>>: Pair<R>,
{
    type Output = Value<L, R>;
    type Tangent = Value<Value<DL, Value<Value<L, R>, DR>>, R>;

    #[inline(always)]
    #[track_caller]
    fn forward(l: &L, r: &R, dl: Active<&DL>, dr: Active<&DR>) -> (Self::Output, Self::Tangent) {
        let y = value::<Div, _, _>(l, r);
        let numerator = value::<Sub, _, _>(dl.0, &value::<Mul, _, _>(&y, dr.0));
        let tangent = value::<Div, _, _>(&numerator, r);
        (y, tangent)
    }
}

impl<L, R, DL> Forward<L, R, Active<&DL>, Passive> for Elementary<Div>
where
    L: Pair<R> + ?Sized,
    R: ?Sized,
    DL: Pair<R> + ?Sized,
{
    type Output = Value<L, R>;
    type Tangent = Value<DL, R>;

    #[inline(always)]
    #[track_caller]
    fn forward(l: &L, r: &R, dl: Active<&DL>, _: Passive) -> (Self::Output, Self::Tangent) {
        (value::<Div, _, _>(l, r), value::<Div, _, _>(dl.0, r))
    }
}

impl<L, R, DR> Forward<L, R, Passive, Active<&DR>> for Elementary<Div>
where
    L: Pair<R> + ?Sized,
    R: ?Sized,
    DR: ?Sized,
    Value<L, R>: Pair<DR>,
    Value<Value<L, R>, DR>: Operand<Plain: Negate>,
    Negative<Value<Value<L, R>, DR>>: Pair<R>,
{
    type Output = Value<L, R>;
    type Tangent = Value<Negative<Value<Value<L, R>, DR>>, R>;

    #[inline(always)]
    #[track_caller]
    fn forward(l: &L, r: &R, _: Passive, dr: Active<&DR>) -> (Self::Output, Self::Tangent) {
        let y = value::<Div, _, _>(l, r);
        let scaled = value::<Mul, _, _>(&y, dr.0);
        let tangent = value::<Div, _, _>(&scaled.as_plain_operand().negated(), r);
        (y, tangent)
    }
}

/// The type of `-a`.
type Negative<A> = <<A as Operand>::Plain as Negate>::Output;

/// `d_a - trunc(a / b) d_b`
impl<L, R, DL, DR> Forward<L, R, Active<&DL>, Active<&DR>> for Elementary<Rem>
where
    L: Pair<R> + ?Sized,
    R: ?Sized,
    DL: Pair<Value<Value<L, R>, DR>> + ?Sized,
    DR: ?Sized,
    Value<L, R>: Pair<DR>,
{
    type Output = Value<L, R>;
    type Tangent = Value<DL, Value<Value<L, R>, DR>>;

    #[inline(always)]
    #[track_caller]
    fn forward(l: &L, r: &R, dl: Active<&DL>, dr: Active<&DR>) -> (Self::Output, Self::Tangent) {
        let count = l.left().quotient(L::right(r));
        let tangent = value::<Sub, _, _>(dl.0, &value::<Mul, _, _>(&count, dr.0));
        (value::<Rem, _, _>(l, r), tangent)
    }
}

impl<L, R, DL> Forward<L, R, Active<&DL>, Passive> for Elementary<Rem>
where
    L: Pair<R> + ?Sized,
    R: Differentiable + ?Sized,
    DL: Pair<R::Tangent> + ?Sized,
{
    type Output = Value<L, R>;
    type Tangent = Value<DL, R::Tangent>;

    #[inline(always)]
    #[track_caller]
    fn forward(l: &L, r: &R, dl: Active<&DL>, _: Passive) -> (Self::Output, Self::Tangent) {
        (value::<Rem, _, _>(l, r), value::<Add, _, _>(dl.0, &r.zero_tangent()))
    }
}

impl<L, R, DR> Forward<L, R, Passive, Active<&DR>> for Elementary<Rem>
where
    L: Pair<R> + ?Sized,
    R: ?Sized,
    DR: ?Sized,
    Value<L, R>: Pair<DR>,
    Value<Value<L, R>, DR>: Operand<Plain: Negate>,
{
    type Output = Value<L, R>;
    type Tangent = Negative<Value<Value<L, R>, DR>>;

    #[inline(always)]
    #[track_caller]
    fn forward(l: &L, r: &R, _: Passive, dr: Active<&DR>) -> (Self::Output, Self::Tangent) {
        let count = l.left().quotient(L::right(r));
        let scaled = value::<Mul, _, _>(&count, dr.0);
        (value::<Rem, _, _>(l, r), scaled.as_plain_operand().negated())
    }
}

impl<A, DA> Forward<A, (), Active<&DA>, Passive> for Elementary<Neg>
where
    A: Operand<Plain: Negate> + ?Sized,
    DA: Operand<Plain: Negate> + ?Sized,
{
    type Output = Negative<A>;
    type Tangent = Negative<DA>;

    #[inline(always)]
    fn forward(a: &A, (): &(), d: Active<&DA>, _: Passive) -> (Self::Output, Self::Tangent) {
        (a.as_plain_operand().negated(), d.0.as_plain_operand().negated())
    }
}

/// The shadow of a left operand; it takes nothing where it is [`Passive`].
pub trait Left<O, L: ?Sized, R: ?Sized, DY> {
    /// Adds its part of the cotangent.
    fn pull(&mut self, left: &L, right: &R, d_y: &DY);
}

/// The shadow of a right operand; it takes nothing where it is [`Passive`].
pub trait Right<O, L: ?Sized, R: ?Sized, DY> {
    /// Adds its part of the cotangent.
    fn pull(&mut self, left: &L, right: &R, d_y: &DY);
}

impl<O, L: ?Sized, R: ?Sized, DY> Left<O, L, R, DY> for Passive {
    #[inline(always)]
    fn pull(&mut self, _: &L, _: &R, _: &DY) {}
}

impl<O, L: ?Sized, R: ?Sized, DY> Right<O, L, R, DY> for Passive {
    #[inline(always)]
    fn pull(&mut self, _: &L, _: &R, _: &DY) {}
}

macro_rules! pull {
    ($side:ident $operator:ty, [$($absorbed:tt)*], |$d:ident, $l:ident, $r:ident, $dy:ident| $code:expr) => {
        impl<L: ?Sized, R: ?Sized, D: ?Sized, DY> $side<$operator, L, R, DY> for Active<&mut D>
        where
            D: $($absorbed)*,
        {
            #[inline(always)]
            #[track_caller]
            fn pull(&mut self, $l: &L, $r: &R, $dy: &DY) {
                let $d = &mut *self.0;
                $code;
            }
        }
    };
}

pull!(Left Add, [Absorb<DY, DY, DY>], |d, _l, _r, dy| add::pull_0(d, dy));
pull!(Right Add, [Absorb<DY, DY, DY>], |d, _l, _r, dy| add::pull_1(d, dy));
pull!(Left Sub, [Absorb<DY, DY, DY>], |d, _l, _r, dy| sub::pull_0(d, dy));
pull!(Right Sub, [Absorb<DY, DY, DY>], |d, _l, _r, dy| sub::pull_1(d, dy));
pull!(Left Mul, [Absorb<DY, R, DY>], |d, _l, r, dy| mul::pull_0(r, d, dy));
pull!(Right Mul, [Absorb<DY, L, DY>], |d, l, _r, dy| mul::pull_1(l, d, dy));
pull!(Left Div, [Absorb<DY, R, DY>], |d, _l, r, dy| div::pull_0(r, d, dy));
pull!(Left Rem, [Absorb<DY, DY, DY>], |d, _l, _r, dy| rem::pull_0(d, dy));
pull!(Right Rem, [Absorb<DY, L, R>], |d, l, r, dy| rem::pull_1(l, r, d, dy));
pull!(Left Neg, [Absorb<DY, DY, DY>], |d, _l, _r, dy| neg::pull_0(d, dy));

impl<L, R, D, DY> Right<Div, L, R, DY> for Active<&mut D>
where
    L: Pair<R> + ?Sized,
    R: ?Sized,
    D: Absorb<DY, R, Value<L, R>> + ?Sized,
{
    #[inline(always)]
    #[track_caller]
    fn pull(&mut self, l: &L, r: &R, d_y: &DY) {
        div::pull_1(r, &value::<Div, _, _>(l, r), self.0, d_y);
    }
}

impl<O, L, R, DL, DR, DY> Reverse<L, R, DL, DR, DY> for Elementary<O>
where
    L: ?Sized,
    R: ?Sized,
    DL: Left<O, L, R, DY>,
    DR: Right<O, L, R, DY>,
{
    #[inline(always)]
    #[track_caller]
    fn reverse(l: &L, r: &R, mut d_l: DL, mut d_r: DR, d_y: DY) {
        d_l.pull(l, r, &d_y);
        d_r.pull(l, r, &d_y);
    }
}
