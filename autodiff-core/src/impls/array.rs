//! ndarray's arrays and views: the owned array of the same dimension.
//!
//! A zero tangent has the primal's logical shape in standard layout, whatever the primal's strides.

use ndarray::{Array, ArrayBase, ArrayRef, Data, DataMut, Dimension, Zip};

use crate::differentiable::{AccumulateFrom, Differentiable, Tangent};
use crate::function::{Coordinates, Perturb};
use crate::real::Real;

/// Panics unless the two arrays have the same shape.
#[inline]
#[track_caller]
fn same_shape<D: Dimension>(shadow: &D, source: &D) {
    assert!(
        shadow == source,
        "tangents of different shapes: {:?} and {:?}\nhelp: a tangent has its primal's shape",
        shadow.slice(),
        source.slice()
    );
}

impl<A: Real, D: Dimension> Differentiable for ArrayRef<A, D> {
    type Tangent = Array<A, D>;

    #[inline]
    fn zero_tangent(&self) -> Array<A, D> {
        Array::zeros(self.raw_dim())
    }

    #[inline]
    fn blank_tangent(&self) -> Array<A, D> {
        Array::zeros(D::zeros(self.ndim()))
    }
}

impl<A: Real, S: Data<Elem = A>, D: Dimension> Differentiable for ArrayBase<S, D> {
    type Tangent = Array<A, D>;

    #[inline]
    fn zero_tangent(&self) -> Array<A, D> {
        Array::zeros(self.raw_dim())
    }

    #[inline]
    fn blank_tangent(&self) -> Array<A, D> {
        Array::zeros(D::zeros(self.ndim()))
    }
}

impl<A: Real, D: Dimension> Tangent for Array<A, D> {
    #[inline]
    fn accumulate(&mut self, other: &Self) {
        self.accumulate_from(other);
    }

    #[inline]
    fn fill_zero(&mut self) {
        self.fill(A::zero());
    }

    #[inline]
    fn add_scaled(&mut self, factor: f64, other: &Self) {
        same_shape(&self.raw_dim(), &other.raw_dim());
        Zip::from(self).and(other).for_each(|d, s| d.add_scaled(factor, s));
    }

    #[inline]
    fn inner(&self, other: &Self) -> f64 {
        same_shape(&self.raw_dim(), &other.raw_dim());
        Zip::from(self).and(other).fold(0.0, |sum, a, b| sum + a.inner(b))
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
}

impl<A: Real, D: Dimension> AccumulateFrom<ArrayRef<A, D>> for ArrayRef<A, D> {
    #[inline]
    fn accumulate_from(&mut self, source: &ArrayRef<A, D>) {
        same_shape(&self.raw_dim(), &source.raw_dim());
        Zip::from(self).and(source).for_each(|d, &s| *d += s);
    }
}

/// Elements in the order of the array's iterator, whatever its layout.
impl<A: Real, D: Dimension> AccumulateFrom<Vec<A>> for ArrayRef<A, D> {
    #[inline]
    fn accumulate_from(&mut self, source: &Vec<A>) {
        assert!(self.len() == source.len(), "tangents of different lengths");
        self.iter_mut().zip(source).for_each(|(d, &s)| *d += s);
    }
}

impl<A: Real, S: DataMut<Elem = A>, D: Dimension> AccumulateFrom<Vec<A>> for ArrayBase<S, D> {
    #[inline]
    fn accumulate_from(&mut self, source: &Vec<A>) {
        (**self).accumulate_from(source);
    }
}

impl<A: Real, S: Data<Elem = A>, D: Dimension> AccumulateFrom<ArrayBase<S, D>> for ArrayRef<A, D> {
    #[inline]
    fn accumulate_from(&mut self, source: &ArrayBase<S, D>) {
        self.accumulate_from(&**source);
    }
}

impl<A: Real, S: DataMut<Elem = A>, D: Dimension> AccumulateFrom<ArrayRef<A, D>>
    for ArrayBase<S, D>
{
    #[inline]
    fn accumulate_from(&mut self, source: &ArrayRef<A, D>) {
        (**self).accumulate_from(source);
    }
}

impl<A: Real, S: DataMut<Elem = A>, S2: Data<Elem = A>, D: Dimension>
    AccumulateFrom<ArrayBase<S2, D>> for ArrayBase<S, D>
{
    #[inline]
    fn accumulate_from(&mut self, source: &ArrayBase<S2, D>) {
        (**self).accumulate_from(&**source);
    }
}

impl<A: Real, D: Dimension> Perturb for ArrayRef<A, D> {
    type Owned = Array<A, D>;

    fn perturbed(&self, direction: &Array<A, D>, step: f64) -> Array<A, D> {
        let mut moved = self.to_owned();
        moved.add_scaled(step, direction);
        moved
    }
}

impl<A: Real, S: Data<Elem = A>, D: Dimension> Perturb for ArrayBase<S, D> {
    type Owned = Array<A, D>;

    fn perturbed(&self, direction: &Array<A, D>, step: f64) -> Array<A, D> {
        (**self).perturbed(direction, step)
    }
}

impl<A: Real, S: Data<Elem = A>, D: Dimension> Coordinates for ArrayBase<S, D> {
    fn for_each_coordinate(&self, f: &mut dyn FnMut(f64)) {
        for x in self {
            f(x.to_double());
        }
    }
}
