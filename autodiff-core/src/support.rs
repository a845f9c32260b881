//! Small pieces that generated code needs in every function: literals and conversions of generic
//! scalars, copies for the record, sums over repeated elements, and loops run backwards.
//!
//! Invariant: on scalars each of these compiles to the plain operation.

use core::ops::{Bound, Range, RangeBounds};

use num_traits::{AsPrimitive, PrimInt, WrappingAdd, WrappingSub};

use crate::differentiable::{AccumulateFrom, Inert, NoTangent, Tangent};
use crate::real::Real;

/// The nearest number of the type that is asked for to a literal of the source text.
///
/// ```
/// let x: f32 = autodiff_core::from_literal(0.1);
/// assert_eq!(x, 0.1);
/// ```
#[inline(always)]
pub fn from_literal<T: Real>(x: f64) -> T {
    T::from_literal(x)
}

/// A float as another float type, rounded to the nearest.
///
/// ```
/// let x: f32 = autodiff_core::float_cast(0.1_f64);
/// assert_eq!(x, 0.1);
/// ```
#[inline(always)]
pub fn float_cast<T: Real, U: Real>(x: T) -> U {
    U::from_literal(x.to_double())
}

/// A number whose operations have no derivative.
#[diagnostic::on_unimplemented(
    message = "no derivative is known for an operation of `{Self}` that is written like an integer's",
    label = "`{Self}` is not an integer",
    note = "help: annotate a function that does the same with `#[differentiable]`, or wrap the call in \
            `no_diff!(..)`"
)]
pub trait Integer: Copy {}

impl<T: PrimInt> Integer for T {}

/// An integer, as it is.
///
/// ```
/// assert_eq!(autodiff_core::integer(3_usize).pow(2), 9);
/// ```
#[inline(always)]
pub fn integer<T: Integer>(x: T) -> T {
    x
}

/// A copy of a value that a later statement moves or overwrites.
///
/// ```
/// let kept: Vec<f64> = autodiff_core::keep(&[1.0, 2.0][..]);
/// assert_eq!(kept, [1.0, 2.0]);
/// ```
#[inline(always)]
pub fn keep<T: ToOwned + ?Sized>(x: &T) -> T::Owned {
    x.to_owned()
}

/// How a sweep takes a value that a call gives away: as a copy, or behind a reference where it is the
/// receiver of a method.
pub trait Lent<'a, X> {
    /// The value for the sweep.
    fn lend(value: &'a X) -> Self;
}

impl<X: Clone> Lent<'_, X> for X {
    #[inline(always)]
    fn lend(value: &X) -> X {
        value.clone()
    }
}

impl<'a, X> Lent<'a, X> for &'a X {
    #[inline(always)]
    fn lend(value: &'a X) -> &'a X {
        value
    }
}

/// The tangent of a field without derivative, for a parameter that is a number without one.
impl<'a, T: ?Sized> Lent<'a, Inert<T>> for NoTangent {
    #[inline(always)]
    fn lend(_: &'a Inert<T>) -> NoTangent {
        NoTangent
    }
}

/// A value in the form that the sweep asks for.
///
/// ```
/// let by_value: f64 = autodiff_core::lent(&2.0);
/// let by_reference: &f64 = autodiff_core::lent(&2.0);
/// assert_eq!(by_value, *by_reference);
/// ```
#[inline(always)]
pub fn lent<'a, X, T: Lent<'a, X>>(value: &'a X) -> T {
    T::lend(value)
}

/// A place that takes a value back that [`keep`] made of its content.
#[diagnostic::on_unimplemented(
    message = "what is left in a `&mut {Self}` cannot be put back behind the reverse sweep",
    note = "help: derive `Clone` for the type"
)]
pub trait PutBack: ToOwned {
    /// `*self = kept`.
    fn put_back(&mut self, kept: Self::Owned);
}

impl<T: Clone> PutBack for T {
    #[inline(always)]
    fn put_back(&mut self, kept: T) {
        *self = kept;
    }
}

