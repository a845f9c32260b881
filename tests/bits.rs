//! Floats that are taken apart and put together by their bits.
//!
//! In: functions of numeric libraries that read and write sign, exponent and mantissa. Out: derivatives that
//! agree with formulas, in all modes. Invariant: where a derivative is not defined, at zeros and beyond the
//! normal numbers, it is NaN and not a plausible number.

// constants and statements as the library of C has them
#![allow(clippy::excessive_precision, clippy::eq_op)]

use chainrule::{check_gradients, differentiable, no_diff};

const EXPONENT: u64 = 0x7ff << 52;
const SIGN: u64 = 1 << 63;
const HALF: u64 = 0x3fe0_0000_0000_0000;

/// Mantissa and exponent: `x = m 2^e` with `|m|` in [0.5, 1).
#[differentiable(second_order)]
fn split(x: f64) -> (f64, i32) {
    if x == 0.0 {
        return (0.0, 0);
    }
    let bits = x.to_bits();
    let sign = if (bits >> 63) != 0 { -1.0 } else { 1.0 };
    let exponent = ((bits >> 52) & 0x7ff) as i32 - 1023;
    let mantissa = sign * f64::from_bits((bits & 0xfffffffffffff) | 0x3fe0000000000000);
    (mantissa, exponent + 1)
}

/// The same with numbers below the normal ones, and the sign kept.
#[differentiable(second_order)]
fn split_all(x: f64) -> (f64, i32) {
    if x == 0.0 || f64::is_infinite(x) || f64::is_nan(x) {
        return (x, 0);
    }
    let (xx, mut e) =
        if f64::abs(x) < f64::MIN_POSITIVE { (x * ((1_u64 << 52) as f64), -52) } else { (x, 0) };
    let mut y = xx.to_bits();
    e += ((y >> 52) & 0x7ff) as i32 - 0x3fe;
    y &= 0x800fffffffffffff;
    y |= HALF;
    (f64::from_bits(y), e)
}

/// `x 2^n`
#[differentiable(second_order)]
fn scaled(x: f64, n: i32) -> f64 {
    let bits = x.to_bits();
    let exponent = ((bits & EXPONENT) >> 52) as i64 + n as i64;
    f64::from_bits((bits & !EXPONENT) | ((exponent as u64) << 52))
}

/// The same by a power of two.
#[differentiable(second_order)]
fn scaled_by_power(x: f64, n: i32) -> f64 {
    let power = f64::from_bits(((0x3ff + n) as u64) << 52);
    x * power
}

/// The same by adding to the exponent.
#[differentiable(second_order)]
fn scaled_by_sum(x: f64, n: i32) -> f64 {
    f64::from_bits(x.to_bits().wrapping_add((n as u64) << 52))
}

#[differentiable(second_order)]
fn absolute(x: f64) -> f64 {
    let y = f64::from_bits(x.to_bits() & 0x7fff_ffff_ffff_ffff);
    y * y * y
}

#[differentiable(second_order)]
fn absolute_short(x: f32) -> f32 {
    let y = f32::from_bits(x.to_bits() & 0x7fff_ffff);
    y * y
}

#[differentiable(second_order)]
fn with_sign_of(x: f64, y: f64) -> f64 {
    let magnitude = f64::from_bits((x.to_bits() & !SIGN) | (y.to_bits() & SIGN));
    let negated = f64::from_bits(x.to_bits() ^ SIGN);
    magnitude * y + negated * x
}

/// `exp(x)` by a power of two and a polynomial: the power is a step function.
#[differentiable(second_order)]
fn exponential(x: f64) -> f64 {
    let k = (x * std::f64::consts::LOG2_E).round();
    let r = x - k * std::f64::consts::LN_2;
    let mut p = 1.0;
    for n in (1..15).rev() {
        p = 1.0 + p * r / n as f64;
    }
    p * f64::from_bits(((k as i64 + 1023) as u64) << 52)
}

