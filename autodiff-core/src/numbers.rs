//! Numbers of ranges by their positions, and the order of floats.
//!
//! Chains walk over positions where several sequences stand side by side, and a range of the source has
//! numbers of whatever integer type. Invariant: what `lo..hi` yields, in the same order.

use std::cmp::Ordering;

/// An integer type that ranges are made of.
pub trait Number: Copy + PartialOrd {
    /// The number `k` behind this one.
    #[must_use]
    fn ahead(self, k: usize) -> Self;

    /// How far another number is from this one.
    fn distance(self, other: Self) -> usize;
}

macro_rules! numbers {
    ($($int:ty),*) => {$(
        impl Number for $int {
            #[inline]
            #[allow(clippy::cast_possible_truncation, clippy::cast_possible_wrap)]
            fn ahead(self, k: usize) -> Self {
                self + k as $int
            }

            #[inline]
            #[allow(clippy::cast_possible_truncation)]
            fn distance(self, other: Self) -> usize {
                self.abs_diff(other) as usize
            }
        }
    )*};
}

numbers!(i8, i16, i32, i64, i128, isize, u8, u16, u32, u64, u128, usize);

/// A float with a total order.
pub trait TotalOrder {
    /// As `f64::total_cmp`.
    fn order(&self, other: &Self) -> Ordering;
}

impl TotalOrder for f64 {
    #[inline]
    fn order(&self, other: &Self) -> Ordering {
        self.total_cmp(other)
    }
}

impl TotalOrder for f32 {
    #[inline]
    fn order(&self, other: &Self) -> Ordering {
        self.total_cmp(other)
    }
}

/// The order of two floats, NaN and signs of zeros included.
///
/// ```
/// assert!(autodiff_core::total_order(&-0.0, &0.0).is_lt());
/// ```
#[inline]
pub fn total_order<T: TotalOrder>(a: &T, b: &T) -> Ordering {
    a.order(b)
}

/// The number `k` behind `from`.
///
/// ```
/// assert_eq!(autodiff_core::number_at(-3_i32, 5), 2);
/// ```
#[inline]
pub fn number_at<T: Number>(from: T, k: usize) -> T {
    from.ahead(k)
}

/// How many numbers `lo..hi` has.
///
/// ```
/// assert_eq!(autodiff_core::count_to(-1, 3), (-1..3).count());
/// assert_eq!(autodiff_core::count_to(3_u8, 1), 0);
/// ```
#[inline]
pub fn count_to<T: Number>(lo: T, hi: T) -> usize {
    if lo < hi { lo.distance(hi) } else { 0 }
}

/// How many numbers `lo..=hi` has.
///
/// ```
/// assert_eq!(autodiff_core::count_through(1, 3), (1..=3).count());
/// assert_eq!(autodiff_core::count_through(3_u8, 1), 0);
/// ```
#[inline]
pub fn count_through<T: Number>(lo: T, hi: T) -> usize {
    if lo <= hi { lo.distance(hi).saturating_add(1) } else { 0 }
}