impl<T: Clone> PutBack for [T] {
    #[inline(always)]
    fn put_back(&mut self, kept: Vec<T>) {
        self.clone_from_slice(&kept);
    }
}

#[cfg(feature = "ndarray")]
impl<A: Clone, D: ndarray::Dimension> PutBack for ndarray::ArrayRef<A, D> {
    #[inline]
    fn put_back(&mut self, kept: ndarray::Array<A, D>) {
        self.assign(&kept);
    }
}

/// Puts back what [`keep`] took.
///
/// ```
/// use autodiff_core::{keep, put_back};
/// let x = &mut [1.0, 2.0][..];
/// let kept = keep(x);
/// x[0] = 7.0;
/// put_back(x, kept);
/// assert_eq!(x, [1.0, 2.0]);
/// ```
#[inline(always)]
pub fn put_back<T: PutBack + ?Sized>(place: &mut T, kept: T::Owned) {
    place.put_back(kept);
}

/// The shadow of a slice, which has as many elements as the slice: rustc need not check again.
///
/// # Panics
/// When it has not.
///
/// ```
/// let mut d_x = vec![0.0; 3];
/// assert_eq!(autodiff_core::matching_mut(&mut d_x, 3).len(), 3);
/// ```
#[inline(always)]
#[track_caller]
pub fn matching_mut<T>(shadow: &mut [T], len: usize) -> &mut [T] {
    assert!(
        shadow.len() == len,
        "a shadow has {} elements, and its parameter {len}\nhelp: pass a shadow of the parameter's \
         length",
        shadow.len()
    );
    shadow
}

/// The tangent of a slice, which has as many elements as the slice: rustc need not check again.
///
/// # Panics
/// When it has not.
///
/// ```
/// assert_eq!(autodiff_core::matching(&[1.0, 2.0], 2).len(), 2);
/// ```
#[inline(always)]
#[track_caller]
pub fn matching<T>(tangent: &[T], len: usize) -> &[T] {
    assert!(
        tangent.len() == len,
        "a tangent has {} elements, and its parameter {len}\nhelp: pass a tangent of the parameter's \
         length",
        tangent.len()
    );
    tangent
}

/// A tangent some fields of which are written: how the tangent of a struct's literal is made.
///
/// ```
/// let d = autodiff_core::written((0.0, 1.0), |d| d.0 = 2.0);
/// assert_eq!(d, (2.0, 1.0));
/// ```
#[inline(always)]
pub fn written<D>(mut start: D, write: impl FnOnce(&mut D)) -> D {
    write(&mut start);
    start
}

/// `[x; N]` of a value that is cloned: a tangent need not be `Copy` where its primal is.
///
/// ```
/// let rows = autodiff_core::repeated::<_, 2>(vec![1.0]);
/// assert_eq!(rows, [[1.0], [1.0]]);
/// ```
#[inline]
pub fn repeated<T: Clone, const N: usize>(x: T) -> [T; N] {
    core::array::from_fn(|_| x.clone())
}

/// Sets a shadow to zero, keeping its shape.
///
/// ```
/// let mut d = vec![1.0, 2.0];
/// autodiff_core::set_zero(&mut d);
/// assert_eq!(d, [0.0, 0.0]);
/// ```
#[inline(always)]
pub fn set_zero<T: Tangent>(d: &mut T) {
    d.fill_zero();
}

/// The sum of the cotangents of `[x; n]`, for a number `x`.
///
/// ```
/// assert_eq!(autodiff_core::total(&[1.0, 2.0, 3.0]), 6.0);
/// ```
#[inline]
pub fn total<T: Real>(d: &[T]) -> T {
    d.iter().copied().sum()
}

/// `d += s` for all cotangents of `[x; n]`, where `d` is the shadow of an `x` of any type; none need be there.
///
/// ```
/// let mut d_row = [0.0, 0.0];
/// autodiff_core::accumulate_total(&mut d_row, &[[1.0, 2.0], [3.0, 4.0]]);
/// assert_eq!(d_row, [4.0, 6.0]);
/// ```
#[inline]
pub fn accumulate_total<D: ?Sized + AccumulateFrom<S>, S>(d: &mut D, all: &[S]) {
    for s in all {
        d.accumulate_from(s);
    }
}

