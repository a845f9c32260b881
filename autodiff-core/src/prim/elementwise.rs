//! The values of the arithmetic operators on plain operands: scalars, integers, arrays with
//! broadcasting, and the tangents of integers, whose every result is again without a derivative.

use crate::differentiable::NoTangent;
use crate::real::Real;
use crate::rules::scalar;

/// The arithmetic operators between two plain operands.
pub trait Elementwise<R: ?Sized> {
    /// The type of the result.
    type Output;

    /// `self + right`.
    fn plus(&self, right: &R) -> Self::Output;
    /// `self - right`.
    fn minus(&self, right: &R) -> Self::Output;
    /// `self * right`.
    fn times(&self, right: &R) -> Self::Output;
    /// `self / right`.
    fn over(&self, right: &R) -> Self::Output;
    /// `self % right`.
    fn modulo(&self, right: &R) -> Self::Output;
    /// `trunc(self / right)`.
    fn quotient(&self, right: &R) -> Self::Output;
}

/// The negative of a plain operand.
pub trait Negate {
    /// The type of the result.
    type Output;

    /// `-self`.
    fn negated(&self) -> Self::Output;
}

macro_rules! scalar_methods {
    ($quotient:expr) => {
        #[inline(always)]
        fn plus(&self, right: &Self) -> Self {
            *self + *right
        }

        #[inline(always)]
        fn minus(&self, right: &Self) -> Self {
            *self - *right
        }

        #[inline(always)]
        fn times(&self, right: &Self) -> Self {
            *self * *right
        }

        #[inline(always)]
        fn over(&self, right: &Self) -> Self {
            *self / *right
        }

        #[inline(always)]
        fn modulo(&self, right: &Self) -> Self {
            *self % *right
        }

        #[inline(always)]
        fn quotient(&self, right: &Self) -> Self {
            ($quotient)(*self, *right)
        }
    };
}

impl<T: Real> Elementwise<T> for T {
    type Output = T;

    scalar_methods!(scalar::trunc_div);
}

impl<T: Real> Negate for T {
    type Output = T;

    #[inline(always)]
    fn negated(&self) -> T {
        -*self
    }
}

/// Two operands of which one has no derivative, nor has the result.
macro_rules! without_tangent {
    ($($left:ty, $right:ty;)*) => { $(
        impl Elementwise<$right> for $left {
            type Output = NoTangent;

            #[inline(always)]
            fn plus(&self, _: &$right) -> NoTangent {
                NoTangent
            }

            #[inline(always)]
            fn minus(&self, _: &$right) -> NoTangent {
                NoTangent
            }

            #[inline(always)]
            fn times(&self, _: &$right) -> NoTangent {
                NoTangent
            }

            #[inline(always)]
            fn over(&self, _: &$right) -> NoTangent {
                NoTangent
            }

            #[inline(always)]
            fn modulo(&self, _: &$right) -> NoTangent {
                NoTangent
            }

            #[inline(always)]
            fn quotient(&self, _: &$right) -> NoTangent {
                NoTangent
            }
        }
    )* };
}

without_tangent!(NoTangent, NoTangent;);

impl Negate for NoTangent {
    type Output = NoTangent;

    #[inline(always)]
    fn negated(&self) -> NoTangent {
        NoTangent
    }
}

macro_rules! integer {
    ($($integer:ty)*) => { $(
        impl Elementwise<$integer> for $integer {
            type Output = $integer;

            scalar_methods!(|a: $integer, b: $integer| a / b);
        }

        without_tangent! {
            $integer, NoTangent;
            NoTangent, $integer;
        }
    )* };
}

integer!(i8 i16 i32 i64 i128 isize u8 u16 u32 u64 u128 usize);

macro_rules! signed {
    ($($integer:ty)*) => { $(
        impl Negate for $integer {
            type Output = $integer;

            #[inline(always)]
            fn negated(&self) -> $integer {
                -*self
            }
        }
    )* };
}

