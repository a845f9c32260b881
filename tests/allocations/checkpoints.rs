//! Loops under `#[checkpoint]`: as many states are alive as were asked for, a million steps fit into
//! a kilobyte, and the gradient is that of the loop that records, bit for bit: the same operations
//! run in the same order.

use super::{F64, USIZE, allocations};
use chainrule::differentiable;

/// The length of the state of the loops whose snapshots are counted.
const LENGTH: usize = 1_000;

macro_rules! smooth {
    ($name:ident, $states:ident, $attribute:meta) => {
        #[differentiable]
        fn $name(start: &[f64], steps: usize, $states: usize) -> f64 {
            let mut u = start.to_vec();
            let last = u.len() - $states.min(1);
            #[$attribute]
            for _ in 0..steps {
                for i in 1..last {
                    u[i] = u[i] - 0.1 * u[i] * u[i - 1];
                }
            }
            u[last]
        }
    };
}

smooth!(smooth_binomial, states, checkpoint(states = states));
smooth!(smooth_periodic, period, checkpoint(every = period));
smooth!(smooth_default, one, checkpoint);

#[differentiable]
fn smooth_until(start: &[f64], steps: usize, states: usize) -> f64 {
    let mut u = start.to_vec();
    let last = u.len() - 1;
    let mut k = 0;
    #[checkpoint(states = states)]
    while k < steps {
        for i in 1..last {
            u[i] = u[i] - 0.1 * u[i] * u[i - 1];
        }
        k += 1;
    }
    u[last]
}

/// What a gradient has allocated at its peak, in copies of the state.
fn copies(run: impl FnOnce(&[f64], &mut [f64]) -> f64) -> u64 {
    let start = vec![0.3; LENGTH];
    let mut d_start = vec![0.0; LENGTH];
    let info = allocations(|| run(&start, &mut d_start));
    info.bytes_max / (F64 * LENGTH as u64)
}

#[test]
fn no_more_states_are_alive_than_asked_for() {
    // beside the snapshots: the state, its shadow, one iteration's record, and a snapshot on its way
    // back while the state is still there
    let others = 4;
    for states in [1, 2, 3, 5, 8, 13, 20] {
        let binomial = copies(|x, d_x| adjoint_smooth_binomial(x, 60, states, d_x, 1.0));
        assert!(binomial <= states as u64 + others, "{states} states: {binomial} copies");
        assert!(binomial >= states as u64 + 2, "{states} states: {binomial} copies");
        let until = copies(|x, d_x| adjoint_smooth_until(x, 60, states, d_x, 1.0));
        assert!(until <= states as u64 + others, "{states} states: {until} copies");
    }
    // one per period, and those between two of them
    for period in [1, 4, 10, 60] {
        let periodic = copies(|x, d_x| adjoint_smooth_periodic(x, 60, period, d_x, 1.0));
        let bound = (60_usize.div_ceil(period) + period - 1) as u64;
        assert!(periodic <= bound + others, "period {period}: {periodic} copies");
    }
    let default = copies(|x, d_x| adjoint_smooth_default(x, 64, 1, d_x, 1.0));
    assert!(default <= 2 * 8 + others, "{default} copies");
}

macro_rules! reaction {
    ($name:ident, $(#[$attribute:meta])?) => {
        /// Three substances in an explicit scheme: two that react to the third, which decays back.
        #[differentiable]
        fn $name(start: [f64; 3], rates: [f64; 3], steps: usize) -> f64 {
            let dt = 1e-5;
            let (mut a, mut b, mut c) = (start[0], start[1], start[2]);
            let mut total = 0.0;
            $(#[$attribute])?
            for _ in 0..steps {
                let forward = rates[0] * a * b;
                let backward = rates[1] * c;
                let decay = rates[2] * a * a;
                a += dt * (backward - forward - decay);
                b += dt * (backward - forward);
                c += dt * (forward - backward + 0.5 * decay);
                total += dt * c;
            }
            total + a * b
        }
    };
}

reaction!(recorded,);
reaction!(in_twenty_states, #[checkpoint(states = 20)]);
reaction!(by_the_thousand, #[checkpoint(every = 1_000)]);
reaction!(by_default, #[checkpoint]);

/// The same, with the number of steps unknown before the loop.
#[differentiable]
fn until_the_end(start: [f64; 3], rates: [f64; 3], end: usize) -> f64 {
    let dt = 1e-5;
    let (mut a, mut b, mut c) = (start[0], start[1], start[2]);
    let mut total = 0.0;
    let mut k = 0;
    #[checkpoint(states = 20)]
    while k < end {
        let forward = rates[0] * a * b;
        let backward = rates[1] * c;
        let decay = rates[2] * a * a;
        a += dt * (backward - forward - decay);
        b += dt * (backward - forward);
        c += dt * (forward - backward + 0.5 * decay);
        total += dt * c;
        k += 1;
    }
    total + a * b
}

/// A function's value and gradient.
type Answer = (f64, ([f64; 3], [f64; 3]));

const STEPS: usize = 1_000_000;

/// Value and gradient after a million steps, and the bytes at the peak.
fn million(gradient: impl FnOnce([f64; 3], [f64; 3], usize) -> Answer) -> (Answer, u64) {
    let mut answer = None;
    let info = allocations(|| answer = Some(gradient([1.0, 0.8, 0.1], [0.7, 0.2, 0.3], STEPS)));
    (answer.expect("it ran"), info.bytes_max)
}

#[test]
fn a_million_steps_fit_into_a_kilobyte() {
    let (expected, recorded) = million(value_and_grad_recorded);
    assert_eq!(recorded, 3 * F64 * STEPS as u64, "`a`, `b` and `c` of each step");
    // a snapshot is the state and the number of its iteration
    let (state, counted) = (3 * F64 + USIZE, 4 * F64 + USIZE);

    let (answer, bytes) = million(value_and_grad_in_twenty_states);
    assert_eq!(answer, expected);
    assert_eq!(bytes, 20 * state);
    let (answer, bytes) = million(value_and_grad_until_the_end);
    assert_eq!(answer, expected);
    // the `Vec` grows by doubling
    assert!(bytes <= (32 + 16) * counted, "{bytes} bytes");
    let (answer, bytes) = million(value_and_grad_by_the_thousand);
    assert_eq!(answer, expected);
    assert!(bytes <= (2_048 + 1_024) * state, "{bytes} bytes");
    let (answer, bytes) = million(value_and_grad_by_default);
    assert_eq!(answer, expected);
    assert!(bytes <= (2_048 + 1_024) * state, "{bytes} bytes");
}

/// Independent iterations and linear loops keep nothing, whatever the bound.
#[differentiable]
fn nothing_to_keep(x: &[f64]) -> f64 {
    let mut s = 0.0;
    #[checkpoint(states = 5)]
    for i in 0..x.len() {
        let mut p = 1.0;
        for _ in 0..8 {
            p = p * x[i] + p.sin();
        }
        s += x[i] * x[i];
        s += 0.0 * p;
    }
    let mut r = s;
    #[checkpoint]
    for i in 0..x.len() {
        r = 0.5 * r + x[i];
    }
    r
}

#[test]
fn a_loop_that_records_nothing_keeps_no_snapshots() {
    let x = vec![0.3; 50];
    let mut d_x = vec![0.0; 50];
    let info = allocations(|| adjoint_nothing_to_keep(&x, &mut d_x, 1.0));
    // the innermost loop's record, once per iteration of the outer
    assert_eq!(info.bytes_max, 8 * F64);
}
