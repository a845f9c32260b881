//! Short lists of arrayvec, which hold their elements in place: as a `Vec`, element by element.

use arrayvec::ArrayVec;

use crate::conversion::linear_conversions;
use crate::differentiable::{AccumulateFrom, Differentiable, Tangent};
use crate::function::{Coordinates, Perturb};
use crate::in_place::{Erase, RestoreFrom, Stack};
use crate::walked::Walked;

impl<T: Differentiable, const N: usize> Differentiable for ArrayVec<T, N> {
    type Tangent = ArrayVec<T::Tangent, N>;

    #[inline]
    fn zero_tangent(&self) -> Self::Tangent {
        self.iter().map(T::zero_tangent).collect()
    }

    #[inline]
    fn blank_tangent(&self) -> Self::Tangent {
        self.iter().map(T::blank_tangent).collect()
    }
}

impl<T: Tangent, const N: usize> Tangent for ArrayVec<T, N> {
    super::sequence::elementwise_tangent!();
}

impl<T: AccumulateFrom<S>, S, const N: usize> AccumulateFrom<ArrayVec<S, N>> for ArrayVec<T, N> {
    #[inline]
    fn accumulate_from(&mut self, source: &ArrayVec<S, N>) {
        self.as_mut_slice().accumulate_from(source.as_slice());
    }
}

impl<T: AccumulateFrom<S>, S, const N: usize> AccumulateFrom<ArrayVec<S, N>> for [T] {
    #[inline]
    fn accumulate_from(&mut self, source: &ArrayVec<S, N>) {
        self.accumulate_from(source.as_slice());
    }
}

impl<T: AccumulateFrom<S>, S, const N: usize> AccumulateFrom<Vec<S>> for ArrayVec<T, N> {
    #[inline]
    fn accumulate_from(&mut self, source: &Vec<S>) {
        self.as_mut_slice().accumulate_from(source.as_slice());
    }
}

impl<T: Perturb, const N: usize> Perturb for ArrayVec<T, N> {
    type Owned = ArrayVec<T::Owned, N>;

    fn perturbed(&self, direction: &Self::Tangent, step: f64) -> Self::Owned {
        self.iter().zip(direction).map(|(x, d)| x.perturbed(d, step)).collect()
    }
}

impl<T: Coordinates, const N: usize> Coordinates for ArrayVec<T, N> {
    fn for_each_coordinate(&self, f: &mut dyn FnMut(f64)) {
        self.as_slice().for_each_coordinate(f);
    }
}

impl<T: Clone, const N: usize> RestoreFrom<ArrayVec<T, N>> for ArrayVec<T, N> {
    #[inline]
    fn restore_from(&mut self, saved: &ArrayVec<T, N>) {
        self.clone_from_slice(saved);
    }
}

impl<T: Tangent, const N: usize> Erase for ArrayVec<T, N> {
    #[inline]
    fn erase(&mut self) {
        self.fill_zero();
    }
}

impl<T, const N: usize> Stack for ArrayVec<T, N> {
    type Item = T;

    #[inline(always)]
    fn pop_last(&mut self) -> Option<T> {
        self.pop()
    }

    #[inline(always)]
    fn push_last(&mut self, x: T) {
        self.push(x);
    }

    #[inline]
    fn tail(&mut self, len: usize) -> Vec<T> {
        self.drain(len..).collect()
    }

    #[inline(always)]
    fn items_mut(&mut self) -> &mut [T] {
        self
    }
}

impl<T, const N: usize> Walked for ArrayVec<T, N> {}

linear_conversions! {
    [T: Differentiable + Clone, const N: usize] [T; N] => ArrayVec<T, N>: |x| ArrayVec::from(x),
        |d, seed| d.iter_mut().zip(&seed).for_each(|(d, seed)| d.accumulate(seed));
}
