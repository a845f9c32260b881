//! [`Dual`] as a `num_traits::Float`, for generic functions (`T: Real`).
//!
//! What comes in: nothing but the inherent methods of [`Dual`]. What goes out:
//! the trait's methods, each of them the inherent one. Invariant: no formula
//! is written here.

use std::num::FpCategory;

use num_traits::{
    Float, FloatConst, FromPrimitive, Num, NumAssign, NumCast, One, ToPrimitive, Zero,
};

use crate::dual::Dual;

/// What `chainrule::Real` is in the primal copy of a generic function.
pub trait Real:
    Float + NumAssign + FromPrimitive + std::iter::Sum + std::fmt::Debug + Default + 'static
{
}

impl Real for Dual {}

impl Zero for Dual {
    fn zero() -> Self {
        Self::lit(0.0)
    }
    fn is_zero(&self) -> bool {
        self.value == 0.0
    }
}

impl One for Dual {
    fn one() -> Self {
        Self::lit(1.0)
    }
}

impl Num for Dual {
    type FromStrRadixErr = num_traits::ParseFloatError;
    fn from_str_radix(text: &str, radix: u32) -> Result<Self, Self::FromStrRadixErr> {
        f64::from_str_radix(text, radix).map(Self::lit)
    }
}

impl ToPrimitive for Dual {
    fn to_i64(&self) -> Option<i64> {
        self.value.to_i64()
    }
    fn to_u64(&self) -> Option<u64> {
        self.value.to_u64()
    }
    fn to_f64(&self) -> Option<f64> {
        Some(self.value)
    }
}

impl NumCast for Dual {
    fn from<T: ToPrimitive>(number: T) -> Option<Self> {
        number.to_f64().map(Self::lit)
    }
}

impl FromPrimitive for Dual {
    fn from_i64(number: i64) -> Option<Self> {
        f64::from_i64(number).map(Self::lit)
    }
    fn from_u64(number: u64) -> Option<Self> {
        f64::from_u64(number).map(Self::lit)
    }
    fn from_f64(number: f64) -> Option<Self> {
        Some(Self::lit(number))
    }
}

macro_rules! float_constants {
    ($($name:ident)*) => {
        impl FloatConst for Dual {
            $(fn $name() -> Self { Self::lit(<f64 as FloatConst>::$name()) })*
        }
    };
}
float_constants!(
    E FRAC_1_PI FRAC_1_SQRT_2 FRAC_2_PI FRAC_2_SQRT_PI FRAC_PI_2 FRAC_PI_3 FRAC_PI_4 FRAC_PI_6
    FRAC_PI_8 LN_10 LN_2 LOG10_E LOG2_E PI SQRT_2
);

macro_rules! delegate {
    (unary: $($unary:ident)*; binary: $($binary:ident)*; questions: $($question:ident)*) => {
        $(fn $unary(self) -> Self { Self::$unary(self) })*
        $(fn $binary(self, other: Self) -> Self { Self::$binary(self, other) })*
        $(fn $question(self) -> bool { Self::$question(self) })*
    };
}

impl Float for Dual {
    delegate!(
        unary: floor ceil round trunc fract abs signum recip sqrt exp exp2 ln log2 log10 to_degrees
            to_radians cbrt sin cos tan asin acos atan exp_m1 ln_1p sinh cosh tanh asinh acosh atanh;
        binary: powf log max min hypot atan2 copysign;
        questions: is_nan is_infinite is_finite is_normal is_sign_positive is_sign_negative
    );

    fn nan() -> Self {
        Self::NAN
    }
    fn infinity() -> Self {
        Self::INFINITY
    }
    fn neg_infinity() -> Self {
        Self::NEG_INFINITY
    }
    fn neg_zero() -> Self {
        Self::lit(-0.0)
    }
    fn min_value() -> Self {
        Self::MIN
    }
    fn min_positive_value() -> Self {
        Self::MIN_POSITIVE
    }
    fn max_value() -> Self {
        Self::MAX
    }
    fn epsilon() -> Self {
        Self::EPSILON
    }
    fn classify(self) -> FpCategory {
        self.value.classify()
    }
    fn mul_add(self, a: Self, b: Self) -> Self {
        Self::mul_add(self, a, b)
    }
    fn powi(self, n: i32) -> Self {
        Self::powi(self, n)
    }
    fn clamp(self, low: Self, high: Self) -> Self {
        Self::clamp(self, low, high)
    }
    fn abs_sub(self, other: Self) -> Self {
        (self - other).max(Self::lit(0.0))
    }
    fn sin_cos(self) -> (Self, Self) {
        Self::sin_cos(self)
    }
    fn integer_decode(self) -> (u64, i16, i8) {
        self.value.integer_decode()
    }
}
