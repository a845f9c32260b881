//! The derivative weights of scalar functions with kinks and poles.
//!
//! What comes in are primal values, what goes out is the number that multiplies a tangent or a
//! cotangent. Invariant: no weight is NaN where the table below gives a number.
//!
//! # The policy
//!
//! Where a function has no derivative the answer is a choice. It is PyTorch's wherever PyTorch and
//! JAX differ; beside those, `hypot` at the origin and `clamp` at a bound give 0.
//!
//! | function | at | derivative | by |
//! | --- | --- | --- | --- |
//! | `abs(x)` | `x = 0` | 0 | [`sign`] |
//! | `max(a, b)`, `min(a, b)` | `a = b` | 1/2 each | [`max_weight`], [`min_weight`] |
//! | `max(a, b)`, `min(a, b)` | one of them NaN | 1 for the other, which is the value | the same |
//! | `clamp(x, lo, hi)` | `x = lo`, `x = hi` | 0 for all three | [`clamp_weight`] and its siblings |
//! | `copysign(x, s)` | `x = 0` | 0 for both | [`copysign_weight`] |
//! | `sqrt(x)`, `cbrt(x)` | `x = 0` | infinite, but 0 when the incoming cotangent is 0 | [`guarded_div`] |
//! | `hypot(a, b)`, norms, `atan2(a, b)` | `a = b = 0` | 0 for both | [`ratio`] |
//! | `a.powf(b)`, in `b` | `a = 0` | 0 | [`zero_mul`], [`safe_ln`] |
//! | `x.powi(n)` | the coefficient is 0 | 0 | [`powi_derivative`] |
//! | `a % b`, in `b` | everywhere | `-trunc(a / b)` | [`trunc_div`] |
//! | `a.rem_euclid(b)`, in `b` | everywhere | `-a.div_euclid(b)` | [`euclid_div`] |
//! | `floor`, `ceil`, `round`, `trunc`, `signum`, comparisons | everywhere | 0 | |
//!
//! Formulas: A. Griewank and A. Walther, "Evaluating Derivatives", second edition, SIAM 2008,
//! chapter 3 (elementals) and chapter 14 (kinks).

use crate::real::Real;

/// One half.
#[inline(always)]
fn half<T: Real>() -> T {
    T::from_literal(0.5)
}

/// The derivative of `abs`: 1, -1, 0 at zero, NaN at NaN.
///
/// ```
/// use autodiff_core::rules::scalar::sign;
/// assert_eq!((sign(3.0), sign(-0.1), sign(-0.0)), (1.0, -1.0, 0.0));
/// assert!(sign(f64::NAN).is_nan());
/// ```
#[inline(always)]
pub fn sign<T: Real>(x: T) -> T {
    if x > T::zero() {
        T::one()
    } else if x < T::zero() {
        -T::one()
    } else if x == T::zero() {
        T::zero()
    } else {
        x
    }
}

/// The derivative of `max(a, b)` in `a`: 1 if `a > b` or `b` is NaN, 1/2 at a tie, else 0.
///
/// ```
/// use autodiff_core::rules::scalar::max_weight;
/// assert_eq!((max_weight(2.0, 1.0), max_weight(1.0, 1.0), max_weight(1.0, 2.0)), (1.0, 0.5, 0.0));
/// assert_eq!((max_weight(2.0, f64::NAN), max_weight(f64::NAN, 2.0)), (1.0, 0.0));
/// ```
#[inline(always)]
pub fn max_weight<T: Real>(a: T, b: T) -> T {
    if a > b || b.is_nan() {
        T::one()
    } else if a == b {
        half()
    } else {
        T::zero()
    }
}

/// The derivative of `min(a, b)` in `a`: 1 if `a < b` or `b` is NaN, 1/2 at a tie, else 0.
///
/// ```
/// use autodiff_core::rules::scalar::min_weight;
/// assert_eq!((min_weight(2.0, 1.0), min_weight(1.0, 1.0), min_weight(1.0, 2.0)), (0.0, 0.5, 1.0));
/// ```
#[inline(always)]
pub fn min_weight<T: Real>(a: T, b: T) -> T {
    if a < b || b.is_nan() {
        T::one()
    } else if a == b {
        half()
    } else {
        T::zero()
    }
}

