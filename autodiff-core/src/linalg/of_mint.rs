//! mint's vectors, points, quaternions and matrices over `f64` and `f32`.
//!
//! In: types that libraries exchange, which have fields and conversions but no operators. Out: each is its own
//! tangent. Invariant: a record is the numbers, without an allocation.

use mint::{
    ColumnMatrix2, ColumnMatrix2x3, ColumnMatrix2x4, ColumnMatrix3, ColumnMatrix3x2,
    ColumnMatrix3x4, ColumnMatrix4, ColumnMatrix4x2, ColumnMatrix4x3, Point2, Point3, Quaternion,
    RowMatrix2, RowMatrix2x3, RowMatrix2x4, RowMatrix3, RowMatrix3x2, RowMatrix3x4, RowMatrix4,
    RowMatrix4x2, RowMatrix4x3, Vector2, Vector3, Vector4,
};

use super::block::{Block, block};
use crate::conversion::linear_conversions;
use crate::differentiable::Tangent;
use crate::real::Real;
use crate::tape::{Save, Tape};

/// Types that are arrays of numbers with names.
macro_rules! blocks {
    ($($block:ident: $rows:literal $columns:literal;)*) => { $(
        impl<T: Real> Block for $block<T> {
            type Elem = T;

            #[inline]
            fn block_shape(&self) -> (usize, usize) {
                ($rows, $columns)
            }

            #[inline]
            fn zero_block(&self) -> Self {
                Self::from([T::zero(); $rows * $columns])
            }

            #[inline]
            fn coordinates(&self) -> impl AsRef<[T]> {
                <[T; $rows * $columns]>::from(*self)
            }

            #[inline]
            fn change<R>(&mut self, f: impl FnOnce(&mut [T]) -> R) -> R {
                let all: &mut [T; $rows * $columns] = self.as_mut();
                f(all)
            }
        }

        block! { [T: Real] $block<T> }

        impl<T: Real> Save for $block<T> {
            #[inline]
            fn save(self, tape: &mut Tape) {
                <[T; $rows * $columns]>::from(self).save(tape);
            }

            #[inline]
            fn load(tape: &mut Tape) -> Self {
                Self::from(<[T; $rows * $columns]>::load(tape))
            }
        }

        linear_conversions! {
            [T: Real] [T; $rows * $columns] => $block<T>: |x| x.into(), |d, seed| d.accumulate(&seed.into());
            [T: Real] $block<T> => [T; $rows * $columns]: |x| x.into(), |d, seed| d.accumulate(&seed.into());
        }
    )* };
}

blocks! {
    Vector2: 2 1;
    Vector3: 3 1;
    Vector4: 4 1;
    Point2: 2 1;
    Point3: 3 1;
    Quaternion: 4 1;
    RowMatrix2: 2 2;
    RowMatrix2x3: 2 3;
    RowMatrix2x4: 2 4;
    RowMatrix3: 3 3;
    RowMatrix3x2: 3 2;
    RowMatrix3x4: 3 4;
    RowMatrix4: 4 4;
    RowMatrix4x2: 4 2;
    RowMatrix4x3: 4 3;
    ColumnMatrix2: 2 2;
    ColumnMatrix2x3: 2 3;
    ColumnMatrix2x4: 2 4;
    ColumnMatrix3: 3 3;
    ColumnMatrix3x2: 3 2;
    ColumnMatrix3x4: 3 4;
    ColumnMatrix4: 4 4;
    ColumnMatrix4x2: 4 2;
    ColumnMatrix4x3: 4 3;
}

/// What one type is of another: the same numbers, in the places that mint gives them.
macro_rules! of_another {
    ($($one:ident $other:ident;)*) => { $(
        linear_conversions! {
            [T: Real] $one<T> => $other<T>: |x| x.into(), |d, seed| d.accumulate(&seed.into());
            [T: Real] $other<T> => $one<T>: |x| x.into(), |d, seed| d.accumulate(&seed.into());
        }
    )* };
}

of_another! {
    Vector2 Point2;
    Vector3 Point3;
    RowMatrix2 ColumnMatrix2;
    RowMatrix2x3 ColumnMatrix2x3;
    RowMatrix2x4 ColumnMatrix2x4;
    RowMatrix3 ColumnMatrix3;
    RowMatrix3x2 ColumnMatrix3x2;
    RowMatrix3x4 ColumnMatrix3x4;
    RowMatrix4 ColumnMatrix4;
    RowMatrix4x2 ColumnMatrix4x2;
    RowMatrix4x3 ColumnMatrix4x3;
}

/// Matrices of rows, or of columns.
macro_rules! nested {
    ($($matrix:ident $inner:literal $outer:literal;)*) => { $(
        linear_conversions! {
            [T: Real] [[T; $inner]; $outer] => $matrix<T>: |x| x.into(), |d, seed| d.accumulate(&seed.into());
            [T: Real] $matrix<T> => [[T; $inner]; $outer]: |x| x.into(), |d, seed| d.accumulate(&seed.into());
        }
    )* };
}

nested! {
    RowMatrix2 2 2;
    RowMatrix2x3 3 2;
    RowMatrix2x4 4 2;
    RowMatrix3 3 3;
    RowMatrix3x2 2 3;
    RowMatrix3x4 4 3;
    RowMatrix4 4 4;
    RowMatrix4x2 2 4;
    RowMatrix4x3 3 4;
    ColumnMatrix2 2 2;
    ColumnMatrix2x3 2 3;
    ColumnMatrix2x4 2 4;
    ColumnMatrix3 3 3;
    ColumnMatrix3x2 3 2;
    ColumnMatrix3x4 3 4;
    ColumnMatrix4 4 4;
    ColumnMatrix4x2 4 2;
    ColumnMatrix4x3 4 3;
}
