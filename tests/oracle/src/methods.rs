//! Every float method of std on [`Dual`], so that a primal body compiles over duals unchanged.
//!
//! What comes in: a dual. What goes out: std's value with the derivatives that
//! `num-dual` gives, or, where that library has no such function or no
//! answer at a kink, the formula here.
//!
//! Kink policy (PyTorch's answers): `abs(0)`: 0; `max`/`min` at a tie: one half
//! each; `clamp` at a bound: 0 to all three; `hypot(0, 0)`, `atan2(0, 0)`,
//! d/da `a^b` at 0^0, d/db `a^b` at a = 0: 0; `copysign` at 0: 0; `sqrt(0)`,
//! `cbrt(0)`: infinite unless the direction is exactly zero.

#![allow(clippy::should_implement_trait, clippy::manual_midpoint)]

use num_dual::DualNum;

use crate::dual::{Dual, Partials};

macro_rules! from_num_dual {
    ($($name:ident)*) => {$(
        #[doc = concat!("`", stringify!($name), "` of std; the derivatives are those of `num-dual`.")]
        #[must_use]
        pub fn $name(self) -> Self { self.unary(self.value.$name(), |x| DualNum::$name(&x)) }
    )*};
}

macro_rules! locally_constant {
    ($($name:ident)*) => {$(
        #[doc = concat!("`", stringify!($name), "` of std: locally constant, derivative 0 (at jumps too).")]
        #[must_use]
        pub fn $name(self) -> Self { Self::constant(self.value.$name()) }
    )*};
}

macro_rules! questions {
    ($($name:ident)*) => {$(
        #[doc = concat!("`", stringify!($name), "` of std, of the value.")]
        #[must_use]
        pub fn $name(self) -> bool { self.value.$name() }
    )*};
}

macro_rules! constants {
    ($($name:ident)*) => {$(
        #[doc = concat!("`f64::", stringify!($name), "`.")]
        pub const $name: Self = Self::lit(f64::$name);
    )*};
}

impl Dual {
    constants!(MAX MIN EPSILON INFINITY NEG_INFINITY NAN MIN_POSITIVE);
    locally_constant!(floor ceil round round_ties_even trunc signum);
    questions!(is_nan is_finite is_infinite is_normal is_sign_positive is_sign_negative);
    from_num_dual!(exp exp2 exp_m1 ln log2 log10 ln_1p sin cos tan asin acos atan);
    from_num_dual!(sinh cosh asinh acosh atanh recip);

    /// `tanh(x)`: f' = 1 - f^2, f'' = -2 f f'.
    #[must_use]
    pub fn tanh(self) -> Self {
        let f = self.value.tanh();
        let f1 = 1.0 - f * f;
        self.chain(f, f1, -2.0 * f * f1)
    }

    /// `sqrt(x)`; infinite slope at 0 along a direction that is not exactly zero.
    #[must_use]
    pub fn sqrt(self) -> Self {
        let root = self.value.sqrt();
        self.chain(root, 0.5 / root, -0.25 / (root * self.value))
    }

    /// `cbrt(x)`: f' = f / 3x, written with the root so that 0 gives an infinite slope.
    #[must_use]
    pub fn cbrt(self) -> Self {
        let root = self.value.cbrt();
        let slope = 1.0 / (3.0 * root * root);
        self.chain(root, slope, -2.0 * slope / (3.0 * self.value))
    }

    /// `sin` and `cos` of the same angle.
    #[must_use]
    pub fn sin_cos(self) -> (Self, Self) {
        (self.sin(), self.cos())
    }

    /// `x - trunc(x)`: slope 1.
    #[must_use]
    pub fn fract(self) -> Self {
        self.chain(self.value.fract(), 1.0, 0.0)
    }

    /// `|x|`: slope 0 at 0.
    #[must_use]
    pub fn abs(self) -> Self {
        let slope = if self.value == 0.0 { 0.0 } else { self.value.signum() };
        self.chain(self.value.abs(), slope, 0.0)
    }

    /// Degrees from radians.
    #[must_use]
    pub fn to_degrees(self) -> Self {
        self.chain(self.value.to_degrees(), 180.0 / std::f64::consts::PI, 0.0)
    }

    /// Radians from degrees.
    #[must_use]
    pub fn to_radians(self) -> Self {
        self.chain(self.value.to_radians(), std::f64::consts::PI / 180.0, 0.0)
    }

    /// `x^n`: n x^(n-1) and n(n-1) x^(n-2), where a zero coefficient gives 0.
    #[must_use]
    pub fn powi(self, n: i32) -> Self {
        let term = |coefficient: f64, exponent: i32| {
            if coefficient == 0.0 { 0.0 } else { coefficient * self.value.powi(exponent) }
        };
        let order = f64::from(n);
        let f1 = term(order, n.wrapping_sub(1));
        self.chain(self.value.powi(n), f1, term(order * (order - 1.0), n.wrapping_sub(2)))
    }

