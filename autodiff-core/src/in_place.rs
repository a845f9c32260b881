//! Operations that change an array in place, and how they are undone: what generated code calls where
//! the standard library has no method of that meaning.
//!
//! In: a place or its shadow. Out: the same place, changed. Invariant: the shadow of a `Vec` has the
//! length of its variable, so that both sides of an operation do the same to both.

use crate::differentiable::{Differentiable, Tangent};
use crate::real::Real;

/// The last element, taken out: `v.pop().unwrap()`.
///
/// # Panics
/// When there is none.
///
/// ```
/// let mut stack = vec![1.0, 2.0];
/// assert_eq!(autodiff_core::popped(&mut stack), 2.0);
/// ```
#[inline(always)]
#[track_caller]
pub fn popped<V: Stack>(v: &mut V) -> V::Item {
    match v.pop_last() {
        Some(last) => last,
        None => panic!("an element is popped from an empty `Vec`"),
    }
}

/// What elements are pushed to and popped from: a `Vec`, or a short list.
pub trait Stack {
    /// An element.
    type Item;

    /// The last one, taken out.
    fn pop_last(&mut self) -> Option<Self::Item>;

    /// Another one, behind the last.
    fn push_last(&mut self, x: Self::Item);

    /// Those from `len` on, taken out.
    fn tail(&mut self, len: usize) -> Vec<Self::Item>;

    /// All of them.
    fn items_mut(&mut self) -> &mut [Self::Item];
}

impl<T> Stack for Vec<T> {
    type Item = T;

    #[inline(always)]
    fn pop_last(&mut self) -> Option<T> {
        self.pop()
    }

    #[inline(always)]
    fn push_last(&mut self, x: T) {
        self.push(x);
    }

    #[inline(always)]
    fn tail(&mut self, len: usize) -> Self {
        self.split_off(len)
    }

    #[inline(always)]
    fn items_mut(&mut self) -> &mut [T] {
        self
    }
}

/// Undoes `swap_remove(i)`.
///
/// ```
/// let mut v = vec![1, 2, 3];
/// let x = v.swap_remove(0);
/// autodiff_core::swap_insert(&mut v, 0, x);
/// assert_eq!(v, [1, 2, 3]);
/// ```
#[inline]
pub fn swap_insert<V: Stack>(v: &mut V, i: usize, x: V::Item) {
    v.push_last(x);
    let items = v.items_mut();
    let last = items.len() - 1;
    items.swap(i, last);
}

/// What `truncate(len)` drops; the rest stays.
///
/// ```
/// let mut v = vec![1, 2, 3];
/// assert_eq!(autodiff_core::split_tail(&mut v, 2), [3]);
/// assert_eq!(autodiff_core::split_tail(&mut v, 9), []);
/// assert_eq!(v, [1, 2]);
/// ```
#[inline]
pub fn split_tail<V: Stack>(v: &mut V, len: usize) -> Vec<V::Item> {
    let len = len.min(v.items_mut().len());
    v.tail(len)
}

/// The shadow grows by the zeros of what a truncation dropped.
///
/// ```
/// let mut d = vec![1.0];
/// autodiff_core::extend_zeros(&mut d, &vec![2.0, 3.0]);
/// assert_eq!(d, [1.0, 0.0, 0.0]);
/// ```
#[inline]
pub fn extend_zeros<V, T>(shadow: &mut V, dropped: &[T])
where
    V: Stack<Item = T::Tangent>,
    T: Differentiable,
{
    dropped.iter().for_each(|x| shadow.push_last(x.zero_tangent()));
}

/// A place that takes back a content that was kept.
pub trait RestoreFrom<S: ?Sized> {
    /// `self = saved`, element by element.
    fn restore_from(&mut self, saved: &S);
}

/// Gives a place the content back that it had; the shapes are equal.
///
/// ```
/// let mut x = [0.0; 3];
/// autodiff_core::restore(&mut x[1..], &vec![1.0, 2.0]);
/// assert_eq!(x, [0.0, 1.0, 2.0]);
/// ```
#[inline]
#[track_caller]
pub fn restore<P: RestoreFrom<S> + ?Sized, S: ?Sized>(place: &mut P, saved: &S) {
    place.restore_from(saved);
}

