//! Names for the types of parameters that yield items: `values: impl IntoIterator<Item = f64>`.
//!
//! A gradient has a type, and the type of such a parameter has no name. It gets one, in the derivatives
//! only: the function itself stays as it is, and takes no generic argument for it.

use proc_macro2::{Ident, Span};
use quote::format_ident;
use syn::{FnArg, Signature, Type, TypeParam, TypeParamBound, parse_quote};

use crate::parse::gives_items;

/// Gives each `impl IntoIterator<..>` a type parameter; their names.
pub fn named_sources(signature: &mut Signature) -> Vec<Ident> {
    let mut names = Vec::new();
    for input in &mut signature.inputs {
        let FnArg::Typed(typed) = input else { continue };
        let Type::ImplTrait(source) = &*typed.ty else { continue };
        if !source.bounds.iter().any(gives_items) {
            continue;
        }
        let mut name = format_ident!("Items{}", names.len());
        name.set_span(Span::mixed_site().located_at(source.impl_token.span));
        let bounds: Vec<&TypeParamBound> = source.bounds.iter().collect();
        let param: TypeParam = parse_quote!(#name: #(#bounds)+*);
        signature.generics.params.push(syn::GenericParam::Type(param));
        *typed.ty = parse_quote!(#name);
        names.push(name);
    }
    names
}
