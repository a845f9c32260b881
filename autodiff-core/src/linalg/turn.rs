//! Rotations made of an angle: `DMat2::from_angle(t)`, `DQuat::from_rotation_z(t)`.
//!
//! In: how a library makes a rotation, and its derivative by the angle. Out: the sweeps of the functions
//! that make it. With the derivative `R'` the tangent is `R' dt`; its own derivative by the angle is
//! `R'' dt`.

// five sweeps per function, as generated code names them and with the arguments that it passes
#![allow(missing_docs, clippy::too_many_arguments)]

use super::block::{Block, add_times, product};
use crate::differentiable::Tangent;
use crate::tape::Tape;

/// A trait per function of an angle.
macro_rules! turns {
    ($($name:ident $make:ident $derivative:ident:
        $fwd:ident $rev:ident $jvp:ident $jvp_fwd:ident $jvp_rev:ident;)*) => { $(
        /// The sweeps of a function that makes a rotation.
        pub trait $name: Tangent + Block {
            /// The rotation, as the library makes it.
            fn $make(angle: Self::Elem) -> Self;
            /// Its first and its second derivative by the angle.
            fn $derivative(angle: Self::Elem) -> [Self; 2];

            #[inline]
            fn $fwd(angle: Self::Elem, _: &mut Tape) -> Self {
                Self::$make(angle)
            }

            #[inline]
            fn $rev(angle: Self::Elem, d_angle: &mut Self::Elem, seed: Self, _: &mut Tape) {
                let [once, _] = Self::$derivative(angle);
                *d_angle += product(&once, &seed);
            }

            #[inline]
            fn $jvp(angle: Self::Elem, along: Self::Elem) -> (Self, Self) {
                let (value, [once, _]) = (Self::$make(angle), Self::$derivative(angle));
                let mut tangent = value.zero_block();
                add_times(&mut tangent, along, &once);
                (value, tangent)
            }

            #[inline]
            fn $jvp_fwd(angle: Self::Elem, along: Self::Elem, _: &mut Tape) -> (Self, Self) {
                Self::$jvp(angle, along)
            }

            #[inline]
            fn $jvp_rev(
                angle: Self::Elem,
                along: Self::Elem,
                d_angle: &mut Self::Elem,
                d_along: &mut Self::Elem,
                (seed, dot_seed): (Self, Self),
                _: &mut Tape,
            ) {
                let [once, twice] = Self::$derivative(angle);
                *d_angle += product(&once, &seed) + along * product(&twice, &dot_seed);
                *d_along += product(&once, &dot_seed);
            }
        }
    )* };
}

turns! {
    FromAngle __from_angle __from_angle_derivatives:
        __fwd_from_angle __rev_from_angle __jvp_from_angle __jvp_fwd_from_angle __jvp_rev_from_angle;
    FromRotationX __from_rotation_x __from_rotation_x_derivatives:
        __fwd_from_rotation_x __rev_from_rotation_x __jvp_from_rotation_x __jvp_fwd_from_rotation_x __jvp_rev_from_rotation_x;
    FromRotationY __from_rotation_y __from_rotation_y_derivatives:
        __fwd_from_rotation_y __rev_from_rotation_y __jvp_from_rotation_y __jvp_fwd_from_rotation_y __jvp_rev_from_rotation_y;
    FromRotationZ __from_rotation_z __from_rotation_z_derivatives:
        __fwd_from_rotation_z __rev_from_rotation_z __jvp_from_rotation_z __jvp_fwd_from_rotation_z __jvp_rev_from_rotation_z;
}