/// Puts back what was saved of a place, if anything was.
#[inline(always)]
pub fn restore_some<T>(place: &mut T, saved: Option<T>) {
    if let Some(saved) = saved {
        *place = saved;
    }
}

/// A shadow whose place was overwritten with one value everywhere.
pub trait CoordinateSum {
    /// The type of the coordinates.
    type Elem;

    /// Their sum.
    fn coordinate_sum(&self) -> Self::Elem;
}

/// The sum of the cotangents of `x.fill(value)`.
///
/// ```
/// assert_eq!(autodiff_core::coordinate_sum(&[1.0, 2.0][..]), 3.0);
/// ```
#[inline]
pub fn coordinate_sum<D: CoordinateSum + ?Sized>(shadow: &D) -> D::Elem {
    shadow.coordinate_sum()
}

/// A shadow that can become zero, also a part of one.
pub trait Erase {
    /// `self = 0`, keeping the shape.
    fn erase(&mut self);
}

/// Sets the shadow of a place that was overwritten to zero.
///
/// ```
/// let mut d = [1.0, 2.0, 3.0];
/// autodiff_core::erase(&mut d[1..]);
/// assert_eq!(d, [1.0, 0.0, 0.0]);
/// ```
#[inline]
pub fn erase<D: Erase + ?Sized>(shadow: &mut D) {
    shadow.erase();
}

macro_rules! sequences {
    ($([$($generics:tt)*] $sequence:ty, $saved:ty;)*) => { $(
        impl<T: Clone, $($generics)*> RestoreFrom<$saved> for $sequence {
            #[inline]
            fn restore_from(&mut self, saved: &$saved) {
                self.clone_from_slice(saved);
            }
        }

        impl<T: Real, $($generics)*> CoordinateSum for $sequence {
            type Elem = T;

            #[inline]
            fn coordinate_sum(&self) -> T {
                self.iter().copied().sum()
            }
        }

        impl<T: Tangent, $($generics)*> Erase for $sequence {
            #[inline]
            fn erase(&mut self) {
                self.iter_mut().for_each(T::fill_zero);
            }
        }
    )* };
}

sequences! {
    [] [T], Vec<T>;
    [] Vec<T>, Vec<T>;
    [const N: usize] [T; N], [T; N];
}

#[cfg(feature = "ndarray")]
mod arrays {
    use ndarray::{Array, ArrayBase, ArrayRef, Data, DataMut, Dimension};

    use super::{CoordinateSum, Erase, RestoreFrom};
    use crate::real::Real;

    impl<A: Clone, S: DataMut<Elem = A>, D: Dimension> RestoreFrom<Array<A, D>> for ArrayBase<S, D> {
        #[inline]
        fn restore_from(&mut self, saved: &Array<A, D>) {
            self.assign(saved);
        }
    }

    impl<A: Clone, D: Dimension> RestoreFrom<Array<A, D>> for ArrayRef<A, D> {
        #[inline]
        fn restore_from(&mut self, saved: &Array<A, D>) {
            self.assign(saved);
        }
    }

    impl<A: Real, D: Dimension> CoordinateSum for ArrayRef<A, D> {
        type Elem = A;

        #[inline]
        fn coordinate_sum(&self) -> A {
            self.iter().copied().sum()
        }
    }

    impl<A: Real, D: Dimension> Erase for ArrayRef<A, D> {
        #[inline]
        fn erase(&mut self) {
            self.fill(A::zero());
        }
    }

    impl<A: Real, S: Data<Elem = A>, D: Dimension> CoordinateSum for ArrayBase<S, D> {
        type Elem = A;

        #[inline]
        fn coordinate_sum(&self) -> A {
            self.iter().copied().sum()
        }
    }

    impl<A: Real, S: DataMut<Elem = A>, D: Dimension> Erase for ArrayBase<S, D> {
        #[inline]
        fn erase(&mut self) {
            self.fill(A::zero());
        }
    }
}
