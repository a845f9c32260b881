//! Gradients over a batch, on all cores: a function of one item comes in (a row of a matrix, a
//! residual block), the sum over all items and the shadow of what they share go out.
//!
//! Invariant: results are the same bits for any number of threads, and on every run. The items are
//! divided by their number alone, each part adds into a shadow of its own in the order of its items,
//! and parts are added up as the leaves of one fixed tree. Threads decide only who does what.
//!
//! A part of the tree that is not the first of its branch has a shadow of its own, zero at first, which
//! is added to that of its neighbour: no locks, no atomic floats, and at most [`PARTS`] shadows, of which
//! a few per thread live at once. That pays where the items cost more than the shadows: at least some
//! hundred items, or items that cost more than reading the shared parameters.
//!
//! Threads are those of [rayon](https://docs.rs/rayon): `RAYON_NUM_THREADS`, or `ThreadPool::install`
//! around the call, says how many.

use crate::{Real, Tangent};
use rayon::prelude::*;

/// The greatest number of parts that a batch is divided into: enough to keep sixteen threads busy where
/// items differ in cost, and few enough that adding up their shadows costs little.
pub const PARTS: usize = 64;

/// The sum of `item(i, shadow)` for `i` in `0..n`, in parallel.
///
/// `item` is a call of an `adjoint_f`: it adds the gradient of item `i` into the shadow that it gets, and
/// returns its value. Several shared parameters are a tuple of shadows. What `shadow` holds before is
/// added to.
///
/// ```
/// // what `#[differentiable]` writes for `fn square(w: &[f64], x: f64) -> f64`, about `w[0] x^2`
/// fn adjoint_square(w: &[f64], x: f64, d_w: &mut [f64], seed: f64) -> f64 {
///     d_w[0] += x * x * seed;
///     w[0] * x * x
/// }
///
/// let x: Vec<f64> = (0..1000).map(f64::from).collect();
/// let w = [0.5];
/// let mut d_w = vec![0.0];
/// let value = autodiff_core::batch::sum(x.len(), &mut d_w, |i, d_w| adjoint_square(&w, x[i], d_w, 1.0));
/// assert_eq!((value, d_w[0]), (166_416_750.0, 332_833_500.0));
/// ```
///
/// # Panics
/// Where `item` does; and where it changes the shape of its shadow, as `accumulate` says.
pub fn sum<S, R>(n: usize, shadow: &mut S, item: impl Fn(usize, &mut S) -> R + Sync) -> R
where
    S: Tangent + Send,
    R: Real + Send,
{
    // elements of no size: nothing is allocated
    sum_each(&mut vec![(); n], shadow, |i, (), shadow| item(i, shadow))
}

/// The sum of `item(i, own, shadow)` over the elements `own` of a slice, in parallel: each item has a
/// place of its own beside the shadow that all share, for its own gradient, or for results.
///
/// ```
/// // of `fn fit(w: f64, x: f64) -> f64`, about `(w x - 1)^2`
/// fn adjoint_fit(w: f64, x: f64, d_w: &mut f64, d_x: &mut f64, seed: f64) -> f64 {
///     let error = w * x - 1.0;
///     *d_w += 2.0 * error * x * seed;
///     *d_x += 2.0 * error * w * seed;
///     error * error
/// }
///
/// let x = [1.0, 2.0, 4.0];
/// let (mut d_w, mut d_x) = (0.0, [0.0; 3]);
/// let value = autodiff_core::batch::sum_each(&mut d_x, &mut d_w, |i, d_x, d_w| {
///     adjoint_fit(0.5, x[i], d_w, d_x, 1.0)
/// });
/// assert_eq!((value, d_w, d_x), (1.25, 7.0, [-0.5, 0.0, 1.0]));
/// ```
///
/// # Panics
/// As [`sum`].
pub fn sum_each<T, S, R>(
    own: &mut [T],
    shadow: &mut S,
    item: impl Fn(usize, &mut T, &mut S) -> R + Sync,
) -> R
where
    T: Send,
    S: Tangent + Send,
    R: Real + Send,
{
    let part = own.len().div_ceil(PARTS).max(1);
    branch(0, own, shadow, part, &item)
}

/// Calls `item(i, own)` for the elements `own` of a slice, in parallel: functions that share nothing that
/// is differentiated, or whose shared gradients go to different places, as the rows of a sparse Jacobian.
///
/// ```
/// let mut squares = [0.0; 5];
/// autodiff_core::batch::each(&mut squares, |i, own| *own = (i * i) as f64);
/// assert_eq!(squares, [0.0, 1.0, 4.0, 9.0, 16.0]);
/// ```
///
/// # Panics
/// Where `item` does.
pub fn each<T: Send>(own: &mut [T], item: impl Fn(usize, &mut T) + Sync) {
    let part = own.len().div_ceil(PARTS).max(1);
    own.par_chunks_mut(part).enumerate().for_each(|(k, chunk)| {
        chunk.iter_mut().enumerate().for_each(|(i, own)| item(k * part + i, own));
    });
}

/// A branch of the tree: the items from `first` on, in parts of `part`.
fn branch<T, S, R>(
    first: usize,
    own: &mut [T],
    shadow: &mut S,
    part: usize,
    item: &(impl Fn(usize, &mut T, &mut S) -> R + Sync),
) -> R
where
    T: Send,
    S: Tangent + Send,
    R: Real + Send,
{
    if own.len() <= part {
        let items = own.iter_mut().enumerate();
        return items.fold(R::zero(), |sum, (i, own)| sum + item(first + i, own, shadow));
    }
    let half = own.len().div_ceil(part) / 2 * part;
    let (left, right) = own.split_at_mut(half);
    let mut of_right = shadow.zero_tangent();
    let (a, b) = rayon::join(
        || branch(first, left, shadow, part, item),
        || branch(first + half, right, &mut of_right, part, item),
    );
    shadow.accumulate(&of_right);
    a + b
}
