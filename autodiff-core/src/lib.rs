//! The run-time half of chainrule.
//!
//! What comes in: values of the user's types, and calls from the derivative functions that
//! `#[differentiable]` writes. What goes out: tangents and cotangents of those values, the rules of
//! operations whose operands' types the macro cannot see, and tools that take a differentiable
//! function by name. Invariant: everything here is plain safe Rust; a value without a derivative has
//! a zero-sized tangent, so bookkeeping for it vanishes at compile time.
//!
//! * [`Differentiable`] and [`Tangent`]: which type the derivatives of a value have, and what can be
//!   done with them. [`NoTangent`] belongs to integers, [`Inert`] to fields marked `#[no_diff]`.
//! * [`Real`]: the floating-point numbers, for functions generic over the scalar.
//! * [`DifferentiableFn`]: a function as a type; [`check_gradients`] takes one by name.
//! * [`rules::scalar`]: the derivative weights of functions with kinks, and the policy behind them.
//! * `batch`, with the feature `rayon`: gradients over a batch on all cores.
//! * [`conversion`]: `x.into()` and `V::from(x)`.
//! * [`operator`]: operators between values of any type, and how a type gets rules for its own.
//! * [`prim`]: operators, products and reductions on numbers and arrays, with their pullbacks.

#[cfg(feature = "rayon")]
pub mod batch;
pub mod check;
mod checked;
mod checkpoint;
mod companion;
pub mod conversion;
#[doc(hidden)]
pub mod data;
pub mod differentiable;
pub mod function;
mod impls;
mod in_place;
pub mod index;
mod items;
#[doc(hidden)]
pub mod left;
mod lent_error;
#[cfg(any(feature = "glam", feature = "mint", feature = "nalgebra", feature = "ndarray"))]
#[doc(hidden)]
pub mod linalg;
mod modes;
mod numbers;
pub mod opened;
pub mod operator;
pub mod optim;
mod order;
#[doc(hidden)]
pub mod own_rules;
mod payload;
pub mod prim;
pub mod real;
pub mod rules;
#[cfg(feature = "serde")]
mod serialized;
pub mod standard;
mod support;
mod tape;
mod walked;
mod windows;

pub use check::{
    CheckOptions, GradientMismatch, GradientReport, check_gradients, check_gradients_with,
    check_rule,
};
pub use checked::{
    Additive, Different, DifferentFunctions, Functions, ResolvedAs, Same, WithoutTangent, additive,
    coordinatewise, functions, resolved_alike, subtractive, without_tangent,
};
pub use checkpoint::Checkpoints;
pub use companion::{Ignored, Matrix, MovedTo, matrix_from_rows, perturbed};
pub use conversion::{
    Added, AddedReferences, Conversion, ForwardConversion, Multiplied, MultipliedReferences,
    ReverseConversion, SecondConversion, added, added_references, multiplied,
    multiplied_references, some_type,
};
pub use differentiable::{
    AccumulateFrom, Differentiable, Inert, NoTangent, Tangent, accumulate, blank_tangent,
    different_variants, take_tangent, zero_tangent,
};
pub use function::{Coordinates, DifferentiableFn, Perturb};
pub use in_place::{
    CoordinateSum, Erase, RestoreFrom, Stack, coordinate_sum, erase, extend_zeros, popped, restore,
    restore_some, split_tail, swap_insert,
};
pub use items::{Gives, Items, items, iterator};
pub use lent_error::{
    CopyLending, Lending, LendsError, LentError, lending, lent_error, returned, tested, with_error,
    without_error,
};
pub use modes::{
    AskedForJacobian, AskedForSecondOrder, HasDerivative, HasForward, HasForwardRule, HasReverse,
    HasReverseRule, HasScalarResult, HasSecondOrder, ReturnsAll,
};
pub use numbers::{Number, TotalOrder, count_through, count_to, number_at, total_order};
pub use order::{
    bound_of_run, bounds_of_runs, count_kept, kept_elements, kept_first, kept_once, kept_once_by,
    kept_once_by_key, order, order_by, order_by_key, order_nth, order_nth_by, order_nth_by_key,
    permute, permute_back,
};
pub use payload::{
    CopiedError, IntoPayload, Payload, PayloadMut, error, error_through, into_payload, payload,
    payload_mut, present, seed_of, with_copied_error,
};
pub use real::Real;
pub use support::{
    Lent, accumulate_total, default_like, disjoint, first_reversed, first_steps_reversed,
    float_cast, from_literal, integer, keep, lend, lent, matching, matching_mut, pushed, put_back,
    repeated, reserve, reversed_steps, set_zero, total, trips, with_room, written,
};
pub use tape::{Save, Slot, Tape, kept, load_boxed, save_boxed};
pub use walked::{Walked, walks};
pub use windows::{
    drop_last, element, iterations, last_of, part, part_mut, room_for, sum_of_products,
    sum_of_terms, take_back, window, window_mut, wrapping_less,
};

/// The library of short lists whose type is differentiable here, re-exported so that versions agree.
#[cfg(feature = "arrayvec")]
pub use arrayvec;
/// The library of small vectors whose types are differentiable here, re-exported so that versions agree.
#[cfg(feature = "glam")]
pub use glam;
/// The library of types that libraries exchange, which are differentiable here, re-exported so that versions agree.
#[cfg(feature = "mint")]
pub use mint;
/// The linear algebra library whose matrices are differentiable here, re-exported so that versions agree.
#[cfg(feature = "nalgebra")]
pub use nalgebra;
/// The array library whose types are differentiable here, re-exported so that versions agree.
#[cfg(feature = "ndarray")]
pub use ndarray;
#[cfg(feature = "serde")]
#[doc(hidden)]
pub use serde;
