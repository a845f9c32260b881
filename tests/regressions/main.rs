//! Bugs that differentiating tools have shipped without noticing, each a named test.
//!
//! What comes in: for each bug the smallest function that shows it. What goes
//! out: a comparison with derivatives worked out by hand. Invariant: the
//! expected numbers come from the formula in the test, never from generated code.

#![allow(
    clippy::assign_op_pattern,
    clippy::blocks_in_conditions,
    clippy::manual_swap,
    clippy::mut_range_bound,
    clippy::needless_range_loop,
    clippy::never_loop,
    clippy::op_ref,
    clippy::manual_is_multiple_of,
    clippy::manual_repeat_n,
    clippy::useless_vec
)]

mod accumulators;
mod control;
mod data;
mod functions;
mod generics;
mod libraries;
mod names;
mod numbers;
mod order;
mod paths;
mod places;
mod records;
mod references;
mod shapes;
mod silent;
mod values;

/// Asserts that two numbers agree to 1e-12 of the greater one.
#[track_caller]
fn assert_close(got: f64, wanted: f64) {
    let tolerance = 1e-12 * (1.0 + wanted.abs());
    assert!((got - wanted).abs() <= tolerance, "got {got}, by hand {wanted}");
}
