//! `#[derive(Differentiable)]`: the tangent type of a struct or an enum.
//!
//! In: the type's definition. Out: a type with the same fields or variants, each field the tangent of
//! its primal's (`S` has `STangent`, a field marked `#[no_diff]` is an `Inert`), and what generated
//! code, optimizers and `check_gradients` do with both types. Invariant: a tangent mirrors its primal
//! place by place, so the shadow of `s.x[i]` is `d_s.x[i]`.
//!
//! Everything is done field by field: no type is looked into. What a field's type may lack (it cannot
//! be recorded, or moved along a tangent) is a condition of the implementation that needs it.

mod bounds;
mod copied;
mod operators;
mod record;
mod serialized;
mod shape;
mod tangent;
mod tools;
mod vectors;
mod walk;

use proc_macro2::TokenStream;
use quote::quote;
use syn::DeriveInput;

use crate::diagnostics::Diagnostics;
use shape::Shape;

/// Expands `#[derive(Differentiable)]` on an item; on error, into the errors too: functions on the type do not
/// fail for want of a tangent.
///
/// ```
/// let input = "struct Line { slope: f64, offset: f64 }".parse().unwrap();
/// let code = autodiff_compiler::derive(input).to_string();
/// assert!(code.contains("struct LineTangent"));
/// ```
pub fn derive(input: TokenStream) -> TokenStream {
    let mut diagnostics = Diagnostics::default();
    let shape = match syn::parse2::<DeriveInput>(input) {
        Ok(input) => {
            let facts = crate::driver::facts_of_type(&input);
            Shape::read(&input, &facts, &mut diagnostics)
        }
        Err(error) => {
            diagnostics.push_syntax(error);
            None
        }
    };
    match shape {
        Some(shape) => {
            let (code, errors) = (expanded(&shape), diagnostics.into_compile_errors());
            quote!(#code #errors)
        }
        None => diagnostics.into_compile_errors(),
    }
}

fn expanded(shape: &Shape) -> TokenStream {
    let parts = [
        shape.tangent_type(),
        shape.parts(),
        shape.differentiable(),
        shape.standard_traits(),
        shape.vector_space(),
        shape.operators(),
        shape.records(),
        shape.copied_fields(),
        shape.tools(),
        shape.checked(),
    ];
    quote!(#(#parts)*)
}
