//! The kernels as functions of numbers of any kind: a kernel of `chainrule-benches` lends its data,
//! [`Model::value`](crate::Model::value) goes out.

mod adbench;
mod loops;
mod network;
mod stencils;

pub use adbench::{Mixture, Observation, Sequence};
pub use loops::{Attractor, Carry, Chain, Squares, Transform};
pub use network::Network;
pub use stencils::{Growth, Heat, Reaction};
