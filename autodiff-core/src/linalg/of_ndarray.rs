//! ndarray's arrays made of numbers: `Array1::from_vec(v)`, `Array2::from_elem((n, m), x)`,
//! `Array2::from_shape_vec((n, m), v)`, `Array2::from(rows)`.
//!
//! In: the traits of `crate::linalg::make`, and those of the functions that take a shape. Out: their
//! implementations for arrays. Invariant: what is made is linear in the numbers, so its tangent is made
//! alike; numbers get the cotangents of their places back in row-major order.

// five sweeps per function, as generated code names them and with the arguments that it passes
#![allow(missing_docs, clippy::too_many_arguments)]

use ndarray::{Array, Array1, Array2, Dimension, ShapeBuilder, ShapeError, StrideShape};

use crate::companion::Ignored;
use crate::conversion::linear_conversions;
use crate::linalg::make;
use crate::real::Real;
use crate::tape::Tape;

/// Adds the elements of an array to numbers in the same order.
fn add_elements<'d, T: Real, D: Dimension>(
    array: &Array<T, D>,
    target: impl IntoIterator<Item = &'d mut T>,
) {
    for (d, &s) in target.into_iter().zip(array) {
        *d += s;
    }
}

impl<T: Real> make::FromVec<T> for Array1<T> {
    #[inline]
    fn __from_vec(x: Vec<T>) -> Self {
        Self::from_vec(x)
    }

    #[inline]
    fn __from_vec_back(&self, d_x: &mut Vec<T>) {
        add_elements(self, d_x);
    }
}

linear_conversions! {
    [T: Real] Vec<T> => Array1<T>: |x| Array1::from(x), |d, seed| add_elements(&seed, d);
    [T: Real, const N: usize] [T; N] => Array1<T>: |x| Array1::from_iter(x), |d, seed| add_elements(&seed, d);
    [T: Real, const N: usize] Vec<[T; N]> => Array2<T>: |x| Array2::from(x),
        |d, seed| add_elements(&seed, d.as_flattened_mut());
}

/// The sweeps of `from_elem`, which fills a shape with one number.
pub trait FromElem<T: Real, Sh>: Sized {
    /// The value, as the library makes it.
    fn __from_elem(shape: Sh, x: T) -> Self;
    /// The sum of all elements.
    fn __from_elem_back(&self) -> T;

    #[inline]
    fn __fwd_from_elem(shape: Sh, x: T, _: &mut Tape) -> Self {
        Self::__from_elem(shape, x)
    }

    #[inline]
    fn __rev_from_elem(
        _: Sh,
        _: T,
        _: &mut (impl Ignored + ?Sized),
        d_x: &mut T,
        seed: Self,
        _: &mut Tape,
    ) {
        *d_x += seed.__from_elem_back();
    }

    #[inline]
    fn __jvp_from_elem(shape: Sh, x: T, _: impl Ignored, along: T) -> (Self, Self)
    where
        Sh: Clone,
    {
        (Self::__from_elem(shape.clone(), x), Self::__from_elem(shape, along))
    }

    #[inline]
    fn __jvp_fwd_from_elem(
        shape: Sh,
        x: T,
        d_shape: impl Ignored,
        along: T,
        _: &mut Tape,
    ) -> (Self, Self)
    where
        Sh: Clone,
    {
        Self::__jvp_from_elem(shape, x, d_shape, along)
    }

    #[inline]
    fn __jvp_rev_from_elem(
        _: Sh,
        _: T,
        _: impl Ignored,
        _: T,
        _: &mut (impl Ignored + ?Sized),
        d_x: &mut T,
        _: &mut (impl Ignored + ?Sized),
        d_along: &mut T,
        (seed, dot_seed): (Self, Self),
        _: &mut Tape,
    ) {
        *d_x += seed.__from_elem_back();
        *d_along += dot_seed.__from_elem_back();
    }
}

impl<T: Real, D: Dimension, Sh: ShapeBuilder<Dim = D>> FromElem<T, Sh> for Array<T, D> {
    #[inline]
    fn __from_elem(shape: Sh, x: T) -> Self {
        Self::from_elem(shape, x)
    }

    #[inline]
    fn __from_elem_back(&self) -> T {
        self.iter().fold(T::zero(), |sum, &x| sum + x)
    }
}

/// The sweeps of `from_shape_vec`, which may fail.
pub trait FromShapeVec<T: Real, Sh>: Sized {
    /// The value, as the library makes it.
    ///
    /// # Errors
    /// When the shape has another number of elements.
    fn __from_shape_vec(shape: Sh, x: Vec<T>) -> Result<Self, ShapeError>;
    /// Adds the cotangents of the elements to those of the numbers.
    fn __from_shape_vec_back(&self, d_x: &mut Vec<T>);

    #[inline]
    fn __fwd_from_shape_vec(shape: Sh, x: Vec<T>, _: &mut Tape) -> Result<Self, ShapeError> {
        Self::__from_shape_vec(shape, x)
    }

    #[inline]
    fn __rev_from_shape_vec(
        _: Sh,
        _: Vec<T>,
        _: &mut (impl Ignored + ?Sized),
        d_x: &mut Vec<T>,
        seed: Option<Self>,
        _: &mut Tape,
    ) {
        if let Some(seed) = seed {
            seed.__from_shape_vec_back(d_x);
        }
    }

    #[inline]
    fn __jvp_from_shape_vec(
        shape: Sh,
        x: Vec<T>,
        _: impl Ignored,
        along: Vec<T>,
    ) -> (Result<Self, ShapeError>, Option<Self>)
    where
        Sh: Clone,
    {
        (Self::__from_shape_vec(shape.clone(), x), Self::__from_shape_vec(shape, along).ok())
    }

    #[inline]
    fn __jvp_fwd_from_shape_vec(
        shape: Sh,
        x: Vec<T>,
        d_shape: impl Ignored,
        along: Vec<T>,
        _: &mut Tape,
    ) -> (Result<Self, ShapeError>, Option<Self>)
    where
        Sh: Clone,
    {
        Self::__jvp_from_shape_vec(shape, x, d_shape, along)
    }

    #[inline]
    fn __jvp_rev_from_shape_vec(
        _: Sh,
        _: Vec<T>,
        _: impl Ignored,
        _: Vec<T>,
        _: &mut (impl Ignored + ?Sized),
        d_x: &mut Vec<T>,
        _: &mut (impl Ignored + ?Sized),
        d_along: &mut Vec<T>,
        (seed, dot_seed): (Option<Self>, Option<Self>),
        _: &mut Tape,
    ) {
        if let Some(seed) = seed {
            seed.__from_shape_vec_back(d_x);
        }
        if let Some(seed) = dot_seed {
            seed.__from_shape_vec_back(d_along);
        }
    }
}

impl<T: Real, D: Dimension, Sh: Into<StrideShape<D>>> FromShapeVec<T, Sh> for Array<T, D> {
    #[inline]
    fn __from_shape_vec(shape: Sh, x: Vec<T>) -> Result<Self, ShapeError> {
        Self::from_shape_vec(shape, x)
    }

    #[inline]
    fn __from_shape_vec_back(&self, d_x: &mut Vec<T>) {
        add_elements(self, d_x);
    }
}
