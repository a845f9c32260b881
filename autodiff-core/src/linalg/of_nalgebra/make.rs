//! nalgebra's matrices made of numbers.
//!
//! In: the traits of `crate::linalg::make`. Out: their implementations. Invariant: the arguments of `new`
//! are in the order of rows, those of slices as the function's name says.

use nalgebra::allocator::Allocator;
use nalgebra::{DMatrix, DVector, DefaultAllocator, Dim, DimName, OMatrix, OVector, SMatrix};

use crate::conversion::linear_conversions;
use crate::linalg::make;
use crate::real::Real;

macro_rules! new {
    ($($trait:ident $count:literal $make:ident $parts:ident: $($rows:literal $columns:literal),*;)*) => { $( $(
        impl<T: Real> make::$trait<T> for SMatrix<T, $rows, $columns> {
            #[inline]
            fn $make(parts: [T; $count]) -> Self {
                Self::from_row_slice(&parts)
            }

            #[inline]
            fn $parts(&self) -> [T; $count] {
                let by_rows = self.transpose();
                core::array::from_fn(|k| by_rows.as_slice()[k])
            }
        }
    )* )* };
}

new! {
    New1 1 __new_1 __new_parts_1: 1 1;
    New2 2 __new_2 __new_parts_2: 2 1, 1 2;
    New3 3 __new_3 __new_parts_3: 3 1, 1 3;
    New4 4 __new_4 __new_parts_4: 4 1, 1 4, 2 2;
    New5 5 __new_5 __new_parts_5: 5 1, 1 5;
    New6 6 __new_6 __new_parts_6: 6 1, 1 6, 2 3, 3 2;
    New9 9 __new_9 __new_parts_9: 3 3;
    New16 16 __new_16 __new_parts_16: 4 4;
}

/// Adds the numbers of a matrix, row by row, to a slice.
fn add_rows<T: Real, R: Dim, C: Dim>(matrix: &OMatrix<T, R, C>, target: &mut [T])
where
    DefaultAllocator: Allocator<R, C>,
{
    let columns = matrix.ncols();
    for (k, d) in target.iter_mut().enumerate() {
        *d += matrix[(k / columns, k % columns)];
    }
}

/// Adds the numbers of a matrix, column by column, to a slice.
fn add_columns<T: Real, R: Dim, C: Dim>(matrix: &OMatrix<T, R, C>, target: &mut [T])
where
    DefaultAllocator: Allocator<R, C>,
{
    for (d, &s) in target.iter_mut().zip(matrix.as_slice()) {
        *d += s;
    }
}

/// What makes a matrix of fixed size, or of the given `sizes`: its functions with the order of their
/// arguments.
macro_rules! made {
    ([$($generics:tt)*] $matrix:ty, $elements:ident ($($count:ident),*) $vec:ident $rows:ident $columns:ident ($($size:ident),*)) => {
        impl<$($generics)*> make::$elements<T> for $matrix {
            #[inline]
            fn __from_element($($count: usize,)* x: T) -> Self {
                Self::from_element($($count,)* x)
            }

            #[inline]
            fn __from_element_back(&self, d_x: &mut T) {
                *d_x += self.sum();
            }
        }

        made! {
            [$($generics)*] $matrix, $vec __from_vec __from_vec_back from_vec add_columns
            ($($size),*) Vec<T>, Vec<T>
        }
        made! {
            [$($generics)*] $matrix, $rows __from_row_slice __from_row_slice_back from_row_slice add_rows
            ($($size),*) &[T], [T]
        }
        made! {
            [$($generics)*] $matrix, $columns __from_column_slice __from_column_slice_back
            from_column_slice add_columns ($($size),*) &[T], [T]
        }
    };
    (
        [$($generics:tt)*] $matrix:ty, $trait:ident $make:ident $back:ident $function:ident $add:ident
        ($($size:ident),*) $arg:ty, $shadow:ty
    ) => {
        impl<$($generics)*> make::$trait<T> for $matrix {
            #[inline]
            fn $make($($size: usize,)* x: $arg) -> Self {
                Self::$function($($size,)* x)
            }

            #[inline]
            fn $back(&self, d_x: &mut $shadow) {
                $add(self, d_x);
            }
        }
    };
}

made! {
    [T: Real, const R: usize, const C: usize] SMatrix<T, R, C>,
    FromElement () FromVec FromRowSlice FromColumnSlice ()
}
made! {
    [T: Real] DMatrix<T>, FromElement2 (rows, columns) FromVec2 FromRowSlice2 FromColumnSlice2
    (rows, columns)
}
made! { [T: Real] DVector<T>, FromElement1 (n) FromVec FromRowSlice FromColumnSlice () }

linear_conversions! {
    [T: Real, const R: usize] [T; R] => SMatrix<T, R, 1>: |x| SMatrix::from(x), |d, seed| add_columns(&seed, d);
    [T: Real, const R: usize, const C: usize] [[T; R]; C] => SMatrix<T, R, C>: |x| SMatrix::from(x),
        |d, seed| add_columns(&seed, d.as_flattened_mut());
    [T: Real, const R: usize] SMatrix<T, R, 1> => [T; R]: |x| x.into(), |d, seed| *d += SMatrix::from(seed);
}

impl<T: Real, D: DimName> make::FromDiagonal<&OVector<T, D>> for OMatrix<T, D, D>
where
    DefaultAllocator: Allocator<D, D> + Allocator<D>,
{
    #[inline]
    fn __from_diagonal(x: &OVector<T, D>) -> Self {
        Self::from_diagonal(x)
    }

    #[inline]
    fn __from_diagonal_back(&self, d_x: &mut OVector<T, D>) {
        for (i, d) in d_x.iter_mut().enumerate() {
            *d += self[(i, i)];
        }
    }
}
