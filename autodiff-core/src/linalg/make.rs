//! Vectors and matrices made of numbers: `Vector3::new(x, y, z)`, `DVec3::splat(x)`,
//! `DVector::from_vec(v)`.
//!
//! In: how a type is made of its parts, which is linear. Out: the sweeps of the functions that make it.
//! Invariant: the pullback gives each part the cotangent of the places where it went.

// five sweeps per method, as generated code names them and with the arguments that it passes
#![allow(missing_docs, clippy::too_many_arguments)]

use crate::companion::Ignored;
use crate::differentiable::Tangent;
use crate::prim::operand::Operand;
use crate::real::Real;
use crate::tape::Tape;

/// A trait per function that takes the parts one by one, and per number of them.
macro_rules! new {
    ($(
        $name:ident $count:literal $make:ident $parts:ident
        [$fwd:ident $rev:ident $jvp:ident $jvp_fwd:ident $jvp_rev:ident]
        $($arg:ident $dot:ident $shadow:ident $dot_shadow:ident),*;
    )*) => { $(
        /// The sweeps of a function that makes a value of its parts.
        pub trait $name<T: Tangent>: Tangent {
            /// The value, as the library makes it.
            fn $make(parts: [T; $count]) -> Self;
            /// The parts, in the order of the arguments.
            fn $parts(&self) -> [T; $count];

            #[inline]
            fn $fwd($($arg: T,)* _: &mut Tape) -> Self {
                Self::$make([$($arg),*])
            }

            #[inline]
            #[allow(unused_variables)] // values of what is linear
            fn $rev($($arg: T,)* $($shadow: &mut T,)* seed: Self, _: &mut Tape) {
                let [$($dot),*] = seed.$parts();
                $($shadow.accumulate(&$dot);)*
            }

            #[inline]
            fn $jvp($($arg: T,)* $($dot: T),*) -> (Self, Self) {
                (Self::$make([$($arg),*]), Self::$make([$($dot),*]))
            }

            #[inline]
            fn $jvp_fwd($($arg: T,)* $($dot: T,)* _: &mut Tape) -> (Self, Self) {
                (Self::$make([$($arg),*]), Self::$make([$($dot),*]))
            }

            #[inline]
            #[allow(unused_variables)]
            fn $jvp_rev(
                $($arg: T,)* $($dot: T,)* $($shadow: &mut T,)* $($dot_shadow: &mut T,)*
                (seed, dot_seed): (Self, Self),
                _: &mut Tape,
            ) {
                let [$($dot),*] = seed.$parts();
                $($shadow.accumulate(&$dot);)*
                let [$($dot),*] = dot_seed.$parts();
                $($dot_shadow.accumulate(&$dot);)*
            }
        }
    )* };
}

