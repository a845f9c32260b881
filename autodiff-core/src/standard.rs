//! Whose methods a type parameter has: the standard library's, or those of a trait of the user's.
//!
//! In: a type parameter with the user's bounds. Out: nothing, or an error at compile time. Generated code
//! writes the derivative of `x.exp()` by the standard library's rule, which is right where the bounds bring
//! that method from `num_traits`, and only rustc sees what they bring. Invariant: what is
//! [`proven`] is a type whose float methods are those of `f64` and `f32`, if it is one of these.

use core::marker::PhantomData;

use num_traits::float::FloatCore;

/// A type, by its methods.
///
/// ```
/// use autodiff_core::standard::*;
/// fn standard_methods<T: num_traits::Float>() {
///     let of = Methods::<T>::of();
///     proven((&&&of).standard());
/// }
/// standard_methods::<f64>();
/// ```
pub struct Methods<T>(PhantomData<T>);

impl<T> Methods<T> {
    /// Those of `T`.
    pub fn of() -> Self {
        Self(PhantomData)
    }
}

/// The methods are those of `num_traits`.
pub struct FromNumTraits;

/// The methods are those of another trait.
pub struct FromElsewhere;

/// Found first, where the bounds ask for `num_traits::Float`.
pub trait OfFloat {
    /// What the methods are.
    fn standard(&self) -> FromNumTraits {
        FromNumTraits
    }
}

impl<T: num_traits::Float> OfFloat for &&Methods<T> {}

/// Found next, where they ask for `num_traits::real::Real`, which each float has through `Float`.
pub trait OfReal {
    /// What the methods are.
    fn standard(&self) -> FromNumTraits {
        FromNumTraits
    }
}

impl<T: num_traits::real::Real> OfReal for &Methods<T> {}

/// Found next, where they ask for `num_traits::float::FloatCore`.
pub trait OfFloatCore {
    /// What the methods are.
    fn standard(&self) -> FromNumTraits {
        FromNumTraits
    }
}

impl<T: FloatCore> OfFloatCore for Methods<T> {}

/// Found last.
pub trait OfElsewhere {
    /// What the methods are.
    fn standard(self) -> FromElsewhere;
}

impl<T> OfElsewhere for Methods<T> {
    fn standard(self) -> FromElsewhere {
        FromElsewhere
    }
}

/// Methods of which the derivatives are known.
#[diagnostic::on_unimplemented(
    message = "this method is one of a trait of your own, whose derivative is not known",
    label = "its bounds do not ask for `num_traits::Float`",
    note = "help: call the method by its trait, `Scalar::exp(x)`, and write `#[differentiable]` on the trait \
            and its `impl`s, or have the trait ask for `num_traits::Float` and leave the method to that"
)]
pub trait Proven {}

impl Proven for FromNumTraits {}
// with one implementation rustc would tell the types instead of the message
impl Proven for () {}

/// Checks that methods are those of `num_traits`.
#[inline(always)]
pub fn proven<M: Proven>(_: M) {}
