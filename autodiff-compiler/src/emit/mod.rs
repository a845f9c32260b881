//! From IR and code to the tokens that the macro returns.
//!
//! * [`home`]: where the sweeps of a function stand, and what they are called.
//! * [`primal`]: operations, operands and places as code.
//! * [`companion`]: the type beside the function with its sweeps, called by other annotated functions;
//!   `family` writes an adjoint in its three forms.
//! * [`needs`]: what a companion says of its reverse sweep.
//! * [`stubs`]: what stands in the place of sweeps that are not generated.
//! * [`api`]: the functions that users call, thin wrappers of the companion's.
//! * [`text`]: tokens as formatted text, and [`extract`]: what of them `print` shows.

pub mod api;
pub mod companion;
mod composite;
pub mod conversion;
pub mod extract;
mod family;
pub mod home;
pub mod inert;
pub mod needs;
pub mod operator;
pub mod parts;
pub mod primal;
mod refs;
pub mod resolved;
pub mod rule;
pub mod stubs;
pub mod text;
mod unknown;

use proc_macro2::TokenStream;
use quote::quote;

use crate::code::Expr;
use crate::code::print::Printer;
use crate::ir::{Function, Place};

/// A place as tokens, for the user's own token sequences; `krate` is the path of the library.
pub fn place_tokens(function: &Function, place: &Place, krate: &TokenStream) -> TokenStream {
    let private = &quote!(#krate::__private);
    let primal = primal::Primal { function, private, generic: None, by_path: false };
    let place = primal.place(place);
    let tokens = Printer { private }.expr(&place);
    match place {
        // the user's tokens may go on with a dot
        Expr::Payload(..) | Expr::Content(_) | Expr::Unary(..) => quote!((#tokens)),
        _ => tokens,
    }
}
