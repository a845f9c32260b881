//! Makes the loops of derivatives touch memory less.
//!
//! In and out: simplified code of an adjoint. Values of the primal keep their bits; what is added
//! into a shadow is added in another order, so gradients may differ by rounding.
//!
//! * `affine`: indices as sums of the loop's variable, what the loop does not change, and constants.
//! * `carry`: what neighbouring iterations add to one element is summed in a local.

mod affine;
mod carry;
mod increments;

pub use carry::carry;
