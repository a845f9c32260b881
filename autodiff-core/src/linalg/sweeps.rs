//! The sweeps of the libraries' methods, under the names that generated code calls.
//!
//! A body that calls `v.norm()` on a value of unknown type has derivatives that call `v.__fwd_norm(..)`
//! and its kin, and rustc finds them: beside the method where it is annotated, and here where it is a
//! library's. A trait per method has all five, made of the method's [rule](crate::linalg::rule).
//! Invariant: a sweep takes what the method takes, by value or by reference, and borrows the receiver.

// five sweeps per method, as generated code names them and with the arguments that it passes
#![allow(missing_docs, clippy::too_many_arguments)]

use super::rule::{Binary, Unary};
use crate::differentiable::{Differentiable, Tangent};
use crate::prim::operand::Operand;
use crate::tape::Tape;

/// The value of a method without arguments, and the tangent of that.
type Value<O, X> = <O as Unary<X>>::Output;
type Dot<O, X> = <Value<O, X> as Differentiable>::Tangent;
/// The value of a method with one argument, which is its own tangent.
type Value2<O, X, B> = <O as Binary<X, <B as Operand>::Plain>>::Output;

/// A trait per method without arguments.
macro_rules! unary {
    ($($name:ident: $fwd:ident $rev:ident $jvp:ident $jvp_fwd:ident $jvp_rev:ident;)*) => { $(
        pub trait $name: Tangent
        where
            of::$name: Unary<Self>,
        {
            #[inline]
            fn $fwd(&self, _: &mut Tape) -> Value<of::$name, Self> {
                of::$name::value(self)
            }

            #[inline]
            fn $rev(&self, d_self: &mut Self, seed: Dot<of::$name, Self>, _: &mut Tape) {
                of::$name::pull(self, d_self, &seed);
            }

            #[inline]
            fn $jvp(&self, along: &Self) -> (Value<of::$name, Self>, Dot<of::$name, Self>) {
                of::$name::pushed(self, along)
            }

            #[inline]
            fn $jvp_fwd(
                &self,
                along: &Self,
                _: &mut Tape,
            ) -> (Value<of::$name, Self>, Dot<of::$name, Self>) {
                of::$name::pushed(self, along)
            }

            #[inline]
            fn $jvp_rev(
                &self,
                along: &Self,
                d_self: &mut Self,
                d_along: &mut Self,
                (seed, dot_seed): (Dot<of::$name, Self>, Dot<of::$name, Self>),
                _: &mut Tape,
            ) {
                of::$name::pull(self, d_self, &seed);
                of::$name::pull_pushed(self, along, d_self, d_along, &dot_seed);
            }
        }
    )* };
}

/// A trait per method with one argument; `B` is that argument as it is passed.
macro_rules! binary {
    ($($name:ident: $fwd:ident $rev:ident $jvp:ident $jvp_fwd:ident $jvp_rev:ident;)*) => { $(
        pub trait $name<B: Operand<Plain: Tangent>>: Tangent
        where
            of::$name: Binary<Self, B::Plain>,
        {
            #[inline]
            fn $fwd(&self, b: B, _: &mut Tape) -> Value2<of::$name, Self, B> {
                of::$name::value(self, b.as_plain_operand())
            }

            #[inline]
            fn $rev(
                &self,
                b: B,
                d_self: &mut Self,
                d_b: &mut B::Plain,
                seed: Value2<of::$name, Self, B>,
                _: &mut Tape,
            ) {
                of::$name::pull((self, b.as_plain_operand()), (Some(d_self), Some(d_b)), &seed);
            }

            #[inline]
            fn $jvp(
                &self,
                b: B,
                along: &Self,
                along_b: B,
            ) -> (Value2<of::$name, Self, B>, Value2<of::$name, Self, B>) {
                let (b, along_b) = (b.as_plain_operand(), along_b.as_plain_operand());
                let along = (Some(along), Some(along_b));
                (of::$name::value(self, b), of::$name::tangent((self, b), along))
            }

            #[inline]
            fn $jvp_fwd(
                &self,
                b: B,
                along: &Self,
                along_b: B,
                _: &mut Tape,
            ) -> (Value2<of::$name, Self, B>, Value2<of::$name, Self, B>) {
                self.$jvp(b, along, along_b)
            }

            #[inline]
            fn $jvp_rev(
                &self,
                b: B,
                along: &Self,
                along_b: B,
                d_self: &mut Self,
                d_b: &mut B::Plain,
                d_along: &mut Self,
                d_along_b: &mut B::Plain,
                (seed, dot_seed): (Value2<of::$name, Self, B>, Value2<of::$name, Self, B>),
                _: &mut Tape,
            ) {
                let point = (self, b.as_plain_operand());
                let along = (Some(along), Some(along_b.as_plain_operand()));
                of::$name::pull(point, (Some(&mut *d_self), Some(&mut *d_b)), &seed);
                of::$name::pull(point, (Some(d_along), Some(d_along_b)), &dot_seed);
                of::$name::bend(point, along, (Some(d_self), Some(d_b)), &dot_seed);
            }
        }
    )* };
}

/// The types that rules are of, one per method.
pub mod of {
    use crate::linalg::rule::{IsBilinear, IsLinear};

