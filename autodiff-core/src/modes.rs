//! What an annotated function was not asked to have: named, so that a caller that needs it is told.
//!
//! In: a companion without second derivatives, or with one of the two modes only. Out: rustc's
//! error at the call, with the way out. Invariant: nothing implements these traits. A companion
//! offers what it lacks under an unsatisfiable bound, so that the call resolves and the bound is the
//! only thing that is wrong.

/// `#[differentiable(second_order)]` is missing.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no second derivatives",
    label = "called from a function with `second_order`",
    note = "help: write `#[differentiable(second_order)]` on `{Self}` too"
)]
pub trait HasSecondOrder {}

/// `modes(forward)` alone.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no adjoint",
    label = "called from a function with an adjoint",
    note = "help: write `modes(forward, reverse)` on `{Self}`, or `modes(forward)` on its caller"
)]
pub trait HasReverse {}

/// `modes(reverse)` alone.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no forward mode",
    label = "called from a function with a forward mode",
    note = "help: write `modes(forward, reverse)` on `{Self}`, or `modes(reverse)` on its caller"
)]
pub trait HasForward {}

/// A function with rules of its own, and none for adjoint mode.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no rule for adjoint mode",
    label = "called from a function with an adjoint",
    note = "help: write `vjp = path` or `adjoint = path` on `{Self}`, or `modes(forward)` on its caller"
)]
pub trait HasReverseRule {}

/// A function with rules of its own, and none for forward mode.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no rule for forward mode",
    label = "called from a function with a forward mode",
    note = "help: write `jvp = path` on `{Self}`, or `modes(reverse)` on its caller"
)]
pub trait HasForwardRule {}
