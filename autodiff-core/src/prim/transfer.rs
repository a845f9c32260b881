//! Operations that only move a number: conversions between numeric types, and copies.

use crate::differentiable::{AccumulateFrom, Inert, NoTangent};
use crate::real::Real;

/// A tangent in the type that a cast of its primal has.
pub trait CastTangent<T> {
    /// The converted tangent: rounded between floats; zero where the source has no derivative;
    /// nothing where the target has none.
    fn cast_tangent(&self) -> T;
}

impl<T: Real, U: Real> CastTangent<U> for T {
    #[inline(always)]
    fn cast_tangent(&self) -> U {
        U::from_literal(self.to_double())
    }
}

impl<T: Real> CastTangent<NoTangent> for T {
    #[inline(always)]
    fn cast_tangent(&self) -> NoTangent {
        NoTangent
    }
}

impl<T: Real> CastTangent<T> for NoTangent {
    #[inline(always)]
    fn cast_tangent(&self) -> T {
        T::zero()
    }
}

impl CastTangent<NoTangent> for NoTangent {
    #[inline(always)]
    fn cast_tangent(&self) -> NoTangent {
        NoTangent
    }
}

impl<T: Real, S: ?Sized> CastTangent<T> for Inert<S> {
    #[inline(always)]
    fn cast_tangent(&self) -> T {
        T::zero()
    }
}

impl<S: ?Sized> CastTangent<NoTangent> for Inert<S> {
    #[inline(always)]
    fn cast_tangent(&self) -> NoTangent {
        NoTangent
    }
}

impl<T: Real, S: ?Sized> CastTangent<Inert<S>> for T {
    #[inline(always)]
    fn cast_tangent(&self) -> Inert<S> {
        Inert::new()
    }
}

impl<S: ?Sized> CastTangent<Inert<S>> for NoTangent {
    #[inline(always)]
    fn cast_tangent(&self) -> Inert<S> {
        Inert::new()
    }
}

impl<S: ?Sized, T: ?Sized> CastTangent<Inert<S>> for Inert<T> {
    #[inline(always)]
    fn cast_tangent(&self) -> Inert<S> {
        Inert::new()
    }
}

/// `a as T` for a number `a` of any type: the identity between floats, constant where integers are
/// involved.
///
/// ```
/// use autodiff_core::prim::cast;
/// use autodiff_core::NoTangent;
/// let (mut d_x, mut d_n) = (0.0_f32, NoTangent);
/// cast::pull_0(&1.0_f32, &mut d_x, &2.0_f64);
/// cast::pull_0(&3_usize, &mut d_n, &2.0_f64);
/// assert_eq!(d_x, 2.0);
/// let dy: f64 = cast::call(&d_n);
/// assert_eq!(dy, 0.0);
/// ```
pub mod cast {
    use num_traits::{NumCast, ToPrimitive};

    use super::CastTangent;
    use crate::differentiable::Tangent;

    /// A number of any type as a float, as `a as U` gives it.
    ///
    /// # Panics
    /// When the type has a number for which there is no float; none of the standard library has.
    #[inline(always)]
    #[track_caller]
    pub fn number<T: ToPrimitive + Clone, U: NumCast>(a: &T) -> U {
        U::from(a.clone()).expect("a number as a float")
    }

    /// The tangent of `a as ..`, from the tangent of `a`.
    #[inline(always)]
    pub fn call<T: CastTangent<U>, U>(da: &T) -> U {
        da.cast_tangent()
    }

    /// `d_a += d_y`, in the precision of `a`.
    #[inline(always)]
    pub fn pull_0<A: ?Sized, D: Tangent, DY: CastTangent<D>>(_a: &A, d_a: &mut D, d_y: &DY) {
        d_a.accumulate(&d_y.cast_tangent());
    }
}

/// A value that can be copied into one that owns its numbers: what `clone`, `view`, `to_owned` and
/// `to_vec` do to a tangent.
pub trait Owning {
    /// The owner: `Vec` of slices, arrays of views, else the type itself.
    type Owned;

