//! The oracle's Jacobian, and the check of the oracle by finite differences.
//!
//! What comes in: a function over duals and over floats. What goes out: per
//! output and input the derivative with its magnitude, and the second
//! derivatives along a direction. Invariant: the oracle's value is the
//! primal's (to the primal's precision), and finite differences of the primal
//! agree with its derivatives within their own error estimate.

use super::Sample;
use super::report::Report;
use crate::case::{Case, Place, Precision};
use crate::dual::Dual;
use crate::ridders::{Estimate, derivatives};

/// The widest step of the finite differences: smooth points lie further than
/// this from any kink along their directions.
const WIDEST_STEP: f64 = 1.0 / 128.0;
const NARROWEST_STEP: f64 = WIDEST_STEP / 25.0;

/// First derivatives, and second ones along one direction, of every output.
pub struct Jacobian {
    /// `rows[i][o]`: the output `o` with input `i` as the first direction and
    /// the sample's direction as the second.
    rows: Vec<Vec<Dual>>,
    /// The outputs along the sample's direction only.
    along: Vec<Dual>,
}

/// Numbers with the magnitudes of what was summed for them.
pub(super) struct Measured {
    pub(super) numbers: Vec<f64>,
    magnitudes: Vec<f64>,
}

impl Measured {
    /// Tolerances: a multiple of unit roundoff times magnitude, and of what is added to it.
    pub(super) fn tolerances(&self, precision: Precision, beside: f64) -> Vec<f64> {
        let unit = precision.tolerance();
        self.magnitudes.iter().map(|magnitude| unit * (magnitude + beside)).collect()
    }

    fn collect(pairs: impl Iterator<Item = (f64, f64)>) -> Self {
        let (numbers, magnitudes) = pairs.unzip();
        Self { numbers, magnitudes }
    }
}

/// The dual inputs that move by `first` and by `second`.
pub(super) fn seeded(x: &[f64], first: &[f64], second: &[f64]) -> Vec<Dual> {
    (0..x.len()).map(|i| Dual::seeded(x[i], first[i], second[i])).collect()
}

pub(super) fn unit(n: usize, i: usize) -> Vec<f64> {
    (0..n).map(|j| f64::from(u8::from(i == j))).collect()
}

impl Jacobian {
    /// The oracle's derivatives of `case` at a point, the second ones along `direction`.
    #[must_use]
    pub fn at(case: &Case, point: usize, x: &[f64], direction: &[f64]) -> Self {
        let rows: Vec<Vec<Dual>> = (0..x.len())
            .map(|i| (case.dual)(point, &seeded(x, &unit(x.len(), i), direction)))
            .collect();
        let along = (case.dual)(point, &seeded(x, &vec![0.0; x.len()], direction));
        Self { rows, along }
    }

    /// The pullback of a seed.
    pub(super) fn pullback(&self, seed: &[f64]) -> Measured {
        Measured::collect(self.rows.iter().map(|row| {
            let sum = |part: fn(&Dual) -> f64, weight: fn(f64) -> f64| -> f64 {
                std::iter::zip(row, seed).map(|(output, s)| part(output) * weight(*s)).sum()
            };
            (sum(|d| d.first, |s| s), sum(|d| d.first_magnitude, f64::abs))
        }))
    }

    /// The pushforward of the sample's direction.
    pub(super) fn pushforward(&self) -> Measured {
        Measured::collect(self.along.iter().map(|d| (d.second, d.second_magnitude)))
    }

    /// The Hessian of a scalar function times the sample's direction.
    pub(super) fn hessian_product(&self) -> Measured {
        // a function without a value has no second derivatives either
        Measured::collect(self.rows.iter().map(|row| {
            row.first().map_or((0.0, 0.0), |output| (output.mixed, output.mixed_magnitude))
        }))
    }
}

/// The value and, where finite differences apply, the derivatives of the oracle.
pub(super) fn check(sample: &Sample<'_>, place: Place, report: &mut Report) {
    let what = |check: &str| format!("point {}, {check}", sample.point);
    let values: Vec<f64> = sample.jacobian.along.iter().map(|dual| dual.value).collect();
    let room = match sample.case.precision {
        Precision::Double => 1e-13,
        Precision::Single => 1e-4,
    };
    let tolerance: Vec<f64> = sample.y.iter().map(|y| room * (1.0 + y.abs())).collect();
    report.close(&what("value of the oracle"), &values, &sample.y, &tolerance);
    if place == Place::Smooth {
        check_first(sample, report, &what("finite differences against the oracle"));
        check_second(sample, report, &what("finite differences of the oracle's slope"));
    }
}

fn size(sample: &Sample<'_>) -> f64 {
    sample.x.iter().fold(0.0, |most, x| x.abs().max(most))
}

/// Finite differences of the primal (of the oracle's value, where the primal is single).
fn check_first(sample: &Sample<'_>, report: &mut Report, what: &str) {
    let along = |h: f64| -> Vec<f64> {
        let x: Vec<f64> =
            std::iter::zip(&sample.x, &sample.direction).map(|(x, v)| x + h * v).collect();
        match sample.case.precision {
            Precision::Double => (sample.case.primal)(sample.point, &x),
            Precision::Single => {
                let x: Vec<Dual> = x.into_iter().map(Dual::lit).collect();
                sample.dual(&x).iter().map(|dual| dual.value).collect()
            }
        }
    };
    compare(
        size(sample),
        sample.jacobian.pushforward(),
        &derivatives(along, WIDEST_STEP),
        report,
        what,
    );
}

/// Finite differences of the oracle's first derivative along the direction.
fn check_second(sample: &Sample<'_>, report: &mut Report, what: &str) {
    let slope = |h: f64| -> Vec<f64> {
        let x: Vec<f64> =
            std::iter::zip(&sample.x, &sample.direction).map(|(x, v)| x + h * v).collect();
        let output = sample.dual(&seeded(&x, &sample.direction, &vec![0.0; x.len()]));
        output.iter().map(|dual| dual.first).collect()
    };
    let output = sample.dual(&seeded(&sample.x, &sample.direction, &sample.direction));
    let wanted = Measured::collect(output.iter().map(|d| (d.mixed, d.mixed_magnitude)));
    compare(size(sample), wanted, &derivatives(slope, WIDEST_STEP), report, what);
}

/// `size` is the greatest coordinate: its rounding moves the function by the slope times that.
fn compare(size: f64, wanted: Measured, estimates: &[Estimate], report: &mut Report, what: &str) {
    let got: Vec<f64> = estimates.iter().map(|estimate| estimate.derivative).collect();
    let tolerance: Vec<f64> = std::iter::zip(estimates, &wanted.magnitudes)
        .map(|(estimate, magnitude)| {
            let moved = f64::EPSILON * size * magnitude / NARROWEST_STEP;
            8.0 * (estimate.error + moved) + 1e-11 * (1.0 + magnitude)
        })
        .collect();
    let useful: Vec<f64> = std::iter::zip(estimates, &wanted.magnitudes)
        .map(|(estimate, magnitude)| (estimate.error - 1e-5 * (1.0 + magnitude)).max(0.0))
        .collect();
    report.close(what, &got, &wanted.numbers, &tolerance);
    let none = vec![0.0; useful.len()];
    report.close(&format!("{what}, error estimate beyond 1e-5"), &useful, &none, &none);
}
