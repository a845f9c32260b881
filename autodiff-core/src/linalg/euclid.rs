//! Lengths and directions: norm, normalize, distance, lerp.
//!
//! In: vectors of any library, as [`Euclidean`] and [`Metric`]. Out: the rules of these methods. Invariant: values are
//! the library's own; the derivative of a norm at 0 is 0, as that of `hypot` is.
//!
//! With `n = |x|` and `y = x / n`, the tangent of `n` is `y . dx`, that of `y` is
//! `(dx - y (y . dx)) / n`; differentiating these once more gives the rest.

use num_traits::One;

use super::block::{Block, add_times, product};
use super::rule::{Along, Binary, Shadows, Unary};
use super::sweeps::of;
use crate::differentiable::Tangent;
use crate::real::Real;

/// A vector of a library, or a matrix with the Frobenius norm.
pub trait Euclidean: Tangent + Block {
    /// The length.
    fn library_norm(&self) -> Self::Elem;
    /// The square of the length.
    fn library_norm_squared(&self) -> Self::Elem;
    /// The vector of length 1.
    fn library_normalize(&self) -> Self;
}

/// A vector that the library knows distances of.
pub trait Metric: Euclidean {
    /// `|self - other|`.
    fn library_distance(&self, other: &Self) -> Self::Elem;
    /// `|self - other|^2`.
    fn library_distance_squared(&self, other: &Self) -> Self::Elem;
}

/// `1 / n`, and 0 for 0.
#[inline]
fn reciprocal<T: Real>(n: T) -> T {
    if n == T::zero() { T::zero() } else { n.recip() }
}

fn two<T: Real>() -> T {
    T::one() + T::one()
}

/// `a - b`.
#[inline]
fn difference<X: Block>(a: &X, b: &X) -> X {
    let mut v = a.clone();
    add_times(&mut v, -X::Elem::one(), b);
    v
}

#[inline]
fn norm_pull<X: Euclidean>(x: &X, n: X::Elem, d_x: &mut X, d_n: X::Elem) {
    add_times(d_x, d_n * reciprocal(n), x);
}

/// What flows from the cotangent `t` of `x . dx / n` into `x`.
#[inline]
fn norm_bend<X: Euclidean>(x: &X, dx: &X, n: X::Elem, d_x: &mut X, t: X::Elem) {
    let scaled = t * reciprocal(n);
    let along = product(x, dx) * reciprocal(n);
    add_times(d_x, scaled, dx);
    add_times(d_x, -(scaled * along * reciprocal(n)), x);
}

macro_rules! norms {
    ($($norm:ident)*) => { $(
        impl<X: Euclidean> Unary<X> for of::$norm {
            type Output = X::Elem;

            #[inline]
            fn value(x: &X) -> X::Elem {
                x.library_norm()
            }

            #[inline]
            fn pushed(x: &X, dx: &X) -> (X::Elem, X::Elem) {
                let n = x.library_norm();
                (n, product(x, dx) * reciprocal(n))
            }

            #[inline]
            fn pull(x: &X, d_x: &mut X, d_y: &X::Elem) {
                norm_pull(x, x.library_norm(), d_x, *d_y);
            }

            #[inline]
            fn pull_pushed(x: &X, dx: &X, d_x: &mut X, d_dx: &mut X, d_dy: &X::Elem) {
                let n = x.library_norm();
                norm_pull(x, n, d_dx, *d_dy);
                norm_bend(x, dx, n, d_x, *d_dy);
            }
        }
    )* };
}

norms!(Norm Length);

macro_rules! squares {
    ($($square:ident)*) => { $(
        impl<X: Euclidean> Unary<X> for of::$square {
            type Output = X::Elem;

            #[inline]
            fn value(x: &X) -> X::Elem {
                x.library_norm_squared()
            }

            #[inline]
            fn pushed(x: &X, dx: &X) -> (X::Elem, X::Elem) {
                (x.library_norm_squared(), two::<X::Elem>() * product(x, dx))
            }

            #[inline]
            fn pull(x: &X, d_x: &mut X, d_y: &X::Elem) {
                add_times(d_x, two::<X::Elem>() * *d_y, x);
            }

            #[inline]
            fn pull_pushed(x: &X, dx: &X, d_x: &mut X, d_dx: &mut X, d_dy: &X::Elem) {
                add_times(d_x, two::<X::Elem>() * *d_dy, dx);
                add_times(d_dx, two::<X::Elem>() * *d_dy, x);
            }
        }
    )* };
}

squares!(NormSquared LengthSquared);

/// `factor (v - y (y . v))`, what is orthogonal to the unit vector `y`.
#[inline]
fn orthogonal<X: Euclidean>(y: &X, v: &X, factor: X::Elem) -> X {
    let mut out = y.zero_block();
    add_times(&mut out, factor, v);
    add_times(&mut out, -(factor * product(y, v)), y);
    out
}

