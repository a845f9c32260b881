//! glam's vectors, square matrices and quaternions, in both precisions.
//!
//! In: `Vec2` to `Vec4`, `Vec3A`, `Mat2` to `Mat4`, `Quat`, and those that begin with a `D`. Out: each is
//! its own tangent; a quaternion's has four coordinates, as the quaternion has. Invariant: a record is
//! the numbers, without an allocation.

mod make;
mod methods;
mod operators;
mod prims;
mod quaternions;
mod turns;

use glam::{DMat2, DMat3, DMat4, DQuat, DVec2, DVec3, DVec4};
use glam::{Mat2, Mat3, Mat4, Quat, Vec2, Vec3, Vec3A, Vec4};

use super::block::{Block, block};
use crate::tape::{Save, Tape};

macro_rules! blocks {
    ($($block:ty: $elem:ty, $rows:literal $columns:literal, $to:ident $from:ident [$($by_reference:tt)?];)*) => { $(
        impl Block for $block {
            type Elem = $elem;

            #[inline]
            fn block_shape(&self) -> (usize, usize) {
                ($rows, $columns)
            }

            #[inline]
            fn zero_block(&self) -> Self {
                Self::$from($($by_reference)? [0.0; $rows * $columns])
            }

            #[inline]
            fn coordinates(&self) -> impl AsRef<[$elem]> {
                self.$to()
            }

            #[inline]
            fn change<R>(&mut self, f: impl FnOnce(&mut [$elem]) -> R) -> R {
                let mut all = self.$to();
                let result = f(&mut all);
                *self = Self::$from($($by_reference)? all);
                result
            }
        }

        block! { [] $block }

        impl Save for $block {
            #[inline]
            fn save(self, tape: &mut Tape) {
                self.$to().save(tape);
            }

            #[inline]
            fn load(tape: &mut Tape) -> Self {
                Self::$from($($by_reference)? Save::load(tape))
            }
        }
    )* };
}

blocks! {
    Vec2: f32, 2 1, to_array from_array [];
    Vec3: f32, 3 1, to_array from_array [];
    Vec3A: f32, 3 1, to_array from_array [];
    Vec4: f32, 4 1, to_array from_array [];
    Quat: f32, 4 1, to_array from_array [];
    DVec2: f64, 2 1, to_array from_array [];
    DVec3: f64, 3 1, to_array from_array [];
    DVec4: f64, 4 1, to_array from_array [];
    DQuat: f64, 4 1, to_array from_array [];
    Mat2: f32, 2 2, to_cols_array from_cols_array [&];
    Mat3: f32, 3 3, to_cols_array from_cols_array [&];
    Mat4: f32, 4 4, to_cols_array from_cols_array [&];
    DMat2: f64, 2 2, to_cols_array from_cols_array [&];
    DMat3: f64, 3 3, to_cols_array from_cols_array [&];
    DMat4: f64, 4 4, to_cols_array from_cols_array [&];
}