new! {
    New1 1 __new_1 __new_parts_1
        [__fwd_new __rev_new __jvp_new __jvp_fwd_new __jvp_rev_new]
        a0 da0 sa0 ta0;
    New2 2 __new_2 __new_parts_2
        [__fwd_new __rev_new __jvp_new __jvp_fwd_new __jvp_rev_new]
        a0 da0 sa0 ta0, a1 da1 sa1 ta1;
    New3 3 __new_3 __new_parts_3
        [__fwd_new __rev_new __jvp_new __jvp_fwd_new __jvp_rev_new]
        a0 da0 sa0 ta0, a1 da1 sa1 ta1, a2 da2 sa2 ta2;
    New4 4 __new_4 __new_parts_4
        [__fwd_new __rev_new __jvp_new __jvp_fwd_new __jvp_rev_new]
        a0 da0 sa0 ta0, a1 da1 sa1 ta1, a2 da2 sa2 ta2, a3 da3 sa3 ta3;
    New5 5 __new_5 __new_parts_5
        [__fwd_new __rev_new __jvp_new __jvp_fwd_new __jvp_rev_new]
        a0 da0 sa0 ta0, a1 da1 sa1 ta1, a2 da2 sa2 ta2, a3 da3 sa3 ta3, a4 da4 sa4 ta4;
    New6 6 __new_6 __new_parts_6
        [__fwd_new __rev_new __jvp_new __jvp_fwd_new __jvp_rev_new]
        a0 da0 sa0 ta0, a1 da1 sa1 ta1, a2 da2 sa2 ta2, a3 da3 sa3 ta3, a4 da4 sa4 ta4, a5 da5 sa5 ta5;
    New9 9 __new_9 __new_parts_9
        [__fwd_new __rev_new __jvp_new __jvp_fwd_new __jvp_rev_new]
        a0 da0 sa0 ta0, a1 da1 sa1 ta1, a2 da2 sa2 ta2, a3 da3 sa3 ta3, a4 da4 sa4 ta4, a5 da5 sa5 ta5, a6 da6 sa6 ta6, a7 da7 sa7 ta7, a8 da8 sa8 ta8;
    New16 16 __new_16 __new_parts_16
        [__fwd_new __rev_new __jvp_new __jvp_fwd_new __jvp_rev_new]
        a0 da0 sa0 ta0, a1 da1 sa1 ta1, a2 da2 sa2 ta2, a3 da3 sa3 ta3, a4 da4 sa4 ta4, a5 da5 sa5 ta5, a6 da6 sa6 ta6, a7 da7 sa7 ta7, a8 da8 sa8 ta8, a9 da9 sa9 ta9, a10 da10 sa10 ta10, a11 da11 sa11 ta11, a12 da12 sa12 ta12, a13 da13 sa13 ta13, a14 da14 sa14 ta14, a15 da15 sa15 ta15;
    FromXyzw 4 __from_xyzw_4 __from_xyzw_parts_4
        [__fwd_from_xyzw __rev_from_xyzw __jvp_from_xyzw __jvp_fwd_from_xyzw __jvp_rev_from_xyzw]
        a0 da0 sa0 ta0, a1 da1 sa1 ta1, a2 da2 sa2 ta2, a3 da3 sa3 ta3;
    FromCols2 2 __from_cols_2 __from_cols_parts_2
        [__fwd_from_cols __rev_from_cols __jvp_from_cols __jvp_fwd_from_cols __jvp_rev_from_cols]
        a0 da0 sa0 ta0, a1 da1 sa1 ta1;
    FromCols3 3 __from_cols_3 __from_cols_parts_3
        [__fwd_from_cols __rev_from_cols __jvp_from_cols __jvp_fwd_from_cols __jvp_rev_from_cols]
        a0 da0 sa0 ta0, a1 da1 sa1 ta1, a2 da2 sa2 ta2;
    FromCols4 4 __from_cols_4 __from_cols_parts_4
        [__fwd_from_cols __rev_from_cols __jvp_from_cols __jvp_fwd_from_cols __jvp_rev_from_cols]
        a0 da0 sa0 ta0, a1 da1 sa1 ta1, a2 da2 sa2 ta2, a3 da3 sa3 ta3;
}

/// A trait per function that makes a value of one argument, behind sizes that have no derivative.
macro_rules! made_of {
    ($(
        $name:ident [$($generics:tt)*] $make:ident $spread:ident
        ([$($size:ident $d_size:ident $t_size:ident $u_size:ident),*] $arg:ty as $shadow:ty):
        $fwd:ident $rev:ident $jvp:ident $jvp_fwd:ident $jvp_rev:ident;
    )*) => { $(
        /// The sweeps of a function that makes a value of numbers.
        pub trait $name<$($generics)*>: Tangent {
            /// The value, as the library makes it.
            fn $make($($size: usize,)* x: $arg) -> Self;
            /// Adds the cotangents of the parts to those of the argument.
            fn $spread(&self, d_x: &mut $shadow);

            #[inline]
            fn $fwd($($size: usize,)* x: $arg, _: &mut Tape) -> Self {
                Self::$make($($size,)* x)
            }

            #[inline]
            #[allow(unused_variables)] // sizes
            fn $rev(
                $($size: usize,)*
                _: $arg,
                $($d_size: &mut (impl Ignored + ?Sized),)*
                d_x: &mut $shadow,
                seed: Self,
                _: &mut Tape,
            ) {
                seed.$spread(d_x);
            }

            #[inline]
            #[allow(unused_variables)]
            fn $jvp(
                $($size: usize,)*
                x: $arg,
                $($d_size: impl Ignored,)*
                along: $arg,
            ) -> (Self, Self) {
                (Self::$make($($size,)* x), Self::$make($($size,)* along))
            }

            #[inline]
            #[allow(unused_variables)]
            fn $jvp_fwd(
                $($size: usize,)*
                x: $arg,
                $($d_size: impl Ignored,)*
                along: $arg,
                _: &mut Tape,
            ) -> (Self, Self) {
                (Self::$make($($size,)* x), Self::$make($($size,)* along))
            }

            #[inline]
            #[allow(unused_variables)]
            fn $jvp_rev(
                $($size: usize,)*
                _: $arg,
                $($d_size: impl Ignored,)*
                _: $arg,
                $($t_size: &mut (impl Ignored + ?Sized),)*
                d_x: &mut $shadow,
                $($u_size: &mut (impl Ignored + ?Sized),)*
                d_along: &mut $shadow,
                (seed, dot_seed): (Self, Self),
                _: &mut Tape,
            ) {
                seed.$spread(d_x);
                dot_seed.$spread(d_along);
            }
        }
    )* };
}

