//! The kink policy, number by number, and the weights away from kinks against differences.

use autodiff_core::Real;
use autodiff_core::rules::scalar::*;

/// `(f(x + h) - f(x - h)) / 2h` with `h = 2^-17`: off by `f''' h^2 / 6` and `2^-53 |f| / h`, both
/// below 1e-9 for the functions here.
fn difference(f: impl Fn(f64) -> f64, x: f64) -> f64 {
    let h = 2.0_f64.powi(-17);
    (f(x + h) - f(x - h)) / (2.0 * h)
}

fn assert_close(found: f64, expected: f64, what: &str) {
    assert!(
        (found - expected).abs() <= 1e-9 * (1.0 + expected.abs()),
        "{what}: {found} {expected}"
    );
}

/// The table of the policy, for either precision.
fn policy<T: Real>() {
    let n = T::from_literal;
    let (nan, inf, half) = (T::nan(), T::infinity(), n(0.5));
    let table = [
        ("abs at 0", sign(n(0.0)), n(0.0)),
        ("abs at -0", sign(n(-0.0)), n(0.0)),
        ("max at a tie", max_weight(n(2.0), n(2.0)), half),
        ("max at zeros of both signs", max_weight(n(-0.0), n(0.0)), half),
        ("max with NaN on the right", max_weight(n(2.0), nan), n(1.0)),
        ("max with NaN on the left", max_weight(nan, n(2.0)), n(0.0)),
        ("min at a tie", min_weight(n(2.0), n(2.0)), half),
        ("min with NaN on the right", min_weight(n(2.0), nan), n(1.0)),
        ("min with NaN on the left", min_weight(nan, n(2.0)), n(0.0)),
        ("max at infinities", max_weight(inf, inf), half),
        ("clamp at the lower bound", clamp_weight(n(0.0), n(0.0), n(1.0)), n(0.0)),
        ("clamp at the upper bound", clamp_weight(n(1.0), n(0.0), n(1.0)), n(0.0)),
        ("clamp inside", clamp_weight(n(0.5), n(0.0), n(1.0)), n(1.0)),
        ("clamp below, in lo", clamp_lo_weight(n(-1.0), n(0.0), n(1.0)), n(1.0)),
        ("clamp at lo, in lo", clamp_lo_weight(n(0.0), n(0.0), n(1.0)), n(0.0)),
        ("clamp above, in hi", clamp_hi_weight(n(2.0), n(0.0), n(1.0)), n(1.0)),
        ("clamp at hi, in hi", clamp_hi_weight(n(1.0), n(0.0), n(1.0)), n(0.0)),
        ("copysign at 0", copysign_weight(n(0.0), n(-1.0)), n(0.0)),
        ("copysign to the sign of -0", copysign_weight(n(2.0), n(-0.0)), n(-1.0)),
        ("sqrt at 0, cotangent 0", guarded_div(n(0.0), n(0.0)), n(0.0)),
        ("sqrt at 0, cotangent 1", guarded_div(n(1.0), n(0.0)), inf),
        ("hypot at the origin", ratio(n(0.0), n(0.0)), n(0.0)),
        ("a zero factor of infinity", zero_mul(n(0.0), inf), n(0.0)),
        ("a zero factor of NaN", zero_mul(n(-0.0), nan), n(0.0)),
        ("ln in powf at 0", safe_ln(n(0.0)), n(0.0)),
        ("powi(0) at 0", powi_derivative(n(0.0), 0, 1), n(0.0)),
        ("powi(0) at infinity", powi_derivative(inf, 0, 1), n(0.0)),
        ("powi(1), second order, at 0", powi_derivative(n(0.0), 1, 2), n(0.0)),
        ("powi(1) at 0", powi_derivative(n(0.0), 1, 1), n(1.0)),
        ("powi(2), third order", powi_derivative(n(3.0), 2, 3), n(0.0)),
    ];
    for (what, found, expected) in table {
        assert!(found == expected, "{what}: {found:?}, not {expected:?}");
    }
    assert!(sign(nan).is_nan());
    assert!(guarded_div(nan, n(1.0)).is_nan(), "a NaN cotangent is not hidden");
    assert!(zero_mul(n(1.0), nan).is_nan(), "a NaN value is not hidden");
}

#[test]
fn the_policy_holds_in_double_precision() {
    policy::<f64>();
}

#[test]
fn the_policy_holds_in_single_precision() {
    policy::<f32>();
}

#[test]
fn weights_away_from_kinks_are_the_derivatives() {
    for (a, b) in [(0.7, 1.3), (1.3, 0.7), (-0.7, 1.3), (-1.3, -0.7), (2.5, -0.4)] {
        assert_close(sign(a), difference(f64::abs, a), "abs");
        assert_close(max_weight(a, b), difference(|a| a.max(b), a), "max");
        assert_close(min_weight(a, b), difference(|a| a.min(b), a), "min");
        assert_close(copysign_weight(a, b), difference(|a| a.copysign(b), a), "copysign");
        assert_close(-trunc_div(a, b), difference(|b| a % b, b), "rem");
        assert_close(-euclid_div(a, b), difference(|b| a.rem_euclid(b), b), "rem_euclid");
        for (lo, hi) in [(-1.0, 1.0), (0.0, 0.5), (1.5, 2.0)] {
            assert_close(clamp_weight(a, lo, hi), difference(|a| a.clamp(lo, hi), a), "clamp");
            assert_close(
                clamp_lo_weight(a, lo, hi),
                difference(|lo| a.clamp(lo, hi), lo),
                "clamp in lo",
            );
            assert_close(
                clamp_hi_weight(a, lo, hi),
                difference(|hi| a.clamp(lo, hi), hi),
                "clamp in hi",
            );
        }
    }
}

#[test]
fn derivatives_of_integer_powers_chain() {
    for n in [-3, -1, 0, 1, 2, 5] {
        assert_eq!(powi_derivative(1.7, n, 0), 1.7_f64.powi(n));
        for k in 0..4 {
            let expected = difference(|x| powi_derivative(x, n, k), 1.7);
            assert_close(powi_derivative(1.7, n, k + 1), expected, "powi");
        }
    }
    // the exponent does not wrap at the end of its range
    assert_eq!(powi_derivative(2.0, i32::MIN, 1), 0.0);
}

#[test]
fn euclidean_division_has_the_standard_librarys_bits() {
    let numbers = [0.0, -0.0, 1.0, -1.0, 0.1, -0.1, 7.5, -7.5, 1e300, -1e-300, f64::INFINITY];
    for a in numbers {
        for b in numbers {
            let same = |x: f64, y: f64| x.to_bits() == y.to_bits() || x.is_nan() && y.is_nan();
            assert!(same(euclid_div(a, b), a.div_euclid(b)), "{a} div_euclid {b}");
            assert!(same(euclid_rem(a, b), a.rem_euclid(b)), "{a} rem_euclid {b}");
        }
    }
}
