//! Every check of every mode of one function.
//!
//! What comes in: a [`Case`]. What goes out: nothing, or a panic with every
//! disagreement found. Invariant: each comparison is with the primal (values,
//! bit for bit), with the oracle (derivatives, to a multiple of unit roundoff
//! times the magnitude of what cancels), or between two modes that must agree
//! by an identity; finite differences check the oracle itself.

mod first_order;
mod oracle;
mod report;
mod second_order;

use std::hint::black_box;

use crate::case::{Case, Place};
use crate::directions::Directions;
use crate::dual::Dual;

pub use oracle::Jacobian;
use report::Report;

/// One sample point with a direction, a seed and the oracle's answers.
struct Sample<'a> {
    case: &'a Case,
    point: usize,
    x: Vec<f64>,
    y: Vec<f64>,
    direction: Vec<f64>,
    seed: Vec<f64>,
    shadows: Vec<f64>,
    jacobian: Jacobian,
}

impl<'a> Sample<'a> {
    fn new(case: &'a Case, point: usize) -> Self {
        let x = black_box((case.inputs)(point));
        let y = (case.primal)(point, &x);
        let mut directions = Directions::named(&format!("{}/{point}", case.name));
        let direction = directions.next(x.len());
        let jacobian = Jacobian::at(case, point, &x, &direction);
        let seed = directions.next(y.len());
        let shadows = directions.next(x.len());
        Self { case, point, x, y, direction, seed, shadows, jacobian }
    }

    /// The oracle's function along one line, for finite differences of it.
    fn dual(&self, inputs: &[Dual]) -> Vec<Dual> {
        (self.case.dual)(self.point, inputs)
    }
}

/// Runs every check.
///
/// # Panics
/// When any of them fails; the message lists all failures.
pub fn check(case: &Case) {
    let mut report = Report::new(case.name);
    for (point, place) in case.places.iter().enumerate() {
        let sample = Sample::new(case, point);
        oracle::check(&sample, *place, &mut report);
        for modes in case.modes {
            first_order::check(&sample, modes, &mut report);
            if *place == Place::Smooth {
                second_order::check(&sample, modes, &mut report);
            }
        }
        if let [on, off] = case.modes {
            first_order::check_same(&sample, on, off, &mut report);
        }
    }
    report.finish();
}
