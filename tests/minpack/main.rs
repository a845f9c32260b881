//! MINPACK's test problems and the collection of More, Garbow and Hillstrom.
//!
//! What comes in: 14 systems of equations, 18 least-squares problems and 18
//! objectives, annotated, each in the corpus' every mode (`equations.rs`,
//! `least_squares.rs`, `objectives.rs`).
//! What goes out: a test per function. Invariant: sample points are the
//! collection's standard starts, with the dimensions of its published runs.

#![allow(clippy::needless_range_loop)]

mod equations;
mod least_squares;
mod objectives;
mod start;
