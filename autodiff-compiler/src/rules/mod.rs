//! What the compiler knows about operations it does not look into.
//!
//! In: the name of an operation. Out: the family of rules that differentiates it.
//! Invariant: what is not listed here has no rule, and the fence refuses it.

pub mod chains;
pub mod in_place;
pub mod libm;
pub mod libraries;
pub mod methods;
pub mod scalar;
