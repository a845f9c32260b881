//! Values, gradients, pullbacks and pushforwards of one compiled copy.
//!
//! What comes in: the modes of one copy at one sample point. What goes out:
//! entries of the report. Invariant: the value in every mode is the primal's
//! bit for bit, and a second call repeats the first.

use super::Sample;
use super::oracle::unit;
use super::report::Report;
use crate::case::{Modes, Precision};

pub(super) fn check(sample: &Sample<'_>, modes: &Modes, report: &mut Report) {
    check_gradient(sample, modes, report);
    check_pullback(sample, modes, report);
    check_shadows(sample, modes, report);
    check_pushforward(sample, modes, report);
    check_jacobian(sample, modes, report);
}

fn what(sample: &Sample<'_>, modes: &Modes, check: &str) -> String {
    format!("point {}, {}, {check}", sample.point, modes.label)
}

fn check_gradient(sample: &Sample<'_>, modes: &Modes, report: &mut Report) {
    let wanted = sample.jacobian.pullback(&[1.0]);
    let tolerance = wanted.tolerances(sample.case.precision, 0.0);
    if let Some(gradient) = modes.gradient {
        let got = gradient(sample.point, &sample.x);
        report.close(&what(sample, modes, "grad_"), &got, &wanted.numbers, &tolerance);
        let again = gradient(sample.point, &sample.x);
        report.identical(&what(sample, modes, "grad_ again"), &again, &got);
    }
    if let Some(value_and_gradient) = modes.value_and_gradient {
        let (value, got) = value_and_gradient(sample.point, &sample.x);
        report.identical(&what(sample, modes, "value_and_grad_ value"), &value, &sample.y);
        report.close(&what(sample, modes, "value_and_grad_"), &got, &wanted.numbers, &tolerance);
    }
}

fn check_pullback(sample: &Sample<'_>, modes: &Modes, report: &mut Report) {
    let wanted = sample.jacobian.pullback(&sample.seed);
    let tolerance = wanted.tolerances(sample.case.precision, 0.0);
    let (value, got) = (modes.vjp)(sample.point, &sample.x, &sample.seed);
    report.identical(&what(sample, modes, "vjp_ value"), &value, &sample.y);
    report.close(&what(sample, modes, "vjp_"), &got, &wanted.numbers, &tolerance);
    let (_, again) = (modes.vjp)(sample.point, &sample.x, &sample.seed);
    report.identical(&what(sample, modes, "vjp_ again"), &again, &got);
}

/// `adjoint_` adds to what the shadows hold.
fn check_shadows(sample: &Sample<'_>, modes: &Modes, report: &mut Report) {
    let pulled = sample.jacobian.pullback(&sample.seed);
    let wanted: Vec<f64> =
        std::iter::zip(&pulled.numbers, &sample.shadows).map(|(g, s)| g + s).collect();
    let tolerance = pulled.tolerances(sample.case.precision, 1.0);
    let (value, got) = (modes.adjoint)(sample.point, &sample.x, &sample.shadows, &sample.seed);
    report.identical(&what(sample, modes, "adjoint_ value"), &value, &sample.y);
    report.close(&what(sample, modes, "adjoint_ shadows"), &got, &wanted, &tolerance);
}

/// The pushforward, and `<seed, J direction> = <J^T seed, direction>`.
fn check_pushforward(sample: &Sample<'_>, modes: &Modes, report: &mut Report) {
    let wanted = sample.jacobian.pushforward();
    let tolerance = wanted.tolerances(sample.case.precision, 0.0);
    let (value, got) = (modes.jvp)(sample.point, &sample.x, &sample.direction);
    report.identical(&what(sample, modes, "jvp_ value"), &value, &sample.y);
    report.close(&what(sample, modes, "jvp_"), &got, &wanted.numbers, &tolerance);
    let (_, again) = (modes.jvp)(sample.point, &sample.x, &sample.direction);
    report.identical(&what(sample, modes, "jvp_ again"), &again, &got);

    let (_, pulled) = (modes.vjp)(sample.point, &sample.x, &sample.seed);
    let product = |a: &[f64], b: &[f64]| -> (f64, f64) {
        let terms = || std::iter::zip(a, b).map(|(a, b)| a * b);
        (terms().sum(), terms().map(f64::abs).sum())
    };
    let (forward, size_forward) = product(&sample.seed, &got);
    let (reverse, size_reverse) = product(&pulled, &sample.direction);
    let paths = sample.jacobian.pullback(&sample.seed);
    let cancelling: f64 = paths.tolerances(Precision::Double, 0.0).iter().sum();
    let unit = sample.case.precision.tolerance();
    let bound =
        unit * (size_forward + size_reverse) + cancelling * unit / Precision::Double.tolerance();
    report.close(&what(sample, modes, "<v, J u> = <J^T v, u>"), &[forward], &[reverse], &[bound]);
}

/// The row of an output is the pullback of its unit seed.
fn check_jacobian(sample: &Sample<'_>, modes: &Modes, report: &mut Report) {
    let Some(jacobian) = modes.jacobian else { return };
    let entries = jacobian(sample.point, &sample.x);
    let (m, n) = (sample.y.len(), sample.x.len());
    if entries.len() != m * n {
        report.close(&what(sample, modes, "jacobian_ size"), &entries, &vec![0.0; m * n], &[]);
        return;
    }
    for i in 0..m {
        let wanted = sample.jacobian.pullback(&unit(m, i));
        let tolerance = wanted.tolerances(sample.case.precision, 0.0);
        let what = what(sample, modes, &format!("jacobian_ row {i}"));
        report.close(&what, &entries[i * n..][..n], &wanted.numbers, &tolerance);
    }
}

/// The analyses change no number, but for the order in which cotangents are summed.
pub(super) fn check_same(sample: &Sample<'_>, on: &Modes, off: &Modes, report: &mut Report) {
    let what = |mode: &str| format!("point {}, {mode} with analyses on and off", sample.point);
    let pulled = |modes: &Modes| (modes.vjp)(sample.point, &sample.x, &sample.seed).1;
    let tolerance = sample.jacobian.pullback(&sample.seed).tolerances(sample.case.precision, 0.0);
    report.close(&what("vjp_"), &pulled(on), &pulled(off), &tolerance);
    let pushed = |modes: &Modes| (modes.jvp)(sample.point, &sample.x, &sample.direction).1;
    report.equal(&what("jvp_"), &pushed(on), &pushed(off));
}
