//! Ranges of floats, `a..b` as a value: a struct of its ends.

use core::ops::Range;

use crate::differentiable::{AccumulateFrom, Differentiable, Tangent};
use crate::function::{Coordinates, Perturb};
use crate::real::Real;

impl<T: Real> Differentiable for Range<T> {
    type Tangent = Self;

    #[inline(always)]
    fn zero_tangent(&self) -> Self {
        T::zero()..T::zero()
    }

    #[inline(always)]
    fn blank_tangent(&self) -> Self {
        T::zero()..T::zero()
    }
}

impl<T: Real> Tangent for Range<T> {
    #[inline(always)]
    fn accumulate(&mut self, other: &Self) {
        self.start.accumulate(&other.start);
        self.end.accumulate(&other.end);
    }

    #[inline(always)]
    fn fill_zero(&mut self) {
        *self = self.zero_tangent();
    }

    #[inline(always)]
    fn add_scaled(&mut self, factor: f64, other: &Self) {
        self.start.add_scaled(factor, &other.start);
        self.end.add_scaled(factor, &other.end);
    }

    #[inline(always)]
    fn inner(&self, other: &Self) -> f64 {
        self.start.inner(&other.start) + self.end.inner(&other.end)
    }

    #[inline(always)]
    fn for_each(&self, f: &mut dyn FnMut(f64)) {
        self.start.for_each(f);
        self.end.for_each(f);
    }

    #[inline(always)]
    fn for_each_mut(&mut self, f: &mut dyn FnMut(&mut f64)) {
        self.start.for_each_mut(f);
        self.end.for_each_mut(f);
    }
}

impl<T: AccumulateFrom<S>, S> AccumulateFrom<Range<S>> for Range<T> {
    #[inline(always)]
    fn accumulate_from(&mut self, source: &Range<S>) {
        self.start.accumulate_from(&source.start);
        self.end.accumulate_from(&source.end);
    }
}

impl<T: Real + Perturb<Owned = T>> Perturb for Range<T> {
    type Owned = Self;

    fn perturbed(&self, direction: &Self, step: f64) -> Self {
        self.start.perturbed(&direction.start, step)..self.end.perturbed(&direction.end, step)
    }
}

impl<T: Real + Coordinates> Coordinates for Range<T> {
    fn for_each_coordinate(&self, f: &mut dyn FnMut(f64)) {
        self.start.for_each_coordinate(f);
        self.end.for_each_coordinate(f);
    }
}
