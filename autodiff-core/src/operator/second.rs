//! Second derivatives of the operators of numbers and arrays.
//!
//! In: operands and their tangents, with the cotangents `s` of the value and `u` of its tangent. Out:
//! what these add to the shadows of both. The tangent of `y = f(a, b)` is `f_a d_a + f_b d_b`: the shadow of
//! `d_a` takes `u f_a`, as that of `a` takes `s f_a`, and `a` takes `u (f_aa d_a + f_ab d_b)` too, which
//! is [`BentLeft`]; likewise for `b`.

use super::elementary::{Elementary, Left, Right, value};
use super::{Active, Add, Div, Mul, Neg, Passive, Rem, SecondReverse, Sub};
use crate::prim::Absorb;
use crate::prim::pair::{Pair, Value};

/// The shadow of a left operand that second derivatives of `O` along tangents add to.
pub trait BentLeft<O, L: ?Sized, R: ?Sized, TL, TR, DT> {
    /// Adds `u (f_aa d_a + f_ab d_b)`.
    fn bend(&mut self, left: &L, right: &R, tangents: (TL, TR), d_t: &DT);
}

/// The shadow of a right operand that second derivatives of `O` along tangents add to.
pub trait BentRight<O, L: ?Sized, R: ?Sized, TL, TR, DT> {
    /// Adds `u (f_ab d_a + f_bb d_b)`.
    fn bend(&mut self, left: &L, right: &R, tangents: (TL, TR), d_t: &DT);
}

impl<O, L: ?Sized, R: ?Sized, TL, TR, DT> BentLeft<O, L, R, TL, TR, DT> for Passive {
    #[inline(always)]
    fn bend(&mut self, _: &L, _: &R, _: (TL, TR), _: &DT) {}
}

impl<O, L: ?Sized, R: ?Sized, TL, TR, DT> BentRight<O, L, R, TL, TR, DT> for Passive {
    #[inline(always)]
    fn bend(&mut self, _: &L, _: &R, _: (TL, TR), _: &DT) {}
}

/// Operators without second derivatives.
macro_rules! straight {
    ($($operator:ident)*) => { $(
        impl<D, L, R, TL, TR, DT> BentLeft<$operator, L, R, TL, TR, DT> for Active<&mut D>
        where
            D: ?Sized,
            L: ?Sized,
            R: ?Sized,
        {
            #[inline(always)]
            fn bend(&mut self, _: &L, _: &R, _: (TL, TR), _: &DT) {}
        }

        impl<D, L, R, TL, TR, DT> BentRight<$operator, L, R, TL, TR, DT> for Active<&mut D>
        where
            D: ?Sized,
            L: ?Sized,
            R: ?Sized,
        {
            #[inline(always)]
            fn bend(&mut self, _: &L, _: &R, _: (TL, TR), _: &DT) {}
        }
    )* };
}

straight!(Add Sub Rem Neg);

/// A tangent that multiplies a cotangent; nothing is added where it is [`Passive`].
pub trait Times<D: ?Sized, DT> {
    /// `d += u t`
    fn times(&self, d: &mut D, d_t: &DT);
}

/// The same, over a square.
pub trait OverSquare<D: ?Sized, DT, R: ?Sized> {
    /// `d -= u t / b^2`
    fn over_square(&self, d: &mut D, right: &R, d_t: &DT);
}

/// The same, over a cube.
pub trait OverCube<D: ?Sized, DT, L: ?Sized, R: ?Sized> {
    /// `d += 2 u (a / b) t / b^2`
    fn over_cube(&self, d: &mut D, left: &L, right: &R, d_t: &DT);
}

impl<D: ?Sized, DT> Times<D, DT> for Passive {
    #[inline(always)]
    fn times(&self, _: &mut D, _: &DT) {}
}

impl<D: ?Sized, DT, R: ?Sized> OverSquare<D, DT, R> for Passive {
    #[inline(always)]
    fn over_square(&self, _: &mut D, _: &R, _: &DT) {}
}

impl<D: ?Sized, DT, L: ?Sized, R: ?Sized> OverCube<D, DT, L, R> for Passive {
    #[inline(always)]
    fn over_cube(&self, _: &mut D, _: &L, _: &R, _: &DT) {}
}

impl<D: Absorb<DT, T, DT> + ?Sized, DT, T: ?Sized> Times<D, DT> for Active<&T> {
    #[inline(always)]
    #[track_caller]
    fn times(&self, d: &mut D, d_t: &DT) {
        d.absorb(d_t, self.0, d_t, |u, t, _| u * t);
    }
}

