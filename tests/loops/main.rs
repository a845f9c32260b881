//! Loops that the compiler does not reverse statement by statement: iterations whose increments meet,
//! iterations with working storage of their own, loops that run both sweeps per iteration. Each
//! function runs in every mode against the oracle.

#![allow(
    clippy::assign_op_pattern,
    clippy::manual_checked_ops,
    clippy::needless_range_loop,
    clippy::manual_memcpy,
    clippy::useless_vec,
    missing_docs
)]

mod aliases;
mod borders;
mod lends;
mod lengths;
mod neighbours;
mod private;
mod rows;
mod windows;
