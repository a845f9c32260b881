//! The oracle's scalar: value, two first derivatives, the mixed second one, and their magnitudes.
//!
//! What comes in: `f64`s, literals and other duals. What goes out: by the
//! chain rule, `f(x)`, `df.a`, `df.b` and `d2f(a, b)` for the two directions `a`
//! and `b` seeded at the inputs.
//!
//! Invariants: the value is computed by the very operation of std, so control
//! flow in the oracle is that of the primal; a direction that is exactly zero
//! contributes exactly zero, whatever the local derivative (`0 * inf` is 0).
//! Each derivative has a magnitude: the same sum over paths with every term's
//! absolute value. What cancels is thereby known, and a tolerance is a multiple
//! of unit roundoff times magnitude.

use std::cmp::Ordering;
use std::iter::{Product, Sum};
use std::ops::{
    Add, AddAssign, Div, DivAssign, Mul, MulAssign, Neg, Rem, RemAssign, Sub, SubAssign,
};

use num_dual::HyperDual;

/// A hyper-dual number over `f64` with the magnitudes of its derivatives.
#[derive(Clone, Copy, Debug, Default)]
pub struct Dual {
    /// The value.
    pub value: f64,
    /// The derivative along the first direction.
    pub first: f64,
    /// The derivative along the second direction.
    pub second: f64,
    /// The mixed second derivative along both directions.
    pub mixed: f64,
    /// `first` with every path's contribution taken absolutely.
    pub first_magnitude: f64,
    /// `second` with every path's contribution taken absolutely.
    pub second_magnitude: f64,
    /// `mixed` with every path's contribution taken absolutely.
    pub mixed_magnitude: f64,
}

/// First and second derivatives of a binary operation at one point.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Partials {
    pub(crate) a: f64,
    pub(crate) b: f64,
    pub(crate) aa: f64,
    pub(crate) ab: f64,
    pub(crate) bb: f64,
}

/// `factor * part`, where a part that is exactly zero wins over an infinite factor.
fn scaled(factor: f64, part: f64) -> f64 {
    if part == 0.0 { 0.0 } else { factor * part }
}

impl Dual {
    /// A number that depends on nothing.
    #[must_use]
    pub const fn lit(value: f64) -> Self {
        Self {
            value,
            first: 0.0,
            second: 0.0,
            mixed: 0.0,
            first_magnitude: 0.0,
            second_magnitude: 0.0,
            mixed_magnitude: 0.0,
        }
    }

    /// An input that moves by `first` along the first direction and by `second` along the second.
    #[must_use]
    pub fn seeded(value: f64, first: f64, second: f64) -> Self {
        Self {
            first,
            second,
            first_magnitude: first.abs(),
            second_magnitude: second.abs(),
            ..Self::lit(value)
        }
    }

    /// The chain rule for `f(self)` with value `value` and derivatives `f1`, `f2`.
    pub(crate) fn chain(self, value: f64, f1: f64, f2: f64) -> Self {
        Self {
            value,
            first: scaled(f1, self.first),
            second: scaled(f1, self.second),
            mixed: scaled(f1, self.mixed) + scaled(f2, self.first * self.second),
            first_magnitude: scaled(f1.abs(), self.first_magnitude),
            second_magnitude: scaled(f1.abs(), self.second_magnitude),
            mixed_magnitude: scaled(f1.abs(), self.mixed_magnitude)
                + scaled(f2.abs(), self.first_magnitude * self.second_magnitude),
        }
    }

    /// The chain rule for `f(self, other)`.
    pub(crate) fn chain2(self, other: Self, value: f64, p: Partials) -> Self {
        Self {
            value,
            first: scaled(p.a, self.first) + scaled(p.b, other.first),
            second: scaled(p.a, self.second) + scaled(p.b, other.second),
            mixed: scaled(p.a, self.mixed)
                + scaled(p.b, other.mixed)
                + scaled(p.aa, self.first * self.second)
                + scaled(p.bb, other.first * other.second)
                + scaled(p.ab, self.first * other.second + other.first * self.second),
            first_magnitude: scaled(p.a.abs(), self.first_magnitude)
                + scaled(p.b.abs(), other.first_magnitude),
            second_magnitude: scaled(p.a.abs(), self.second_magnitude)
                + scaled(p.b.abs(), other.second_magnitude),
            mixed_magnitude: scaled(p.a.abs(), self.mixed_magnitude)
                + scaled(p.b.abs(), other.mixed_magnitude)
                + scaled(p.aa.abs(), self.first_magnitude * self.second_magnitude)
                + scaled(p.bb.abs(), other.first_magnitude * other.second_magnitude)
                + scaled(
                    p.ab.abs(),
                    self.first_magnitude * other.second_magnitude
                        + other.first_magnitude * self.second_magnitude,
                ),
        }
    }