/// Lends two parts of an array at once.
///
/// # Panics
/// When they overlap, or reach beyond the array.
///
/// ```
/// let mut x = vec![1.0, 2.0, 3.0];
/// autodiff_core::disjoint(&mut x, 2.., ..=1, |last, first| last[0] += first[0] + first[1]);
/// assert_eq!(x, [1.0, 2.0, 6.0]);
/// ```
#[inline(always)]
#[track_caller]
pub fn disjoint<T, A: AsMut<[T]> + ?Sized, R>(
    whole: &mut A,
    one: impl RangeBounds<usize>,
    two: impl RangeBounds<usize>,
    f: impl FnOnce(&mut [T], &mut [T]) -> R,
) -> R {
    let whole = whole.as_mut();
    let (one, two) = (bounds(&one, whole.len()), bounds(&two, whole.len()));
    let (one, two) = if one.end <= two.start {
        let (left, right) = whole.split_at_mut(two.start);
        (&mut left[one.start..one.end], &mut right[..two.end - two.start])
    } else {
        assert!(two.end <= one.start, "the parts {one:?} and {two:?} of one array overlap");
        let (left, right) = whole.split_at_mut(one.start);
        (&mut right[..one.end - one.start], &mut left[two.start..two.end])
    };
    // called in one place: rustc inlines it there
    f(one, two)
}

/// The default of a value's type.
///
/// ```
/// assert_eq!(autodiff_core::default_like(&vec![1.0]), Vec::<f64>::new());
/// ```
#[inline]
pub fn default_like<T: Default>(_: &T) -> T {
    T::default()
}

/// Calls a function with what is lent to it: rustc knows its type before it looks into the function.
///
/// ```
/// let mut pair = (1.0, 2.0);
/// let sum = autodiff_core::lend(&mut pair, |inside| { inside.0 += 1.0; inside.0 + inside.1 });
/// assert_eq!((sum, pair), (4.0, (2.0, 2.0)));
/// ```
#[inline(always)]
pub fn lend<T, R>(lent: T, f: impl FnOnce(T) -> R) -> R {
    f(lent)
}

#[inline]
fn bounds(range: &impl RangeBounds<usize>, len: usize) -> Range<usize> {
    let start = match range.start_bound() {
        Bound::Included(start) => *start,
        Bound::Excluded(start) => start + 1,
        Bound::Unbounded => 0,
    };
    let end = match range.end_bound() {
        Bound::Included(end) => end + 1,
        Bound::Excluded(end) => *end,
        Bound::Unbounded => len,
    };
    start..end
}

/// Makes room in the record of a loop for one entry per iteration.
///
/// A reservation that cannot be had is no error here: the record then grows as it is filled, and
/// only what is filled is needed.
///
/// ```
/// let mut record: Vec<f64> = Vec::new();
/// autodiff_core::reserve(&mut record, (0..100).step_by(2));
/// assert!(record.capacity() >= 50);
/// autodiff_core::reserve(&mut record, 0..u64::MAX);
/// ```
#[inline]
pub fn reserve<T>(record: &mut Vec<T>, iterations: impl Iterator) {
    let _ = record.try_reserve(iterations.size_hint().0);
}

/// [`reserve`] of a record that is not borrowed for it: see [`pushed`].
///
/// ```
/// let record: Vec<f64> = autodiff_core::with_room(Vec::new(), 0..100);
/// assert!(record.capacity() >= 100);
/// ```
#[inline]
#[must_use]
pub fn with_room<T>(record: Vec<T>, iterations: impl Iterator) -> Vec<T> {
    let wanted = iterations.size_hint().0;
    if record.capacity() - record.len() < wanted { grown(record, wanted) } else { record }
}

