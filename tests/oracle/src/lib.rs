//! The oracle of the corpus: derivatives by hyper-dual numbers, independent of the compiler.
//!
//! What comes in: a [`Case`], written by the attribute [`corpus`] from one
//! function: its sample points, the function over `f64`, the same function over
//! [`Dual`], and every derivative that `#[differentiable]` generated for it,
//! once with the analyses on and once with them off.
//! What goes out: nothing, or a panic that names function, point, mode,
//! coordinate, both numbers and the tolerance.
//!
//! Invariant: nothing here depends on a crate under test. The elementary
//! derivatives come from the library `num-dual`; where that has no such
//! function (`hypot`, `rem_euclid`, `clamp`, ...) or leaves the value at a kink
//! undefined, the formula is written in [`dual`], and finite differences check
//! it in this crate's own tests.

pub mod array;
pub mod case;
pub mod cast;
pub mod check;
pub mod coordinates;
pub mod digest;
pub mod directions;
pub mod dual;
mod float;
mod methods;
pub mod nn;
pub mod outcome;
pub mod ridders;

pub use case::{Case, Modes, Place, Precision};
pub use chainrule_oracle_macros::corpus;
pub use check::check;
pub use coordinates::{Coordinates, DualCoordinates, Fixed, flatten, flatten_dual, lift, rebuild};
pub use dual::Dual;
pub use float::Real;
