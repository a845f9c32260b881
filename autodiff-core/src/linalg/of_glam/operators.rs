//! The operators of glam's types.
//!
//! In: the rules of `crate::linalg`. Out: which of them belongs to which operator. Between vectors `*` and
//! `/` go coordinate by coordinate, and a number is added to every coordinate.

use glam::{DMat2, DMat3, DMat4, DQuat, DVec2, DVec3, DVec4};
use glam::{Mat2, Mat3, Mat4, Quat, Vec2, Vec3, Vec3A, Vec4};

use crate::linalg::block::{Block, add_times};
use crate::linalg::operators::{negative, operators};
use crate::linalg::product;
use crate::linalg::rule::{Bilinear, Sum};
use crate::linalg::sweeps::of;
use crate::prim::Absorb;

/// What flows back into a number that was added to every coordinate.
fn total<X: Block>(d_y: &X) -> X::Elem {
    d_y.coordinates().as_ref().iter().copied().sum()
}

/// Sums of two of a kind, products with numbers, and the negative.
macro_rules! spaces {
    ($($space:ty: $elem:ty;)*) => { $(
        spaces! { @sum $space, Plus, +, 1.0 }
        spaces! { @sum $space, Minus, -, -1.0 }

        operators! {
            [] $space, $space, Add => Plus;
            [] $space, $space, Sub => Minus;
            [] $space, $elem, Mul MulAssign => Scale;
            [] $space, $elem, Div DivAssign => Over;
        }

        negative! { [] $space }
    )* };
    (@sum $space:ty, $rule:ident, $operator:tt, $sign:literal) => {
        impl Sum<$space, $space> for of::$rule {
            type Output = $space;

            #[inline]
            fn value(a: &$space, b: &$space) -> $space {
                *a $operator *b
            }

            #[inline]
            fn pull_left(d_a: &mut $space, d_y: &$space) {
                add_times(d_a, 1.0, d_y);
            }

            #[inline]
            fn pull_right(d_b: &mut $space, d_y: &$space) {
                add_times(d_b, $sign, d_y);
            }
        }
    };
}

spaces! {
    Vec2: f32;
    Vec3: f32;
    Vec3A: f32;
    Vec4: f32;
    Quat: f32;
    Mat2: f32;
    Mat3: f32;
    Mat4: f32;
    DVec2: f64;
    DVec3: f64;
    DVec4: f64;
    DQuat: f64;
    DMat2: f64;
    DMat3: f64;
    DMat4: f64;
}

/// What vectors have beside.
macro_rules! vectors {
    ($($vector:ty: $elem:ty;)*) => { $(
        vectors! { @sum $vector, $elem, Plus, +, 1.0 }
        vectors! { @sum $vector, $elem, Minus, -, -1.0 }

        // `v += s`
        impl Absorb<$vector, $vector, $vector> for $elem {
            type Elem = $elem;

            #[inline]
            fn absorb<F>(&mut self, d_y: &$vector, p: &$vector, q: &$vector, f: F)
            where
                F: Fn($elem, $elem, $elem) -> $elem,
            {
                let all = d_y.to_array().into_iter().zip(p.to_array()).zip(q.to_array());
                *self += all.map(|((d, p), q)| f(d, p, q)).sum::<$elem>();
            }
        }

        operators! {
            [] $vector, $elem, Add => Plus;
            [] $vector, $elem, Sub => Minus;
            [] $elem, $vector, Add => Plus;
            [] $elem, $vector, Sub => Minus;
            [] $elem, $vector, Mul => Scaled;
            [] $elem, $vector, Div => NumberOver;
            [] $vector, $vector, Mul MulAssign => ComponentMul;
            [] $vector, $vector, Div DivAssign => ComponentDiv;
        }
    )* };
    (@sum $vector:ty, $elem:ty, $rule:ident, $operator:tt, $sign:literal) => {
        impl Sum<$vector, $elem> for of::$rule {
            type Output = $vector;

            #[inline]
            fn value(a: &$vector, b: &$elem) -> $vector {
                *a $operator *b
            }

            #[inline]
            fn pull_left(d_a: &mut $vector, d_y: &$vector) {
                add_times(d_a, 1.0, d_y);
            }

            #[inline]
            fn pull_right(d_b: &mut $elem, d_y: &$vector) {
                const SIGN: $elem = $sign;
                *d_b += SIGN * total(d_y);
            }
        }

        impl Sum<$elem, $vector> for of::$rule {
            type Output = $vector;

            #[inline]
            fn value(a: &$elem, b: &$vector) -> $vector {
                *a $operator *b
            }

            #[inline]
            fn pull_left(d_a: &mut $elem, d_y: &$vector) {
                *d_a += total(d_y);
            }

            #[inline]
            fn pull_right(d_b: &mut $vector, d_y: &$vector) {
                add_times(d_b, $sign, d_y);
            }
        }
    };
}

vectors! {
    Vec2: f32;
    Vec3: f32;
    Vec3A: f32;
    Vec4: f32;
    DVec2: f64;
    DVec3: f64;
    DVec4: f64;
}

/// `d_A += d_Y B^T`, `d_B += A^T d_Y`.
macro_rules! matrices {
    ($($matrix:ty: $elem:ty, $vector:ty;)*) => { $(
        matrices! { @product $matrix, $matrix }
        matrices! { @product $matrix, $vector }

        operators! { [] $elem, $matrix, Mul => Scaled; }
    )* };
    (@product $matrix:ty, $right:ty) => {
        impl Bilinear<$matrix, $right> for of::Product {
            type Output = $right;

            #[inline]
            fn value(a: &$matrix, b: &$right) -> $right {
                *a * *b
            }

            #[inline]
            fn pull_left(b: &$right, d_a: &mut $matrix, d_y: &$right) {
                product::pull_left(b, d_a, d_y);
            }

            #[inline]
            fn pull_right(a: &$matrix, d_b: &mut $right, d_y: &$right) {
                product::pull_right(a, d_b, d_y);
            }
        }

        operators! { [] $matrix, $right, Mul => Product; }
    };
}

matrices! {
    Mat2: f32, Vec2;
    Mat3: f32, Vec3;
    Mat4: f32, Vec4;
    DMat2: f64, DVec2;
    DMat3: f64, DVec3;
    DMat4: f64, DVec4;
}