/// The derivative of `clamp(x, lo, hi)` in `x`: 1 strictly inside, else 0.
///
/// ```
/// use autodiff_core::rules::scalar::clamp_weight;
/// assert_eq!((clamp_weight(0.5, 0.0, 1.0), clamp_weight(1.0, 0.0, 1.0)), (1.0, 0.0));
/// ```
#[inline(always)]
pub fn clamp_weight<T: Real>(x: T, lo: T, hi: T) -> T {
    if lo < x && x < hi { T::one() } else { T::zero() }
}

/// The derivative of `clamp(x, lo, hi)` in `lo`: 1 if `x < lo`, else 0.
///
/// ```
/// use autodiff_core::rules::scalar::clamp_lo_weight;
/// assert_eq!((clamp_lo_weight(-1.0, 0.0, 1.0), clamp_lo_weight(0.0, 0.0, 1.0)), (1.0, 0.0));
/// ```
#[inline(always)]
pub fn clamp_lo_weight<T: Real>(x: T, lo: T, _hi: T) -> T {
    if x < lo { T::one() } else { T::zero() }
}

/// The derivative of `clamp(x, lo, hi)` in `hi`: 1 if `x > hi`, else 0.
///
/// ```
/// use autodiff_core::rules::scalar::clamp_hi_weight;
/// assert_eq!((clamp_hi_weight(2.0, 0.0, 1.0), clamp_hi_weight(1.0, 0.0, 1.0)), (1.0, 0.0));
/// ```
#[inline(always)]
pub fn clamp_hi_weight<T: Real>(x: T, _lo: T, hi: T) -> T {
    if x > hi { T::one() } else { T::zero() }
}

/// `a / b`, but 0 if `a` is 0: a cotangent of exactly 0 passes a pole as 0.
///
/// ```
/// use autodiff_core::rules::scalar::guarded_div;
/// assert_eq!((guarded_div(0.0, 0.0), guarded_div(1.0, 0.0)), (0.0, f64::INFINITY));
/// ```
#[inline(always)]
pub fn guarded_div<T: Real>(a: T, b: T) -> T {
    if a == T::zero() { T::zero() } else { a / b }
}

/// `a / b`, but 0 if `b` is 0: the direction of a vector of length 0 is taken as 0.
///
/// ```
/// use autodiff_core::rules::scalar::ratio;
/// assert_eq!((ratio(0.0, 0.0), ratio(3.0, 4.0)), (0.0, 0.75));
/// ```
#[inline(always)]
pub fn ratio<T: Real>(a: T, b: T) -> T {
    if b == T::zero() { T::zero() } else { a / b }
}

/// `c * v`, but 0 if `c` is 0, even where `v` is infinite or NaN.
///
/// ```
/// use autodiff_core::rules::scalar::zero_mul;
/// assert_eq!((zero_mul(0.0, f64::INFINITY), zero_mul(2.0, 3.0)), (0.0, 6.0));
/// ```
#[inline(always)]
pub fn zero_mul<T: Real>(c: T, v: T) -> T {
    if c == T::zero() { T::zero() } else { c * v }
}

/// `ln(x)`, but 0 if `x` is 0: the factor of `d/db a^b = a^b ln a`.
///
/// ```
/// use autodiff_core::rules::scalar::safe_ln;
/// assert_eq!((safe_ln(0.0), safe_ln(1.0)), (0.0, 0.0));
/// ```
#[inline(always)]
pub fn safe_ln<T: Real>(x: T) -> T {
    if x == T::zero() { T::zero() } else { x.ln() }
}

