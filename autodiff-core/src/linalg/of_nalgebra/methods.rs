//! The methods of nalgebra's matrices.
//!
//! In: the rules of `crate::linalg` and the values of nalgebra. Out: the sweeps. Invariant: every value
//! is what the method itself returns.

use nalgebra::allocator::Allocator;
use nalgebra::{
    DefaultAllocator, Dim, DimMin, OMatrix, OVector, RealField, SMatrix, U1, U2, U3, U4,
};

use crate::linalg::euclid::{Euclidean, Metric};
use crate::linalg::lerp::Lerp;
use crate::linalg::parts::parts;
use crate::linalg::rule::{Bilinear, Linear};
use crate::linalg::square::{SmallSquare, Square};
use crate::linalg::sweeps::{self, of};
use crate::real::Real;

impl<T: Real + RealField, R: Dim, C: Dim> Euclidean for OMatrix<T, R, C>
where
    DefaultAllocator: Allocator<R, C>,
{
    #[inline]
    fn library_norm(&self) -> T {
        self.norm()
    }

    #[inline]
    fn library_norm_squared(&self) -> T {
        self.norm_squared()
    }

    #[inline]
    fn library_normalize(&self) -> Self {
        self.normalize()
    }
}

impl<T: Real + RealField, R: Dim, C: Dim> Metric for OMatrix<T, R, C>
where
    DefaultAllocator: Allocator<R, C>,
{
    #[inline]
    fn library_distance(&self, other: &Self) -> T {
        self.metric_distance(other)
    }

    #[inline]
    fn library_distance_squared(&self, other: &Self) -> T {
        (self - other).norm_squared()
    }
}

/// Methods of all matrices.
macro_rules! methods {
    ($($name:ident $(<$other:ty>)?)*) => { $(
        impl<T: Real + RealField, R: Dim, C: Dim> sweeps::$name$(<$other>)? for OMatrix<T, R, C>
        where
            DefaultAllocator: Allocator<R, C>,
        {
        }
    )* };
}

methods! { Norm NormSquared Normalize ComponentMul<&Self> ComponentDiv<&Self> MetricDistance<&Self> }

impl<T: Real, R: Dim, C: Dim> Linear<OMatrix<T, R, C>> for of::Transpose
where
    DefaultAllocator: Allocator<R, C> + Allocator<C, R>,
{
    type Output = OMatrix<T, C, R>;

    #[inline]
    fn value(x: &OMatrix<T, R, C>) -> OMatrix<T, C, R> {
        x.transpose()
    }

    #[inline]
    fn pull(d_x: &mut OMatrix<T, R, C>, d_y: &OMatrix<T, C, R>) {
        *d_x += d_y.transpose();
    }
}

impl<T: Real, R: Dim, C: Dim> sweeps::Transpose for OMatrix<T, R, C> where
    DefaultAllocator: Allocator<R, C> + Allocator<C, R>
{
}

impl<T: Real, D: Dim> Linear<OMatrix<T, D, D>> for of::Trace
where
    DefaultAllocator: Allocator<D, D>,
{
    type Output = T;

    #[inline]
    fn value(x: &OMatrix<T, D, D>) -> T {
        x.trace()
    }

    #[inline]
    fn pull(d_x: &mut OMatrix<T, D, D>, d_y: &T) {
        for i in 0..d_x.nrows() {
            d_x[(i, i)] += *d_y;
        }
    }
}

impl<T: Real, D: Dim> sweeps::Trace for OMatrix<T, D, D> where DefaultAllocator: Allocator<D, D> {}

/// `cross` of vectors of three coordinates, as columns or rows: `d_a += b x d_y`, `d_b += d_y x a`.
macro_rules! cross {
    ($($rows:literal $columns:literal;)*) => { $(
        impl<T: Real + RealField> Bilinear<SMatrix<T, $rows, $columns>, SMatrix<T, $rows, $columns>>
            for of::Cross
        {
            type Output = SMatrix<T, $rows, $columns>;

            #[inline]
            fn value(
                a: &SMatrix<T, $rows, $columns>,
                b: &SMatrix<T, $rows, $columns>,
            ) -> SMatrix<T, $rows, $columns> {
                a.cross(b)
            }

            #[inline]
            fn pull_left(
                b: &SMatrix<T, $rows, $columns>,
                d_a: &mut SMatrix<T, $rows, $columns>,
                d_y: &SMatrix<T, $rows, $columns>,
            ) {
                *d_a += b.cross(d_y);
            }

            #[inline]
            fn pull_right(
                a: &SMatrix<T, $rows, $columns>,
                d_b: &mut SMatrix<T, $rows, $columns>,
                d_y: &SMatrix<T, $rows, $columns>,
            ) {
                *d_b += d_y.cross(a);
            }
        }

        impl<T: Real + RealField> sweeps::Cross<&Self> for SMatrix<T, $rows, $columns> {}
    )* };
}

cross! {
    3 1;
    1 3;
}

impl<T: Real + RealField, D: Dim> Lerp<&Self> for OVector<T, D>
where
    DefaultAllocator: Allocator<D, U1>,
{
    #[inline]
    fn __lerp(&self, b: &&Self, t: T) -> Self {
        self.lerp(b, t)
    }
}

impl<T: Real + RealField, D: DimMin<D, Output = D>> Square for OMatrix<T, D, D>
where
    DefaultAllocator: Allocator<D, D>,
{
    #[inline]
    fn library_inverse(&self) -> Option<Self> {
        self.clone().try_inverse()
    }

    #[inline]
    fn times(&self, other: &Self) -> Self {
        self * other
    }

    #[inline]
    fn transposed(&self) -> Self {
        self.transpose()
    }
}

impl<T: Real + RealField, D: DimMin<D, Output = D>> sweeps::TryInverse for OMatrix<T, D, D> where
    DefaultAllocator: Allocator<D, D>
{
}

macro_rules! small_squares {
    ($($size:literal)*) => { $(
        impl<T: Real + RealField> SmallSquare for SMatrix<T, $size, $size> {
            #[inline]
            fn library_determinant(&self) -> T {
                self.determinant()
            }
        }

        impl<T: Real + RealField> sweeps::Determinant for SMatrix<T, $size, $size> {}
    )* };
}

small_squares!(1 2 3 4);

parts! {
    [T: Real] OVector<T, U3>, xy Xy -> OVector<T, U2>: [+ 0 + 1];
    [T: Real] OVector<T, U3>, xz Xz -> OVector<T, U2>: [+ 0 + 2];
    [T: Real] OVector<T, U3>, yz Yz -> OVector<T, U2>: [+ 1 + 2];
    [T: Real] OVector<T, U4>, xy Xy -> OVector<T, U2>: [+ 0 + 1];
    [T: Real] OVector<T, U4>, xyz Xyz -> OVector<T, U3>: [+ 0 + 1 + 2];
}