    /// A unary operation whose derivatives `num-dual` knows; `value` is std's.
    pub(crate) fn unary(self, value: f64, op: impl Fn(HyperDual<f64>) -> HyperDual<f64>) -> Self {
        let local = op(HyperDual::new(self.value, 1.0, 1.0, 0.0));
        self.chain(value, local.eps1, local.eps1eps2)
    }

    /// A binary operation whose derivatives `num-dual` knows; `value` is std's.
    pub(crate) fn binary(
        self,
        other: Self,
        value: f64,
        op: impl Fn(HyperDual<f64>, HyperDual<f64>) -> HyperDual<f64>,
    ) -> Self {
        let at = |x: f64, e1: f64, e2: f64| HyperDual::new(x, e1, e2, 0.0);
        let along_a = op(at(self.value, 1.0, 1.0), at(other.value, 0.0, 0.0));
        let along_b = op(at(self.value, 0.0, 0.0), at(other.value, 1.0, 1.0));
        let across = op(at(self.value, 1.0, 0.0), at(other.value, 0.0, 1.0));
        let partials = Partials {
            a: along_a.eps1,
            b: along_b.eps1,
            aa: along_a.eps1eps2,
            ab: across.eps1eps2,
            bb: along_b.eps1eps2,
        };
        self.chain2(other, value, partials)
    }

    /// A value that is locally constant in `self` (`floor`, `signum`, ...).
    pub(crate) const fn constant(value: f64) -> Self {
        Self::lit(value)
    }
}

impl PartialEq for Dual {
    fn eq(&self, other: &Self) -> bool {
        self.value == other.value
    }
}

impl PartialOrd for Dual {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        self.value.partial_cmp(&other.value)
    }
}

impl Neg for Dual {
    type Output = Self;
    fn neg(self) -> Self {
        self.chain(-self.value, -1.0, 0.0)
    }
}

impl Neg for &Dual {
    type Output = Dual;
    fn neg(self) -> Dual {
        -*self
    }
}

impl Add for Dual {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        self.binary(other, self.value + other.value, |a, b| a + b)
    }
}

impl Sub for Dual {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        self.binary(other, self.value - other.value, |a, b| a - b)
    }
}

impl Mul for Dual {
    type Output = Self;
    fn mul(self, other: Self) -> Self {
        self.binary(other, self.value * other.value, |a, b| a * b)
    }
}

impl Div for Dual {
    type Output = Self;
    fn div(self, other: Self) -> Self {
        self.binary(other, self.value / other.value, |a, b| a / b)
    }
}

impl Rem for Dual {
    type Output = Self;
    /// `a % b = a - b * trunc(a / b)`, the quotient locally constant.
    fn rem(self, other: Self) -> Self {
        let partials =
            Partials { a: 1.0, b: -(self.value / other.value).trunc(), ..Partials::default() };
        self.chain2(other, self.value % other.value, partials)
    }
}

macro_rules! by_reference_and_in_place {
    ($($operator:ident $method:ident $in_place:ident $method_in_place:ident),*) => {$(
        impl $operator<&Dual> for Dual {
            type Output = Dual;
            fn $method(self, other: &Dual) -> Dual { $operator::$method(self, *other) }
        }
        impl $operator<Dual> for &Dual {
            type Output = Dual;
            fn $method(self, other: Dual) -> Dual { $operator::$method(*self, other) }
        }
        impl $operator<&Dual> for &Dual {
            type Output = Dual;
            fn $method(self, other: &Dual) -> Dual { $operator::$method(*self, *other) }
        }
        impl $in_place for Dual {
            fn $method_in_place(&mut self, other: Dual) { *self = $operator::$method(*self, other); }
        }
        impl $in_place<&Dual> for Dual {
            fn $method_in_place(&mut self, other: &Dual) { *self = $operator::$method(*self, *other); }
        }
    )*};
}
by_reference_and_in_place!(
    Add add AddAssign add_assign,
    Sub sub SubAssign sub_assign,
    Mul mul MulAssign mul_assign,
    Div div DivAssign div_assign,
    Rem rem RemAssign rem_assign
);

impl Sum for Dual {
    fn sum<I: Iterator<Item = Self>>(terms: I) -> Self {
        // as the sum of floats does (`core::iter::Sum`)
        terms.fold(Self::lit(-0.0), |sum, term| sum + term)
    }
}

impl<'a> Sum<&'a Dual> for Dual {
    fn sum<I: Iterator<Item = &'a Self>>(terms: I) -> Self {
        terms.copied().sum()
    }
}

impl<'a> Product<&'a Dual> for Dual {
    fn product<I: Iterator<Item = &'a Self>>(factors: I) -> Self {
        factors.copied().product()
    }
}

impl Product for Dual {
    fn product<I: Iterator<Item = Self>>(factors: I) -> Self {
        factors.fold(Self::lit(1.0), |product, factor| product * factor)
    }
}
