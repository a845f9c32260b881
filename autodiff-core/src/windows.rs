//! The elements that a loop walks, as a slice of their own.
//!
//! In: a slice, and where the loop begins and how many iterations it has. Out: as many elements, so that
//! rustc need not check the bounds in each iteration. Invariant: nothing is checked for a loop without
//! iterations, whose places need not exist.

use core::ops::{Add, Mul};
use core::slice::SliceIndex;

/// A part of a slice; empty, where there is no such part.
#[doc(hidden)]
#[inline(always)]
pub fn part<T>(slice: &[T], range: impl SliceIndex<[T], Output = [T]>) -> &[T] {
    slice.get(range).unwrap_or_default()
}

/// As [`part`], to be written.
#[doc(hidden)]
#[inline(always)]
pub fn part_mut<T>(slice: &mut [T], range: impl SliceIndex<[T], Output = [T]>) -> &mut [T] {
    slice.get_mut(range).unwrap_or_default()
}

/// The iterations of `first..end`.
#[doc(hidden)]
#[inline(always)]
pub const fn iterations(first: usize, end: usize) -> usize {
    end.saturating_sub(first)
}

/// `from - part`; far outside of any slice, where that is below zero.
#[doc(hidden)]
#[inline(always)]
pub const fn wrapping_less(from: usize, part: usize) -> usize {
    from.wrapping_sub(part)
}

/// The element that each iteration of a loop reads; zero, if there is no iteration.
///
/// # Panics
/// When the loop runs and there is no such element.
#[doc(hidden)]
#[inline(always)]
#[track_caller]
pub fn element<T: Copy + Default>(slice: &[T], index: usize, runs: bool) -> T {
    if runs { slice[index] } else { T::default() }
}

/// `count` elements from `start`.
///
/// # Panics
/// When there are fewer.
///
/// ```
/// use autodiff_core::window;
/// assert_eq!(window(&[1.0, 2.0, 3.0], 1, 2), [2.0, 3.0]);
/// assert!(window(&[1.0], 7, 0).is_empty());
/// ```
#[doc(hidden)]
#[inline(always)]
#[track_caller]
pub fn window<T>(slice: &[T], start: usize, count: usize) -> &[T] {
    &part(slice, start..)[..count]
}

/// Puts back the last elements of a record, which were saved side by side.
///
/// # Panics
/// When the record has fewer.
#[doc(hidden)]
#[inline(always)]
pub fn take_back<T: Copy>(part: &mut [T], record: &mut Vec<T>) {
    let start = record.len() - part.len();
    part.copy_from_slice(&record[start..]);
    record.truncate(start);
}

/// The room that so many entries of a record take, to be filled.
#[doc(hidden)]
#[inline(always)]
pub fn room_for<T: Copy + Default>(record: &mut Vec<T>, count: usize) -> &mut [T] {
    let start = record.len();
    record.resize(start + count, T::default());
    &mut record[start..]
}

/// The last entries of a record.
///
/// # Panics
/// When it has fewer.
#[doc(hidden)]
#[inline(always)]
pub fn last_of<T>(record: &[T], count: usize) -> &[T] {
    &record[record.len() - count..]
}

/// Takes the last entries of a record away.
#[doc(hidden)]
#[inline(always)]
pub fn drop_last<T>(record: &mut Vec<T>, count: usize) {
    record.truncate(record.len() - count);
}

/// The sum of the products of elements, in an order of its own: eight sums side by side, so that no addition
/// waits for the one before.
///
/// ```
/// let x = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0, 10.0];
/// assert_eq!(autodiff_core::sum_of_products(&x, &x), 385.0);
/// ```
#[doc(hidden)]
#[inline]
pub fn sum_of_products<T: Copy + Default + Mul<Output = T> + Add<Output = T>>(
    left: &[T],
    right: &[T],
) -> T {
    let (lefts, left_rest) = left.as_chunks::<8>();
    let (rights, right_rest) = right.as_chunks::<8>();
    let mut sums = [T::default(); 8];
    for (left, right) in lefts.iter().zip(rights) {
        for lane in 0..8 {
            sums[lane] = sums[lane] + left[lane] * right[lane];
        }
    }
    for (lane, (left, right)) in left_rest.iter().zip(right_rest).enumerate() {
        sums[lane] = sums[lane] + *left * *right;
    }
    let pairs = [sums[0] + sums[4], sums[1] + sums[5], sums[2] + sums[6], sums[3] + sums[7]];
    (pairs[0] + pairs[2]) + (pairs[1] + pairs[3])
}

/// The sum of numbers, in an order of its own, as that of [`sum_of_products`].
///
/// ```
/// let x: Vec<f64> = (1..=20).map(f64::from).collect();
/// assert_eq!(autodiff_core::sum_of_terms(&x), 210.0);
/// ```
#[doc(hidden)]
#[inline]
pub fn sum_of_terms<T: Copy + Default + Add<Output = T>>(terms: &[T]) -> T {
    let (chunks, rest) = terms.as_chunks::<8>();
    let mut sums = [T::default(); 8];
    for terms in chunks {
        for lane in 0..8 {
            sums[lane] = sums[lane] + terms[lane];
        }
    }
    for (sum, term) in sums.iter_mut().zip(rest) {
        *sum = *sum + *term;
    }
    let pairs = [sums[0] + sums[4], sums[1] + sums[5], sums[2] + sums[6], sums[3] + sums[7]];
    (pairs[0] + pairs[2]) + (pairs[1] + pairs[3])
}

/// As [`window`], to be written.
///
/// # Panics
/// When there are fewer elements.
#[doc(hidden)]
#[inline(always)]
#[track_caller]
pub fn window_mut<T>(slice: &mut [T], start: usize, count: usize) -> &mut [T] {
    &mut part_mut(slice, start..)[..count]
}
