//! Every message the compiler can print, one function each.
//!
//! In: the offending tokens. Out: a [`Diagnostic`](super::Diagnostic).
//! Invariant: lower case, no final dot, user's identifiers in backticks, and a `help:` that says
//! what to write instead.
//!
//! What the fence refuses stands in the submodules, by the part of the language it belongs to;
//! later stages have theirs here.

mod attribute;
mod calls;
mod chains;
mod control;
mod derive;
mod expressions;
mod lowering;
mod signature;

pub use attribute::*;
pub use calls::*;
pub use chains::*;
pub use control::*;
pub use derive::*;
pub use expressions::*;
pub use lowering::*;
pub use signature::*;

/// Declares messages that need nothing but the construct: `name: message => help;`.
macro_rules! messages {
    ($($name:ident: $message:literal => $help:literal;)*) => {$(
        #[doc = concat!("Reports: ", $message, ".")]
        pub fn $name(construct: &impl quote::ToTokens) -> $crate::diagnostics::Diagnostic {
            $crate::diagnostics::Diagnostic::over(construct, $message).help($help)
        }
    )*};
}
use messages;