const LG1: f64 = 6.666666666666735130e-01;
const LG2: f64 = 3.999999999940941908e-01;
const LG3: f64 = 2.857142874366239149e-01;
const LG4: f64 = 2.222219843214978396e-01;
const LG5: f64 = 1.818357216161805012e-01;
const LG6: f64 = 1.531383769920937332e-01;
const LG7: f64 = 1.479819860511658591e-01;

/// The logarithm as in FreeBSD's msun (`e_log.c`): the argument is brought into [sqrt(2)/2, sqrt(2)] by
/// adding to its upper word and taking off again.
#[differentiable(second_order)]
fn logarithm(x: f64) -> f64 {
    let mut x = x;
    let mut ui = x.to_bits();
    let mut hx: u32 = (ui >> 32) as u32;
    let mut k: i32 = 0;
    if (hx < 0x00100000) || ((hx >> 31) != 0) {
        if ui << 1 == 0 {
            return -1. / (x * x);
        }
        if hx >> 31 != 0 {
            return (x - x) / 0.0;
        }
        k -= 54;
        x *= f64::from_bits(0x4350000000000000);
        ui = x.to_bits();
        hx = (ui >> 32) as u32;
    } else if hx >= 0x7ff00000 {
        return x;
    }
    hx += 0x3ff00000 - 0x3fe6a09e;
    k += ((hx >> 20) as i32) - 0x3ff;
    hx = (hx & 0x000fffff) + 0x3fe6a09e;
    ui = ((hx as u64) << 32) | (ui & 0xffffffff);
    x = f64::from_bits(ui);
    let f: f64 = x - 1.0;
    let hfsq: f64 = 0.5 * f * f;
    let s: f64 = f / (2.0 + f);
    let z: f64 = s * s;
    let w: f64 = z * z;
    let t1: f64 = w * (LG2 + w * (LG4 + w * LG6));
    let t2: f64 = z * (LG1 + w * (LG3 + w * (LG5 + w * LG7)));
    let dk: f64 = k as f64;
    s * (hfsq + t2 + t1) - hfsq + f + dk * std::f64::consts::LN_2
}

/// A number rounded to half of its digits, as error functions do for `exp(-x^2)`.
#[differentiable(second_order)]
fn gauss(x: f64) -> f64 {
    let z = f64::from_bits(x.to_bits() & 0xffff_ffff_0000_0000);
    f64::exp(-z * z) * f64::exp((z - x) * (z + x))
}

#[differentiable(second_order)]
fn by_caller(x: f64) -> f64 {
    let (m, e) = split(x);
    m.ln() + e as f64 * std::f64::consts::LN_2
}

/// In a loop, whose bits are read anew.
#[differentiable(second_order)]
fn product_of_mantissas(v: &[f64]) -> f64 {
    const MASK: u64 = (1 << 52) - 1;
    let (mut product, mut exponent) = (1.0, 0);
    for x in v {
        let bits = x.to_bits();
        product *= f64::from_bits(bits & MASK | HALF);
        exponent += (bits >> 52) as i32 - 0x3fe;
    }
    product.ln() + exponent as f64 * std::f64::consts::LN_2
}

#[differentiable]
fn of_marked(x: f64, #[no_diff] bits: u64) -> f64 {
    x * f64::from_bits(bits)
}

#[differentiable]
fn of_hidden(x: f64) -> f64 {
    x * f64::from_bits(no_diff!(x.to_bits() & !1))
}

const POINTS: [f64; 8] = [0.3, 0.75, 1.0, 1.5, 3.25, 17.0, 1e-3, 12345.678];

fn close(got: f64, wanted: f64) {
    assert!((got - wanted).abs() <= 1e-13 * wanted.abs().max(1e-300), "{got} for {wanted}");
}

