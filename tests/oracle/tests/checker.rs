//! The checks find what they look for.
//!
//! What comes in: one right case, x y + sin(x) by hand, and copies of it with
//! one mode wrong. What goes out: a panic that names that mode, for each.
//! Invariant: a check that could not fail would fail here.

use std::panic::{AssertUnwindSafe, catch_unwind};

use chainrule_oracle::case::Pair;
use chainrule_oracle::{Case, Dual, Modes, Place, Precision, check};

fn value(x: &[f64]) -> Vec<f64> {
    vec![x[0] * x[1] + x[0].sin()]
}

fn gradient(x: &[f64]) -> Vec<f64> {
    vec![x[1] + x[0].cos(), x[0]]
}

fn product(x: &[f64], v: &[f64]) -> Vec<f64> {
    vec![v[1] - x[0].sin() * v[0], v[0]]
}

fn dual(_: usize, x: &[Dual]) -> Vec<Dual> {
    vec![x[0] * x[1] + x[0].sin()]
}

fn pullback(_: usize, x: &[f64], seed: &[f64]) -> Pair {
    (value(x), gradient(x).iter().map(|g| g * seed[0]).collect())
}

fn adjoint(_: usize, x: &[f64], shadows: &[f64], seed: &[f64]) -> Pair {
    let pulled = gradient(x).into_iter().map(|g| g * seed[0]);
    (value(x), pulled.zip(shadows).map(|(g, s)| g + s).collect())
}

fn pushforward(_: usize, x: &[f64], v: &[f64]) -> Pair {
    let slope = gradient(x).iter().zip(v).map(|(g, v)| g * v).sum();
    (value(x), vec![slope])
}

const RIGHT: Modes = Modes {
    label: "by hand",
    gradient: Some(|_, x| gradient(x)),
    value_and_gradient: Some(|_, x| (value(x), gradient(x))),
    vjp: pullback,
    adjoint,
    jvp: pushforward,
    hvp: Some(|_, x, v| (gradient(x), product(x, v))),
    hessian: Some(|_, x| [product(x, &[1.0, 0.0]), product(x, &[0.0, 1.0])].concat()),
    jacobian: Some(|_, x| gradient(x)),
};

/// The message of the failed check, if it failed.
fn outcome(modes: Modes, dual: fn(usize, &[Dual]) -> Vec<Dual>) -> Option<String> {
    let case = Case {
        name: "by hand",
        places: &[Place::Smooth],
        precision: Precision::Double,
        reproducible: true,
        inputs: |_| vec![0.7, 1.3],
        primal: |_, x| value(x),
        dual,
        modes: Box::leak(Box::new([RIGHT, modes])),
    };
    let failure = catch_unwind(AssertUnwindSafe(|| check(&case))).err()?;
    Some(failure.downcast_ref::<String>().expect("a message").clone())
}

#[track_caller]
fn found(modes: Modes, what: &str) {
    let message = outcome(modes, dual).unwrap_or_default();
    assert!(message.contains(what), "{what} is not in {message:?}");
}

/// The first number grows by one part in 10^10.
fn off(mut pair: Pair) -> Pair {
    pair.1[0] *= 1.0 + 1e-10;
    pair
}

/// The value moves by one unit in its last place.
fn value_off(mut pair: Pair) -> Pair {
    pair.0[0] = pair.0[0].next_up();
    pair
}

#[test]
fn the_right_case_passes() {
    assert_eq!(outcome(RIGHT, dual), None);
}

#[test]
fn wrong_derivatives_are_found() {
    found(Modes { gradient: Some(|_, x| off((vec![], gradient(x))).1), ..RIGHT }, "grad_");
    let both: fn(usize, &[f64]) -> Pair = |_, x| off((value(x), gradient(x)));
    found(Modes { value_and_gradient: Some(both), ..RIGHT }, "value_and_grad_");
    found(Modes { vjp: |k, x, s| off(pullback(k, x, s)), ..RIGHT }, "vjp_");
    found(
        Modes { jacobian: Some(|_, x| off((vec![], gradient(x))).1), ..RIGHT },
        "jacobian_ row 0",
    );
    found(Modes { jacobian: Some(|_, _| vec![0.0]), ..RIGHT }, "jacobian_ size");
    found(Modes { jvp: |k, x, v| off(pushforward(k, x, v)), ..RIGHT }, "jvp_");
    found(Modes { jvp: |k, x, v| off(pushforward(k, x, v)), ..RIGHT }, "<v, J u> = <J^T v, u>");
    found(Modes { vjp: |k, x, s| off(pullback(k, x, s)), ..RIGHT }, "analyses on and off");
}

#[test]
fn values_must_agree_to_the_last_bit() {
    found(Modes { vjp: |k, x, s| value_off(pullback(k, x, s)), ..RIGHT }, "vjp_ value");
    found(Modes { jvp: |k, x, v| value_off(pushforward(k, x, v)), ..RIGHT }, "jvp_ value");
    found(
        Modes { adjoint: |k, x, d, s| value_off(adjoint(k, x, d, s)), ..RIGHT },
        "adjoint_ value",
    );
}

/// `adjoint_` that assigns to the shadows instead of adding.
#[test]
fn shadows_must_be_added_to() {
    found(Modes { adjoint: |k, x, _, s| pullback(k, x, s), ..RIGHT }, "adjoint_ shadows");
}

#[test]
fn wrong_second_derivatives_are_found() {
    let hvp: fn(usize, &[f64], &[f64]) -> Pair = |_, x, v| off((gradient(x), product(x, v)));
    found(Modes { hvp: Some(hvp), ..RIGHT }, "hvp_ product");
    let lopsided: fn(usize, &[f64]) -> Vec<f64> = |_, x| vec![-x[0].sin(), 1.0, 1.0 + 1e-10, 0.0];
    found(Modes { hessian: Some(lopsided), ..RIGHT }, "symmetry");
    found(Modes { hessian: Some(|_, _| vec![0.0]), ..RIGHT }, "hessian_ size");
}

#[test]
fn a_state_kept_between_calls_is_found() {
    use std::sync::atomic::{AtomicU64, Ordering};
    static CALLS: AtomicU64 = AtomicU64::new(0);
    let stateful: fn(usize, &[f64], &[f64]) -> Pair = |k, x, s| {
        let mut pair = pullback(k, x, s);
        if CALLS.fetch_add(1, Ordering::Relaxed) % 2 == 1 {
            pair.1[0] = pair.1[0].next_up();
        }
        pair
    };
    found(Modes { vjp: stateful, ..RIGHT }, "vjp_ again");
}

/// An oracle with a wrong derivative disagrees with finite differences.
#[test]
fn a_wrong_oracle_is_found() {
    let wrong: fn(usize, &[Dual]) -> Vec<Dual> = |k, x| {
        let mut y = dual(k, x);
        y[0].first *= 1.0 + 1e-6;
        y[0].second *= 1.0 + 1e-6;
        y
    };
    let message = outcome(RIGHT, wrong).expect("the check fails");
    assert!(message.contains("finite differences"), "{message}");
}
