//! One function applied to every element: `mapv`, and every elementary function of an operand that
//! may be a number or an array.
//!
//! What comes in is the operand and a scalar kernel written by the macro: the function itself, its
//! pushforward or its pullback. Invariant: each driver is one pass that visits the elements in the
//! order of `mapv`; the pullbacks allocate nothing.
//!
//! ```
//! use autodiff_core::prim::map;
//! let x = 0.5_f64;
//! let (y, dy) = map::call_2(&x, &2.0, |v, dv| (v.sin(), dv * v.cos()));
//! let mut d_x = 0.0;
//! map::pull(&x, &mut d_x, &1.0, |v, d_v, d_r| *d_v += d_r * v.cos());
//! assert_eq!((y, dy, d_x), (x.sin(), 2.0 * x.cos(), x.cos()));
//! ```

use crate::differentiable::NoTangent;
use crate::prim::operand::{Operand, OperandMut};
use crate::real::Real;

/// A plain operand whose elements can be mapped.
pub trait Mapped {
    /// An element.
    type Elem;
    /// The same shape with other elements.
    type Of<R>;

    /// `f` of every element.
    fn map_elements<R>(&self, f: impl FnMut(Self::Elem) -> R) -> Self::Of<R>;
}

/// A plain operand with its plain tangent `DX`.
pub trait MappedWith<DX: ?Sized>: Mapped {
    /// An element of the tangent.
    type DElem;

    /// `f` of every element and its tangent, unzipped.
    fn map_with<R: Default, DR: Default>(
        &self,
        dx: &DX,
        f: impl FnMut(Self::Elem, Self::DElem) -> (R, DR),
    ) -> (Self::Of<R>, Self::Of<DR>);
}

/// A plain operand with its plain shadow `DX` and the plain cotangent `DY` of the result.
pub trait MapPull<DX: ?Sized, DY: ?Sized>: Mapped {
    /// An element of the shadow.
    type DElem;
    /// An element of the cotangent.
    type DResult;

    /// Runs `f` on every element, its place in the shadow and its cotangent.
    fn pull_elements(
        &self,
        d_x: &mut DX,
        d_y: &DY,
        f: impl FnMut(Self::Elem, &mut Self::DElem, Self::DResult),
    );
}

/// A plain operand `Self` with tangent `X`, their shadows `DX`, and the cotangents `DY` and `D2Y` of
/// value and tangent of the result.
pub trait MapPull2<X: ?Sized, DY: ?Sized, D2Y: ?Sized>: MappedWith<X> {
    /// The plain shadow of the operand.
    type Shadow: ?Sized;
    /// An element of the cotangent of the value.
    type DResult;
    /// An element of the cotangent of the tangent.
    type D2Result;

    /// Runs `f` on every element and tangent, their places in the shadows, and their cotangents.
    fn pull_elements_2(
        &self,
        dx: &X,
        shadows: (&mut Self::Shadow, &mut Self::Shadow),
        cotangents: (&DY, &D2Y),
        f: impl FnMut(
            Self::Elem,
            Self::DElem,
            &mut Self::DElem,
            &mut Self::DElem,
            Self::DResult,
            Self::D2Result,
        ),
    );
}

/// `f` of every element of `x`; of `x` itself if it is a number.
#[inline(always)]
pub fn call<X, R, F>(x: &X, f: F) -> <X::Plain as Mapped>::Of<R>
where
    X: Operand<Plain: Mapped> + ?Sized,
    F: FnMut(<X::Plain as Mapped>::Elem) -> R,
{
    x.as_plain_operand().map_elements(f)
}

/// `f` of every element of `x` and of its tangent: the values, and their tangents.
///
/// # Panics
/// When the shapes of `x` and `dx` differ.
#[inline(always)]
#[track_caller]
pub fn call_2<X, DX, R, DR, F>(
    x: &X,
    dx: &DX,
    f: F,
) -> (<X::Plain as Mapped>::Of<R>, <X::Plain as Mapped>::Of<DR>)
where
    X: Operand + ?Sized,
    DX: Operand + ?Sized,
    X::Plain: MappedWith<DX::Plain>,
    R: Default,
    DR: Default,
    F: FnMut(<X::Plain as Mapped>::Elem, <X::Plain as MappedWith<DX::Plain>>::DElem) -> (R, DR),
{
    x.as_plain_operand().map_with(dx.as_plain_operand(), f)
}

