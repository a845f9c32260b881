//! Statements of bodies that have no place in the corpus, since the oracle cannot say them.
//!
//! What comes in: functions as numeric programmers write them, with derivatives taken by hand. What goes
//! out: a test per construct. Invariant: values, both modes and second derivatives are compared with
//! formulas that stand beside them.

#![allow(missing_docs)]
// each function shows one construct, not the best one for the task, and all have one signature
#![allow(unused_variables, clippy::style, clippy::complexity, clippy::useless_vec)]

use chainrule::{GradientMismatch, GradientReport};

mod arrays;
mod capital_functions;
mod capitals;
mod chains;
mod constants;
mod errors;
mod integers;
mod order;
mod parts;
mod unnamed;

/// The point where functions of a number, a slice and a count are checked.
const POINT: (f64, &[f64], usize) = (0.8, &[0.7, -0.4, 1.3, 0.55], 3);

type Gradient = (f64, Vec<f64>);

/// Asserts that both modes agreed with differences of values, and compares a Hessian-vector product with
/// differences of gradients.
#[track_caller]
fn agrees(
    modes: Result<GradientReport, GradientMismatch>,
    gradient: impl Fn(f64, &[f64], usize) -> Gradient,
    product: impl Fn(f64, &[f64], usize, f64, &[f64]) -> (Gradient, Gradient),
) {
    if let Err(error) = modes {
        panic!("{error}");
    }
    let (x, v, n) = POINT;
    let (along_x, along_v, step) = (0.6, [0.3, 0.5, -0.2, 0.9], 1e-6);
    let at = |step: f64| {
        let v: Vec<f64> = v.iter().zip(along_v).map(|(v, d)| v + step * d).collect();
        gradient(x + step * along_x, &v, n)
    };
    let (above, below) = (at(step), at(-step));
    let (got, product) = product(x, v, n, along_x, &along_v);
    // the same terms, of which a program of both sweeps at once may add the first first
    let beside = gradient(x, v, n);
    let pairs = got.1.iter().zip(&beside.1).chain([(&got.0, &beside.0)]);
    for (got, beside) in pairs {
        let roundings = 4.0 * f64::EPSILON * beside.abs();
        assert!((got - beside).abs() <= roundings, "{got}, beside the product {beside}");
    }
    assert_eq!(got.1.len(), beside.1.len());
    let pairs = above.1.iter().zip(&below.1).zip(&product.1);
    let rest = pairs.map(|((above, below), product)| (above - below, *product));
    for (difference, product) in rest.chain([(above.0 - below.0, product.0)]) {
        let wanted = difference / (2.0 * step);
        // differences of numbers of size 1 keep ten digits of a step of 1e-6
        let tolerance = 1e-7 * (1.0 + wanted.abs());
        assert!((product - wanted).abs() < tolerance, "{product}, by differences {wanted}");
    }
}