signed!(i8 i16 i32 i64 i128 isize);

#[cfg(feature = "ndarray")]
mod array {
    use ndarray::{Array, ArrayRef, DimMax, Dimension, Zip};

    use super::{Elementwise, Negate, Real, scalar};
    use crate::prim::broadcast::check_broadcast;

    impl<A: Real, D: Dimension + DimMax<E>, E: Dimension> Elementwise<ArrayRef<A, E>>
        for ArrayRef<A, D>
    {
        type Output = Array<A, <D as DimMax<E>>::Output>;

        #[inline]
        #[track_caller]
        fn plus(&self, right: &ArrayRef<A, E>) -> Self::Output {
            check_broadcast(self.shape(), right.shape());
            self + right
        }

        #[inline]
        #[track_caller]
        fn minus(&self, right: &ArrayRef<A, E>) -> Self::Output {
            check_broadcast(self.shape(), right.shape());
            self - right
        }

        #[inline]
        #[track_caller]
        fn times(&self, right: &ArrayRef<A, E>) -> Self::Output {
            check_broadcast(self.shape(), right.shape());
            self * right
        }

        #[inline]
        #[track_caller]
        fn over(&self, right: &ArrayRef<A, E>) -> Self::Output {
            check_broadcast(self.shape(), right.shape());
            self / right
        }

        #[inline]
        #[track_caller]
        fn modulo(&self, right: &ArrayRef<A, E>) -> Self::Output {
            check_broadcast(self.shape(), right.shape());
            self % right
        }

        #[inline]
        #[track_caller]
        fn quotient(&self, right: &ArrayRef<A, E>) -> Self::Output {
            let mut ratio = self.over(right);
            Zip::from(&mut ratio).for_each(|r| *r = r.trunc());
            ratio
        }
    }

    impl<A: Real, D: Dimension> Elementwise<A> for ArrayRef<A, D> {
        type Output = Array<A, D>;

        #[inline]
        fn plus(&self, right: &A) -> Array<A, D> {
            self + *right
        }

        #[inline]
        fn minus(&self, right: &A) -> Array<A, D> {
            self - *right
        }

        #[inline]
        fn times(&self, right: &A) -> Array<A, D> {
            self * *right
        }

        #[inline]
        fn over(&self, right: &A) -> Array<A, D> {
            self / *right
        }

        #[inline]
        fn modulo(&self, right: &A) -> Array<A, D> {
            self % *right
        }

        #[inline]
        fn quotient(&self, right: &A) -> Array<A, D> {
            self.mapv(|a| scalar::trunc_div(a, *right))
        }
    }

    impl<A: Real, D: Dimension> Elementwise<ArrayRef<A, D>> for A {
        type Output = Array<A, D>;

        #[inline]
        fn plus(&self, right: &ArrayRef<A, D>) -> Array<A, D> {
            right.mapv(|b| *self + b)
        }

        #[inline]
        fn minus(&self, right: &ArrayRef<A, D>) -> Array<A, D> {
            right.mapv(|b| *self - b)
        }

        #[inline]
        fn times(&self, right: &ArrayRef<A, D>) -> Array<A, D> {
            right.mapv(|b| *self * b)
        }

        #[inline]
        fn over(&self, right: &ArrayRef<A, D>) -> Array<A, D> {
            right.mapv(|b| *self / b)
        }

        #[inline]
        fn modulo(&self, right: &ArrayRef<A, D>) -> Array<A, D> {
            right.mapv(|b| *self % b)
        }

        #[inline]
        fn quotient(&self, right: &ArrayRef<A, D>) -> Array<A, D> {
            right.mapv(|b| scalar::trunc_div(*self, b))
        }
    }

    impl<A: Real, D: Dimension> Negate for ArrayRef<A, D> {
        type Output = Array<A, D>;

        #[inline]
        fn negated(&self) -> Array<A, D> {
            self.mapv(|a| -a)
        }
    }
}
