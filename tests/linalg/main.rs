//! Functions over nalgebra's, glam's and mint's types, each against the same function on plain numbers.

// what is tested is that every way of writing works
#![allow(
    clippy::assign_op_pattern,
    clippy::clone_on_copy,
    clippy::needless_range_loop,
    clippy::op_ref
)]

mod by_hand;
mod glam_methods;
mod glam_programs;
mod harness;
mod mint_programs;
mod nalgebra_methods;
mod nalgebra_programs;
#[path = "../supported/row.rs"]
mod row;
mod table;