/// The `k`-th derivative of `x.powi(n)`: `n (n-1) .. (n-k+1) x^(n-k)`, and 0 where that coefficient
/// is 0.
///
/// ```
/// use autodiff_core::rules::scalar::powi_derivative;
/// assert_eq!(powi_derivative(2.0, 3, 1), 12.0);
/// assert_eq!(powi_derivative(0.0, 0, 1), 0.0);
/// assert_eq!(powi_derivative(2.0, -1, 2), 0.25);
/// ```
#[inline(always)]
pub fn powi_derivative<T: Real>(x: T, n: i32, k: u32) -> T {
    let mut coefficient = 1.0;
    for j in 0..k {
        coefficient *= f64::from(n) - f64::from(j);
    }
    if coefficient == 0.0 {
        return T::zero();
    }
    T::from_literal(coefficient) * x.powi(n.saturating_sub_unsigned(k))
}

/// The derivative of `copysign(x, s)` in `x`: 0 at zero, 1 if the sign bits agree, else -1.
///
/// ```
/// use autodiff_core::rules::scalar::copysign_weight;
/// assert_eq!((copysign_weight(2.0, -0.0), copysign_weight(-2.0, -1.0)), (-1.0, 1.0));
/// assert_eq!(copysign_weight(0.0, -1.0), 0.0);
/// ```
#[inline(always)]
pub fn copysign_weight<T: Real>(x: T, s: T) -> T {
    if x == T::zero() {
        T::zero()
    } else if x.is_sign_negative() == s.is_sign_negative() {
        T::one()
    } else {
        -T::one()
    }
}

/// By which power of two `y` is larger than `x`, with the sign of `y / x`, where `y` is made of the bits of
/// `x` by changing sign and exponent alone: the derivative of `y` in `x`. NaN where it has none: if one
/// of the two is zero, subnormal, infinite or NaN, unless they are equal but for their signs.
///
/// ```
/// use autodiff_core::rules::scalar::bits_scale;
/// assert_eq!((bits_scale(5.0, 0.625), bits_scale(-3.0, 3.0)), (0.125, -1.0));
/// assert_eq!(bits_scale(0.0, 0.0), 1.0);
/// assert!(bits_scale(0.0, 0.5_f32).is_nan() && bits_scale(1.0, f64::INFINITY).is_nan());
/// ```
pub fn bits_scale<T: Real>(x: T, y: T) -> T {
    let sign = if x.is_sign_negative() == y.is_sign_negative() { T::one() } else { -T::one() };
    if x.abs() == y.abs() {
        return sign;
    }
    if !x.is_normal() || !y.is_normal() {
        return T::nan();
    }
    // the powers of two below them: their quotient is exact, and the same if low bits were cut off
    let power = |x: T| f64::from_bits(x.to_double().to_bits() & (0x7ff << 52));
    sign * T::from_literal(power(y) / power(x))
}

/// `trunc(a / b)`: how many times `b` was subtracted in `a % b`.
///
/// ```
/// use autodiff_core::rules::scalar::trunc_div;
/// assert_eq!((trunc_div(7.5, 2.0), trunc_div(-7.5, 2.0)), (3.0, -3.0));
/// ```
#[inline(always)]
pub fn trunc_div<T: Real>(a: T, b: T) -> T {
    (a / b).trunc()
}

/// `a.div_euclid(b)`, for any scalar; the same bits as the standard library's.
///
/// ```
/// use autodiff_core::rules::scalar::euclid_div;
/// assert_eq!(euclid_div(-7.5, 2.0), (-7.5_f64).div_euclid(2.0));
/// ```
#[inline(always)]
pub fn euclid_div<T: Real>(a: T, b: T) -> T {
    let quotient = (a / b).trunc();
    if a % b < T::zero() {
        return if b > T::zero() { quotient - T::one() } else { quotient + T::one() };
    }
    quotient
}

/// `a.rem_euclid(b)`, for any scalar; the same bits as the standard library's.
///
/// ```
/// use autodiff_core::rules::scalar::euclid_rem;
/// assert_eq!(euclid_rem(-7.5, 2.0), (-7.5_f64).rem_euclid(2.0));
/// ```
#[inline(always)]
pub fn euclid_rem<T: Real>(a: T, b: T) -> T {
    let remainder = a % b;
    if remainder < T::zero() { remainder + b.abs() } else { remainder }
}