/// The record with one more entry.
///
/// `Vec::push` lends the record to the code that makes it grow, and LLVM then keeps its length in memory: each
/// push waits for the one before. A record that is handed on as a value stays in registers.
///
/// ```
/// let record = autodiff_core::pushed(vec![1.0], 2.0);
/// assert_eq!(record, [1.0, 2.0]);
/// ```
#[inline]
#[must_use]
pub fn pushed<T>(mut record: Vec<T>, entry: T) -> Vec<T> {
    if record.len() == record.capacity() {
        let twice = record.len().max(4);
        record = grown(record, twice);
        // what is known here of the capacity takes the same code out of `push`
        assert!(record.len() < record.capacity(), "there is no memory for the record of a loop");
    }
    record.push(entry);
    record
}

/// The record with room for more, if there is any.
#[cold]
#[inline(never)]
fn grown<T>(mut record: Vec<T>, more: usize) -> Vec<T> {
    let _ = record.try_reserve(more);
    record
}

/// How many iterations a loop has.
///
/// ```
/// assert_eq!(autodiff_core::trips((0..100).step_by(3)), 34);
/// assert_eq!(autodiff_core::trips(3..0), 0);
/// ```
#[inline]
pub fn trips(iterations: impl Iterator) -> usize {
    iterations.size_hint().0
}

/// The iterations of `(lo..hi).step_by(step)` in the opposite order; of `lo..=hi` if `inclusive`; of
/// `(lo..hi).rev().step_by(step)` if `reversed`. The bounds are integers within the range of `i128`.
///
/// # Panics
/// When `step` is 0, as `step_by` does.
///
/// ```
/// use autodiff_core::reversed_steps;
/// let backwards: Vec<usize> = reversed_steps(1, 8, false, false, 3).collect();
/// assert_eq!(backwards, [7, 4, 1]);
/// let backwards: Vec<i32> = reversed_steps(-2, 2, true, true, 3).collect();
/// assert_eq!(backwards, [-1, 2]);
/// ```
#[inline]
#[track_caller]
pub fn reversed_steps<I>(
    lo: I,
    hi: I,
    inclusive: bool,
    reversed: bool,
    step: usize,
) -> impl Iterator<Item = I>
where
    I: PrimInt + WrappingAdd + WrappingSub + AsPrimitive<i128> + 'static,
    i128: AsPrimitive<I>,
{
    first_steps_reversed(lo, hi, inclusive, reversed, step, false, usize::MAX)
}

/// The first `trips` iterations of `lo..hi` in the opposite order; of a range that ends behind them.
///
/// ```
/// use autodiff_core::first_reversed;
/// let backwards: Vec<usize> = first_reversed(2, 1000, 3).collect();
/// assert_eq!(backwards, [4, 3, 2]);
/// ```
#[inline]
pub fn first_reversed<I>(lo: I, hi: I, trips: usize) -> impl Iterator<Item = I>
where
    I: PrimInt + WrappingAdd + 'static,
    usize: AsPrimitive<I>,
{
    let _ = hi;
    (0..trips).rev().map(move |k| lo.wrapping_add(&k.as_()))
}

/// As [`reversed_steps`], of a loop that was left behind its first `trips` iterations; with
/// `steps_reversed` of `(lo..hi).step_by(step).rev()`.
///
/// # Panics
/// When `step` is 0, as `step_by` does.
///
/// ```
/// use autodiff_core::first_steps_reversed;
/// let backwards: Vec<usize> = first_steps_reversed(1, 11, false, false, 3, false, 2).collect();
/// assert_eq!(backwards, [4, 1]);
/// let backwards: Vec<usize> = first_steps_reversed(1, 11, false, false, 3, true, 2).collect();
/// assert_eq!(backwards, [7, 10]);
/// ```
#[inline]
#[track_caller]
pub fn first_steps_reversed<I>(
    lo: I,
    hi: I,
    inclusive: bool,
    reversed: bool,
    step: usize,
    steps_reversed: bool,
    trips: usize,
) -> impl Iterator<Item = I>
where
    I: PrimInt + WrappingAdd + WrappingSub + AsPrimitive<i128> + 'static,
    i128: AsPrimitive<I>,
{
    assert!(step != 0, "the step of a loop is 0\nhelp: `step_by` needs a positive step");
    let (lo, end): (i128, i128) = (lo.as_(), hi.as_() + i128::from(inclusive));
    let stride = step as i128;
    let all = if lo < end { (end - lo - 1) / stride + 1 } else { 0 };
    let count = all.min(trips as i128);
    // the last iteration that ran, counted from the first of the range
    let last = if steps_reversed { all - count } else { count - 1 };
    // the wrapping steps below are exact where they are used: between two iterations
    let mut next: I = if reversed { end - 1 - stride * last } else { lo + stride * last }.as_();
    let step: I = stride.as_();
    let ascending = reversed != steps_reversed;
    (0..count as u64).map(move |_| {
        let i = next;
        next = if ascending { i.wrapping_add(&step) } else { i.wrapping_sub(&step) };
        i
    })
}

