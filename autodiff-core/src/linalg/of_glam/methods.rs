//! The methods of glam's types.
//!
//! In: the rules of `crate::linalg` and the values of glam. Out: the sweeps. Invariant: every value is
//! what the method itself returns.

use glam::{DMat2, DMat3, DMat4, DQuat, DVec2, DVec3, DVec4};
use glam::{Mat2, Mat3, Mat4, Quat, Vec2, Vec3, Vec3A, Vec4};
use glam::{Vec3Swizzles, Vec4Swizzles};

use crate::differentiable::Tangent;
use crate::linalg::block::Block;
use crate::linalg::col::Col;
use crate::linalg::euclid::{Euclidean, Metric};
use crate::linalg::lerp::Lerp;
use crate::linalg::parts::parts;
use crate::linalg::product;
use crate::linalg::rule::{Bilinear, Linear};
use crate::linalg::square::{Invertible, SmallSquare, Square};
use crate::linalg::sweeps::{self, of};

/// Vectors and quaternions.
macro_rules! euclidean {
    ($($vector:ty: $length:literal;)*) => { $(
        impl Euclidean for $vector {
            #[inline]
            fn library_norm(&self) -> Self::Elem {
                self.length()
            }

            #[inline]
            fn library_norm_squared(&self) -> Self::Elem {
                self.length_squared()
            }

            #[inline]
            fn library_normalize(&self) -> Self {
                self.normalize()
            }
        }

        impl sweeps::Length for $vector {}
        impl sweeps::LengthSquared for $vector {}
        impl sweeps::Normalize for $vector {}
        impl sweeps::ToArray for $vector {}

        impl Linear<$vector> for of::ToArray {
            type Output = [<$vector as Block>::Elem; $length];

            #[inline]
            fn value(x: &$vector) -> Self::Output {
                x.to_array()
            }

            #[inline]
            fn pull(d_x: &mut $vector, d_y: &Self::Output) {
                d_x.accumulate(&<$vector>::from_array(*d_y));
            }
        }
    )* };
}

euclidean! {
    Vec2: 2;
    Vec3: 3;
    Vec3A: 3;
    Vec4: 4;
    Quat: 4;
    DVec2: 2;
    DVec3: 3;
    DVec4: 4;
    DQuat: 4;
}

/// Vectors.
macro_rules! vectors {
    ($($vector:ty)*) => { $(
        impl Metric for $vector {
            #[inline]
            fn library_distance(&self, other: &Self) -> Self::Elem {
                self.distance(*other)
            }

            #[inline]
            fn library_distance_squared(&self, other: &Self) -> Self::Elem {
                self.distance_squared(*other)
            }
        }

        impl Lerp<$vector> for $vector {
            #[inline]
            fn __lerp(&self, b: &$vector, t: Self::Elem) -> Self {
                self.lerp(*b, t)
            }
        }

        impl Linear<$vector> for of::ElementSum {
            type Output = <$vector as Block>::Elem;

            #[inline]
            fn value(x: &$vector) -> Self::Output {
                x.element_sum()
            }

            #[inline]
            fn pull(d_x: &mut $vector, d_y: &Self::Output) {
                *d_x += *d_y;
            }
        }

        impl sweeps::Distance<$vector> for $vector {}
        impl sweeps::DistanceSquared<$vector> for $vector {}
        impl sweeps::ElementSum for $vector {}
    )* };
}

vectors!(Vec2 Vec3 Vec3A Vec4 DVec2 DVec3 DVec4);

/// `cross`: `d_a += b x d_y`, `d_b += d_y x a`.
macro_rules! cross {
    ($($vector:ty)*) => { $(
        impl Bilinear<$vector, $vector> for of::Cross {
            type Output = $vector;

            #[inline]
            fn value(a: &$vector, b: &$vector) -> $vector {
                a.cross(*b)
            }

            #[inline]
            fn pull_left(b: &$vector, d_a: &mut $vector, d_y: &$vector) {
                *d_a += b.cross(*d_y);
            }

            #[inline]
            fn pull_right(a: &$vector, d_b: &mut $vector, d_y: &$vector) {
                *d_b += d_y.cross(*a);
            }
        }

        impl sweeps::Cross<$vector> for $vector {}
    )* };
}

cross!(Vec3 Vec3A DVec3);

