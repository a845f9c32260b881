//! References, which are transparent, `Box`, `Option`, and `Result`, whose error has no derivative.

use crate::differentiable::{AccumulateFrom, Differentiable, Tangent};
use crate::function::{Coordinates, Perturb};

macro_rules! transparent {
    ($($wrapper:ty)*) => { $(
        impl<T: Differentiable + ?Sized> Differentiable for $wrapper {
            type Tangent = T::Tangent;

            #[inline(always)]
            fn zero_tangent(&self) -> T::Tangent {
                (**self).zero_tangent()
            }

            #[inline(always)]
            fn blank_tangent(&self) -> T::Tangent {
                (**self).blank_tangent()
            }
        }

        impl<T: Perturb + ?Sized> Perturb for $wrapper {
            type Owned = T::Owned;

            #[inline(always)]
            fn perturbed(&self, direction: &T::Tangent, step: f64) -> T::Owned {
                (**self).perturbed(direction, step)
            }
        }

        impl<T: Coordinates + ?Sized> Coordinates for $wrapper {
            fn for_each_coordinate(&self, f: &mut dyn FnMut(f64)) {
                (**self).for_each_coordinate(f);
            }
        }
    )* };
}

transparent!(&T &mut T);

/// The tangent is in a box too: a type may hold itself in one.
impl<T: Differentiable> Differentiable for Box<T> {
    type Tangent = Box<T::Tangent>;

    #[inline]
    fn zero_tangent(&self) -> Self::Tangent {
        Box::new((**self).zero_tangent())
    }

    #[inline]
    fn blank_tangent(&self) -> Self::Tangent {
        Box::new((**self).blank_tangent())
    }
}

impl<T: Tangent> Tangent for Box<T> {
    #[inline]
    fn accumulate(&mut self, other: &Self) {
        (**self).accumulate(other);
    }

    #[inline]
    fn fill_zero(&mut self) {
        (**self).fill_zero();
    }

    #[inline]
    fn add_scaled(&mut self, factor: f64, other: &Self) {
        (**self).add_scaled(factor, other);
    }

    #[inline]
    fn inner(&self, other: &Self) -> f64 {
        (**self).inner(other)
    }

    #[inline]
    fn for_each(&self, f: &mut dyn FnMut(f64)) {
        (**self).for_each(f);
    }

    #[inline]
    fn for_each_mut(&mut self, f: &mut dyn FnMut(&mut f64)) {
        (**self).for_each_mut(f);
    }
}

impl<T: AccumulateFrom<S>, S> AccumulateFrom<Box<S>> for Box<T> {
    #[inline]
    fn accumulate_from(&mut self, source: &Box<S>) {
        (**self).accumulate_from(&**source);
    }
}

impl<T: Perturb> Perturb for Box<T> {
    type Owned = Box<T::Owned>;

    fn perturbed(&self, direction: &Self::Tangent, step: f64) -> Self::Owned {
        Box::new((**self).perturbed(direction, step))
    }
}

impl<T: Coordinates> Coordinates for Box<T> {
    fn for_each_coordinate(&self, f: &mut dyn FnMut(f64)) {
        (**self).for_each_coordinate(f);
    }
}

impl<T: Differentiable> Differentiable for Option<T> {
    type Tangent = Option<T::Tangent>;

    #[inline]
    fn zero_tangent(&self) -> Self::Tangent {
        self.as_ref().map(T::zero_tangent)
    }

    #[inline]
    fn blank_tangent(&self) -> Self::Tangent {
        self.as_ref().map(T::blank_tangent)
    }
}

/// An error has no derivative: the tangent is that of [`Result::ok`].
impl<T: Differentiable, E> Differentiable for Result<T, E> {
    type Tangent = Option<T::Tangent>;

    #[inline]
    fn zero_tangent(&self) -> Self::Tangent {
        self.as_ref().ok().map(T::zero_tangent)
    }
}

/// The name of the variant, for a message.
fn variant<T>(option: &Option<T>) -> &'static str {
    if option.is_some() { "`Some`" } else { "`None`" }
}

/// Reports two tangents of different variants.
#[cold]
#[track_caller]
fn different<T, S>(shadow: &Option<T>, source: &Option<S>) -> ! {
    panic!(
        "tangents of different shapes: {} and {}\nhelp: a tangent is `Some` where its primal is",
        variant(shadow),
        variant(source)
    )
}

impl<T: Tangent> Tangent for Option<T> {
    #[inline]
    fn accumulate(&mut self, other: &Self) {
        match (self, other) {
            (Some(d), Some(s)) => d.accumulate(s),
            (None, None) => {}
            (d, s) => different(d, s),
        }
    }

    #[inline]
    fn fill_zero(&mut self) {
        if let Some(d) = self {
            d.fill_zero();
        }
    }

    #[inline]
    fn add_scaled(&mut self, factor: f64, other: &Self) {
        match (self, other) {
            (Some(d), Some(s)) => d.add_scaled(factor, s),
            (None, None) => {}
            (d, s) => different(d, s),
        }
    }

    #[inline]
    fn inner(&self, other: &Self) -> f64 {
        match (self, other) {
            (Some(d), Some(s)) => d.inner(s),
            (None, None) => 0.0,
            (d, s) => different(d, s),
        }
    }

    #[inline]
    fn for_each(&self, f: &mut dyn FnMut(f64)) {
        if let Some(d) = self {
            d.for_each(f);
        }
    }

    #[inline]
    fn for_each_mut(&mut self, f: &mut dyn FnMut(&mut f64)) {
        if let Some(d) = self {
            d.for_each_mut(f);
        }
    }
}

impl<T: AccumulateFrom<S>, S> AccumulateFrom<Option<S>> for Option<T> {
    #[inline]
    fn accumulate_from(&mut self, source: &Option<S>) {
        match (self, source) {
            (Some(d), Some(s)) => d.accumulate_from(s),
            (None, None) => {}
            (d, s) => different(d, s),
        }
    }
}

impl<T: Perturb> Perturb for Option<T> {
    type Owned = Option<T::Owned>;

    fn perturbed(&self, direction: &Self::Tangent, step: f64) -> Self::Owned {
        match (self, direction) {
            (Some(x), Some(d)) => Some(x.perturbed(d, step)),
            (None, None) => None,
            (x, d) => different(x, d),
        }
    }
}

impl<T: Perturb, E: Clone> Perturb for Result<T, E> {
    type Owned = Result<T::Owned, E>;

    fn perturbed(&self, direction: &Self::Tangent, step: f64) -> Self::Owned {
        match (self, direction) {
            (Ok(x), Some(d)) => Ok(x.perturbed(d, step)),
            (Err(error), None) => Err(error.clone()),
            (x, d) => different(&x.as_ref().ok(), d),
        }
    }
}

impl<T: Coordinates, E> Coordinates for Result<T, E> {
    fn for_each_coordinate(&self, f: &mut dyn FnMut(f64)) {
        if let Ok(x) = self {
            x.for_each_coordinate(f);
        }
    }
}

impl<T: Coordinates> Coordinates for Option<T> {
    fn for_each_coordinate(&self, f: &mut dyn FnMut(f64)) {
        if let Some(x) = self {
            x.for_each_coordinate(f);
        }
    }
}
