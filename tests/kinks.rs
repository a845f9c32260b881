//! Every float method of std: its derivative at an ordinary point, and what it is at kinks.
//!
//! What comes in: a one-line function per method. What goes out: a test per
//! number of operands that compares reverse and forward mode with literal
//! derivatives. Invariant: the policy at kinks is `PyTorch`'s answer where it
//! and JAX differ, and 0 at `hypot(0, 0)`; a changed answer fails here.

use std::f64::consts::{LN_2, LN_10, PI};

use chainrule::differentiable;

const INFINITY: f64 = f64::INFINITY;
const NAN: f64 = f64::NAN;

/// Declares `fn name(x..) -> f64` for each method call, annotated.
macro_rules! methods {
    ($($name:ident($($x:ident),+) => $first:ident.$method:ident($($more:tt)*);)+) => {$(
        #[differentiable]
        fn $name($($x: f64),+) -> f64 {
            $first.$method($($more)*)
        }
    )+};
}

methods! {
    sin(x) => x.sin();
    cos(x) => x.cos();
    tan(x) => x.tan();
    asin(x) => x.asin();
    acos(x) => x.acos();
    atan(x) => x.atan();
    sinh(x) => x.sinh();
    cosh(x) => x.cosh();
    tanh(x) => x.tanh();
    asinh(x) => x.asinh();
    acosh(x) => x.acosh();
    atanh(x) => x.atanh();
    exp(x) => x.exp();
    exp2(x) => x.exp2();
    exp_m1(x) => x.exp_m1();
    ln(x) => x.ln();
    ln_1p(x) => x.ln_1p();
    log2(x) => x.log2();
    log10(x) => x.log10();
    sqrt(x) => x.sqrt();
    cbrt(x) => x.cbrt();
    recip(x) => x.recip();
    abs(x) => x.abs();
    signum(x) => x.signum();
    floor(x) => x.floor();
    ceil(x) => x.ceil();
    round(x) => x.round();
    round_ties_even(x) => x.round_ties_even();
    trunc(x) => x.trunc();
    fract(x) => x.fract();
    to_degrees(x) => x.to_degrees();
    to_radians(x) => x.to_radians();
    square(x) => x.powi(2);
    zeroth_power(x) => x.powi(0);
    first_power(x) => x.powi(1);
    inverse_square(x) => x.powi(-2);
    half_power(x) => x.powf(0.5);
    powf(x, y) => x.powf(y);
    log(x, y) => x.log(y);
    hypot(x, y) => x.hypot(y);
    atan2(x, y) => x.atan2(y);
    max(x, y) => x.max(y);
    min(x, y) => x.min(y);
    copysign(x, y) => x.copysign(y);
    rem_euclid(x, y) => x.rem_euclid(y);
    div_euclid(x, y) => x.div_euclid(y);
    clamp(x, y, z) => x.clamp(y, z);
    mul_add(x, y, z) => x.mul_add(y, z);
}

#[differentiable]
fn remainder(x: f64, y: f64) -> f64 {
    x % y
}

#[differentiable]
fn quotient(x: f64, y: f64) -> f64 {
    x / y
}

#[differentiable]
fn sine_and_cosine(x: f64) -> (f64, f64) {
    x.sin_cos()
}

/// A rectifier as users write it.
#[differentiable]
fn rectifier(x: f64) -> f64 {
    if x > 0.0 { x } else { 0.0 }
}

#[differentiable]
fn leaky_rectifier(x: f64) -> f64 {
    if x > 0.0 { x } else { 0.01 * x }
}

#[differentiable]
fn guarded_root(x: f64) -> f64 {
    if x > 0.0 { x.sqrt() } else { 0.0 }
}

/// Equal but for rounding in the last few places; any NaN equals any NaN.
fn close(got: f64, wanted: f64) -> bool {
    got == wanted
        || (got.is_nan() && wanted.is_nan())
        || (got - wanted).abs() <= 16.0 * f64::EPSILON * wanted.abs()
}

/// A point and the derivative there.
type Pinned1 = &'static [(f64, f64)];

