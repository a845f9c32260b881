//! The interpreter's arithmetic against differences.
//!
//! In: each function of [`Dual`] at a point away from its kinks. Out: its first and mixed second
//! derivatives agree with central differences of its value and of its first derivative. Invariant: the
//! oracle of the random programs is not taken on trust.

use chainrule_random::number::Dual;
use chainrule_random::syntax::{Binary, Several, Unary};

/// Steps of central differences: the error of the formula is of the order of the square, 1e-8, and what
/// rounding adds is 1e-16 / 1e-4.
const STEP: f64 = 1e-4;
/// Room for third derivatives up to some hundreds.
const TOLERANCE: f64 = 1e-5;

/// Checks `f` at `at`, with every input moving along both directions at speeds of its own.
fn check(name: &str, at: &[f64], f: impl Fn(&[Dual]) -> Dual) {
    let first = [0.7, -0.4, 0.9];
    let second = [-0.3, 0.8, 0.5];
    let moved = |step: f64, along: &[f64; 3]| -> Dual {
        let inputs: Vec<Dual> = at
            .iter()
            .enumerate()
            .map(|(i, x)| Dual::input(x + step * along[i], first[i], second[i]))
            .collect();
        f(&inputs)
    };
    let here = moved(0.0, &first);
    let slope = |along| (moved(STEP, along).value - moved(-STEP, along).value) / (2.0 * STEP);
    let bend = moved(STEP, &second).first.value - moved(-STEP, &second).first.value;
    let pairs = [
        ("first", here.first, slope(&first)),
        ("second", here.second, slope(&second)),
        ("mixed", here.mixed, bend / (2.0 * STEP)),
    ];
    for (which, part, difference) in pairs {
        let error = (part.value - difference).abs();
        assert!(error <= TOLERANCE, "{name}, {which}: {} against {difference}", part.value);
        assert!(part.magnitude >= part.value.abs() * (1.0 - 1e-15), "{name}, {which}: magnitude");
    }
}

#[test]
fn functions_of_one_number() {
    use Unary::*;
    let all =
        [Neg, Sin, Cos, Tanh, Atan, Asinh, Exp, Ln, Sqrt, Abs, Recip, Cosh, Sinh, Floor, Signum];
    for op in all {
        let positive = matches!(op, Ln | Sqrt);
        for at in if positive { [0.6, 1.3] } else { [-0.8, 1.3] } {
            let f = |x: &[Dual]| Dual::unary(op, x[0]).expect("no kink");
            check(&format!("{op:?}"), &[at], f);
        }
    }
}

#[test]
fn operators() {
    for op in [Binary::Add, Binary::Sub, Binary::Mul, Binary::Div] {
        check(&format!("{op:?}"), &[0.7, -1.2], |x| Dual::binary(op, x[0], x[1]));
    }
}

#[test]
fn functions_of_several_numbers() {
    use Several::*;
    for op in [Max, Min, Hypot, Atan2, Powf, MulAdd, Clamp] {
        for at in [[0.7, -1.2, 0.4], [1.6, 0.3, 0.9]] {
            let f = |x: &[Dual]| Dual::several(op, x).expect("no kink");
            check(&format!("{op:?}"), &at, f);
        }
    }
}

#[test]
fn integer_powers() {
    for exponent in -2..5 {
        check(&format!("powi {exponent}"), &[-0.9], |x| Dual::powi(x[0], exponent));
    }
}

#[test]
fn kinks_are_reported() {
    let zero = Dual::constant(0.0);
    assert_eq!(Dual::unary(Unary::Abs, zero), None);
    assert_eq!(Dual::several(Several::Max, &[zero, zero]), None);
    assert_eq!(Dual::several(Several::Hypot, &[zero, zero]), None);
}