/// Runs the pullback `f(v, d_v, d_r)` on every element: it adds into `d_v`.
///
/// # Panics
/// When the shapes differ.
#[inline(always)]
#[track_caller]
pub fn pull<X, DX, DY, F>(x: &X, d_x: &mut DX, d_y: &DY, f: F)
where
    X: Operand + ?Sized,
    DX: OperandMut + ?Sized,
    DY: Operand + ?Sized,
    X::Plain: MapPull<DX::Plain, DY::Plain>,
    F: FnMut(
        <X::Plain as Mapped>::Elem,
        &mut <X::Plain as MapPull<DX::Plain, DY::Plain>>::DElem,
        <X::Plain as MapPull<DX::Plain, DY::Plain>>::DResult,
    ),
{
    x.as_plain_operand().pull_elements(d_x.as_plain_operand_mut(), d_y.as_plain_operand(), f);
}

/// Runs the pullback `f(v, dv, d_v, d_dv, d_r, d_dr)` of a pushforward on every element: it adds
/// into `d_v` and `d_dv`.
///
/// # Panics
/// When the shapes differ.
#[inline(always)]
#[track_caller]
pub fn pull_2<X, T, DX, DT, DY, D2Y, F>(
    x: &X,
    dx: &T,
    d_x: &mut DX,
    d_dx: &mut DT,
    d_y: &DY,
    d_dy: &D2Y,
    f: F,
) where
    X: Operand + ?Sized,
    T: Operand + ?Sized,
    DY: Operand + ?Sized,
    D2Y: Operand + ?Sized,
    X::Plain: MapPull2<T::Plain, DY::Plain, D2Y::Plain>,
    DX: OperandMut<Plain = <X::Plain as MapPull2<T::Plain, DY::Plain, D2Y::Plain>>::Shadow>
        + ?Sized,
    DT: OperandMut<Plain = DX::Plain> + ?Sized,
    F: FnMut(
        <X::Plain as Mapped>::Elem,
        <X::Plain as MappedWith<T::Plain>>::DElem,
        &mut <X::Plain as MappedWith<T::Plain>>::DElem,
        &mut <X::Plain as MappedWith<T::Plain>>::DElem,
        <X::Plain as MapPull2<T::Plain, DY::Plain, D2Y::Plain>>::DResult,
        <X::Plain as MapPull2<T::Plain, DY::Plain, D2Y::Plain>>::D2Result,
    ),
{
    x.as_plain_operand().pull_elements_2(
        dx.as_plain_operand(),
        (d_x.as_plain_operand_mut(), d_dx.as_plain_operand_mut()),
        (d_y.as_plain_operand(), d_dy.as_plain_operand()),
        f,
    );
}

impl<T: Real> Mapped for T {
    type Elem = T;
    type Of<R> = R;

    #[inline(always)]
    fn map_elements<R>(&self, mut f: impl FnMut(T) -> R) -> R {
        f(*self)
    }
}

impl<T: Real> MappedWith<T> for T {
    type DElem = T;

    #[inline(always)]
    fn map_with<R: Default, DR: Default>(
        &self,
        dx: &T,
        mut f: impl FnMut(T, T) -> (R, DR),
    ) -> (R, DR) {
        f(*self, *dx)
    }
}

impl<T: Real, DR: Copy> MapPull<T, DR> for T {
    type DElem = T;
    type DResult = DR;

    #[inline(always)]
    fn pull_elements(&self, d_x: &mut T, d_y: &DR, mut f: impl FnMut(T, &mut T, DR)) {
        f(*self, d_x, *d_y);
    }
}

impl<T: Real, DR: Copy, D2R: Copy> MapPull2<T, DR, D2R> for T {
    type Shadow = T;
    type DResult = DR;
    type D2Result = D2R;

    #[inline(always)]
    fn pull_elements_2(
        &self,
        dx: &T,
        (d_x, d_dx): (&mut T, &mut T),
        (d_y, d_dy): (&DR, &D2R),
        mut f: impl FnMut(T, T, &mut T, &mut T, DR, D2R),
    ) {
        f(*self, *dx, d_x, d_dx, *d_y, *d_dy);
    }
}

/// Numbers without derivatives: their values map, their pullbacks never run.
macro_rules! inactive {
    ($($inactive:ty)*) => { $(
        impl Mapped for $inactive {
            type Elem = $inactive;
            type Of<R> = R;

            #[inline(always)]
            fn map_elements<R>(&self, mut f: impl FnMut($inactive) -> R) -> R {
                f(*self)
            }
        }

        impl MappedWith<NoTangent> for $inactive {
            type DElem = NoTangent;

            #[inline(always)]
            fn map_with<R: Default, DR: Default>(
                &self,
                _: &NoTangent,
                mut f: impl FnMut($inactive, NoTangent) -> (R, DR),
            ) -> (R, DR) {
                f(*self, NoTangent)
            }
        }

        impl<DR: Copy> MapPull<NoTangent, DR> for $inactive {
            type DElem = NoTangent;
            type DResult = DR;

            #[inline(always)]
            fn pull_elements(
                &self,
                _: &mut NoTangent,
                _: &DR,
                _: impl FnMut($inactive, &mut NoTangent, DR),
            ) {
            }
        }

        impl<DR: Copy, D2R: Copy> MapPull2<NoTangent, DR, D2R> for $inactive {
            type Shadow = NoTangent;
            type DResult = DR;
            type D2Result = D2R;

            #[inline(always)]
            fn pull_elements_2(
                &self,
                _: &NoTangent,
                _: (&mut NoTangent, &mut NoTangent),
                _: (&DR, &D2R),
                _: impl FnMut($inactive, NoTangent, &mut NoTangent, &mut NoTangent, DR, D2R),
            ) {
            }
        }
    )* };
}

