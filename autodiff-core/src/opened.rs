//! Whether what was taken out of an `Err` can carry a derivative.
//!
//! In: a value in generated code, whose type only rustc sees. Out: nothing, or an error at compile time
//! with what to write instead. Invariant: a number that an error was made of never goes on as a constant.
//!
//! Three traits have a method of the same name, for more and more references to [`Opened`]. rustc looks
//! for a method from the outside in, so the first that holds decides: a type without tangent is data; a
//! differentiable type is refused; any other has no tangent that could be lost.

/// A value that was taken out of an error, or made of one.
#[derive(Clone, Copy, Debug)]
pub struct Opened<'a, T: ?Sized>(pub &'a T);

/// What an error may hold that becomes a value.
#[diagnostic::on_unimplemented(
    message = "what an `Err` holds has no derivative, and `{Self}` could carry one",
    label = "a value that was taken out of an `Err` is used here",
    note = "help: return the value in the `Ok`, or wrap it in `no_diff!(..)` if it is to have no derivative"
)]
pub trait Data {}

/// Integers, texts and their kin.
pub trait HoldsData {
    /// Nothing to check.
    fn data(&self) {}
}

/// Types with tangents: never data.
pub trait HoldsTangent {
    /// Does not compile.
    fn data(&self)
    where
        Self: Refused;
}

/// Holds where [`Data`] does.
pub trait Refused {}

/// All other types.
pub trait HoldsOther {
    /// Nothing to check.
    fn data(&self) {}
}

impl<T: crate::WithoutTangent + ?Sized> HoldsData for &&Opened<'_, T> {}

impl<T: crate::Differentiable + ?Sized> HoldsTangent for &Opened<'_, T> {
    fn data(&self)
    where
        Self: Refused,
    {
    }
}

impl<T: Data + ?Sized> Refused for &Opened<'_, T> {}

impl<T: ?Sized> HoldsOther for Opened<'_, T> {}
