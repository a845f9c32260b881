//! Permutations: what sorting does to an array, to its tangent and to its shadow.
//!
//! In: an array and what compares its elements. Out: an order, the positions of the elements in the sorted
//! array; and arrays rearranged by one, or back. Invariant: the order is found once, of the primal, and
//! moves tangents and cotangents with their elements.

use core::cmp::Ordering;

/// The positions of the elements in sorted order; equal elements keep theirs.
///
/// ```
/// assert_eq!(autodiff_core::order_by(&[3.0, 1.0, 2.0], f64::total_cmp), [1, 2, 0]);
/// ```
pub fn order_by<T>(v: &[T], mut compare: impl FnMut(&T, &T) -> Ordering) -> Vec<usize> {
    let mut order: Vec<usize> = (0..v.len()).collect();
    order.sort_by(|&i, &j| compare(&v[i], &v[j]));
    order
}

/// The same by a key.
///
/// ```
/// assert_eq!(autodiff_core::order_by_key(&[-3, 1, 2], |x: &i32| x.abs()), [1, 2, 0]);
/// ```
pub fn order_by_key<T, K: Ord>(v: &[T], mut key: impl FnMut(&T) -> K) -> Vec<usize> {
    let mut order: Vec<usize> = (0..v.len()).collect();
    order.sort_by_key(|&i| key(&v[i]));
    order
}

/// The same of elements that have an order themselves.
///
/// ```
/// assert_eq!(autodiff_core::order(&[3, 1, 2]), [1, 2, 0]);
/// ```
pub fn order<T: Ord>(v: &[T]) -> Vec<usize> {
    order_by(v, T::cmp)
}

/// The positions of the elements as `select_nth_unstable_by` arranges them.
///
/// # Panics
/// When there is no element with the number `at`.
///
/// ```
/// let order = autodiff_core::order_nth_by(&[3.0, 1.0, 2.0], 1, f64::total_cmp);
/// assert_eq!(order[1], 2);
/// ```
pub fn order_nth_by<T>(
    v: &[T],
    at: usize,
    mut compare: impl FnMut(&T, &T) -> Ordering,
) -> Vec<usize> {
    let mut order: Vec<usize> = (0..v.len()).collect();
    order.select_nth_unstable_by(at, |&i, &j| compare(&v[i], &v[j]));
    order
}

/// The same by a key, as `select_nth_unstable_by_key` does.
///
/// # Panics
/// When there is no element with the number `at`.
///
/// ```
/// assert_eq!(autodiff_core::order_nth_by_key(&[-3, 1, 2], 0, |x: &i32| x.abs())[0], 1);
/// ```
pub fn order_nth_by_key<T, K: Ord>(v: &[T], at: usize, mut key: impl FnMut(&T) -> K) -> Vec<usize> {
    let mut order: Vec<usize> = (0..v.len()).collect();
    order.select_nth_unstable_by_key(at, |&i| key(&v[i]));
    order
}

/// The same of elements that have an order themselves, as `select_nth_unstable` does.
///
/// # Panics
/// When there is no element with the number `at`.
///
/// ```
/// assert_eq!(autodiff_core::order_nth(&[3, 1, 2], 2)[2], 0);
/// ```
pub fn order_nth<T: Ord>(v: &[T], at: usize) -> Vec<usize> {
    order_nth_by(v, at, T::cmp)
}

/// Where the slices begin that `chunk_by` yields, and where the last one ends.
///
/// ```
/// assert_eq!(autodiff_core::bounds_of_runs(&[1.0, 2.0, 0.5], |a, b| a < b), [0, 2, 3]);
/// assert_eq!(autodiff_core::bounds_of_runs(&[0.0; 0], |_, _| true), [0]);
/// ```
pub fn bounds_of_runs<T>(v: &[T], together: impl FnMut(&T, &T) -> bool) -> Vec<usize> {
    let ends = v.chunk_by(together).scan(0, |end, run| {
        *end += run.len();
        Some(*end)
    });
    core::iter::once(0).chain(ends).collect()
}

/// One of these bounds.
///
/// # Panics
/// When there is none with that number.
///
/// ```
/// assert_eq!(autodiff_core::bound_of_run(&vec![0, 2, 3], 1), 2);
/// ```
pub fn bound_of_run(bounds: &[usize], at: usize) -> usize {
    bounds[at]
}

