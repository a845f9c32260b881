//! Sums and products of values, `v.iter().copied().sum::<Point>()`: conversions of the items.
//!
//! In: the items in a `Vec`, with a marker in the type that tells sums from products, and items from references
//! to them. Out: what `impl Sum` and `impl Product` make of them. Invariant: the value has the bits of the
//! `impl` that the marker stands for.

use core::iter::{Product, Sum};

use super::{
    Conversion, ForwardConversion, ReverseConversion, SecondConversion, linear_conversions,
};
use crate::differentiable::Inert;
use crate::real::Real;

/// What `impl Sum<A> for V` makes a `V` of is `(Vec<A>, Inert<Added>)`.
#[derive(Debug)]
pub enum Added {}

/// The same of `impl Sum<&A> for V`.
#[derive(Debug)]
pub enum AddedReferences {}

/// What `impl Product<A> for V` makes a `V` of is `(Vec<A>, Inert<Multiplied>)`.
#[derive(Debug)]
pub enum Multiplied {}

/// The same of `impl Product<&A> for V`.
#[derive(Debug)]
pub enum MultipliedReferences {}

/// The sum of items.
///
/// ```
/// use autodiff_core::{Inert, added};
/// assert_eq!(added::<f64, f64>((vec![1.0, 2.0], Inert::new())), 3.0);
/// ```
pub fn added<A, V: Sum<A>>(terms: (Vec<A>, Inert<Added>)) -> V {
    terms.0.into_iter().sum()
}

/// The sum of references to items.
///
/// ```
/// use autodiff_core::{Inert, added_references};
/// assert_eq!(added_references::<f64, f64>((vec![1.0, 2.0], Inert::new())), 3.0);
/// ```
pub fn added_references<A, V: for<'a> Sum<&'a A>>(terms: (Vec<A>, Inert<AddedReferences>)) -> V {
    terms.0.iter().sum()
}

/// The product of items.
///
/// ```
/// use autodiff_core::{Inert, multiplied};
/// assert_eq!(multiplied::<f64, f64>((vec![4.0, 2.0], Inert::new())), 8.0);
/// ```
pub fn multiplied<A, V: Product<A>>(terms: (Vec<A>, Inert<Multiplied>)) -> V {
    terms.0.into_iter().product()
}

/// The product of references to items.
///
/// ```
/// use autodiff_core::{Inert, multiplied_references};
/// assert_eq!(multiplied_references::<f64, f64>((vec![4.0, 2.0], Inert::new())), 8.0);
/// ```
pub fn multiplied_references<A, V: for<'a> Product<&'a A>>(
    terms: (Vec<A>, Inert<MultipliedReferences>),
) -> V {
    terms.0.iter().product()
}

linear_conversions! {
    [] (Vec<f64>, Inert<Added>) => f64: |x| x.0.into_iter().sum(), |d, seed| d.0.iter_mut().for_each(|d| *d += seed);
    [] (Vec<f32>, Inert<Added>) => f32: |x| x.0.into_iter().sum(), |d, seed| d.0.iter_mut().for_each(|d| *d += seed);
    [] (Vec<f64>, Inert<AddedReferences>) => f64: |x| x.0.iter().sum(), |d, seed| d.0.iter_mut().for_each(|d| *d += seed);
    [] (Vec<f32>, Inert<AddedReferences>) => f32: |x| x.0.iter().sum(), |d, seed| d.0.iter_mut().for_each(|d| *d += seed);
}

macro_rules! products {
    ($($float:ty, $marker:ty;)*) => { $(
        #[diagnostic::do_not_recommend]
        impl Conversion<$float> for (Vec<$float>, Inert<$marker>) {
            #[inline]
            fn converted(&self) -> $float {
                self.0.iter().product()
            }
        }

        impl ForwardConversion<$float> for (Vec<$float>, Inert<$marker>) {
            #[inline]
            fn pushed(&self, d: &Self) -> ($float, $float) {
                let others = products_of_others(&self.0, &[]);
                let tangent = others.iter().zip(&d.0).map(|((other, _), d)| other * d).sum();
                (self.converted(), tangent)
            }
        }

        #[diagnostic::do_not_recommend]
        impl ReverseConversion<$float> for (Vec<$float>, Inert<$marker>) {
            #[inline]
            fn pulled(&self, d: &mut Self, seed: $float) {
                let others = products_of_others(&self.0, &[]);
                d.0.iter_mut().zip(others).for_each(|(d, (other, _))| *d += other * seed);
            }
        }

        impl SecondConversion<$float> for (Vec<$float>, Inert<$marker>) {
            #[inline]
            fn second_pulled(
                &self,
                t: &Self,
                d: &mut Self,
                d_t: &mut Self,
                (seed, of_tangent): ($float, $float),
            ) {
                let others = products_of_others(&self.0, &t.0);
                for (i, (other, along)) in others.into_iter().enumerate() {
                    d.0[i] += other * seed + along * of_tangent;
                    d_t.0[i] += other * of_tangent;
                }
            }
        }
    )* };
}

products! {
    f32, Multiplied;
    f32, MultipliedReferences;
    f64, Multiplied;
    f64, MultipliedReferences;
}

/// For each factor the product of the others, which may be zero where the factor is, and that product's
/// derivative along a tangent (of zeros past its end).
fn products_of_others<T: Real>(factors: &[T], along: &[T]) -> Vec<(T, T)> {
    let times = |a: (T, T), b: (T, T)| (a.0 * b.0, a.0 * b.1 + a.1 * b.0);
    let factor = |i: usize| (factors[i], along.get(i).copied().unwrap_or_else(T::zero));
    let mut others = vec![(T::one(), T::zero()); factors.len()];
    for i in 1..factors.len() {
        others[i] = times(others[i - 1], factor(i - 1));
    }
    let mut behind = (T::one(), T::zero());
    for i in (0..factors.len()).rev() {
        others[i] = times(others[i], behind);
        behind = times(factor(i), behind);
    }
    others
}