impl<D, DT, T: ?Sized, R: ?Sized> OverSquare<D, DT, R> for Active<&T>
where
    D: Absorb<DT, T, R> + ?Sized,
{
    #[inline(always)]
    #[track_caller]
    fn over_square(&self, d: &mut D, right: &R, d_t: &DT) {
        d.absorb(d_t, self.0, right, |u, t, b| -(u * t) / (b * b));
    }
}

impl<D, DT, T, L, R> OverCube<D, DT, L, R> for Active<&T>
where
    T: ?Sized,
    L: Pair<R> + ?Sized,
    R: ?Sized,
    Value<L, R>: Pair<T>,
    D: Absorb<DT, Value<Value<L, R>, T>, R> + ?Sized,
{
    #[inline(always)]
    #[track_caller]
    fn over_cube(&self, d: &mut D, left: &L, right: &R, d_t: &DT) {
        let scaled = value::<Mul, _, _>(&value::<Div, _, _>(left, right), self.0);
        d.absorb(d_t, &scaled, right, |u, s, b| {
            let once = u * s / (b * b);
            once + once
        });
    }
}

impl<D, L, R, TL, TR, DT> BentLeft<Mul, L, R, TL, TR, DT> for Active<&mut D>
where
    D: ?Sized,
    L: ?Sized,
    R: ?Sized,
    TR: Times<D, DT>,
{
    #[inline(always)]
    #[track_caller]
    fn bend(&mut self, _: &L, _: &R, (_, tr): (TL, TR), d_t: &DT) {
        tr.times(self.0, d_t);
    }
}

impl<D, L, R, TL, TR, DT> BentRight<Mul, L, R, TL, TR, DT> for Active<&mut D>
where
    D: ?Sized,
    L: ?Sized,
    R: ?Sized,
    TL: Times<D, DT>,
{
    #[inline(always)]
    #[track_caller]
    fn bend(&mut self, _: &L, _: &R, (tl, _): (TL, TR), d_t: &DT) {
        tl.times(self.0, d_t);
    }
}

impl<D, L, R, TL, TR, DT> BentLeft<Div, L, R, TL, TR, DT> for Active<&mut D>
where
    D: ?Sized,
    L: ?Sized,
    R: ?Sized,
    TR: OverSquare<D, DT, R>,
{
    #[inline(always)]
    #[track_caller]
    fn bend(&mut self, _: &L, r: &R, (_, tr): (TL, TR), d_t: &DT) {
        tr.over_square(self.0, r, d_t);
    }
}

impl<D, L, R, TL, TR, DT> BentRight<Div, L, R, TL, TR, DT> for Active<&mut D>
where
    D: ?Sized,
    L: ?Sized,
    R: ?Sized,
    TL: OverSquare<D, DT, R>,
    TR: OverCube<D, DT, L, R>,
{
    #[inline(always)]
    #[track_caller]
    fn bend(&mut self, l: &L, r: &R, (tl, tr): (TL, TR), d_t: &DT) {
        tl.over_square(self.0, r, d_t);
        tr.over_cube(self.0, l, r, d_t);
    }
}

impl<O, L, R, TL, TR, DL, DR, DTL, DTR, DY, DT>
    SecondReverse<L, R, TL, TR, (DL, DR, DTL, DTR), (DY, DT)> for Elementary<O>
where
    L: ?Sized,
    R: ?Sized,
    TL: Copy,
    TR: Copy,
    DL: Left<O, L, R, DY> + BentLeft<O, L, R, TL, TR, DT>,
    DR: Right<O, L, R, DY> + BentRight<O, L, R, TL, TR, DT>,
    DTL: Left<O, L, R, DT>,
    DTR: Right<O, L, R, DT>,
{
    #[inline(always)]
    #[track_caller]
    fn second_reverse(
        l: &L,
        r: &R,
        tangents: (TL, TR),
        (mut d_l, mut d_r, mut d_tl, mut d_tr): (DL, DR, DTL, DTR),
        (d_y, d_t): (DY, DT),
    ) {
        d_l.pull(l, r, &d_y);
        d_r.pull(l, r, &d_y);
        BentLeft::bend(&mut d_l, l, r, tangents, &d_t);
        BentRight::bend(&mut d_r, l, r, tangents, &d_t);
        d_tl.pull(l, r, &d_t);
        d_tr.pull(l, r, &d_t);
    }
}