/// Name, gradient, pushforward, and the pinned derivatives.
type Row1 = (&'static str, fn(f64) -> f64, fn(f64, f64) -> (f64, f64), Pinned1);

const ROOT_HALF: f64 = std::f64::consts::FRAC_1_SQRT_2;

const UNARY: &[Row1] = &[
    ("sin", grad_sin, jvp_sin, &[(0.0, 1.0), (PI, -1.0)]),
    ("cos", grad_cos, jvp_cos, &[(0.0, 0.0), (PI / 2.0, -1.0)]),
    ("tan", grad_tan, jvp_tan, &[(0.0, 1.0), (PI / 4.0, 2.0)]),
    ("asin", grad_asin, jvp_asin, &[(0.0, 1.0), (0.6, 1.25), (1.0, INFINITY)]),
    ("acos", grad_acos, jvp_acos, &[(0.0, -1.0), (0.6, -1.25), (1.0, -INFINITY)]),
    ("atan", grad_atan, jvp_atan, &[(0.0, 1.0), (2.0, 0.2)]),
    ("sinh", grad_sinh, jvp_sinh, &[(0.0, 1.0), (LN_2, 1.25)]),
    ("cosh", grad_cosh, jvp_cosh, &[(0.0, 0.0), (LN_2, 0.75)]),
    ("tanh", grad_tanh, jvp_tanh, &[(0.0, 1.0), (LN_2, 0.64), (400.0, 0.0)]),
    ("asinh", grad_asinh, jvp_asinh, &[(0.0, 1.0), (0.75, 0.8)]),
    ("acosh", grad_acosh, jvp_acosh, &[(1.25, 1.0 / 0.75), (1.0, INFINITY)]),
    ("atanh", grad_atanh, jvp_atanh, &[(0.0, 1.0), (0.5, 1.0 / 0.75)]),
    ("exp", grad_exp, jvp_exp, &[(0.0, 1.0), (LN_2, 2.0), (-800.0, 0.0)]),
    ("exp2", grad_exp2, jvp_exp2, &[(0.0, LN_2), (3.0, 8.0 * LN_2)]),
    ("exp_m1", grad_exp_m1, jvp_exp_m1, &[(0.0, 1.0), (LN_2, 2.0)]),
    ("ln", grad_ln, jvp_ln, &[(4.0, 0.25), (0.0, INFINITY)]),
    ("ln_1p", grad_ln_1p, jvp_ln_1p, &[(0.0, 1.0), (3.0, 0.25)]),
    ("log2", grad_log2, jvp_log2, &[(4.0, 0.25 / LN_2)]),
    ("log10", grad_log10, jvp_log10, &[(4.0, 0.25 / LN_10)]),
    ("sqrt", grad_sqrt, jvp_sqrt, &[(4.0, 0.25), (0.0, INFINITY)]),
    ("cbrt", grad_cbrt, jvp_cbrt, &[(8.0, 1.0 / 12.0), (-8.0, 1.0 / 12.0), (0.0, INFINITY)]),
    ("recip", grad_recip, jvp_recip, &[(2.0, -0.25), (-2.0, -0.25)]),
    ("abs", grad_abs, jvp_abs, &[(2.0, 1.0), (-2.0, -1.0), (0.0, 0.0), (-0.0, 0.0), (NAN, NAN)]),
    ("signum", grad_signum, jvp_signum, &[(2.0, 0.0), (-2.0, 0.0), (0.0, 0.0)]),
    ("floor", grad_floor, jvp_floor, &[(2.5, 0.0), (2.0, 0.0)]),
    ("ceil", grad_ceil, jvp_ceil, &[(2.5, 0.0), (2.0, 0.0)]),
    ("round", grad_round, jvp_round, &[(2.4, 0.0), (2.5, 0.0)]),
    ("round_ties_even", grad_round_ties_even, jvp_round_ties_even, &[(2.4, 0.0), (2.5, 0.0)]),
    ("trunc", grad_trunc, jvp_trunc, &[(-2.5, 0.0), (2.0, 0.0)]),
    ("fract", grad_fract, jvp_fract, &[(2.5, 1.0), (-2.5, 1.0), (2.0, 1.0)]),
    ("to_degrees", grad_to_degrees, jvp_to_degrees, &[(1.0, 180.0 / PI)]),
    ("to_radians", grad_to_radians, jvp_to_radians, &[(1.0, PI / 180.0)]),
    ("powi(2)", grad_square, jvp_square, &[(3.0, 6.0), (0.0, 0.0)]),
    ("powi(0)", grad_zeroth_power, jvp_zeroth_power, &[(3.0, 0.0), (0.0, 0.0)]),
    ("powi(1)", grad_first_power, jvp_first_power, &[(3.0, 1.0), (0.0, 1.0)]),
    ("powi(-2)", grad_inverse_square, jvp_inverse_square, &[(2.0, -0.25)]),
    ("powf(0.5)", grad_half_power, jvp_half_power, &[(4.0, 0.25), (0.0, INFINITY)]),
    ("rectifier", grad_rectifier, jvp_rectifier, &[(2.0, 1.0), (-2.0, 0.0), (0.0, 0.0)]),
    ("leaky", grad_leaky_rectifier, jvp_leaky_rectifier, &[(2.0, 1.0), (-2.0, 0.01), (0.0, 0.01)]),
    ("guarded root", grad_guarded_root, jvp_guarded_root, &[(0.25, 1.0), (0.0, 0.0), (-1.0, 0.0)]),
];

#[test]
fn one_operand() {
    for (name, gradient, pushforward, pinned) in UNARY {
        for &(x, wanted) in *pinned {
            let got = gradient(x);
            assert!(close(got, wanted), "d {name}({x}) in reverse: {got}, pinned {wanted}");
            let (_, got) = pushforward(x, 1.0);
            assert!(close(got, wanted), "d {name}({x}) forward: {got}, pinned {wanted}");
        }
    }
}

/// A point and both partial derivatives there.
type Pinned2 = &'static [((f64, f64), (f64, f64))];

type Row2 =
    (&'static str, fn(f64, f64) -> (f64, f64), fn(f64, f64, f64, f64) -> (f64, f64), Pinned2);

const BINARY: &[Row2] = &[
    (
        "powf",
        grad_powf,
        jvp_powf,
        &[
            ((2.0, 3.0), (12.0, 8.0 * LN_2)),
            ((4.0, 0.5), (0.25, 4.0 * LN_2)),
            ((0.0, 2.0), (0.0, 0.0)),
            ((0.0, 1.0), (1.0, 0.0)),
            ((0.0, 0.0), (0.0, 0.0)),
            ((3.0, 0.0), (0.0, 1.098_612_288_668_109_8)),
        ],
    ),
    ("log", grad_log, jvp_log, &[((8.0, 2.0), (0.125 / LN_2, -1.5 / LN_2))]),
    (
        "hypot",
        grad_hypot,
        jvp_hypot,
        &[((3.0, -4.0), (0.6, -0.8)), ((0.0, 0.0), (0.0, 0.0)), ((0.0, 2.0), (0.0, 1.0))],
    ),
    (
        "atan2",
        grad_atan2,
        jvp_atan2,
        &[((3.0, 4.0), (0.16, -0.12)), ((0.0, 0.0), (0.0, 0.0)), ((1.0, 0.0), (0.0, -1.0))],
    ),
    (
        "max",
        grad_max,
        jvp_max,
        &[
            ((2.0, 1.0), (1.0, 0.0)),
            ((1.0, 2.0), (0.0, 1.0)),
            ((1.0, 1.0), (0.5, 0.5)),
            ((0.0, -0.0), (0.5, 0.5)),
            ((1.0, NAN), (1.0, 0.0)),
            ((NAN, 1.0), (0.0, 1.0)),
        ],
    ),
    (
        "min",
        grad_min,
        jvp_min,
        &[
            ((2.0, 1.0), (0.0, 1.0)),
            ((1.0, 2.0), (1.0, 0.0)),
            ((1.0, 1.0), (0.5, 0.5)),
            ((1.0, NAN), (1.0, 0.0)),
            ((NAN, 1.0), (0.0, 1.0)),
        ],
    ),
    (
        "copysign",
        grad_copysign,
        jvp_copysign,
        &[
            ((2.0, 3.0), (1.0, 0.0)),
            ((2.0, -3.0), (-1.0, 0.0)),
            ((-2.0, -0.0), (1.0, 0.0)),
            ((0.0, -1.0), (0.0, 0.0)),
        ],
    ),
    (
        "rem_euclid",
        grad_rem_euclid,
        jvp_rem_euclid,
        &[((7.0, 2.0), (1.0, -3.0)), ((-7.0, 2.0), (1.0, 4.0))],
    ),
    ("div_euclid", grad_div_euclid, jvp_div_euclid, &[((7.0, 2.0), (0.0, 0.0))]),
    ("%", grad_remainder, jvp_remainder, &[((7.0, 2.0), (1.0, -3.0)), ((-7.0, 2.0), (1.0, 3.0))]),
    ("/", grad_quotient, jvp_quotient, &[((3.0, 2.0), (0.5, -0.75)), ((0.0, 2.0), (0.5, 0.0))]),
];

#[test]
fn two_operands() {
    for (name, gradient, pushforward, pinned) in BINARY {
        for &((x, y), (wanted_x, wanted_y)) in *pinned {
            let (got_x, got_y) = gradient(x, y);
            let right = close(got_x, wanted_x) && close(got_y, wanted_y);
            let pinned = (wanted_x, wanted_y);
            assert!(right, "{name}({x}, {y}) in reverse: {got_x}, {got_y}, pinned {pinned:?}");
            let (_, got_x) = pushforward(x, y, 1.0, 0.0);
            let (_, got_y) = pushforward(x, y, 0.0, 1.0);
            let right = close(got_x, wanted_x) && close(got_y, wanted_y);
            assert!(right, "{name}({x}, {y}) forward: {got_x}, {got_y}, pinned {pinned:?}");
        }
    }
}

#[test]
fn three_operands() {
    let clamps = [
        ((0.5, 0.0, 1.0), (1.0, 0.0, 0.0)),
        ((-0.5, 0.0, 1.0), (0.0, 1.0, 0.0)),
        ((1.5, 0.0, 1.0), (0.0, 0.0, 1.0)),
        ((0.0, 0.0, 1.0), (0.0, 0.0, 0.0)),
        ((1.0, 0.0, 1.0), (0.0, 0.0, 0.0)),
    ];
    for ((x, low, high), wanted) in clamps {
        assert_eq!(grad_clamp(x, low, high), wanted, "clamp({x}, {low}, {high}) in reverse");
        let forward = (
            jvp_clamp(x, low, high, 1.0, 0.0, 0.0).1,
            jvp_clamp(x, low, high, 0.0, 1.0, 0.0).1,
            jvp_clamp(x, low, high, 0.0, 0.0, 1.0).1,
        );
        assert_eq!(forward, wanted, "clamp({x}, {low}, {high}) forward");
    }
    assert_eq!(grad_mul_add(2.0, 3.0, 5.0), (3.0, 2.0, 1.0));
    assert_eq!(jvp_mul_add(2.0, 3.0, 5.0, 1.0, 10.0, 100.0), (11.0, 123.0));
}

#[test]
fn sine_and_cosine_together() {
    let (value, pulled) = vjp_sine_and_cosine(PI / 4.0, (3.0, 1.0));
    assert_eq!(value, (PI / 4.0).sin_cos());
    assert!(close(pulled, 2.0 * ROOT_HALF), "{pulled}");
}

/// An infinite slope is 0 where the incoming cotangent or tangent is exactly 0.
#[test]
fn exact_zeros_win_over_infinite_slopes() {
    assert_eq!(vjp_sqrt(0.0, 0.0), (0.0, 0.0));
    assert_eq!(jvp_sqrt(0.0, 0.0), (0.0, 0.0));
    assert_eq!(vjp_cbrt(0.0, 0.0), (0.0, 0.0));
    assert_eq!(vjp_half_power(0.0, 0.0), (0.0, 0.0));
}

/// Values at kinks are the primal's own, signs of zero and NaNs included.
#[test]
fn values_are_the_primal_s() {
    assert_eq!(value_and_grad_max(0.0, -0.0).0.to_bits(), max(0.0, -0.0).to_bits());
    assert_eq!(value_and_grad_abs(-0.0).0.to_bits(), 0.0_f64.to_bits());
    assert!(value_and_grad_sqrt(-1.0).0.is_nan());
    assert_eq!(value_and_grad_signum(-0.0).0, -1.0);
}
