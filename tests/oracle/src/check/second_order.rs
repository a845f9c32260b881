//! Hessians and Hessian-vector products of one compiled copy.
//!
//! What comes in: the modes of one copy at one smooth sample point. What goes
//! out: entries of the report. Invariant: the Hessian is symmetric to roundoff,
//! its columns are the products with unit vectors, and both agree with the
//! mixed parts of the oracle's hyper-duals.

use super::oracle::unit;
use super::report::Report;
use super::{Jacobian, Sample};
use crate::case::Modes;

pub(super) fn check(sample: &Sample<'_>, modes: &Modes, report: &mut Report) {
    if let Some(hvp) = modes.hvp {
        let what = |check: &str| format!("point {}, {}, {check}", sample.point, modes.label);
        let precision = sample.case.precision;
        let (gradient, product) = hvp(sample.point, &sample.x, &sample.direction);
        let wanted = sample.jacobian.pullback(&[1.0]);
        let tolerance = wanted.tolerances(precision, 0.0);
        report.close(&what("hvp_ gradient"), &gradient, &wanted.numbers, &tolerance);
        let wanted = sample.jacobian.hessian_product();
        let tolerance = wanted.tolerances(precision, 0.0);
        report.close(&what("hvp_ product"), &product, &wanted.numbers, &tolerance);
        let (_, again) = hvp(sample.point, &sample.x, &sample.direction);
        report.identical(&what("hvp_ again"), &again, &product);
    }
    if let Some(hessian) = modes.hessian {
        check_hessian(sample, modes, &hessian(sample.point, &sample.x), report);
    }
}

fn check_hessian(sample: &Sample<'_>, modes: &Modes, hessian: &[f64], report: &mut Report) {
    let n = sample.x.len();
    let what = |check: &str| format!("point {}, {}, hessian_ {check}", sample.point, modes.label);
    if hessian.len() != n * n {
        report.close(&what("size"), hessian, &vec![0.0; n * n], &[]);
        return;
    }
    for i in 0..n {
        let row = &hessian[i * n..][..n];
        let column: Vec<f64> = (0..n).map(|j| hessian[j * n + i]).collect();
        let oracle = Jacobian::at(sample.case, sample.point, &sample.x, &unit(n, i));
        let wanted = oracle.hessian_product();
        let tolerance = wanted.tolerances(sample.case.precision, 0.0);
        report.close(&what(&format!("row {i}")), row, &wanted.numbers, &tolerance);
        report.close(&what(&format!("symmetry of row {i}")), row, &column, &tolerance);
    }
}
