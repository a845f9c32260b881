//! Array and number primitives: what generated code calls where the macro does not know that an
//! operand is a scalar.
//!
//! What comes in are primal values by reference, in whatever form the user had them (owned, viewed,
//! referenced); what goes out is the primal value, or a cotangent added to a shadow. Each primitive
//! is a module with `call` and one pullback per operand, `pull_0`, `pull_1`, which takes only the
//! values that it needs and *adds*. Every primitive is linear or bilinear in its operands, or is a
//! [`map`], so that tangents need no functions of their own: the tangent of `mul` is two `mul`s and
//! an `add`.
//!
//! Invariants: `call` returns the bits of the operator or method it stands for; an operand without a
//! derivative has the shadow [`NoTangent`](crate::NoTangent), on which every pullback is empty; a
//! pullback makes no temporary array.
//!
//! | module | stands for | `pull_0` | `pull_1` |
//! | --- | --- | --- | --- |
//! | [`add`], [`sub`] | `a + b`, `a - b` | `d_a += d_y` | `d_b += d_y`, `d_b -= d_y` |
//! | [`mul`] | `a * b` | `d_a += d_y b` | `d_b += d_y a` |
//! | [`div`] | `a / b` | `d_a += d_y / b` | `d_b -= d_y y / b` |
//! | [`rem`] | `a % b` | `d_a += d_y` | `d_b -= d_y trunc(a / b)` |
//! | [`neg`] | `-a` | `d_a -= d_y` | |
//! | [`map`] | `a.mapv(f)`, `a.sin()`, .. | its kernel | |
//! | [`cast`] | `a as f64`, .. | `d_a += d_y` | |
//! | [`to_owned`] | `clone`, `view`, `to_owned`, `to_vec` | `d_a += d_y` | |
//!
//! and [`dot`], [`sum`], [`mean`], [`row`], [`mod@column`] of arrays, vectors and matrices; with the
//! feature `ndarray` also `transpose`, `sum_axis`, `mean_axis`, `insert_axis`.
//!
//! Formulas: M. Giles, "Collected matrix derivative results for forward and reverse mode algorithmic
//! differentiation", Advances in Automatic Differentiation, Springer 2008.

mod absorb;
mod arithmetic;
#[cfg(feature = "ndarray")]
mod broadcast;
mod elementwise;
#[cfg(feature = "ndarray")]
mod linear;
pub mod map;
mod named;
pub mod operand;
pub(crate) mod pair;
#[cfg(feature = "ndarray")]
mod reduce;
mod transfer;
#[cfg(feature = "ndarray")]
mod view;

pub use crate::conversion::into;
pub use absorb::{Absorb, ScalarFactor};
pub use arithmetic::{add, div, mul, neg, rem, sub, trunc_div};
pub use arithmetic::{add_assign, div_assign, mul_assign, rem_assign, sub_assign};
#[cfg(feature = "ndarray")]
pub use broadcast::Factor;
pub use elementwise::{Elementwise, Negate};
#[cfg(feature = "ndarray")]
pub use linear::transpose;
pub use named::{DotRule, Lines, SumRule, column, dot, mean, row, sum};
pub use pair::Pair;
#[cfg(feature = "ndarray")]
pub use reduce::{mean_axis, sum_axis};
pub use transfer::{CastTangent, Owning, cast, to_owned};
#[cfg(feature = "ndarray")]
pub use view::{insert_axis, slice_axis};
