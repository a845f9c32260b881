//! Types without derivatives: integers, `bool`, `char`, strings, `()`, `PhantomData`, and the zero-sized tangents
//! themselves.

use core::marker::PhantomData;
use core::ops::{AddAssign, SubAssign};

use crate::differentiable::{AccumulateFrom, Differentiable, Inert, NoTangent, Tangent};
use crate::function::{Coordinates, Perturb};

macro_rules! inactive {
    ($($inactive:ty)*) => { $(
        impl Differentiable for $inactive {
            type Tangent = NoTangent;

            #[inline(always)]
            fn zero_tangent(&self) -> NoTangent {
                NoTangent
            }
        }

        impl Perturb for $inactive {
            type Owned = $inactive;

            #[inline(always)]
            fn perturbed(&self, _: &NoTangent, _: f64) -> $inactive {
                self.clone()
            }
        }

        impl Coordinates for $inactive {
            fn for_each_coordinate(&self, _: &mut dyn FnMut(f64)) {}
        }
    )* };
}

inactive!(() i8 i16 i32 i64 i128 isize u8 u16 u32 u64 u128 usize bool char String);

/// A type that is there for the compiler alone.
impl<T: ?Sized> Differentiable for PhantomData<T> {
    type Tangent = NoTangent;

    #[inline(always)]
    fn zero_tangent(&self) -> NoTangent {
        NoTangent
    }
}

impl<T: ?Sized> Perturb for PhantomData<T> {
    type Owned = Self;

    #[inline(always)]
    fn perturbed(&self, _: &NoTangent, _: f64) -> Self {
        PhantomData
    }
}

impl<T: ?Sized> Coordinates for PhantomData<T> {
    fn for_each_coordinate(&self, _: &mut dyn FnMut(f64)) {}
}

impl Differentiable for str {
    type Tangent = NoTangent;

    #[inline(always)]
    fn zero_tangent(&self) -> NoTangent {
        NoTangent
    }
}

impl Perturb for str {
    type Owned = String;

    fn perturbed(&self, _: &NoTangent, _: f64) -> String {
        self.to_owned()
    }
}

impl Coordinates for str {
    fn for_each_coordinate(&self, _: &mut dyn FnMut(f64)) {}
}

macro_rules! empty_tangent {
    ($([$($generics:tt)*] $tangent:ty, $zero:expr;)*) => { $(
        impl<$($generics)*> Differentiable for $tangent {
            type Tangent = $tangent;

            #[inline(always)]
            fn zero_tangent(&self) -> $tangent {
                $zero
            }
        }

        impl<$($generics)*> Tangent for $tangent {
            #[inline(always)]
            fn accumulate(&mut self, _: &Self) {}

            #[inline(always)]
            fn fill_zero(&mut self) {}

            #[inline(always)]
            fn add_scaled(&mut self, _: f64, _: &Self) {}

            #[inline(always)]
            fn inner(&self, _: &Self) -> f64 {
                0.0
            }

            #[inline(always)]
            fn for_each(&self, _: &mut dyn FnMut(f64)) {}

            #[inline(always)]
            fn for_each_mut(&mut self, _: &mut dyn FnMut(&mut f64)) {}
        }

        impl<$($generics)*> AccumulateFrom<$tangent> for $tangent {
            #[inline(always)]
            fn accumulate_from(&mut self, _: &$tangent) {}
        }

        impl<$($generics)*> Perturb for $tangent {
            type Owned = $tangent;

            #[inline(always)]
            fn perturbed(&self, _: &$tangent, _: f64) -> $tangent {
                *self
            }
        }

        impl<$($generics)*> Coordinates for $tangent {
            fn for_each_coordinate(&self, _: &mut dyn FnMut(f64)) {}
        }
    )* };
}

empty_tangent! {
    [] NoTangent, NoTangent;
    [T: ?Sized] Inert<T>, Inert::new();
}

/// The tangent of an integer, wherever it stands.
pub trait OfInteger {}

impl OfInteger for NoTangent {}

macro_rules! of_integers {
    ($($integer:ty)*) => { $(
        impl OfInteger for Inert<$integer> {}

        impl<D: OfInteger> AddAssign<D> for Inert<$integer> {
            #[inline(always)]
            fn add_assign(&mut self, _: D) {}
        }

        impl<D: OfInteger> SubAssign<D> for Inert<$integer> {
            #[inline(always)]
            fn sub_assign(&mut self, _: D) {}
        }
    )* };
}

of_integers!(i8 i16 i32 i64 i128 isize u8 u16 u32 u64 u128 usize);

impl<D: OfInteger> AddAssign<D> for NoTangent {
    #[inline(always)]
    fn add_assign(&mut self, _: D) {}
}

impl<D: OfInteger> SubAssign<D> for NoTangent {
    #[inline(always)]
    fn sub_assign(&mut self, _: D) {}
}

/// What is read from a field without derivative may be kept where the macro knows only an integer.
impl<T: ?Sized> AccumulateFrom<NoTangent> for Inert<T> {
    #[inline(always)]
    fn accumulate_from(&mut self, _: &NoTangent) {}
}

impl<T: ?Sized> AccumulateFrom<Inert<T>> for NoTangent {
    #[inline(always)]
    fn accumulate_from(&mut self, _: &Inert<T>) {}
}