#[test]
fn mantissas_scale() {
    for x in POINTS.into_iter().flat_map(|x| [x, -x]) {
        let (m, e) = split(x);
        close(m * 2.0_f64.powi(e), x);
        for (value, gradient) in
            [vjp_split(x, (1.0, Default::default())), vjp_split_all(x, (1.0, Default::default()))]
        {
            assert_eq!(value, (m, e));
            assert_eq!(gradient, 2.0_f64.powi(-e), "of {x}");
        }
        assert_eq!(jvp_split_all(x, 3.0).1.0, 3.0 * 2.0_f64.powi(-e));
        for n in [-3, 0, 5] {
            let power = 2.0_f64.powi(n);
            assert_eq!(value_and_grad_scaled(x, n), (x * power, power));
            assert_eq!(value_and_grad_scaled_by_power(x, n), (x * power, power));
            assert_eq!(value_and_grad_scaled_by_sum(x, n), (x * power, power));
            assert_eq!(jvp_scaled(x, n, 2.0), (x * power, 2.0 * power));
            assert_eq!(hvp_scaled(x, n, 2.0), (power, 0.0));
        }
    }
    // a number below the normal ones was made normal first
    let tiny = 3.0 * f64::MIN_POSITIVE / 16.0;
    assert_eq!(split_all(tiny), (0.75, -1024));
    assert!(vjp_split_all(tiny, (1.0, Default::default())).1.is_infinite());
    assert!(vjp_split(tiny, (1.0, Default::default())).1.is_nan());
    assert!(grad_scaled(0.0, 3).is_nan() && grad_scaled(f64::INFINITY, -3).is_nan());
    assert!(grad_scaled(1.0, -1023).is_nan(), "below the normal numbers");
}

#[test]
fn signs_flip() {
    for x in POINTS.into_iter().flat_map(|x| [x, -x]) {
        close(grad_absolute(x), 3.0 * x * x.abs());
        let (gradient, curvature) = hvp_absolute(x, 1.0);
        close(gradient, 3.0 * x * x.abs());
        close(curvature, 6.0 * x.abs());
        assert_eq!(grad_absolute_short(x as f32), 2.0 * x as f32);
        for y in [2.0, -0.5] {
            // |x| |y| - x^2
            let (dx, dy) = grad_with_sign_of(x, y);
            close(dx, x.signum() * y.abs() - 2.0 * x);
            close(dy, x.abs() * y.signum());
        }
    }
    assert_eq!(grad_absolute(0.0), 0.0);
}

#[test]
fn elementary_functions() {
    for x in POINTS {
        close(logarithm(x), x.ln());
        close(grad_logarithm(x), 1.0 / x);
        close(jvp_logarithm(x, 2.0).1, 2.0 / x);
        let (_, curvature) = hvp_logarithm(x, 1.0);
        assert!((curvature + 1.0 / (x * x)).abs() <= 1e-9 / (x * x), "{curvature}");
        close(grad_by_caller(x), 1.0 / x);
        close(jvp_by_caller(x, 1.0).1, 1.0 / x);
    }
    let tiny = f64::MIN_POSITIVE / 2.0;
    close(logarithm(tiny), tiny.ln());
    close(grad_logarithm(tiny), 1.0 / tiny);
    for x in [-3.7, -0.2, 0.0, 0.6, 9.3] {
        close(value_and_grad_exponential(x).0, f64::exp(x));
        close(grad_exponential(x), f64::exp(x));
        close(hvp_exponential(x, 1.0).1, f64::exp(x));
    }
    for x in [0.5, 1.25, 2.7] {
        // twice the terms cancel: their sizes are x times the result
        let wanted = -2.0 * x * f64::exp(-x * x);
        assert!((grad_gauss(x) - wanted).abs() <= 1e-14 * wanted.abs() * 4.0 * x.max(1.0));
    }
    check_gradients::<logarithm>((0.4,)).unwrap();
    check_gradients::<exponential>((0.4,)).unwrap();
}

#[test]
fn in_loops_and_marked() {
    let v = [0.3, 5.0, 1.0, 77.0];
    let gradient = grad_product_of_mantissas(&v);
    gradient.iter().zip(&v).for_each(|(g, x)| close(*g, 1.0 / x));
    assert_eq!(grad_of_marked(3.0, 2.5_f64.to_bits()), 2.5);
    close(grad_of_hidden(3.0), 3.0);
}
