//! Products and quotients of coordinates, and of vectors with numbers.
//!
//! In: blocks of any library. Out: the rules. Invariant: a value has the bits of the library's, which
//! rounds once per coordinate too.
//!
//! With `y = a / b` the tangent is `(da - y db) / b`. Into `b` flows `-d_y y / b`; from the cotangent `t`
//! of the tangent `-t dy / b` into `b`, and `-t db / b` as if it were one of `y`.

use core::ops::{Div, Mul};

use super::block::{Block, add_times, product, zip};
use super::rule::{Along, Bilinear, Binary, Shadows};
use super::sweeps::of;
use crate::differentiable::Tangent;

impl<X: Block + Tangent> Bilinear<X, X> for of::ComponentMul {
    type Output = X;

    #[inline]
    fn value(a: &X, b: &X) -> X {
        let mut y = a.clone();
        zip(&mut y, b, |y, b| *y *= b);
        y
    }

    #[inline]
    fn pull_left(b: &X, d_a: &mut X, d_y: &X) {
        d_a.accumulate(&<Self as Bilinear<X, X>>::value(d_y, b));
    }

    #[inline]
    fn pull_right(a: &X, d_b: &mut X, d_y: &X) {
        d_b.accumulate(&<Self as Bilinear<X, X>>::value(d_y, a));
    }
}

/// `a / b`, coordinate by coordinate.
#[inline]
fn quotient<X: Block>(a: &X, b: &X) -> X {
    let mut y = a.clone();
    zip(&mut y, b, |y, b| *y /= b);
    y
}

impl<X: Block + Tangent> Binary<X, X> for of::ComponentDiv {
    type Output = X;

    #[inline]
    fn value(a: &X, b: &X) -> X {
        quotient(a, b)
    }

    #[inline]
    fn tangent((a, b): (&X, &X), (da, db): Along<'_, X, X>) -> X {
        let mut dy = da.map_or_else(|| a.zero_block(), X::clone);
        if let Some(db) = db {
            let scaled = <of::ComponentMul as Bilinear<X, X>>::value(&quotient(a, b), db);
            zip(&mut dy, &scaled, |dy, s| *dy -= s);
        }
        quotient(&dy, b)
    }

    #[inline]
    fn pull((a, b): (&X, &X), (d_a, d_b): Shadows<'_, X, X>, d_y: &X) {
        let scaled = quotient(d_y, b);
        if let Some(d_a) = d_a {
            d_a.accumulate(&scaled);
        }
        if let Some(d_b) = d_b {
            let part = <of::ComponentMul as Bilinear<X, X>>::value(&scaled, &quotient(a, b));
            zip(d_b, &part, |d, s| *d -= s);
        }
    }

    #[inline]
    fn bend((a, b): (&X, &X), along: Along<'_, X, X>, (d_a, d_b): Shadows<'_, X, X>, t: &X) {
        let scaled = quotient(t, b);
        let times = <of::ComponentMul as Bilinear<X, X>>::value;
        let mut d_b = d_b;
        if let Some(d_b) = d_b.as_deref_mut() {
            let dy = Self::tangent((a, b), along);
            zip(d_b, &times(&scaled, &dy), |d, s| *d -= s);
        }
        if let Some(db) = along.1 {
            let mut d_y = times(&scaled, db);
            d_y.change(|all| all.iter_mut().for_each(|d| *d = -*d));
            Self::pull((a, b), (d_a, d_b), &d_y);
        }
    }
}

/// `x s`.
impl<X: Block + Tangent + Mul<X::Elem, Output = X>> Bilinear<X, X::Elem> for of::Scale {
    type Output = X;

    #[inline]
    fn value(x: &X, s: &X::Elem) -> X {
        x.clone() * *s
    }

    #[inline]
    fn pull_left(s: &X::Elem, d_x: &mut X, d_y: &X) {
        add_times(d_x, *s, d_y);
    }

    #[inline]
    fn pull_right(x: &X, d_s: &mut X::Elem, d_y: &X) {
        *d_s += product(x, d_y);
    }
}

/// `s x`.
impl<X: Block + Tangent + Mul<X::Elem, Output = X>> Bilinear<X::Elem, X> for of::Scaled {
    type Output = X;

