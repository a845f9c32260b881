//! Functions over nalgebra's and glam's types, each against the same function on plain numbers.

mod by_hand;
mod glam_methods;
mod glam_programs;
mod harness;
mod nalgebra_methods;
mod nalgebra_programs;
#[path = "../supported/row.rs"]
mod row;
mod table;
