//! MINPACK's test problems and the collection of More, Garbow and Hillstrom.
//!
//! What comes in: 14 systems of equations, 18 least-squares problems and 18
//! objectives, annotated, each in the corpus' every mode (`equations.rs`,
//! `least_squares.rs`, `objectives.rs`).
//! What goes out: a test per function against the oracle, and one against
//! Jacobians, gradients and Hessians derived by hand (`by_hand`); values beside
//! published ones, and minima that a solver finds with our derivatives beside
//! the published minima.
//! Invariant: the formulas by hand share no code with the functions, the macro
//! or the oracle; sample points are the collection's standard starts, with the
//! dimensions of its published runs.

#![allow(clippy::needless_range_loop)]

mod by_hand;
mod compare;
mod equations;
mod hessians;
mod jacobians;
mod least_squares;
mod minima;
mod objectives;
mod published;
mod solve;
mod start;
