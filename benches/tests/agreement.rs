//! Every kernel's gradients against each other and against central differences.
//!
//! The oracle is the primal alone: central differences, extrapolated to a vanishing step, within
//! the extrapolation's own estimate of its error (which must be small for the test to count).
//! The hand-written adjoint is held against it, then the emitted functions against the
//! hand-written one, to rounding.

use chainrule_benches::Kernel;
use chainrule_benches::kernels::{Size, all};

/// The derivative along coordinate `i` of parameter `p` with an estimate of its error: Ridders's
/// extrapolation of central differences to a vanishing step (Ridders, "Accurate computation of
/// F'(x) and F'(x) F''(x)", Advances in Engineering Software 4, 1982).
fn difference(kernel: &mut dyn Kernel, p: usize, i: usize) -> (f64, f64) {
    const STEPS: usize = 8;
    const SHRINK: f64 = 2.0;
    let x = kernel.inputs()[p][i];
    let mut best = (f64::NAN, f64::INFINITY);
    let mut previous: Vec<f64> = Vec::new();
    let mut h = 0.02;
    for _ in 0..STEPS {
        let mut row = vec![central(kernel, p, i, x, h)];
        // What the rounding of the two values leaves of their difference: a few units in the
        // last place, over the step.
        let rounding = 4.0 * f64::EPSILON * kernel.objective().abs() / h;
        let mut power = SHRINK * SHRINK;
        for (k, coarse) in previous.iter().enumerate() {
            let refined = row[k] + (row[k] - coarse) / (power - 1.0);
            let error = (refined - row[k]).abs().max((refined - coarse).abs()) + rounding;
            if error <= best.1 {
                best = (refined, error);
            }
            row.push(refined);
            power *= SHRINK * SHRINK;
        }
        previous = row;
        h /= SHRINK;
    }
    best
}

/// The central difference with step `h` about `x`, which is put back.
fn central(kernel: &mut dyn Kernel, p: usize, i: usize, x: f64, h: f64) -> f64 {
    kernel.inputs()[p][i] = x + h;
    let above = kernel.objective();
    kernel.inputs()[p][i] = x - h;
    let below = kernel.objective();
    kernel.inputs()[p][i] = x;
    (above - below) / (2.0 * h)
}

/// The flattened shadows after `run`, which adds into zeros.
fn gradient(kernel: &mut dyn Kernel, run: fn(&mut dyn Kernel) -> f64) -> (f64, Vec<Vec<f64>>) {
    for shadow in kernel.shadows() {
        shadow.fill(0.0);
    }
    let value = run(kernel);
    (value, kernel.gradients())
}

/// The largest magnitude: what the rounding of sums that cancel is relative to.
fn magnitude(gradient: &[Vec<f64>]) -> f64 {
    gradient.iter().flatten().fold(1.0, |most: f64, v| most.max(v.abs()))
}

#[test]
fn hand_written_adjoints_agree_with_differences() {
    for mut kernel in all(Size::Small) {
        let kernel = kernel.as_mut();
        let (value, gradient) = gradient(kernel, |kernel| kernel.by_hand());
        assert_eq!(value, kernel.primal(), "{}: the value", kernel.name());
        let largest = magnitude(&gradient);
        for (p, parameter) in gradient.iter().enumerate() {
            let stride = parameter.len().div_ceil(200);
            for i in (0..parameter.len()).step_by(stride) {
                let (expected, estimate) = difference(kernel, p, i);
                let name = kernel.name();
                assert!(estimate <= 1e-7 * largest, "{name}: the oracle is off by {estimate}");
                let error = (parameter[i] - expected).abs();
                assert!(
                    error <= 4.0 * estimate + 1e-13 * largest,
                    "{name}: parameter {p}, coordinate {i}: by hand {}, differences {expected} \
                     give or take {estimate}",
                    parameter[i]
                );
            }
        }
    }
}

#[test]
fn emitted_adjoints_agree_with_hand_written_ones() {
    for mut kernel in all(Size::Small) {
        let kernel = kernel.as_mut();
        let (value, expected) = gradient(kernel, |kernel| kernel.by_hand());
        let (emitted_value, emitted) = gradient(kernel, |kernel| kernel.adjoint());
        assert_eq!(emitted_value, value, "{}: the value of adjoint_", kernel.name());
        assert_eq!(
            kernel.value_and_grad().unwrap_or(value),
            value,
            "{}: value_and_grad_",
            kernel.name()
        );
        let tolerance = 1e-12 * magnitude(&expected);
        for (p, (emitted, expected)) in emitted.iter().zip(&expected).enumerate() {
            for (i, (a, b)) in emitted.iter().zip(expected).enumerate() {
                assert!(
                    (a - b).abs() <= tolerance,
                    "{}: parameter {p}, coordinate {i}: emitted {a}, by hand {b}",
                    kernel.name()
                );
            }
        }
    }
}

#[test]
fn tangents_agree_with_hand_written_adjoints() {
    for mut kernel in all(Size::Small) {
        let kernel = kernel.as_mut();
        let (value, gradient) = gradient(kernel, |kernel| kernel.by_hand());
        let terms: Vec<f64> = kernel
            .direction()
            .iter()
            .zip(&gradient)
            .flat_map(|(d, g)| d.iter().zip(g).map(|(d, g)| d * g).collect::<Vec<_>>())
            .collect();
        let expected: f64 = terms.iter().sum();
        let tolerance = 1e-12 * terms.iter().map(|t| t.abs()).sum::<f64>().max(1.0);
        let (tangent_value, tangent) = kernel.jvp();
        assert_eq!(tangent_value, value, "{}: the value of jvp_", kernel.name());
        assert!(
            (tangent - expected).abs() <= tolerance,
            "{}: jvp_ {tangent}, gradient times direction {expected}",
            kernel.name()
        );
    }
}