    #[inline]
    fn value(s: &X::Elem, x: &X) -> X {
        x.clone() * *s
    }

    #[inline]
    fn pull_left(x: &X, d_s: &mut X::Elem, d_y: &X) {
        *d_s += product(x, d_y);
    }

    #[inline]
    fn pull_right(s: &X::Elem, d_x: &mut X, d_y: &X) {
        add_times(d_x, *s, d_y);
    }
}

/// `x / s`.
impl<X: Block + Tangent + Div<X::Elem, Output = X>> Binary<X, X::Elem> for of::Over {
    type Output = X;

    #[inline]
    fn value(x: &X, s: &X::Elem) -> X {
        x.clone() / *s
    }

    #[inline]
    fn tangent((x, s): (&X, &X::Elem), (dx, ds): Along<'_, X, X::Elem>) -> X {
        let mut dy = dx.map_or_else(|| x.zero_block(), X::clone);
        if let Some(ds) = ds {
            add_times(&mut dy, -(*ds / *s), x);
        }
        dy / *s
    }

    #[inline]
    fn pull((x, s): (&X, &X::Elem), (d_x, d_s): Shadows<'_, X, X::Elem>, d_y: &X) {
        if let Some(d_x) = d_x {
            d_x.accumulate(&(d_y.clone() / *s));
        }
        if let Some(d_s) = d_s {
            *d_s -= product(x, d_y) / (*s * *s);
        }
    }

    #[inline]
    fn bend(
        (x, s): (&X, &X::Elem),
        (dx, ds): Along<'_, X, X::Elem>,
        (d_x, d_s): Shadows<'_, X, X::Elem>,
        t: &X,
    ) {
        let square = *s * *s;
        if let (Some(ds), Some(d_x)) = (ds, d_x) {
            add_times(d_x, -(*ds / square), t);
        }
        let Some(d_s) = d_s else { return };
        if let Some(dx) = dx {
            *d_s -= product(dx, t) / square;
        }
        if let Some(ds) = ds {
            let once = product(x, t) * *ds / (square * *s);
            *d_s += once + once;
        }
    }
}

/// A block with `s` in every coordinate.
fn everywhere<X: Block>(like: &X, s: X::Elem) -> X {
    let mut x = like.zero_block();
    x.change(|all| all.fill(s));
    x
}

/// The sum of the coordinates.
fn total<X: Block>(x: &X) -> X::Elem {
    x.coordinates().as_ref().iter().copied().sum()
}

/// `s / x`, coordinate by coordinate.
impl<X: Block + Tangent> Binary<X::Elem, X> for of::NumberOver {
    type Output = X;

    #[inline]
    fn value(s: &X::Elem, x: &X) -> X {
        quotient(&everywhere(x, *s), x)
    }

    #[inline]
    fn tangent((s, x): (&X::Elem, &X), (ds, dx): Along<'_, X::Elem, X>) -> X {
        let (s, ds) = (everywhere(x, *s), ds.map(|ds| everywhere(x, *ds)));
        of::ComponentDiv::tangent((&s, x), (ds.as_ref(), dx))
    }

    #[inline]
    fn pull((s, x): (&X::Elem, &X), (d_s, d_x): Shadows<'_, X::Elem, X>, d_y: &X) {
        let mut shadow = x.zero_block();
        of::ComponentDiv::pull((&everywhere(x, *s), x), (Some(&mut shadow), d_x), d_y);
        if let Some(d_s) = d_s {
            *d_s += total(&shadow);
        }
    }

    #[inline]
    fn bend(
        (s, x): (&X::Elem, &X),
        (ds, dx): Along<'_, X::Elem, X>,
        (d_s, d_x): Shadows<'_, X::Elem, X>,
        t: &X,
    ) {
        let (s, ds) = (everywhere(x, *s), ds.map(|ds| everywhere(x, *ds)));
        let mut shadow = x.zero_block();
        of::ComponentDiv::bend((&s, x), (ds.as_ref(), dx), (Some(&mut shadow), d_x), t);
        if let Some(d_s) = d_s {
            *d_s += total(&shadow);
        }
    }
}
