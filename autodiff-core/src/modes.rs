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

/// `hvp_` or `hessian_` is called of a function without `second_order`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no second derivatives",
    label = "this derivative is made on request",
    note = "help: write `#[differentiable(second_order)]` on `{Self}`"
)]
pub trait AskedForSecondOrder {}

/// `jacobian_` is called of a function without `jacobian`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no Jacobian",
    label = "this derivative is made on request",
    note = "help: write `#[differentiable(jacobian)]` on `{Self}`"
)]
pub trait AskedForJacobian {}

/// The gradient of a function whose result is more than a number.
#[diagnostic::on_unimplemented(
    message = "the result of `{Self}` is not one number: there is no gradient",
    label = "this is made of functions that return a float",
    note = "help: call `vjp_{Self}` with a seed for the result, `jvp_{Self}` with tangents, or write \
            `#[differentiable(jacobian)]` on `{Self}`"
)]
pub trait HasScalarResult {}

/// A derivative that gives gradients, of a function with `&mut` parameters.
#[diagnostic::on_unimplemented(
    message = "`{Self}` changes a parameter in place: only its adjoint and its jvp are there",
    label = "this is made of functions that return all they compute",
    note = "help: call `adjoint_{Self}` with shadows, or annotate a function that calls `{Self}` and returns what \
            it leaves"
)]
pub trait ReturnsAll {}

/// The gradient of a function that has none.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no derivative: no parameter is differentiable, or the result is not",
    label = "there is nothing to differentiate by",
    note = "help: take what the derivative is wanted by as a float, `x: f64`, and return a float"
)]
pub trait HasDerivative {}