    /// `a^b`: b a^(b-1) and a^b ln a.
    #[must_use]
    pub fn powf(self, exponent: Self) -> Self {
        let (a, b) = (self.value, exponent.value);
        let power = |coefficient: f64, order: f64| {
            if coefficient == 0.0 { 0.0 } else { coefficient * a.powf(order) }
        };
        let log = if a == 0.0 { 0.0 } else { a.ln() };
        let partials = Partials {
            a: power(b, b - 1.0),
            b: if a == 0.0 { 0.0 } else { a.powf(b) * log },
            aa: power(b * (b - 1.0), b - 2.0),
            ab: if a == 0.0 { 0.0 } else { a.powf(b - 1.0) * (1.0 + b * log) },
            bb: if a == 0.0 { 0.0 } else { a.powf(b) * log * log },
        };
        self.chain2(exponent, a.powf(b), partials)
    }

    /// `ln(x) / ln(base)`.
    #[must_use]
    pub fn log(self, base: Self) -> Self {
        let value = self.value.log(base.value);
        self.binary(base, value, |x, b| x.ln() / b.ln())
    }

    /// `sqrt(a^2 + b^2)` without overflow; 0 at the origin.
    #[must_use]
    pub fn hypot(self, other: Self) -> Self {
        let length = self.value.hypot(other.value);
        if length == 0.0 {
            return self.chain2(other, length, Partials::default());
        }
        let (cos, sin) = (self.value / length, other.value / length);
        let partials = Partials {
            a: cos,
            b: sin,
            aa: sin * sin / length,
            ab: -sin * cos / length,
            bb: cos * cos / length,
        };
        self.chain2(other, length, partials)
    }

    /// The angle of (`x`, `self`): x / r^2 and -y / r^2; 0 at the origin.
    #[must_use]
    pub fn atan2(self, x: Self) -> Self {
        let angle = self.value.atan2(x.value);
        let length = self.value.hypot(x.value);
        if length == 0.0 {
            return self.chain2(x, angle, Partials::default());
        }
        let (cos, sin) = (x.value / length, self.value / length);
        let partials = Partials {
            a: cos / length,
            b: -sin / length,
            aa: -2.0 * sin * cos / (length * length),
            ab: (sin * sin - cos * cos) / (length * length),
            bb: 2.0 * sin * cos / (length * length),
        };
        self.chain2(x, angle, partials)
    }

    /// `self * a + b` with one rounding.
    #[must_use]
    pub fn mul_add(self, a: Self, b: Self) -> Self {
        let sum = self * a + b;
        Self { value: self.value.mul_add(a.value, b.value), ..sum }
    }

    /// `|x|` with the sign of `sign`; 0 at `x = 0`.
    #[must_use]
    pub fn copysign(self, sign: Self) -> Self {
        let slope = if self.value == 0.0 {
            0.0
        } else if self.value.is_sign_negative() == sign.value.is_sign_negative() {
            1.0
        } else {
            -1.0
        };
        self.chain(self.value.copysign(sign.value), slope, 0.0)
    }

    /// The quotient of [`rem_euclid`](Self::rem_euclid): locally constant.
    #[must_use]
    pub fn div_euclid(self, divisor: Self) -> Self {
        Self::constant(self.value.div_euclid(divisor.value))
    }

    /// `a - b * div_euclid(a, b)`.
    #[must_use]
    pub fn rem_euclid(self, divisor: Self) -> Self {
        let quotient = self.value.div_euclid(divisor.value);
        let partials = Partials { a: 1.0, b: -quotient, ..Partials::default() };
        self.chain2(divisor, self.value.rem_euclid(divisor.value), partials)
    }

    /// The weight of `self` where `self` wins (1), ties (1/2) or loses (0) a comparison.
    fn chosen(self, other: Self, value: f64, wins: bool) -> Self {
        let weight = if self.value == other.value {
            0.5
        } else if wins || other.value.is_nan() {
            1.0
        } else {
            0.0
        };
        let partials = Partials { a: weight, b: 1.0 - weight, ..Partials::default() };
        self.chain2(other, value, partials)
    }

    /// The greater one; one half each at a tie; the other one beside a NaN.
    #[must_use]
    pub fn max(self, other: Self) -> Self {
        self.chosen(other, self.value.max(other.value), self.value > other.value)
    }

    /// The lesser one; one half each at a tie; the other one beside a NaN.
    #[must_use]
    pub fn min(self, other: Self) -> Self {
        self.chosen(other, self.value.min(other.value), self.value < other.value)
    }

    /// `self` between the bounds; at a bound nothing moves.
    #[must_use]
    pub fn clamp(self, low: Self, high: Self) -> Self {
        let value = self.value.clamp(low.value, high.value);
        let slope = |moves: bool| f64::from(u8::from(moves));
        let inside = self.chain(value, slope(low < self && self < high), 0.0);
        let below = low.chain(0.0, slope(self < low), 0.0);
        let above = high.chain(0.0, slope(self > high), 0.0);
        Self { value, ..inside + below + above }
    }

    /// `(a + b) / 2`.
    #[must_use]
    pub fn midpoint(self, other: Self) -> Self {
        let partials = Partials { a: 0.5, b: 0.5, ..Partials::default() };
        self.chain2(other, self.value.midpoint(other.value), partials)
    }

    /// Std's total order, of the values.
    #[must_use]
    pub fn total_cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.value.total_cmp(&other.value)
    }
}