/// Rearranges: `v[i] = old_v[order[i]]`.
///
/// # Panics
/// When the order is not one of this length.
///
/// ```
/// let mut v = ["c", "a", "b"];
/// autodiff_core::permute(&mut v, &[1, 2, 0]);
/// assert_eq!(v, ["a", "b", "c"]);
/// ```
pub fn permute<T>(v: &mut [T], order: &[usize]) {
    assert_eq!(v.len(), order.len(), "an order of another length");
    along_cycles(order, |at, from| v.swap(at, from));
}

/// Undoes [`permute`]: `v[order[i]] = old_v[i]`.
///
/// # Panics
/// When the order is not one of this length.
///
/// ```
/// let mut v = ["a", "b", "c"];
/// autodiff_core::permute_back(&mut v, &[1, 2, 0]);
/// assert_eq!(v, ["c", "a", "b"]);
/// ```
pub fn permute_back<T>(v: &mut [T], order: &[usize]) {
    assert_eq!(v.len(), order.len(), "an order of another length");
    let mut swaps = Vec::with_capacity(order.len());
    along_cycles(order, |at, from| swaps.push((at, from)));
    for (at, from) in swaps.into_iter().rev() {
        v.swap(at, from);
    }
}

/// The swaps that a permutation consists of: along each cycle, from its first position on.
fn along_cycles(order: &[usize], mut swap: impl FnMut(usize, usize)) {
    let mut done = vec![false; order.len()];
    for start in 0..order.len() {
        let mut at = start;
        while !std::mem::replace(&mut done[at], true) && order[at] != start {
            swap(at, order[at]);
            at = order[at];
        }
    }
}

/// Which elements `v.retain(keep)` keeps.
///
/// ```
/// assert_eq!(autodiff_core::kept_elements(&[1, -2, 3], |x| *x > 0), [true, false, true]);
/// ```
pub fn kept_elements<T>(v: &[T], keep: impl FnMut(&T) -> bool) -> Vec<bool> {
    v.iter().map(keep).collect()
}

/// Which elements `v.dedup_by(same)` keeps: the first of those that follow one another and are the same.
///
/// ```
/// let same = |a: &f64, b: &f64| (a - b).abs() < 0.1;
/// assert_eq!(autodiff_core::kept_once_by(&[1.0, 1.05, 1.1, 2.0], same), [true, false, true, true]);
/// ```
pub fn kept_once_by<T>(v: &[T], mut same: impl FnMut(&T, &T) -> bool) -> Vec<bool> {
    let mut last: Option<&T> = None;
    let kept = v.iter().map(|x| {
        let kept = last.is_none_or(|last| !same(x, last));
        if kept {
            last = Some(x);
        }
        kept
    });
    kept.collect()
}

/// Which elements `v.dedup()` keeps.
///
/// ```
/// assert_eq!(autodiff_core::kept_once(&[1, 1, 2, 1]), [true, false, true, true]);
/// ```
pub fn kept_once<T: PartialEq>(v: &[T]) -> Vec<bool> {
    kept_once_by(v, T::eq)
}

/// Which elements `v.dedup_by_key(key)` keeps.
///
/// ```
/// assert_eq!(autodiff_core::kept_once_by_key(&[1.0, 1.5, 2.0], |x| *x as i32), [true, false, true]);
/// ```
pub fn kept_once_by_key<T, K: PartialEq>(v: &[T], mut key: impl FnMut(&T) -> K) -> Vec<bool> {
    kept_once_by(v, |a, b| key(a) == key(b))
}

/// The order with what is kept in front.
///
/// ```
/// assert_eq!(autodiff_core::kept_first(&[true, false, true]), [0, 2, 1]);
/// ```
pub fn kept_first(kept: &[bool]) -> Vec<usize> {
    let (mut front, back): (Vec<usize>, Vec<usize>) = (0..kept.len()).partition(|&i| kept[i]);
    front.extend(back);
    front
}

/// How many elements are kept.
///
/// ```
/// assert_eq!(autodiff_core::count_kept(&[true, false, true]), 2);
/// ```
pub fn count_kept(kept: &[bool]) -> usize {
    kept.iter().filter(|kept| **kept).count()
}
