//! Whose method is meant by the name of an operator's: `x.neg()` is `-x`, unless the type has a `neg` of its own.
//!
//! In: what a call of that name gives, where the operator's trait stands last. Out: nothing, or an error at compile
//! time. Only rustc sees the methods that other files and macros give to a type.

/// What the method of an operator gives in a check.
///
/// ```
/// use autodiff_core::operator::method::*;
/// struct Meter;
/// trait Operator: Sized {
///     fn neg(self) -> OfOperator {
///         OfOperator
///     }
/// }
/// impl<T> Operator for T {}
/// of_operator(Meter.neg());
/// ```
pub struct OfOperator;

/// Methods that are an operator's.
#[diagnostic::on_unimplemented(
    message = "the type has a method of its own by the name of an operator's, which is called instead of the operator",
    label = "a method that is not seen here: a macro or another file gives it to the type",
    note = "help: write the operator where it is meant, `-x` for `x.neg()`; of a method of the type itself the file has \
            to show the `impl`, with `#[differentiable]`"
)]
pub trait ByOperator {}

impl ByOperator for OfOperator {}
// with one implementation rustc would tell the types instead of the message
impl ByOperator for () {}

/// Checks that a method is an operator's.
#[inline(always)]
pub fn of_operator<M: ByOperator>(_: M) {}