made_of! {
    Splat [T: Real] __splat __splat_back ([] T as T):
        __fwd_splat __rev_splat __jvp_splat __jvp_fwd_splat __jvp_rev_splat;
    FromElement [T: Real] __from_element __from_element_back ([] T as T):
        __fwd_from_element __rev_from_element __jvp_from_element __jvp_fwd_from_element __jvp_rev_from_element;
    FromElement1 [T: Real] __from_element __from_element_back ([n dn tn un] T as T):
        __fwd_from_element __rev_from_element __jvp_from_element __jvp_fwd_from_element __jvp_rev_from_element;
    FromElement2 [T: Real] __from_element __from_element_back ([rows d_rows t_rows u_rows, columns d_columns t_columns u_columns] T as T):
        __fwd_from_element __rev_from_element __jvp_from_element __jvp_fwd_from_element __jvp_rev_from_element;
    FromArray [T: Real, const N: usize] __from_array __from_array_back ([] [T; N] as [T; N]):
        __fwd_from_array __rev_from_array __jvp_from_array __jvp_fwd_from_array __jvp_rev_from_array;
    FromVec [T: Real] __from_vec __from_vec_back ([] Vec<T> as Vec<T>):
        __fwd_from_vec __rev_from_vec __jvp_from_vec __jvp_fwd_from_vec __jvp_rev_from_vec;
    FromVec2 [T: Real] __from_vec __from_vec_back ([rows d_rows t_rows u_rows, columns d_columns t_columns u_columns] Vec<T> as Vec<T>):
        __fwd_from_vec __rev_from_vec __jvp_from_vec __jvp_fwd_from_vec __jvp_rev_from_vec;
    FromRowSlice [T: Real] __from_row_slice __from_row_slice_back ([] &[T] as [T]):
        __fwd_from_row_slice __rev_from_row_slice __jvp_from_row_slice __jvp_fwd_from_row_slice __jvp_rev_from_row_slice;
    FromRowSlice2 [T: Real] __from_row_slice __from_row_slice_back ([rows d_rows t_rows u_rows, columns d_columns t_columns u_columns] &[T] as [T]):
        __fwd_from_row_slice __rev_from_row_slice __jvp_from_row_slice __jvp_fwd_from_row_slice __jvp_rev_from_row_slice;
    FromColumnSlice [T: Real] __from_column_slice __from_column_slice_back ([] &[T] as [T]):
        __fwd_from_column_slice __rev_from_column_slice __jvp_from_column_slice __jvp_fwd_from_column_slice __jvp_rev_from_column_slice;
    FromColumnSlice2 [T: Real] __from_column_slice __from_column_slice_back ([rows d_rows t_rows u_rows, columns d_columns t_columns u_columns] &[T] as [T]):
        __fwd_from_column_slice __rev_from_column_slice __jvp_from_column_slice __jvp_fwd_from_column_slice __jvp_rev_from_column_slice;
    FromColsArray [T: Real, const N: usize] __from_cols_array __from_cols_array_back ([] &[T; N] as [T; N]):
        __fwd_from_cols_array __rev_from_cols_array __jvp_from_cols_array __jvp_fwd_from_cols_array __jvp_rev_from_cols_array;
    FromDiagonal [A: Operand<Plain: Tangent>] __from_diagonal __from_diagonal_back ([] A as A::Plain):
        __fwd_from_diagonal __rev_from_diagonal __jvp_from_diagonal __jvp_fwd_from_diagonal __jvp_rev_from_diagonal;
}
