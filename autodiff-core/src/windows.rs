//! The elements that a loop walks, as a slice of their own.
//!
//! In: a slice, and where the loop begins and how many iterations it has. Out: as many elements, so that
//! rustc need not check the bounds in each iteration. Invariant: nothing is checked for a loop without
//! iterations, whose places need not exist.

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