#[cfg(test)]
mod tests {
    use super::{first_reversed, first_steps_reversed, reversed_steps};

    #[test]
    fn loops_that_are_left_run_backwards_from_where_they_were() {
        for (lo, hi) in [(0, 0), (-3, 7), (5, 2), (-128, 127)] {
            for step in [1, 2, 7, 200] {
                let all = [
                    ((lo..hi).step_by(step).collect::<Vec<i8>>(), false, false, false),
                    ((lo..=hi).step_by(step).collect(), true, false, false),
                    ((lo..hi).rev().step_by(step).collect(), false, true, false),
                    ((lo..=hi).rev().step_by(step).collect(), true, true, false),
                    ((lo..hi).step_by(step).rev().collect(), false, false, true),
                    ((lo..hi).rev().step_by(step).rev().collect(), false, true, true),
                ];
                for (full, inclusive, reversed, steps_reversed) in all {
                    for trips in 0..=full.len() {
                        let mut expected = full[..trips].to_vec();
                        expected.reverse();
                        let found: Vec<i8> = first_steps_reversed(
                            lo,
                            hi,
                            inclusive,
                            reversed,
                            step,
                            steps_reversed,
                            trips,
                        )
                        .collect();
                        assert_eq!(found, expected, "{lo} {hi} {step} {trips}");
                    }
                }
            }
            let expected: Vec<i8> =
                (lo..hi).take(3).collect::<Vec<_>>().into_iter().rev().collect();
            let found: Vec<i8> = first_reversed(lo, hi, expected.len()).collect();
            assert_eq!(found, expected);
        }
    }

    #[test]
    fn loops_run_backwards_as_the_standard_librarys_reversed() {
        for (lo, hi) in [(0, 0), (0, 1), (-3, 7), (5, 2), (-128, 127), (100, 127)] {
            for step in [1, 2, 3, 7, 200] {
                let wide = |i: i8| i32::from(i);
                let forward: Vec<i8> = (lo..hi).step_by(step).collect();
                let inclusive: Vec<i8> = (lo..=hi).step_by(step).collect();
                let down: Vec<i8> = (lo..hi).rev().step_by(step).collect();
                let down_inclusive: Vec<i8> = (lo..=hi).rev().step_by(step).collect();
                for (expected, is_inclusive, reversed) in [
                    (forward, false, false),
                    (inclusive, true, false),
                    (down, false, true),
                    (down_inclusive, true, true),
                ] {
                    let mut found: Vec<i8> =
                        reversed_steps(lo, hi, is_inclusive, reversed, step).collect();
                    found.reverse();
                    assert_eq!(found, expected, "{lo} {hi} {is_inclusive} {reversed} {step}");
                    let mut found: Vec<i32> =
                        reversed_steps(wide(lo), wide(hi), is_inclusive, reversed, step).collect();
                    found.reverse();
                    assert_eq!(found, expected.into_iter().map(wide).collect::<Vec<_>>());
                }
            }
        }
        let last: Vec<u64> = reversed_steps(u64::MAX - 2, u64::MAX, true, false, 2).collect();
        assert_eq!(last, [u64::MAX, u64::MAX - 2]);
    }
}