    macro_rules! rules {
        ($($name:ident $(: $kind:ident)?,)*) => { $(
            #[derive(Clone, Copy, Debug)]
            pub enum $name {}

            $(impl $kind for $name {})?
        )* };
    }

    rules! {
        Norm, NormSquared, Length, LengthSquared, Normalize,
        Transpose: IsLinear, Trace: IsLinear, ElementSum: IsLinear, ToArray: IsLinear,
        Xy: IsLinear, Xz: IsLinear, Yz: IsLinear, Xyz: IsLinear, Truncate: IsLinear, Perp: IsLinear,
        Conjugate: IsLinear, PerpDot: IsBilinear,
        Determinant, Inverse, TryInverse,
        Cross: IsBilinear, ComponentMul: IsBilinear, ComponentDiv,
        Distance, DistanceSquared, MetricDistance,
        MulVec2: IsBilinear, MulVec3: IsBilinear, MulVec4: IsBilinear,
        Plus, Minus, Scale: IsBilinear, Scaled: IsBilinear, Product: IsBilinear,
        Over, NumberOver, Rotate,
    }
}

unary! {
    Norm: __fwd_norm __rev_norm __jvp_norm __jvp_fwd_norm __jvp_rev_norm;
    NormSquared: __fwd_norm_squared __rev_norm_squared __jvp_norm_squared __jvp_fwd_norm_squared __jvp_rev_norm_squared;
    Length: __fwd_length __rev_length __jvp_length __jvp_fwd_length __jvp_rev_length;
    LengthSquared: __fwd_length_squared __rev_length_squared __jvp_length_squared __jvp_fwd_length_squared __jvp_rev_length_squared;
    Normalize: __fwd_normalize __rev_normalize __jvp_normalize __jvp_fwd_normalize __jvp_rev_normalize;
    Transpose: __fwd_transpose __rev_transpose __jvp_transpose __jvp_fwd_transpose __jvp_rev_transpose;
    Trace: __fwd_trace __rev_trace __jvp_trace __jvp_fwd_trace __jvp_rev_trace;
    ElementSum: __fwd_element_sum __rev_element_sum __jvp_element_sum __jvp_fwd_element_sum __jvp_rev_element_sum;
    ToArray: __fwd_to_array __rev_to_array __jvp_to_array __jvp_fwd_to_array __jvp_rev_to_array;
    Xy: __fwd_xy __rev_xy __jvp_xy __jvp_fwd_xy __jvp_rev_xy;
    Xz: __fwd_xz __rev_xz __jvp_xz __jvp_fwd_xz __jvp_rev_xz;
    Yz: __fwd_yz __rev_yz __jvp_yz __jvp_fwd_yz __jvp_rev_yz;
    Xyz: __fwd_xyz __rev_xyz __jvp_xyz __jvp_fwd_xyz __jvp_rev_xyz;
    Truncate: __fwd_truncate __rev_truncate __jvp_truncate __jvp_fwd_truncate __jvp_rev_truncate;
    Perp: __fwd_perp __rev_perp __jvp_perp __jvp_fwd_perp __jvp_rev_perp;
    Conjugate: __fwd_conjugate __rev_conjugate __jvp_conjugate __jvp_fwd_conjugate __jvp_rev_conjugate;
    Determinant: __fwd_determinant __rev_determinant __jvp_determinant __jvp_fwd_determinant __jvp_rev_determinant;
    Inverse: __fwd_inverse __rev_inverse __jvp_inverse __jvp_fwd_inverse __jvp_rev_inverse;
    TryInverse: __fwd_try_inverse __rev_try_inverse __jvp_try_inverse __jvp_fwd_try_inverse __jvp_rev_try_inverse;
}

binary! {
    Cross: __fwd_cross __rev_cross __jvp_cross __jvp_fwd_cross __jvp_rev_cross;
    ComponentMul: __fwd_component_mul __rev_component_mul __jvp_component_mul __jvp_fwd_component_mul __jvp_rev_component_mul;
    ComponentDiv: __fwd_component_div __rev_component_div __jvp_component_div __jvp_fwd_component_div __jvp_rev_component_div;
    Distance: __fwd_distance __rev_distance __jvp_distance __jvp_fwd_distance __jvp_rev_distance;
    DistanceSquared: __fwd_distance_squared __rev_distance_squared __jvp_distance_squared __jvp_fwd_distance_squared __jvp_rev_distance_squared;
    MetricDistance: __fwd_metric_distance __rev_metric_distance __jvp_metric_distance __jvp_fwd_metric_distance __jvp_rev_metric_distance;
    PerpDot: __fwd_perp_dot __rev_perp_dot __jvp_perp_dot __jvp_fwd_perp_dot __jvp_rev_perp_dot;
    MulVec2: __fwd_mul_vec2 __rev_mul_vec2 __jvp_mul_vec2 __jvp_fwd_mul_vec2 __jvp_rev_mul_vec2;
    MulVec3: __fwd_mul_vec3 __rev_mul_vec3 __jvp_mul_vec3 __jvp_fwd_mul_vec3 __jvp_rev_mul_vec3;
    MulVec4: __fwd_mul_vec4 __rev_mul_vec4 __jvp_mul_vec4 __jvp_fwd_mul_vec4 __jvp_rev_mul_vec4;
}
