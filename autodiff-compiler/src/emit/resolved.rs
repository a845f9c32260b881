//! Whether a method and its sweeps belong together.
//!
//! In: a method of an annotated `impl` of a trait. Out: code that never runs, and compiles only if the
//! type finds under the method's name and under the name of its sweeps two functions of one home. A
//! type's own method hides a trait's of the same name. Where only the trait's is annotated, `x.energy(r)`
//! would be the type's own, and `x.__fwd_energy(r, tape)` the trait's: a wrong gradient. A call does
//! not show the type, so this is checked where the type is known.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::{FnArg, ItemFn, ItemImpl, Path, Type};

use super::api::cfgs;
use super::companion::Context;
use super::home::hidden;
use crate::rules::methods::{MethodKind, classify};

/// The check for a function of an `impl` of a trait, to stand beside the `impl`.
pub fn check(context: &Context, block: &ItemImpl) -> TokenStream {
    let function = context.item;
    let ty = &*block.self_ty;
    let receiver = |input: &FnArg| matches!(input, FnArg::Receiver(_));
    let is_method = function.sig.inputs.first().is_some_and(receiver);
    let Some((path, _)) = block.trait_.as_ref().filter(|_| is_method) else {
        return TokenStream::new();
    };
    // a path cannot give the types of `impl Trait`
    if is_known_of_floats(ty, function) || context.has_anonymous() {
        return TokenStream::new();
    }
    let (private, turbofish) = (context.private, context.turbofish());
    let mut generics = block.generics.clone();
    generics.params.extend(context.generics.params.clone());
    if let Some(own) = &context.generics.where_clause {
        generics.make_where_clause().predicates.extend(own.predicates.clone());
    }
    let (params, _, clause) = generics.split_for_impl();
    let (name, mut module) = (&function.sig.ident, path.clone());
    for segment in &mut module.segments {
        segment.arguments = syn::PathArguments::None;
    }
    let span = Span::mixed_site().located_at(name.span());
    let both = |name: &Ident| {
        let functions = quote!(<#ty>::#name #turbofish, <#ty as #path>::#name #turbofish);
        quote_spanned!(span=> #private::functions(#functions).compared())
    };
    let (method, sweeps) = (both(name), both(&hidden(name, "fwd")));
    let (own, theirs) = (Ident::new("method", span), Ident::new("sweeps", span));
    let cfgs = cfgs(function).into_iter().chain(block_cfgs(block));
    quote_spanned! {span=>
        #(#cfgs)*
        const _: () = {
            #[allow(dead_code, unused_imports, clippy::all)]
            fn of_one_home #params () #clause {
                use #module as _;
                use #private::DifferentFunctions as _;
                let (#own, #theirs) = (#method, #sweeps);
                #private::resolved_alike(#own, #theirs);
            }
        };
    }
}

/// The conditions of an `impl`.
pub fn block_cfgs(block: &ItemImpl) -> impl Iterator<Item = &syn::Attribute> {
    block.attrs.iter().filter(|attr| attr.path().is_ident("cfg"))
}

/// A method of `f64` or `f32` in the tables of rules, where the standard library's is meant.
fn is_known_of_floats(ty: &Type, function: &ItemFn) -> bool {
    let float = |path: &Path| path.is_ident("f64") || path.is_ident("f32");
    let name = function.sig.ident.to_string();
    let args = function.sig.inputs.len().saturating_sub(1);
    matches!(ty, Type::Path(path) if float(&path.path))
        && matches!(classify(&name, args), Some(MethodKind::Float | MethodKind::Inactive))
}
