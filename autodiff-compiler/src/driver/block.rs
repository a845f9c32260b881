//! An `impl` as a whole: each of its functions.
//!
//! In: an annotated `impl` of a type. Out: the `impl` without the attributes that only this macro
//! knows, and another one with the derivatives of its functions. A function marked `#[no_diff]` has
//! none, nor has one without a differentiable parameter. A result without derivative has sweeps
//! all the same, since callers cannot know: they call the function and nothing else.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{ImplItem, ImplItemFn, ItemFn, ItemImpl};

use super::{Home, Unit, is_this};
use crate::diagnostics::{Diagnostics, catalogue};
use crate::emit::inert;
use crate::normalize;
use crate::parse::{Options, Signature};

/// Expands an `impl`.
pub fn of_impl(
    item: &TokenStream,
    block: &ItemImpl,
    options: &Options,
    mut diagnostics: Diagnostics,
) -> TokenStream {
    let original = normalize::without_block_markers(item.clone());
    if let Some((path, _)) = &block.trait_ {
        diagnostics.push(catalogue::not_a_function(path, "an `impl` of a trait"));
        let errors = diagnostics.into_compile_errors();
        return quote!(#original #errors);
    }
    options.check_block(&mut diagnostics);
    let errors = diagnostics.into_compile_errors();
    let functions = block.items.iter().filter_map(|item| match item {
        ImplItem::Fn(function) => Some(function),
        _ => None,
    });
    let home = Home::Impl { owner: quote!(Self) };
    let derivatives: TokenStream =
        functions.map(|function| of_function(function, block, options, &home)).collect();
    let (generics, _, where_clause) = block.generics.split_for_impl();
    let ty = &block.self_ty;
    let cfgs = block.attrs.iter().filter(|attr| attr.path().is_ident("cfg"));
    quote! {
        #original
        #(#cfgs)*
        #[allow(missing_docs)]
        impl #generics #ty #where_clause { #derivatives }
        #errors
    }
}

/// The derivatives of one function of a block, with its own arguments of the attribute if it has any.
fn of_function(
    function: &ImplItemFn,
    block: &ItemImpl,
    options: &Options,
    home: &Home,
) -> TokenStream {
    let mut attrs = function.attrs.clone();
    if attrs.iter().any(|attr| attr.path().is_ident("no_diff")) {
        return TokenStream::new();
    }
    let mut diagnostics = Diagnostics::default();
    let mut options = options.of_block();
    let own = attrs.iter().position(is_this).map(|at| attrs.remove(at));
    if let Some(syn::Meta::List(list)) = own.as_ref().map(|attr| &attr.meta) {
        options = options.with(list.tokens.clone(), &mut diagnostics);
    }
    let function = ItemFn {
        attrs,
        vis: function.vis.clone(),
        modifiers: function.modifiers.clone(),
        sig: function.sig.clone(),
        block: Box::new(function.block.clone()),
    };
    let unit = Unit { function, options, home: home.clone(), outer: block.generics.clone() };
    if own.is_some() {
        return unit.expand(diagnostics);
    }
    let mut ignored = Diagnostics::default();
    let signature = Signature::new(&unit.analysed().sig, &unit.options, &mut ignored);
    let _ = ignored.into_sorted();
    if signature.active().next().is_none() {
        let _ = diagnostics.into_sorted();
        return TokenStream::new();
    }
    if signature.output_known.is_inert() && !signature.is_in_place() {
        let _ = diagnostics.into_sorted();
        return super::in_context(&unit, &signature, inert::sweeps);
    }
    unit.expand(diagnostics)
}
