//! glam's types made of numbers, of arrays and of columns.
//!
//! In: the traits of `crate::linalg::make`. Out: their implementations.

use glam::{DMat2, DMat3, DMat4, DQuat, DVec2, DVec3, DVec4};
use glam::{Mat2, Mat3, Mat4, Quat, Vec2, Vec3, Vec3A, Vec4};

use crate::conversion::linear_conversions;
use crate::differentiable::Tangent;
use crate::linalg::make;

macro_rules! vectors {
    ($($vector:ty: $elem:ty, $length:literal $trait:ident $make:ident $parts:ident;)*) => { $(
        impl make::$trait<$elem> for $vector {
            #[inline]
            fn $make(parts: [$elem; $length]) -> Self {
                Self::from_array(parts)
            }

            #[inline]
            fn $parts(&self) -> [$elem; $length] {
                self.to_array()
            }
        }

        impl make::FromArray<$elem, $length> for $vector {
            #[inline]
            fn __from_array(x: [$elem; $length]) -> Self {
                Self::from_array(x)
            }

            #[inline]
            fn __from_array_back(&self, d_x: &mut [$elem; $length]) {
                d_x.accumulate(&self.to_array());
            }
        }
    )* };
}

vectors! {
    Vec2: f32, 2 New2 __new_2 __new_parts_2;
    Vec3: f32, 3 New3 __new_3 __new_parts_3;
    Vec3A: f32, 3 New3 __new_3 __new_parts_3;
    Vec4: f32, 4 New4 __new_4 __new_parts_4;
    Quat: f32, 4 FromXyzw __from_xyzw_4 __from_xyzw_parts_4;
    DVec2: f64, 2 New2 __new_2 __new_parts_2;
    DVec3: f64, 3 New3 __new_3 __new_parts_3;
    DVec4: f64, 4 New4 __new_4 __new_parts_4;
    DQuat: f64, 4 FromXyzw __from_xyzw_4 __from_xyzw_parts_4;
}

/// Functions of vectors that quaternions have not.
macro_rules! plain_vectors {
    ($($vector:ty: $elem:ty, $length:literal;)*) => { $(
        linear_conversions! {
            [] [$elem; $length] => $vector: |x| <$vector>::from(x), |d, seed| d.accumulate(&seed.to_array());
            [] $vector => [$elem; $length]: |x| x.to_array(), |d, seed| *d += <$vector>::from(seed);
        }

        impl make::Splat<$elem> for $vector {
            #[inline]
            fn __splat(x: $elem) -> Self {
                Self::splat(x)
            }

            #[inline]
            fn __splat_back(&self, d_x: &mut $elem) {
                *d_x += self.element_sum();
            }
        }
    )* };
}

plain_vectors! {
    Vec2: f32, 2;
    Vec3: f32, 3;
    Vec3A: f32, 3;
    Vec4: f32, 4;
    DVec2: f64, 2;
    DVec3: f64, 3;
    DVec4: f64, 4;
}

macro_rules! matrices {
    ($(
        $matrix:ty: $vector:ty, $elem:ty, $n:literal $count:literal $trait:ident $make:ident $parts:ident
        $($column:ident)*;
    )*) => { $(
        impl make::$trait<$vector> for $matrix {
            #[inline]
            fn $make([$($column),*]: [$vector; $n]) -> Self {
                Self::from_cols($($column),*)
            }

            #[inline]
            fn $parts(&self) -> [$vector; $n] {
                core::array::from_fn(|k| self.col(k))
            }
        }

        impl make::FromColsArray<$elem, $count> for $matrix {
            #[inline]
            fn __from_cols_array(x: &[$elem; $count]) -> Self {
                Self::from_cols_array(x)
            }

            #[inline]
            fn __from_cols_array_back(&self, d_x: &mut [$elem; $count]) {
                d_x.accumulate(&self.to_cols_array());
            }
        }

        impl make::FromDiagonal<$vector> for $matrix {
            #[inline]
            fn __from_diagonal(x: $vector) -> Self {
                Self::from_diagonal(x)
            }

            #[inline]
            fn __from_diagonal_back(&self, d_x: &mut $vector) {
                *d_x += self.diagonal();
            }
        }
    )* };
}

matrices! {
    Mat2: Vec2, f32, 2 4 FromCols2 __from_cols_2 __from_cols_parts_2 a b;
    Mat3: Vec3, f32, 3 9 FromCols3 __from_cols_3 __from_cols_parts_3 a b c;
    Mat4: Vec4, f32, 4 16 FromCols4 __from_cols_4 __from_cols_parts_4 a b c d;
    DMat2: DVec2, f64, 2 4 FromCols2 __from_cols_2 __from_cols_parts_2 a b;
    DMat3: DVec3, f64, 3 9 FromCols3 __from_cols_3 __from_cols_parts_3 a b c;
    DMat4: DVec4, f64, 4 16 FromCols4 __from_cols_4 __from_cols_parts_4 a b c d;
}

linear_conversions! {
    [] (f32, f32) => Vec2: |x| Vec2::from(x), |d, seed| d.accumulate(&seed.into());
    [] (f32, f32, f32) => Vec3: |x| Vec3::from(x), |d, seed| d.accumulate(&seed.into());
    [] (f32, f32, f32) => Vec3A: |x| Vec3A::from(x), |d, seed| d.accumulate(&seed.into());
    [] (f32, f32, f32, f32) => Vec4: |x| Vec4::from(x), |d, seed| d.accumulate(&seed.into());
    [] (f64, f64) => DVec2: |x| DVec2::from(x), |d, seed| d.accumulate(&seed.into());
    [] (f64, f64, f64) => DVec3: |x| DVec3::from(x), |d, seed| d.accumulate(&seed.into());
    [] (f64, f64, f64, f64) => DVec4: |x| DVec4::from(x), |d, seed| d.accumulate(&seed.into());
}
