//! `#[derive(Differentiable)]`: tangent types, what they can do, and functions of derived types.
//!
//! What comes in: definitions of every form. What goes out: comparisons with tangents written by hand
//! and with differences. Invariant: expected numbers are literals or come from the primal; loops are
//! written as the language has them, with indices.

#![allow(clippy::needless_range_loop, clippy::assign_op_pattern)]

mod bodies;
mod boxed_values;
mod boxes;
mod counters;
mod definitions;
mod enums;
mod functions;
mod marked;
mod plain;
mod variants;
mod vectors;
