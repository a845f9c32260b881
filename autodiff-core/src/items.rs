//! What yields items: arguments of functions that take `impl IntoIterator<Item = f64>` and its kin.
//!
//! In: an array, a slice, a `Vec`, or an iterator. Out: its items in a `Vec`, and a tangent with one
//! element per item. Invariant: the items are those that the value's iterator yields, in its order; an
//! iterator is cloned for that and stays what it is, so it has to be finite.
//!
//! A generic function sees nothing of such an argument but its items, one after another. Its derivatives
//! collect them at their start, which costs one allocation and one pass per argument.

use core::iter::{
    Chain, Cloned, Copied, Empty, Enumerate, Filter, FilterMap, FlatMap, Flatten, Fuse, Inspect,
    Map, MapWhile, Once, Peekable, Rev, Scan, Skip, SkipWhile, StepBy, Take, TakeWhile, Zip,
};
use core::ops::{Range, RangeInclusive};
use std::collections::VecDeque;
use std::{array, slice, vec};

use crate::differentiable::Differentiable;

/// A value whose items are a `C`, or references to one.
///
/// ```
/// use autodiff_core::Items;
/// let v = [1.0, 2.0, 3.0];
/// let items: Vec<f64> = v.iter().skip(1).items();
/// assert_eq!(items, [2.0, 3.0]);
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not known to yield items of type `{C}` to a differentiable function",
    label = "the items of `{Self}` are not known",
    note = "help: pass an array, a slice, a `Vec`, or an iterator over one of these"
)]
pub trait Items<C> {
    /// The items, in order.
    fn items(&self) -> Vec<C>;
}

/// The items of a value.
#[inline]
pub fn items<I: Items<C> + ?Sized, C>(source: &I) -> Vec<C> {
    source.items()
}

/// An iterator over a copy of items.
#[inline]
pub fn iterator<T: Clone>(items: &[T]) -> vec::IntoIter<T> {
    Vec::from(items).into_iter()
}

/// An item that is a `C`, or references to one.
pub trait Gives<C> {
    /// It, without references.
    fn given(&self) -> C;
}

impl<T: Clone> Gives<T> for T {
    #[inline(always)]
    fn given(&self) -> T {
        self.clone()
    }
}

impl<T: Clone> Gives<T> for &T {
    #[inline(always)]
    fn given(&self) -> T {
        T::clone(self)
    }
}

impl<T: Clone> Gives<Vec<T>> for &[T] {
    #[inline]
    fn given(&self) -> Vec<T> {
        self.to_vec()
    }
}

macro_rules! gives_tuples {
    ($($item:ty, [$($name:ident)*];)*) => { $(
        impl<$($name: Clone),*> Gives<($($name,)*)> for $item {
            #[inline(always)]
            #[allow(non_snake_case)]
            fn given(&self) -> ($($name,)*) {
                let ($($name,)*) = self;
                ($($name::clone($name),)*)
            }
        }
    )* };
}

gives_tuples! {
    (&A, &B), [A B];
    (&A, B), [A B];
    (A, &B), [A B];
    (&A, &B, &C), [A B C];
}

macro_rules! items_of_sequences {
    ($([$($generics:tt)*] $sequence:ty;)*) => { $(
        impl<T: Gives<C>, C, $($generics)*> Items<C> for $sequence {
            #[inline]
            fn items(&self) -> Vec<C> {
                self.iter().map(T::given).collect()
            }
        }
    )* };
}

items_of_sequences! {
    [] [T];
    [] Vec<T>;
    [] VecDeque<T>;
    [const N: usize] [T; N];
}

impl<I: Items<C> + ?Sized, C> Items<C> for &I {
    #[inline]
    fn items(&self) -> Vec<C> {
        (**self).items()
    }
}

macro_rules! iterators {
    ($([$($generics:tt)*] $iterator:ty;)*) => { $(
        #[allow(clippy::extra_unused_lifetimes)]
        impl<$($generics)*, CONTENT> Items<CONTENT> for $iterator
        where
            $iterator: Iterator + Clone,
            <$iterator as Iterator>::Item: Gives<CONTENT>,
        {
            #[inline]
            fn items(&self) -> Vec<CONTENT> {
                self.clone().map(|item| item.given()).collect()
            }
        }

        #[allow(clippy::extra_unused_lifetimes)]
        impl<$($generics)*> Differentiable for $iterator
        where
            $iterator: Iterator + Clone,
            <$iterator as Iterator>::Item: Differentiable,
        {
            type Tangent = Vec<<<$iterator as Iterator>::Item as Differentiable>::Tangent>;

            #[inline]
            fn zero_tangent(&self) -> Self::Tangent {
                self.clone().map(|item| item.zero_tangent()).collect()
            }

            #[inline]
            fn blank_tangent(&self) -> Self::Tangent {
                Vec::new()
            }
        }
    )* };
}

iterators! {
    ['a, T] slice::Iter<'a, T>;
    ['a, T] slice::Windows<'a, T>;
    ['a, T] slice::Chunks<'a, T>;
    ['a, T] slice::ChunksExact<'a, T>;
    [T] vec::IntoIter<T>;
    [T, const N: usize] array::IntoIter<T, N>;
    [T] RangeInclusive<T>;
    [T] Once<T>;
    [T] Empty<T>;
    [I] Cloned<I>;
    [I] Copied<I>;
    [I] Enumerate<I>;
    [I] Fuse<I>;
    [I] Rev<I>;
    [I] Skip<I>;
    [I] StepBy<I>;
    [I] Take<I>;
    [I: Iterator] Peekable<I>;
    [A, B] Chain<A, B>;
    [A, B] Zip<A, B>;
    [I, F] Filter<I, F>;
    [I, F] FilterMap<I, F>;
    [I, F] Inspect<I, F>;
    [I, F] Map<I, F>;
    [I, F] MapWhile<I, F>;
    [I, F] SkipWhile<I, F>;
    [I, F] TakeWhile<I, F>;
    [I, S, F] Scan<I, S, F>;
    [I: Iterator<Item: IntoIterator>] Flatten<I>;
    [I, U: IntoIterator, F] FlatMap<I, U, F>;
}

// ranges of floats are no iterators, but values; the lifetime is one that the macro can put in front
iterators! {
    ['a] Range<i8>;
    ['a] Range<i16>;
    ['a] Range<i32>;
    ['a] Range<i64>;
    ['a] Range<i128>;
    ['a] Range<isize>;
    ['a] Range<u8>;
    ['a] Range<u16>;
    ['a] Range<u32>;
    ['a] Range<u64>;
    ['a] Range<u128>;
    ['a] Range<usize>;
}

#[cfg(feature = "ndarray")]
mod of_arrays {
    use super::{Gives, Items};
    use ndarray::{ArrayBase, ArrayRef, Data, Dimension};

    impl<T: Gives<C>, C, S: Data<Elem = T>, D: Dimension> Items<C> for ArrayBase<S, D> {
        fn items(&self) -> Vec<C> {
            self.iter().map(T::given).collect()
        }
    }

    impl<T: Gives<C>, C, D: Dimension> Items<C> for ArrayRef<T, D> {
        fn items(&self) -> Vec<C> {
            self.iter().map(T::given).collect()
        }
    }
}
