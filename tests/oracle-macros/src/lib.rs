//! The attribute `#[corpus]`: each function of a module written once, compiled four times.
//!
//! What comes in: a module of plain functions with their sample points
//! (`#[at(..)]`, `#[kink(..)]`). What goes out: the module `primal` (annotated),
//! `unanalysed` (annotated, analyses off), `dual` (the same items with every
//! float a `chainrule_oracle::Dual`), the table `CASES`, and a `#[test]` per
//! function that has points.
//!
//! Invariant: the copies differ in types, literals and casts of floats only,
//! and nothing of the compiler under test is used to make them.

mod dualize;
mod emit;
mod family;
mod in_place;
mod signature;

use proc_macro::TokenStream;

/// Turns a module of functions into cases of the corpus.
///
/// On functions: `#[at(args)]` is a sample point, `#[kink(args)]` one at a kink
/// (first order only, no finite differences), `#[with(T = f32, N = 3)]`
/// instantiates generics (types default to `f64`), `#[options(..)]` goes into
/// `#[differentiable(second_order, ..)]`. Every function of the module, nested
/// modules included, is annotated.
#[proc_macro_attribute]
pub fn corpus(_arguments: TokenStream, item: TokenStream) -> TokenStream {
    let module = syn::parse_macro_input!(item as syn::ItemMod);
    family::Family::from_module(module)
        .map(|family| emit::module(&family))
        .unwrap_or_else(|error| error.to_compile_error())
        .into()
}
