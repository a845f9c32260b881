//! Values that change in loops and are needed as they were.

use std::time::{Duration, Instant};

use chainrule::differentiable;

use crate::assert_close;

#[differentiable]
fn nonlinear_accumulator(x: f64, n: usize) -> f64 {
    let mut s = x;
    for _ in 0..n {
        s += s * s;
    }
    s
}

/// An accumulator's stale value in a nonlinear term: s1 = x + x^2, s2 = s1 + s1^2.
#[test]
fn stale_value_of_an_accumulator() {
    let x = 0.3;
    let s1 = x + x * x;
    assert_close(grad_nonlinear_accumulator(x, 2), (1.0 + 2.0 * s1) * (1.0 + 2.0 * x));
    assert_close(jvp_nonlinear_accumulator(x, 2, 1.0).1, (1.0 + 2.0 * s1) * (1.0 + 2.0 * x));
}

#[differentiable]
fn around_a_loop(x: f64, n: usize) -> f64 {
    let a = x * x;
    let mut s = 0.0;
    for _ in 0..n {
        s += x;
    }
    s * a
}

/// A variable set before a dynamic loop and used after it: n x^3.
#[test]
fn set_before_a_loop_used_after_it() {
    assert_close(grad_around_a_loop(0.7, 5), 15.0 * 0.7 * 0.7);
    assert_close(grad_around_a_loop(0.7, 0), 0.0);
}

#[differentiable]
fn nested_with_data_bounds(x: &[f64]) -> f64 {
    let mut s = 0.0;
    for i in 0..x.len() {
        let mut k = 0;
        while (k as f64) < x[i] {
            s += x[i] * x[i];
            k += 1;
        }
    }
    s
}

/// Nested loops whose inner count comes from the data: ceil(x) x^2 per element, not doubled.
#[test]
fn nested_loops_with_bounds_from_data() {
    let gradient = grad_nested_with_data_bounds(&[1.5, 2.5, -1.0]);
    for (got, wanted) in std::iter::zip(gradient, [2.0 * 2.0 * 1.5, 3.0 * 2.0 * 2.5, 0.0]) {
        assert_close(got, wanted);
    }
}

#[differentiable]
fn divisor_in_a_loop(x: f64, n: usize) -> f64 {
    let mut d = x;
    let mut s = 0.0;
    for _ in 0..n {
        s += 1.0 / d;
        d = d * x;
    }
    s
}

/// A divisor that the loop overwrites: the sum of x^-k.
#[test]
fn inline_divisor_in_a_loop() {
    let x = 1.3_f64;
    let wanted: f64 = (1..=4).map(|k| -f64::from(k) * x.powi(-k - 1)).sum();
    assert_close(grad_divisor_in_a_loop(x, 4), wanted);
}

#[differentiable]
fn reads_in_a_loop(x: &[f64]) -> f64 {
    let mut s = 0.0;
    for i in 0..x.len() {
        s += x[i] * x[i] * x[i];
    }
    s
}

/// The cost of n reads is that of n reads: a pullback of O(n) per read would take
/// 10^11 additions here, minutes rather than milliseconds.
#[test]
fn array_reads_cost_constant_time() {
    let x: Vec<f64> = (0..300_000).map(|i| f64::from(i % 7)).collect();
    let start = Instant::now();
    let gradient = grad_reads_in_a_loop(&x);
    assert!(start.elapsed() < Duration::from_secs(10), "{:?}", start.elapsed());
    assert_close(gradient[6], 108.0);
}

#[differentiable]
fn exponential_recurrence(x: f64, n: usize) -> f64 {
    let mut y = x;
    for i in 0..n {
        y = if i % 2 == 0 { y.sin() } else { y * x };
    }
    y
}

/// Two calls with the same arguments give the same bits: nothing is left from the first.
#[test]
fn second_call_repeats_the_first() {
    let first = value_and_grad_exponential_recurrence(0.8, 9);
    let again = value_and_grad_exponential_recurrence(0.8, 9);
    assert_eq!(first.0.to_bits(), again.0.to_bits());
    assert_eq!(first.1.to_bits(), again.1.to_bits());
}

#[differentiable]
fn leaf(a: f64, n: usize) -> f64 {
    let mut s = a;
    for _ in 0..n {
        s = s.sin() + a;
    }
    s
}

#[differentiable]
fn two_leaves(a: f64, n: usize) -> f64 {
    let v = leaf(a, n);
    let w = leaf(v.sin(), n);
    v * w
}

#[differentiable]
#[allow(unused_assignments)]
fn dead_call(x: f64, n: usize) -> f64 {
    let mut y = x;
    let mut s = x * 0.5;
    for _ in 0..3 {
        y = two_leaves(x + s, n);
        s = (two_leaves(x * s, 2) - s).sin();
    }
    y = x;
    y + s
}

#[differentiable]
fn without_the_call(x: f64) -> f64 {
    let mut s = x * 0.5;
    for _ in 0..3 {
        s = (two_leaves(x * s, 2) - s).sin();
    }
    x + s
}

/// What a call whose result nobody reads records must not be taken for another call's.
#[test]
fn dead_call_leaves_no_record() {
    assert_close(grad_dead_call(0.7, 3), grad_without_the_call(0.7));
    assert_close(grad_dead_call(0.7, 3), jvp_dead_call(0.7, 3, 1.0).1);
}
