//! The tangents of the types of the language and of the array library, one family per file.
//!
//! Invariant: a scalar's methods are `#[inline(always)]` and hold no branch; a container's check the
//! shape once and then do the same to every element.

#[cfg(feature = "ndarray")]
mod array;
#[cfg(feature = "arrayvec")]
mod array_vec;
mod inactive;
mod range;
mod scalar;
mod sequence;
mod tuple;
mod wrapper;
