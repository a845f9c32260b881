//! `x.into()`, as generated code calls it: like an operator, whose right operand names the type.
//!
//! In: the value, the name of the type ([`Inert`]), and a tangent or a shadow of the value. Out: what the traits
//! of the conversion say. Names are those of operators of which only the left operand has a derivative.

use super::{Conversion, ForwardConversion, ReverseConversion, SecondConversion};
use crate::differentiable::{Differentiable, Inert};

/// The value.
///
/// ```
/// use autodiff_core::{Inert, prim::into};
/// let mut d_a = 0.0_f32;
/// into::rev_0(&2.0_f32, &Inert::<f64>::new(), &mut d_a, 3.0);
/// assert_eq!((into::call(&2.0_f32, &Inert::<f64>::new()), d_a), (2.0, 3.0));
/// ```
#[inline(always)]
pub fn call<A: Conversion<V> + ?Sized, V: Differentiable>(a: &A, _: &Inert<V>) -> V {
    a.converted()
}

/// The value and its tangent.
#[inline(always)]
pub fn jvp_0<A: ForwardConversion<V> + ?Sized, V: Differentiable>(
    a: &A,
    _: &Inert<V>,
    d_a: &A::Tangent,
) -> (V, V::Tangent) {
    a.pushed(d_a)
}

/// Adds what the cotangent of the value is worth into the shadow.
#[inline(always)]
pub fn rev_0<A: ReverseConversion<V> + ?Sized, V: Differentiable>(
    a: &A,
    _: &Inert<V>,
    d_a: &mut A::Tangent,
    d_y: V::Tangent,
) {
    a.pulled(d_a, d_y);
}

/// Adds what the cotangents of value and tangent are worth into the shadows of `a` and its tangent.
#[inline(always)]
pub fn jvp_rev_0<A: SecondConversion<V> + ?Sized, V: Differentiable, D: ?Sized>(
    a: &A,
    _: &Inert<V>,
    t_a: &A::Tangent,
    d_a: &mut A::Tangent,
    _: &mut D,
    d_t_a: &mut A::Tangent,
    seeds: (V::Tangent, V::Tangent),
) {
    a.second_pulled(t_a, d_a, d_t_a, seeds);
}
