//! glam's rotations by an angle.
//!
//! In: the traits of `crate::linalg::turn`. Out: their implementations. With `J` the derivative at 0, the
//! generator, a rotation matrix has `R' = R J` and `R'' = R J J`, and a quaternion `q' = q j / 2` and
//! `q'' = -q / 4`.

use glam::{DMat2, DMat3, DQuat, DVec2, DVec3, Mat2, Mat3, Quat, Vec2, Vec3};

use crate::linalg::turn::{FromAngle, FromRotationX, FromRotationY, FromRotationZ};

macro_rules! turn {
    ($rotation:ty: $elem:ty, $trait:ident $make:ident $derivatives:ident $function:ident, $generator:expr) => {
        impl $trait for $rotation {
            #[inline]
            fn $make(angle: $elem) -> Self {
                Self::$function(angle)
            }

            #[inline]
            fn $derivatives(angle: $elem) -> [Self; 2] {
                let once = Self::$function(angle) * $generator;
                [once, once * $generator]
            }
        }
    };
}

macro_rules! precisions {
    ($($elem:ident $vec2:ident $vec3:ident $mat2:ident $mat3:ident $quat:ident;)*) => { $(
        turn! { $mat2: $elem, FromAngle __from_angle __from_angle_derivatives from_angle,
            $mat2::from_cols($vec2::Y, $vec2::NEG_X) }
        turn! { $mat3: $elem, FromRotationX __from_rotation_x __from_rotation_x_derivatives from_rotation_x,
            $mat3::from_cols($vec3::ZERO, $vec3::Z, $vec3::NEG_Y) }
        turn! { $mat3: $elem, FromRotationY __from_rotation_y __from_rotation_y_derivatives from_rotation_y,
            $mat3::from_cols($vec3::NEG_Z, $vec3::ZERO, $vec3::X) }
        turn! { $mat3: $elem, FromRotationZ __from_rotation_z __from_rotation_z_derivatives from_rotation_z,
            $mat3::from_cols($vec3::Y, $vec3::NEG_X, $vec3::ZERO) }
        turn! { $quat: $elem, FromRotationX __from_rotation_x __from_rotation_x_derivatives from_rotation_x,
            $quat::from_xyzw(0.5, 0.0, 0.0, 0.0) }
        turn! { $quat: $elem, FromRotationY __from_rotation_y __from_rotation_y_derivatives from_rotation_y,
            $quat::from_xyzw(0.0, 0.5, 0.0, 0.0) }
        turn! { $quat: $elem, FromRotationZ __from_rotation_z __from_rotation_z_derivatives from_rotation_z,
            $quat::from_xyzw(0.0, 0.0, 0.5, 0.0) }
    )* };
}

precisions! {
    f32 Vec2 Vec3 Mat2 Mat3 Quat;
    f64 DVec2 DVec3 DMat2 DMat3 DQuat;
}
