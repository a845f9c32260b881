//! `f64` and `f32`: each is its own tangent.

use crate::differentiable::{AccumulateFrom, Differentiable, Tangent};
use crate::function::{Coordinates, Perturb};
use crate::real::Real;

macro_rules! scalar {
    ($($float:ty)*) => { $(
        impl Differentiable for $float {
            type Tangent = $float;

            #[inline(always)]
            fn zero_tangent(&self) -> $float {
                0.0
            }
        }

        impl Tangent for $float {
            #[inline(always)]
            fn accumulate(&mut self, other: &$float) {
                *self += *other;
            }

            #[inline(always)]
            fn fill_zero(&mut self) {
                *self = 0.0;
            }

            #[inline(always)]
            fn add_scaled(&mut self, factor: f64, other: &$float) {
                *self = <$float>::from_literal(self.to_double() + factor * other.to_double());
            }

            #[inline(always)]
            fn inner(&self, other: &$float) -> f64 {
                self.to_double() * other.to_double()
            }

            #[inline(always)]
            fn for_each(&self, f: &mut dyn FnMut(f64)) {
                f(self.to_double());
            }

            #[inline(always)]
            fn for_each_mut(&mut self, f: &mut dyn FnMut(&mut f64)) {
                let mut x = self.to_double();
                f(&mut x);
                *self = <$float>::from_literal(x);
            }
        }

        impl AccumulateFrom<$float> for $float {
            #[inline(always)]
            fn accumulate_from(&mut self, source: &$float) {
                *self += *source;
            }
        }

        impl Perturb for $float {
            type Owned = $float;

            #[inline(always)]
            fn perturbed(&self, direction: &$float, step: f64) -> $float {
                let mut moved = *self;
                moved.add_scaled(step, direction);
                moved
            }
        }

        impl Coordinates for $float {
            #[inline(always)]
            fn for_each_coordinate(&self, f: &mut dyn FnMut(f64)) {
                f(self.to_double());
            }
        }
    )* };
}

scalar!(f64 f32);

impl<T: Real> AccumulateFrom<&T> for T {
    #[inline(always)]
    fn accumulate_from(&mut self, source: &&T) {
        *self += **source;
    }
}
