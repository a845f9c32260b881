//! `dot`, `row` and `column` of glam's types.
//!
//! In: operands without references. Out: the rules that `crate::prim` asks for.

use glam::{DMat2, DMat3, DMat4, DQuat, DVec2, DVec3, DVec4};
use glam::{Mat2, Mat3, Mat4, Quat, Vec2, Vec3, Vec3A, Vec4};

use crate::linalg::block::{Block, add_times};
use crate::prim::{DotRule, Lines};

macro_rules! dot {
    ($($vector:ty)*) => { $(
        impl DotRule<$vector> for $vector {
            type Output = <$vector as Block>::Elem;
            type Cotangent = <$vector as Block>::Elem;

            #[inline]
            fn product(&self, b: &$vector) -> Self::Output {
                self.dot(*b)
            }

            #[inline]
            fn pull_left(b: &$vector, d_a: &mut Self, d_y: &Self::Cotangent) {
                add_times(d_a, *d_y, b);
            }

            #[inline]
            fn pull_right(a: &Self, d_b: &mut $vector, d_y: &Self::Cotangent) {
                add_times(d_b, *d_y, a);
            }
        }
    )* };
}

dot!(Vec2 Vec3 Vec3A Vec4 Quat DVec2 DVec3 DVec4 DQuat);

macro_rules! lines {
    ($($matrix:ty, $vector:ty;)*) => { $(
        impl Lines for $matrix {
            type Row<'a> = $vector;
            type Column<'a> = $vector;
            type RowCotangent = $vector;
            type ColumnCotangent = $vector;

            #[inline]
            fn row_at(&self, i: usize) -> $vector {
                self.row(i)
            }

            #[inline]
            fn column_at(&self, i: usize) -> $vector {
                self.col(i)
            }

            #[inline]
            fn add_to_row(&mut self, i: usize, d_y: &$vector) {
                for (j, d) in d_y.to_array().into_iter().enumerate() {
                    self.col_mut(j)[i] += d;
                }
            }

            #[inline]
            fn add_to_column(&mut self, i: usize, d_y: &$vector) {
                *self.col_mut(i) += *d_y;
            }
        }
    )* };
}

lines! {
    Mat2, Vec2;
    Mat3, Vec3;
    Mat4, Vec4;
    DMat2, DVec2;
    DMat3, DVec3;
    DMat4, DVec4;
}
