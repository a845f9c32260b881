//! The oracle's own derivatives against Ridders' differences.
//!
//! What comes in: each method over floats and over duals. What goes out: first
//! and second derivatives that agree with extrapolated differences of the
//! float version. Invariant: every method that the oracle writes itself, and
//! every one it takes from `num-dual`, is here.

use chainrule_oracle::Dual;
use chainrule_oracle::ridders::derivatives;

type Row<const N: usize> = (&'static str, fn([f64; N]) -> f64, fn([Dual; N]) -> Dual, [f64; N]);

/// A row from one body, compiled for both types.
macro_rules! row {
    ($name:literal, |$($x:ident),+| $body:expr, $at:expr) => {
        ($name, |[$($x),+]| $body, |[$($x),+]| $body, $at)
    };
}

/// First and second derivatives along a direction, from the oracle and from differences.
fn check<const N: usize>(rows: &[Row<N>]) {
    let direction: [f64; N] = std::array::from_fn(|i| [1.0, -0.75, 0.5][i]);
    for (name, float, dual, at) in rows {
        let moved = |h: f64| std::array::from_fn(|i| at[i] + h * direction[i]);
        let oracle = |x: [f64; N]| {
            dual(std::array::from_fn(|i| Dual::seeded(x[i], direction[i], direction[i])))
        };
        let got = oracle(*at);
        assert_eq!(got.value.to_bits(), float(*at).to_bits(), "value of {name}");
        let slope = derivatives(|h| vec![float(moved(h))], 1.0 / 128.0)[0];
        let error = (got.first - slope.derivative).abs();
        assert!(error <= 8.0 * slope.error + 1e-12, "{name}: {got:?} against {slope:?}");
        assert!(slope.error < 1e-7, "{name}: differences are too rough, {slope:?}");
        let curvature = derivatives(|h| vec![oracle(moved(h)).first], 1.0 / 128.0)[0];
        let error = (got.mixed - curvature.derivative).abs();
        assert!(error <= 8.0 * curvature.error + 1e-12, "{name}: {got:?} against {curvature:?}");
        assert!(got.first_magnitude >= got.first.abs() * (1.0 - 1e-15), "{name}: {got:?}");
        assert!(got.mixed_magnitude >= got.mixed.abs() * (1.0 - 1e-15), "{name}: {got:?}");
    }
}

#[test]
fn one_operand() {
    check(&[
        row!("sin", |x| x.sin(), [0.7]),
        row!("cos", |x| x.cos(), [0.7]),
        row!("tan", |x| x.tan(), [0.7]),
        row!("asin", |x| x.asin(), [0.3]),
        row!("acos", |x| x.acos(), [0.3]),
        row!("atan", |x| x.atan(), [0.7]),
        row!("sinh", |x| x.sinh(), [0.7]),
        row!("cosh", |x| x.cosh(), [0.7]),
        row!("tanh", |x| x.tanh(), [0.7]),
        row!("asinh", |x| x.asinh(), [0.7]),
        row!("acosh", |x| x.acosh(), [1.7]),
        row!("atanh", |x| x.atanh(), [0.3]),
        row!("exp", |x| x.exp(), [0.7]),
        row!("exp2", |x| x.exp2(), [0.7]),
        row!("exp_m1", |x| x.exp_m1(), [0.7]),
        row!("ln", |x| x.ln(), [0.7]),
        row!("ln_1p", |x| x.ln_1p(), [0.7]),
        row!("log2", |x| x.log2(), [0.7]),
        row!("log10", |x| x.log10(), [0.7]),
        row!("sqrt", |x| x.sqrt(), [0.7]),
        row!("cbrt", |x| x.cbrt(), [-0.7]),
        row!("recip", |x| x.recip(), [0.7]),
        row!("abs", |x| x.abs() * x, [-0.7]),
        row!("fract", |x| x.fract() * x, [-1.7]),
        row!("to_degrees", |x| x.to_degrees() * x, [0.7]),
        row!("to_radians", |x| x.to_radians() * x, [0.7]),
        row!("powi(3)", |x| x.powi(3), [-0.7]),
        row!("powi(-2)", |x| x.powi(-2), [0.7]),
        row!("signum", |x| x.signum() * x * x, [-0.7]),
        row!("floor", |x| x.floor() * x * x, [1.7]),
        row!("sin_cos", |x| x.sin_cos().0 * x.sin_cos().1, [0.7]),
        row!("neg", |x| -x * x, [0.7]),
    ]);
}

#[test]
fn two_operands() {
    check(&[
        row!("+", |x, y| (x + y) * x, [0.7, 1.3]),
        row!("-", |x, y| (x - y) * x, [0.7, 1.3]),
        row!("*", |x, y| x * y, [0.7, 1.3]),
        row!("/", |x, y| x / y, [0.7, 1.3]),
        row!("%", |x, y| (x % y) * x, [7.7, 1.3]),
        row!("powf", |x, y| x.powf(y), [0.7, 1.3]),
        row!("log", |x, y| x.log(y), [0.7, 1.3]),
        row!("hypot", |x, y| x.hypot(y), [0.7, 1.3]),
        row!("atan2", |x, y| x.atan2(y), [0.7, -1.3]),
        row!("max", |x, y| x.max(y) * x, [0.7, 1.3]),
        row!("min", |x, y| x.min(y) * y, [0.7, 1.3]),
        row!("copysign", |x, y| x.copysign(y) * y, [0.7, -1.3]),
        row!("rem_euclid", |x, y| x.rem_euclid(y) * x, [-7.7, 1.3]),
        row!("div_euclid", |x, y| x.div_euclid(y) * x * y, [-7.7, 1.3]),
        row!("midpoint", |x, y| x.midpoint(y) * x, [0.7, 1.3]),
    ]);
}

#[test]
fn three_operands() {
    check(&[
        row!("mul_add", |x, y, z| x.mul_add(y, z) * z, [0.7, 1.3, -0.4]),
        row!("clamp inside", |x, y, z| x.clamp(y, z) * x, [0.7, 0.3, 1.4]),
        row!("clamp below", |x, y, z| x.clamp(y, z) * x, [0.1, 0.3, 1.4]),
        row!("clamp above", |x, y, z| x.clamp(y, z) * x, [1.7, 0.3, 1.4]),
    ]);
}

/// The policy at kinks is the documented one.
#[test]
fn kinks() {
    let moving = |x: f64| Dual::seeded(x, 1.0, 0.0);
    let fixed = Dual::lit;
    assert_eq!(moving(0.0).abs().first, 0.0);
    assert_eq!(moving(1.0).max(fixed(1.0)).first, 0.5);
    assert_eq!(moving(1.0).min(fixed(1.0)).first, 0.5);
    assert_eq!(moving(1.0).max(fixed(f64::NAN)).first, 1.0);
    assert_eq!(moving(1.0).clamp(fixed(0.0), fixed(1.0)).first, 0.0);
    assert_eq!(moving(0.0).hypot(fixed(0.0)).first, 0.0);
    assert_eq!(moving(0.0).atan2(fixed(0.0)).first, 0.0);
    assert_eq!(moving(0.0).powf(fixed(0.0)).first, 0.0);
    assert_eq!(fixed(0.0).powf(moving(2.0)).first, 0.0);
    assert_eq!(moving(0.0).powi(0).first, 0.0);
    assert_eq!(moving(0.0).powi(1).first, 1.0);
    assert_eq!(moving(0.0).copysign(fixed(1.0)).first, 0.0);
    assert_eq!(moving(0.0).sqrt().first, f64::INFINITY);
    assert_eq!(fixed(0.0).sqrt().first, 0.0);
}
