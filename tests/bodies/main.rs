//! Statements of bodies that have no place in the corpus, since the oracle cannot say them.
//!
//! What comes in: functions as numeric programmers write them, with derivatives taken by hand. What goes
//! out: a test per construct. Invariant: values, both modes and second derivatives are compared with
//! formulas that stand beside them.

#![allow(missing_docs)]

mod arrays;
mod constants;
mod errors;
mod integers;
mod order;
mod unnamed;
