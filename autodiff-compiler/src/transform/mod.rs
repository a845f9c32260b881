//! The two transforms: [`forward`] maps the IR to the IR, [`adjoint`] maps the IR to code.

pub mod adjoint;
pub mod forward;
mod programs;

pub use programs::Programs;