    /// The copy.
    fn owning(&self) -> Self::Owned;
}

macro_rules! copied {
    ($($scalar:ty)*) => { $(
        impl Owning for $scalar {
            type Owned = $scalar;

            #[inline(always)]
            fn owning(&self) -> $scalar {
                *self
            }
        }
    )* };
}

copied!(f64 f32 i8 i16 i32 i64 i128 isize u8 u16 u32 u64 u128 usize bool char NoTangent);

impl<T: Owning + ?Sized> Owning for &T {
    type Owned = T::Owned;

    #[inline(always)]
    fn owning(&self) -> T::Owned {
        (**self).owning()
    }
}

impl<T: Owning + ?Sized> Owning for &mut T {
    type Owned = T::Owned;

    #[inline(always)]
    fn owning(&self) -> T::Owned {
        (**self).owning()
    }
}

impl<T: Clone> Owning for [T] {
    type Owned = Vec<T>;

    #[inline]
    fn owning(&self) -> Vec<T> {
        self.to_vec()
    }
}

impl<T: Clone> Owning for Vec<T> {
    type Owned = Vec<T>;

    #[inline]
    fn owning(&self) -> Vec<T> {
        self.clone()
    }
}

impl<T: Clone, const N: usize> Owning for [T; N] {
    type Owned = [T; N];

    #[inline]
    fn owning(&self) -> [T; N] {
        self.clone()
    }
}

macro_rules! tuple {
    ($($name:ident),+) => {
        impl<$($name: Clone),+> Owning for ($($name,)+) {
            type Owned = Self;

            #[inline]
            fn owning(&self) -> Self {
                self.clone()
            }
        }
    };
}

tuple!(A);
tuple!(A, B);
tuple!(A, B, C);
tuple!(A, B, C, D);
tuple!(A, B, C, D, E);
tuple!(A, B, C, D, E, F);
tuple!(A, B, C, D, E, F, G);
tuple!(A, B, C, D, E, F, G, H);
tuple!(A, B, C, D, E, F, G, H, I);
tuple!(A, B, C, D, E, F, G, H, I, J);
tuple!(A, B, C, D, E, F, G, H, I, J, K);
tuple!(A, B, C, D, E, F, G, H, I, J, K, L);

#[cfg(feature = "ndarray")]
mod array {
    use ndarray::{Array, ArrayBase, ArrayRef, Data, Dimension};

    use super::Owning;

    impl<A: Clone, S: Data<Elem = A>, D: Dimension> Owning for ArrayBase<S, D> {
        type Owned = Array<A, D>;

        #[inline]
        fn owning(&self) -> Array<A, D> {
            self.to_owned()
        }
    }

    impl<A: Clone, D: Dimension> Owning for ArrayRef<A, D> {
        type Owned = Array<A, D>;

        #[inline]
        fn owning(&self) -> Array<A, D> {
            self.to_owned()
        }
    }
}

/// `a.clone()`, `a.view()`, `a.to_owned()`, `a.to_vec()`: the same numbers.
///
/// ```
/// use autodiff_core::prim::to_owned;
/// let x = [1.0, 2.0];
/// let y: Vec<f64> = to_owned::call(&x[..]);
/// let mut d_x = [0.5, 0.5];
/// to_owned::pull_0(&mut d_x, &y);
/// assert_eq!(d_x, [1.5, 2.5]);
/// ```
pub mod to_owned {
    use super::{AccumulateFrom, Owning};

    /// A copy that owns its numbers.
    #[inline(always)]
    pub fn call<A: Owning + ?Sized>(a: &A) -> A::Owned {
        a.owning()
    }

    /// `d_a += d_y`.
    #[inline(always)]
    #[track_caller]
    pub fn pull_0<DA: AccumulateFrom<DY> + ?Sized, DY: ?Sized>(d_a: &mut DA, d_y: &DY) {
        d_a.accumulate_from(d_y);
    }
}
