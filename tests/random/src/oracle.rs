//! What the derivatives of a program are.
//!
//! In: a program. Out: at each of its points the outputs, and by [`crate::interpret`] their derivatives
//! along every input, along a fixed direction, and along both. Invariant: each number has the bound of
//! its rounding errors with it.

use crate::harness::support::direction;
use crate::interpret::{Fault, run};
use crate::number::{Dual, Part};
use crate::syntax::{Argument, Program};

/// What is right at one point.
#[derive(Clone, Debug)]
pub struct Expected {
    /// The floats of the result, then those of `&mut` parameters.
    pub outputs: Vec<f64>,
    /// How many of them are the result's.
    pub result_len: usize,
    /// For each input the derivatives of all outputs.
    pub jacobian: Vec<Vec<Part>>,
    /// The derivatives of all outputs along the direction.
    pub tangent: Vec<Part>,
    /// For each input its derivative's derivative along the direction, of the first output.
    pub curvature: Vec<Part>,
    /// Operations on floats in one evaluation.
    pub steps: usize,
}

impl Expected {
    /// How far a derivative may be off: one rounding of its magnitude for each operation of the
    /// program, and four times that, since a derivative takes a few operations for each of the
    /// program's.
    pub fn tolerance(&self, part: Part) -> f64 {
        4.0 * (self.steps + 4) as f64 * f64::EPSILON * part.magnitude
    }

    /// The derivatives, by each input, of the outputs weighted with `weights`.
    pub fn pullback(&self, weights: &[f64]) -> Vec<Part> {
        let weigh = |column: &Vec<Part>| {
            let weighted = column.iter().zip(weights).map(|(part, w)| part.times(Part::exact(*w)));
            weighted.fold(Part::default(), Part::plus)
        };
        self.jacobian.iter().map(weigh).collect()
    }
}

/// The floats of a point's arguments.
pub fn inputs(point: &[Argument]) -> Vec<f64> {
    point.iter().flat_map(|argument| argument.floats.iter().copied()).collect()
}

/// What is right at each point of a program.
///
/// # Errors
///
/// The first fault, if the program cannot be compared at one of its points.
pub fn expected(program: &Program) -> Result<Vec<Expected>, Fault> {
    program.points.iter().map(|point| at(program, point)).collect()
}

fn at(program: &Program, point: &[Argument]) -> Result<Expected, Fault> {
    let values = inputs(point);
    let mut expected = Expected {
        outputs: Vec::new(),
        result_len: 0,
        jacobian: Vec::new(),
        tangent: Vec::new(),
        curvature: Vec::new(),
        steps: 0,
    };
    for along in 0..values.len() {
        let speed = |at| if at == along { 1.0 } else { 0.0 };
        let moving = values.iter().enumerate();
        let moving: Vec<Dual> =
            moving.map(|(at, value)| Dual::input(*value, speed(at), direction(at))).collect();
        let outcome = run(program, point, &moving)?;
        expected.jacobian.push(outcome.floats.iter().map(|float| float.first).collect());
        expected.curvature.push(outcome.floats.first().map_or(Part::default(), |f| f.mixed));
        expected.outputs = outcome.floats.iter().map(|float| float.value).collect();
        expected.tangent = outcome.floats.iter().map(|float| float.second).collect();
        expected.result_len = outcome.result_len;
        expected.steps = outcome.steps;
    }
    Ok(expected)
}
