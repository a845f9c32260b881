//! Names for the types that parameters leave open: `values: impl IntoIterator<Item = f64>`, `p: impl Into<Point>`,
//! `v: Vector2<impl Float>`.
//!
//! A gradient has a type, and the type of such a parameter has no name. It gets one, in the derivatives
//! only: the function itself stays as it is, and takes no generic argument for it. Functions, `impl Fn(..)`,
//! have no gradient and keep their types; what yields items is named only where it is a parameter itself.

use proc_macro2::{Ident, Span};
use quote::format_ident;
use syn::visit_mut::VisitMut;
use syn::{
    FnArg, GenericParam, PathArguments, Signature, Type, TypeImplTrait, TypeParam, TypeParamBound,
    parse_quote,
};

use crate::parse::gives_items;

/// Gives each `impl Trait` a type parameter; their names.
pub fn named_types(signature: &mut Signature) -> Vec<Ident> {
    let mut named = Named(Vec::new());
    for input in &mut signature.inputs {
        let FnArg::Typed(typed) = input else { continue };
        match &*typed.ty {
            Type::ImplTrait(source) if source.bounds.iter().any(gives_items) => {
                *typed.ty = named.name(source, "Items");
            }
            _ => named.visit_type_mut(&mut typed.ty),
        }
    }
    let names = named.0.iter().map(|param| param.ident.clone()).collect();
    signature.generics.params.extend(named.0.into_iter().map(GenericParam::Type));
    names
}

struct Named(Vec<TypeParam>);

impl Named {
    fn name(&mut self, node: &TypeImplTrait, prefix: &str) -> Type {
        let mut name = format_ident!("{prefix}{}", self.0.len());
        name.set_span(Span::mixed_site().located_at(node.impl_token.span));
        let bounds: Vec<&TypeParamBound> = node.bounds.iter().collect();
        self.0.push(parse_quote!(#name: #(#bounds)+*));
        parse_quote!(#name)
    }
}

impl VisitMut for Named {
    fn visit_type_mut(&mut self, ty: &mut Type) {
        match ty {
            Type::ImplTrait(node) if node.bounds.iter().all(is_of_data) => {
                *ty = self.name(node, "Some");
            }
            Type::ImplTrait(_) => {}
            _ => syn::visit_mut::visit_type_mut(self, ty),
        }
    }
}

/// Whether a bound says something of a value: it makes no function, and nothing that yields items.
fn is_of_data(bound: &TypeParamBound) -> bool {
    let TypeParamBound::Trait(path) = bound else { return true };
    let function =
        |last: &syn::PathSegment| matches!(last.arguments, PathArguments::Parenthesized(_));
    !path.path.segments.last().is_some_and(function) && !gives_items(bound)
}