impl<X: Euclidean> Unary<X> for of::Normalize {
    type Output = X;

    #[inline]
    fn value(x: &X) -> X {
        x.library_normalize()
    }

    #[inline]
    fn pushed(x: &X, dx: &X) -> (X, X) {
        let y = x.library_normalize();
        let dy = orthogonal(&y, dx, num_traits::Float::recip(x.library_norm()));
        (y, dy)
    }

    #[inline]
    fn pull(x: &X, d_x: &mut X, d_y: &X) {
        let factor = num_traits::Float::recip(x.library_norm());
        d_x.accumulate(&orthogonal(&x.library_normalize(), d_y, factor));
    }

    #[inline]
    fn pull_pushed(x: &X, dx: &X, d_x: &mut X, d_dx: &mut X, d_dy: &X) {
        let (y, r) = (x.library_normalize(), num_traits::Float::recip(x.library_norm()));
        d_dx.accumulate(&orthogonal(&y, d_dy, r));
        // the gradient of `r (t . dx - (y . t)(y . dx))`
        let (u, w, r2) = (product(&y, dx), product(&y, d_dy), r * r);
        let three = two::<X::Elem>() + X::Elem::one();
        add_times(d_x, r2 * (three * u * w - product(d_dy, dx)), &y);
        add_times(d_x, -(r2 * u), d_dy);
        add_times(d_x, -(r2 * w), dx);
    }
}

/// The tangent of `a - b`.
#[inline]
fn moved<X: Block>(like: &X, (da, db): Along<'_, X, X>) -> X {
    let mut v = da.map_or_else(|| like.zero_block(), X::clone);
    if let Some(db) = db {
        add_times(&mut v, -X::Elem::one(), db);
    }
    v
}

macro_rules! distances {
    ($($distance:ident)*) => { $(
        impl<X: Metric> Binary<X, X> for of::$distance {
            type Output = X::Elem;

            #[inline]
            fn value(a: &X, b: &X) -> X::Elem {
                a.library_distance(b)
            }

            #[inline]
            fn tangent((a, b): (&X, &X), along: Along<'_, X, X>) -> X::Elem {
                let n = a.library_distance(b);
                product(&difference(a, b), &moved(a, along)) * reciprocal(n)
            }

            #[inline]
            fn pull((a, b): (&X, &X), (d_a, d_b): Shadows<'_, X, X>, d_y: &X::Elem) {
                let (v, n) = (difference(a, b), a.library_distance(b));
                if let Some(d_a) = d_a {
                    norm_pull(&v, n, d_a, *d_y);
                }
                if let Some(d_b) = d_b {
                    norm_pull(&v, n, d_b, -*d_y);
                }
            }

            #[inline]
            fn bend(
                (a, b): (&X, &X),
                along: Along<'_, X, X>,
                (d_a, d_b): Shadows<'_, X, X>,
                d_dy: &X::Elem,
            ) {
                let (v, dv, n) = (difference(a, b), moved(a, along), a.library_distance(b));
                if let Some(d_a) = d_a {
                    norm_bend(&v, &dv, n, d_a, *d_dy);
                }
                if let Some(d_b) = d_b {
                    norm_bend(&v, &dv, n, d_b, -*d_dy);
                }
            }
        }
    )* };
}

distances!(Distance MetricDistance);

/// `d_a += factor v`, `d_b -= factor v`.
#[inline]
fn apart<X: Block>((d_a, d_b): Shadows<'_, X, X>, factor: X::Elem, v: &X) {
    if let Some(d_a) = d_a {
        add_times(d_a, factor, v);
    }
    if let Some(d_b) = d_b {
        add_times(d_b, -factor, v);
    }
}

impl<X: Metric> Binary<X, X> for of::DistanceSquared {
    type Output = X::Elem;

    #[inline]
    fn value(a: &X, b: &X) -> X::Elem {
        a.library_distance_squared(b)
    }

    #[inline]
    fn tangent((a, b): (&X, &X), along: Along<'_, X, X>) -> X::Elem {
        two::<X::Elem>() * product(&difference(a, b), &moved(a, along))
    }

    #[inline]
    fn pull((a, b): (&X, &X), shadows: Shadows<'_, X, X>, d_y: &X::Elem) {
        apart(shadows, two::<X::Elem>() * *d_y, &difference(a, b));
    }

    #[inline]
    fn bend((a, _): (&X, &X), along: Along<'_, X, X>, shadows: Shadows<'_, X, X>, d_dy: &X::Elem) {
        apart(shadows, two::<X::Elem>() * *d_dy, &moved(a, along));
    }
}