inactive!(i8 i16 i32 i64 i128 isize u8 u16 u32 u64 u128 usize bool char NoTangent);

#[cfg(feature = "ndarray")]
mod array {
    use ndarray::{Array, ArrayRef, Dimension, Zip};

    use super::{MapPull, MapPull2, Mapped, MappedWith, Real};

    /// Panics unless an array that belongs to the operand has its shape.
    #[inline]
    #[track_caller]
    fn same_shape(operand: &[usize], other: &[usize], role: &str) {
        assert!(
            operand == other,
            "the {role} of an elementwise function has shape {other:?}, its operand {operand:?}"
        );
    }

    impl<A: Real, D: Dimension> Mapped for ArrayRef<A, D> {
        type Elem = A;
        type Of<R> = Array<R, D>;

        #[inline]
        fn map_elements<R>(&self, f: impl FnMut(A) -> R) -> Array<R, D> {
            self.mapv(f)
        }
    }

    impl<A: Real, D: Dimension> MappedWith<ArrayRef<A, D>> for ArrayRef<A, D> {
        type DElem = A;

        /// The results have the memory order that `mapv` gives, so that a later sum adds in the same
        /// order.
        #[inline]
        #[track_caller]
        fn map_with<R: Default, DR: Default>(
            &self,
            dx: &ArrayRef<A, D>,
            mut f: impl FnMut(A, A) -> (R, DR),
        ) -> (Array<R, D>, Array<DR, D>) {
            same_shape(self.shape(), dx.shape(), "tangent");
            let mut y = self.map(|_| R::default());
            let mut dy = self.map(|_| DR::default());
            Zip::from(&mut y).and(&mut dy).and(self).and(dx).for_each(
                #[inline(always)]
                |y, dy, &v, &dv| (*y, *dy) = f(v, dv),
            );
            (y, dy)
        }
    }

    impl<A: Real, DR: Copy, D: Dimension> MapPull<ArrayRef<A, D>, ArrayRef<DR, D>> for ArrayRef<A, D> {
        type DElem = A;
        type DResult = DR;

        #[inline]
        #[track_caller]
        fn pull_elements(
            &self,
            d_x: &mut ArrayRef<A, D>,
            d_y: &ArrayRef<DR, D>,
            mut f: impl FnMut(A, &mut A, DR),
        ) {
            same_shape(self.shape(), d_x.shape(), "shadow");
            same_shape(self.shape(), d_y.shape(), "cotangent");
            Zip::from(d_x).and(self).and(d_y).for_each(
                #[inline(always)]
                |d_v, &v, &d_r| f(v, d_v, d_r),
            );
        }
    }

    impl<A: Real, DR: Copy, D2R: Copy, D: Dimension>
        MapPull2<ArrayRef<A, D>, ArrayRef<DR, D>, ArrayRef<D2R, D>> for ArrayRef<A, D>
    {
        type Shadow = ArrayRef<A, D>;
        type DResult = DR;
        type D2Result = D2R;

        #[inline]
        #[track_caller]
        fn pull_elements_2(
            &self,
            dx: &ArrayRef<A, D>,
            (d_x, d_dx): (&mut ArrayRef<A, D>, &mut ArrayRef<A, D>),
            (d_y, d_dy): (&ArrayRef<DR, D>, &ArrayRef<D2R, D>),
            mut f: impl FnMut(A, A, &mut A, &mut A, DR, D2R),
        ) {
            for shadow in [d_x.shape(), d_dx.shape(), dx.shape()] {
                same_shape(self.shape(), shadow, "shadow");
            }
            same_shape(self.shape(), d_y.shape(), "cotangent");
            same_shape(self.shape(), d_dy.shape(), "cotangent");
            Zip::from(d_x).and(d_dx).and(self).and(dx).and(d_y).and(d_dy).for_each(
                #[inline(always)]
                |d_v, d_dv, &v, &dv, &d_r, &d_dr| f(v, dv, d_v, d_dv, d_r, d_dr),
            );
        }
    }
}
