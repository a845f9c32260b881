//! Tuples of up to twelve: the tuple of the tangents.

use crate::differentiable::{AccumulateFrom, Differentiable, Tangent};
use crate::function::{Coordinates, Perturb};

macro_rules! tuple {
    ($($name:ident $source:ident $position:tt),+) => {
        impl<$($name: Differentiable),+> Differentiable for ($($name,)+) {
            type Tangent = ($($name::Tangent,)+);

            #[inline]
            fn zero_tangent(&self) -> Self::Tangent {
                ($(self.$position.zero_tangent(),)+)
            }

            #[inline]
            fn blank_tangent(&self) -> Self::Tangent {
                ($(self.$position.blank_tangent(),)+)
            }
        }

        impl<$($name: Tangent),+> Tangent for ($($name,)+) {
            #[inline]
            fn accumulate(&mut self, other: &Self) {
                $(self.$position.accumulate(&other.$position);)+
            }

            #[inline]
            fn fill_zero(&mut self) {
                $(self.$position.fill_zero();)+
            }

            #[inline]
            fn add_scaled(&mut self, factor: f64, other: &Self) {
                $(self.$position.add_scaled(factor, &other.$position);)+
            }

            #[inline]
            fn inner(&self, other: &Self) -> f64 {
                let mut sum = 0.0;
                $(sum += self.$position.inner(&other.$position);)+
                sum
            }

            #[inline]
            fn for_each(&self, f: &mut dyn FnMut(f64)) {
                $(self.$position.for_each(f);)+
            }

            fn part_lengths(&self) -> Vec<usize> {
                vec![$(self.$position.part_lengths().iter().sum()),+]
            }

            #[inline]
            fn for_each_mut(&mut self, f: &mut dyn FnMut(&mut f64)) {
                $(self.$position.for_each_mut(f);)+
            }
        }

        impl<$($name: AccumulateFrom<$source>, $source),+> AccumulateFrom<($($source,)+)>
            for ($($name,)+)
        {
            #[inline]
            fn accumulate_from(&mut self, source: &($($source,)+)) {
                $(self.$position.accumulate_from(&source.$position);)+
            }
        }

        impl<$($name: Perturb),+> Perturb for ($($name,)+) {
            type Owned = ($($name::Owned,)+);

            fn perturbed(&self, direction: &Self::Tangent, step: f64) -> Self::Owned {
                ($(self.$position.perturbed(&direction.$position, step),)+)
            }
        }

        impl<$($name: Coordinates),+> Coordinates for ($($name,)+) {
            fn for_each_coordinate(&self, f: &mut dyn FnMut(f64)) {
                $(self.$position.for_each_coordinate(f);)+
            }
        }
    };
}

tuple!(A A2 0);
tuple!(A A2 0, B B2 1);
tuple!(A A2 0, B B2 1, C C2 2);
tuple!(A A2 0, B B2 1, C C2 2, D D2 3);
tuple!(A A2 0, B B2 1, C C2 2, D D2 3, E E2 4);
tuple!(A A2 0, B B2 1, C C2 2, D D2 3, E E2 4, F F2 5);
tuple!(A A2 0, B B2 1, C C2 2, D D2 3, E E2 4, F F2 5, G G2 6);
tuple!(A A2 0, B B2 1, C C2 2, D D2 3, E E2 4, F F2 5, G G2 6, H H2 7);
tuple!(A A2 0, B B2 1, C C2 2, D D2 3, E E2 4, F F2 5, G G2 6, H H2 7, I I2 8);
tuple!(A A2 0, B B2 1, C C2 2, D D2 3, E E2 4, F F2 5, G G2 6, H H2 7, I I2 8, J J2 9);
tuple!(A A2 0, B B2 1, C C2 2, D D2 3, E E2 4, F F2 5, G G2 6, H H2 7, I I2 8, J J2 9, K K2 10);
tuple!(
    A A2 0, B B2 1, C C2 2, D D2 3, E E2 4, F F2 5, G G2 6, H H2 7, I I2 8, J J2 9, K K2 10,
    L L2 11
);
