//! Square matrices: determinant and inverse.
//!
//! In: matrices of any library, as [`Square`]. Out: the rules of these methods. Invariant: the
//! derivatives of a determinant need no inverse, so a singular matrix has them too.
//!
//! A determinant is linear in each column, and its gradient by a column is that column's cofactors. The
//! tangent of `Y = X^-1` is `-Y dX Y`, its pullback `-Y^T d_Y Y^T` (M. Giles, "Collected matrix
//! derivative results for forward and reverse mode algorithmic differentiation", 2008).

use num_traits::{One, Zero};

use super::block::{Block, add_times, product};
use super::rule::Unary;
use super::sweeps::of;
use crate::differentiable::Tangent;
use crate::real::Real;

/// A square matrix of a library, stored by columns.
pub trait Square: Tangent + Block {
    /// The inverse, if there is one.
    fn library_inverse(&self) -> Option<Self>;
    /// `self other`.
    fn times(&self, other: &Self) -> Self;
    /// `self^T`.
    fn transposed(&self) -> Self;
}

/// A square matrix whose library takes it for granted that there is an inverse.
pub trait Invertible: Square {
    /// The inverse; what the library gives where there is none.
    fn library_assumed_inverse(&self) -> Self;
}

/// A square matrix of fixed size, up to 4.
pub trait SmallSquare: Square {
    /// The determinant.
    fn library_determinant(&self) -> Self::Elem;
}

/// `-Y D Y`.
fn sandwich<X: Square>(y: &X, d: &X) -> X {
    let mut out = y.zero_block();
    add_times(&mut out, -X::Elem::one(), &y.times(d).times(y));
    out
}

fn inverse_pull<X: Square>(y: &X, d_x: &mut X, d_y: &X) {
    d_x.accumulate(&sandwich(&y.transposed(), d_y));
}

fn inverse_pull_pushed<X: Square>(y: &X, dx: &X, d_x: &mut X, d_dx: &mut X, t: &X) {
    let (y_t, dx_t) = (y.transposed(), dx.transposed());
    inverse_pull(y, d_dx, t);
    // by `Y`: `-(t Y^T dX^T + dX^T Y^T t)`
    let mut d_y = y.zero_block();
    add_times(&mut d_y, -X::Elem::one(), &t.times(&y_t).times(&dx_t));
    add_times(&mut d_y, -X::Elem::one(), &dx_t.times(&y_t).times(t));
    inverse_pull(y, d_x, &d_y);
}

impl<X: Square> Unary<X> for of::TryInverse
where
    Option<X>: crate::Differentiable<Tangent = Option<X>>,
{
    type Output = Option<X>;

    #[inline]
    fn value(x: &X) -> Option<X> {
        x.library_inverse()
    }

    #[inline]
    fn pushed(x: &X, dx: &X) -> (Option<X>, Option<X>) {
        let y = x.library_inverse();
        let dy = y.as_ref().map(|y| sandwich(y, dx));
        (y, dy)
    }

    #[inline]
    fn pull(x: &X, d_x: &mut X, d_y: &Option<X>) {
        if let (Some(y), Some(d_y)) = (x.library_inverse(), d_y) {
            inverse_pull(&y, d_x, d_y);
        }
    }

    #[inline]
    fn pull_pushed(x: &X, dx: &X, d_x: &mut X, d_dx: &mut X, d_dy: &Option<X>) {
        if let (Some(y), Some(d_dy)) = (x.library_inverse(), d_dy) {
            inverse_pull_pushed(&y, dx, d_x, d_dx, d_dy);
        }
    }
}

impl<X: Invertible> Unary<X> for of::Inverse {
    type Output = X;

    #[inline]
    fn value(x: &X) -> X {
        x.library_assumed_inverse()
    }

    #[inline]
    fn pushed(x: &X, dx: &X) -> (X, X) {
        let y = x.library_assumed_inverse();
        let dy = sandwich(&y, dx);
        (y, dy)
    }

    #[inline]
    fn pull(x: &X, d_x: &mut X, d_y: &X) {
        inverse_pull(&x.library_assumed_inverse(), d_x, d_y);
    }

    #[inline]
    fn pull_pushed(x: &X, dx: &X, d_x: &mut X, d_dx: &mut X, d_dy: &X) {
        inverse_pull_pushed(&x.library_assumed_inverse(), dx, d_x, d_dx, d_dy);
    }
}

/// The columns of a matrix of at most four.
type Columns<T> = [[T; 4]; 4];

fn columns<X: Block>(x: &X) -> (usize, Columns<X::Elem>) {
    let n = x.block_shape().0;
    let mut columns = [[X::Elem::zero(); 4]; 4];
    for (k, &c) in x.coordinates().as_ref().iter().enumerate() {
        columns[k / n][k % n] = c;
    }
    (n, columns)
}

/// The determinant of the rows that are not `used`, in the columns from `first` to `n` without `left_out`.
fn minor<T: Real>(
    columns: &Columns<T>,
    n: usize,
    first: usize,
    left_out: usize,
    used: &mut [bool; 4],
) -> T {
    if first == n {
        return T::one();
    }
    if first == left_out {
        return minor(columns, n, first + 1, left_out, used);
    }
    let (mut sum, mut sign) = (T::zero(), T::one());
    for row in 0..n {
        if used[row] {
            continue;
        }
        used[row] = true;
        sum += sign * columns[first][row] * minor(columns, n, first + 1, left_out, used);
        used[row] = false;
        sign = -sign;
    }
    sum
}

/// The gradient of the determinant by column `j`.
fn cofactors<T: Real>(n: usize, columns: &Columns<T>, j: usize) -> [T; 4] {
    let mut out = [T::zero(); 4];
    for (i, out) in out.iter_mut().enumerate().take(n) {
        let mut used = [false; 4];
        used[i] = true;
        let sign = if (i + j).is_multiple_of(2) { T::one() } else { -T::one() };
        *out = sign * minor(columns, n, 0, j, &mut used);
    }
    out
}

/// Adds `factor` times the gradient by column `j` to that column.
fn add_cofactors<X: Block>(target: &mut X, j: usize, factor: X::Elem, gradient: [X::Elem; 4]) {
    let n = target.block_shape().0;
    target.change(|all| {
        for (d, c) in all[j * n..(j + 1) * n].iter_mut().zip(gradient) {
            *d += factor * c;
        }
    });
}

impl<X: SmallSquare> Unary<X> for of::Determinant {
    type Output = X::Elem;

    #[inline]
    fn value(x: &X) -> X::Elem {
        x.library_determinant()
    }

    #[inline]
    fn pushed(x: &X, dx: &X) -> (X::Elem, X::Elem) {
        let mut gradient = x.zero_block();
        Self::pull(x, &mut gradient, &X::Elem::one());
        (x.library_determinant(), product(&gradient, dx))
    }

    #[inline]
    fn pull(x: &X, d_x: &mut X, d_y: &X::Elem) {
        let (n, columns) = columns(x);
        for j in 0..n {
            add_cofactors(d_x, j, *d_y, cofactors(n, &columns, j));
        }
    }

    #[inline]
    fn pull_pushed(x: &X, dx: &X, d_x: &mut X, d_dx: &mut X, d_dy: &X::Elem) {
        Self::pull(x, d_dx, d_dy);
        let ((n, point), (_, along)) = (columns(x), columns(dx));
        for j in 0..n {
            // one column moves: linear in each of the others
            let mut mixed = point;
            mixed[j] = along[j];
            for k in (0..n).filter(|k| *k != j) {
                add_cofactors(d_x, k, *d_dy, cofactors(n, &mixed, k));
            }
        }
    }
}
