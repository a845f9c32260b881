//! Fixed arrays, slices and `Vec`: the tangents of the elements, in order.

use crate::differentiable::{AccumulateFrom, Differentiable, Tangent};
use crate::function::{Coordinates, Perturb};

/// Panics unless the two sequences have the same length.
#[inline]
#[track_caller]
pub(super) fn same_length(shadow: usize, source: usize) {
    assert!(
        shadow == source,
        "tangents of different lengths: {shadow} and {source}\nhelp: a tangent has one element per \
         element of its primal"
    );
}

macro_rules! elementwise_tangent {
    () => {
        #[inline]
        fn accumulate(&mut self, other: &Self) {
            $crate::impls::sequence::same_length(self.len(), other.len());
            for (d, s) in self.iter_mut().zip(other) {
                d.accumulate(s);
            }
        }

        #[inline]
        fn fill_zero(&mut self) {
            for d in self {
                d.fill_zero();
            }
        }

        #[inline]
        fn add_scaled(&mut self, factor: f64, other: &Self) {
            $crate::impls::sequence::same_length(self.len(), other.len());
            for (d, s) in self.iter_mut().zip(other) {
                d.add_scaled(factor, s);
            }
        }

        #[inline]
        fn inner(&self, other: &Self) -> f64 {
            $crate::impls::sequence::same_length(self.len(), other.len());
            self.iter().zip(other).map(|(a, b)| a.inner(b)).sum()
        }

        #[inline]
        fn for_each(&self, f: &mut dyn FnMut(f64)) {
            for d in self {
                d.for_each(f);
            }
        }

        #[inline]
        fn for_each_mut(&mut self, f: &mut dyn FnMut(&mut f64)) {
            for d in self {
                d.for_each_mut(f);
            }
        }
    };
}

#[cfg(feature = "arrayvec")]
pub(super) use elementwise_tangent;

impl<T: Differentiable, const N: usize> Differentiable for [T; N] {
    type Tangent = [T::Tangent; N];

    #[inline]
    fn zero_tangent(&self) -> Self::Tangent {
        self.each_ref().map(T::zero_tangent)
    }

    #[inline]
    fn blank_tangent(&self) -> Self::Tangent {
        self.each_ref().map(T::blank_tangent)
    }
}

impl<T: Tangent, const N: usize> Tangent for [T; N] {
    elementwise_tangent!();
}

impl<T: Differentiable> Differentiable for [T] {
    type Tangent = Vec<T::Tangent>;

    #[inline]
    fn zero_tangent(&self) -> Self::Tangent {
        self.iter().map(T::zero_tangent).collect()
    }

    #[inline]
    fn blank_tangent(&self) -> Self::Tangent {
        Vec::new()
    }
}

impl<T: Differentiable> Differentiable for Vec<T> {
    type Tangent = Vec<T::Tangent>;

    #[inline]
    fn zero_tangent(&self) -> Self::Tangent {
        self.as_slice().zero_tangent()
    }

    #[inline]
    fn blank_tangent(&self) -> Self::Tangent {
        Vec::new()
    }
}

impl<T: Tangent> Tangent for Vec<T> {
    elementwise_tangent!();
}

impl<T: Differentiable> Differentiable for Box<[T]> {
    type Tangent = Box<[T::Tangent]>;

    #[inline]
    fn zero_tangent(&self) -> Self::Tangent {
        self.iter().map(T::zero_tangent).collect()
    }

    #[inline]
    fn blank_tangent(&self) -> Self::Tangent {
        Box::default()
    }
}

impl<T: Tangent> Tangent for Box<[T]> {
    elementwise_tangent!();
}

impl<T: Coordinates> Coordinates for Box<[T]> {
    fn for_each_coordinate(&self, f: &mut dyn FnMut(f64)) {
        self.iter().for_each(|x| x.for_each_coordinate(f));
    }
}

impl<T: Perturb> Perturb for Box<[T]> {
    type Owned = Box<[T::Owned]>;

    fn perturbed(&self, direction: &Self::Tangent, step: f64) -> Self::Owned {
        same_length(self.len(), direction.len());
        self.iter().zip(direction).map(|(x, d)| x.perturbed(d, step)).collect()
    }
}

macro_rules! accumulate_slices {
    ($([$($generics:tt)*] $shadow:ty, $source:ty;)*) => { $(
        impl<T: AccumulateFrom<S>, S, $($generics)*> AccumulateFrom<$source> for $shadow {
            #[inline]
            fn accumulate_from(&mut self, source: &$source) {
                same_length(self.len(), source.len());
                for (d, s) in self.iter_mut().zip(source) {
                    d.accumulate_from(s);
                }
            }
        }
    )* };
}

accumulate_slices! {
    [] [T], [S];
    [] [T], Vec<S>;
    [const N: usize] [T], [S; N];
    [] Vec<T>, [S];
    [] Vec<T>, Vec<S>;
    [] [T], Box<[S]>;
    [] Vec<T>, Box<[S]>;
    [] Box<[T]>, [S];
    [] Box<[T]>, Vec<S>;
    [] Box<[T]>, Box<[S]>;
    [const N: usize] Vec<T>, [S; N];
    [const N: usize] [T; N], [S];
    [const N: usize] [T; N], Vec<S>;
    [const N: usize] [T; N], [S; N];
}

impl<T: Perturb, const N: usize> Perturb for [T; N] {
    type Owned = [T::Owned; N];

    fn perturbed(&self, direction: &Self::Tangent, step: f64) -> Self::Owned {
        core::array::from_fn(|i| self[i].perturbed(&direction[i], step))
    }
}

impl<T: Perturb> Perturb for [T] {
    type Owned = Vec<T::Owned>;

    fn perturbed(&self, direction: &Self::Tangent, step: f64) -> Self::Owned {
        same_length(self.len(), direction.len());
        self.iter().zip(direction).map(|(x, d)| x.perturbed(d, step)).collect()
    }
}

impl<T: Perturb> Perturb for Vec<T> {
    type Owned = Vec<T::Owned>;

    fn perturbed(&self, direction: &Self::Tangent, step: f64) -> Self::Owned {
        self.as_slice().perturbed(direction, step)
    }
}

impl<T: Coordinates, const N: usize> Coordinates for [T; N] {
    fn for_each_coordinate(&self, f: &mut dyn FnMut(f64)) {
        self.as_slice().for_each_coordinate(f);
    }
}

impl<T: Coordinates> Coordinates for [T] {
    fn for_each_coordinate(&self, f: &mut dyn FnMut(f64)) {
        for x in self {
            x.for_each_coordinate(f);
        }
    }
}

impl<T: Coordinates> Coordinates for Vec<T> {
    fn for_each_coordinate(&self, f: &mut dyn FnMut(f64)) {
        self.as_slice().for_each_coordinate(f);
    }
}
