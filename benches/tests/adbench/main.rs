//! The emitted gradients of ADBench's objectives against every reference in `data/adbench`: inputs
//! and derivatives come in from there, and each number is compared within the tolerance that its
//! README states and explains.

mod bundle;
mod gmm;
mod lstm;
mod read;
