//! The operators of nalgebra's matrices: sums, products with numbers, products of matrices.
//!
//! In: the rules of `crate::linalg`. Out: which of them belongs to which operator.

use nalgebra::allocator::Allocator;
use nalgebra::{DefaultAllocator, Dim, OMatrix};

use crate::linalg::block::add_times;
use crate::linalg::operators::{negative, operators};
use crate::linalg::rule::{Bilinear, Sum};
use crate::linalg::sweeps::of;
use crate::real::Real;

macro_rules! sums {
    ($($rule:ident $operator:tt $sign:expr;)*) => { $(
        impl<T: Real, R: Dim, C: Dim> Sum<OMatrix<T, R, C>, OMatrix<T, R, C>> for of::$rule
        where
            DefaultAllocator: Allocator<R, C>,
        {
            type Output = OMatrix<T, R, C>;

            #[inline]
            fn value(a: &OMatrix<T, R, C>, b: &OMatrix<T, R, C>) -> OMatrix<T, R, C> {
                a.clone() $operator b
            }

            #[inline]
            fn pull_left(d_a: &mut OMatrix<T, R, C>, d_y: &OMatrix<T, R, C>) {
                *d_a += d_y;
            }

            #[inline]
            fn pull_right(d_b: &mut OMatrix<T, R, C>, d_y: &OMatrix<T, R, C>) {
                add_times(d_b, $sign, d_y);
            }
        }
    )* };
}

sums! {
    Plus + T::one();
    Minus - -T::one();
}

/// `d_A += d_Y B^T`, `d_B += A^T d_Y`.
impl<T: Real, R: Dim, K: Dim, C: Dim> Bilinear<OMatrix<T, R, K>, OMatrix<T, K, C>> for of::Product
where
    DefaultAllocator: Allocator<R, K> + Allocator<K, C> + Allocator<R, C> + Allocator<C, K>,
{
    type Output = OMatrix<T, R, C>;

    #[inline]
    fn value(a: &OMatrix<T, R, K>, b: &OMatrix<T, K, C>) -> OMatrix<T, R, C> {
        a * b
    }

    #[inline]
    fn pull_left(b: &OMatrix<T, K, C>, d_a: &mut OMatrix<T, R, K>, d_y: &OMatrix<T, R, C>) {
        d_a.gemm(T::one(), d_y, &b.transpose(), T::one());
    }

    #[inline]
    fn pull_right(a: &OMatrix<T, R, K>, d_b: &mut OMatrix<T, K, C>, d_y: &OMatrix<T, R, C>) {
        d_b.gemm_tr(T::one(), a, d_y, T::one());
    }
}

operators! {
    [T: Real, R: Dim, C: Dim] OMatrix<T, R, C>, OMatrix<T, R, C>, Add => Plus
        where [DefaultAllocator: Allocator<R, C>];
    [T: Real, R: Dim, C: Dim] OMatrix<T, R, C>, OMatrix<T, R, C>, Sub => Minus
        where [DefaultAllocator: Allocator<R, C>];
    [T: Real, R: Dim, C: Dim] OMatrix<T, R, C>, T, Mul MulAssign => Scale
        where [DefaultAllocator: Allocator<R, C>];
    [T: Real, R: Dim, C: Dim] OMatrix<T, R, C>, T, Div DivAssign => Over
        where [DefaultAllocator: Allocator<R, C>];
    [T: Real, R: Dim, C: Dim] T, OMatrix<T, R, C>, Mul => Scaled
        where [DefaultAllocator: Allocator<R, C>];
    [T: Real, R: Dim, K: Dim, C: Dim] OMatrix<T, R, K>, OMatrix<T, K, C>, Mul => Product
        where [DefaultAllocator: Allocator<R, K> + Allocator<K, C> + Allocator<R, C> + Allocator<C, K>];
}

negative! {
    [T: Real, R: Dim, C: Dim] OMatrix<T, R, C> where DefaultAllocator: Allocator<R, C>
}