/// Square matrices with the vectors that they are multiplied with.
macro_rules! matrices {
    ($($matrix:ty, $vector:ty, $method:ident $rule:ident;)*) => { $(
        impl Square for $matrix {
            #[inline]
            fn library_inverse(&self) -> Option<Self> {
                self.try_inverse()
            }

            #[inline]
            fn times(&self, other: &Self) -> Self {
                *self * *other
            }

            #[inline]
            fn transposed(&self) -> Self {
                self.transpose()
            }
        }

        impl Invertible for $matrix {
            #[inline]
            fn library_assumed_inverse(&self) -> Self {
                self.inverse()
            }
        }

        impl SmallSquare for $matrix {
            #[inline]
            fn library_determinant(&self) -> Self::Elem {
                self.determinant()
            }
        }

        impl Linear<$matrix> for of::Transpose {
            type Output = $matrix;

            #[inline]
            fn value(x: &$matrix) -> $matrix {
                x.transpose()
            }

            #[inline]
            fn pull(d_x: &mut $matrix, d_y: &$matrix) {
                *d_x += d_y.transpose();
            }
        }

        impl Bilinear<$matrix, $vector> for of::$rule {
            type Output = $vector;

            #[inline]
            fn value(a: &$matrix, b: &$vector) -> $vector {
                a.$method(*b)
            }

            #[inline]
            fn pull_left(b: &$vector, d_a: &mut $matrix, d_y: &$vector) {
                product::pull_left(b, d_a, d_y);
            }

            #[inline]
            fn pull_right(a: &$matrix, d_b: &mut $vector, d_y: &$vector) {
                product::pull_right(a, d_b, d_y);
            }
        }

        impl Col<$vector> for $matrix {}
        impl sweeps::Transpose for $matrix {}
        impl sweeps::Determinant for $matrix {}
        impl sweeps::Inverse for $matrix {}
        impl sweeps::TryInverse for $matrix {}
        impl sweeps::$rule<$vector> for $matrix {}
    )* };
}

matrices! {
    Mat2, Vec2, mul_vec2 MulVec2;
    Mat3, Vec3, mul_vec3 MulVec3;
    Mat4, Vec4, mul_vec4 MulVec4;
    DMat2, DVec2, mul_vec2 MulVec2;
    DMat3, DVec3, mul_vec3 MulVec3;
    DMat4, DVec4, mul_vec4 MulVec4;
}

/// Parts of vectors of both precisions.
macro_rules! parts_of_both {
    ($($two:ident $three:ident $four:ident;)*) => {
        parts! { $(
            [] $three, xy Xy -> $two: [+ 0 + 1];
            [] $three, xz Xz -> $two: [+ 0 + 2];
            [] $three, yz Yz -> $two: [+ 1 + 2];
            [] $three, truncate Truncate -> $two: [+ 0 + 1];
            [] $four, xy Xy -> $two: [+ 0 + 1];
            [] $four, xyz Xyz -> $three: [+ 0 + 1 + 2];
            [] $four, truncate Truncate -> $three: [+ 0 + 1 + 2];
            [] $two, perp Perp -> $two: [- 1 + 0];
        )* }

        $(
            /// `a.x b.y - a.y b.x`
            impl Bilinear<$two, $two> for of::PerpDot {
                type Output = <$two as Block>::Elem;

                #[inline]
                fn value(a: &$two, b: &$two) -> Self::Output {
                    a.perp_dot(*b)
                }

                #[inline]
                fn pull_left(b: &$two, d_a: &mut $two, d_y: &Self::Output) {
                    *d_a -= b.perp() * *d_y;
                }

                #[inline]
                fn pull_right(a: &$two, d_b: &mut $two, d_y: &Self::Output) {
                    *d_b += a.perp() * *d_y;
                }
            }

            impl sweeps::PerpDot<$two> for $two {}
        )*
    };
}

parts_of_both! {
    Vec2 Vec3 Vec4;
    DVec2 DVec3 DVec4;
}

/// The conjugate: the sides of a quaternion change their sign.
macro_rules! conjugate {
    ($($quat:ident)*) => { $(
        impl Linear<$quat> for of::Conjugate {
            type Output = $quat;

            #[inline]
            fn value(x: &$quat) -> $quat {
                x.conjugate()
            }

            #[inline]
            fn pull(d_x: &mut $quat, d_y: &$quat) {
                d_x.accumulate(&d_y.conjugate());
            }
        }

        impl sweeps::Conjugate for $quat {}
    )* };
}

conjugate!(Quat DQuat);
