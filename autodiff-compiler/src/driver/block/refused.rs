//! Which `impl`s of traits have no derivatives, and in which the type's tangent is hidden.
//!
//! In: an annotated `impl`. Out: what is said of it, where the sweeps that the trait declares cannot be those of
//! the type; whether the trait's bound `Self: Differentiable` hides what the tangent is.

use proc_macro2::Ident;
use syn::visit::Visit;
use syn::{ItemImpl, Type};

use super::super::source::Source;
use super::super::standard::is_standard;
use crate::diagnostics::{Diagnostic, catalogue};
use crate::parse::items_of;

/// Why an `impl` of a trait is refused.
pub fn trait_impl(block: &ItemImpl, source: Option<&Source>) -> Option<Diagnostic> {
    let (path, _) = block.trait_.as_ref()?;
    let name = &path.segments.last()?.ident;
    if is_standard(name) {
        return Some(catalogue::impl_of_standard_trait(name));
    }
    if items_of(&block.self_ty, &block.generics).is_some() {
        // the sweeps that the trait declares know nothing of items
        return Some(catalogue::impl_for_items(&block.self_ty));
    }
    if let Type::Slice(slice) = &*block.self_ty {
        // a trait declares sweeps of what has a size
        return Some(catalogue::impl_for_slice(slice));
    }
    let plain = source.is_some_and(|source| source.has_plain_trait(&name.to_string()));
    plain.then(|| catalogue::trait_not_annotated(name))
}

/// Whether rustc, comparing with the trait, takes the tangent of the type for any: it depends on parameters.
pub fn hides_tangent(ty: &Type, block: &ItemImpl) -> bool {
    struct Depends<'a> {
        block: &'a ItemImpl,
        found: bool,
    }
    impl<'ast> Visit<'ast> for Depends<'_> {
        fn visit_ident(&mut self, ident: &'ast Ident) {
            let generics = &self.block.generics;
            self.found |= generics.type_params().any(|param| param.ident == *ident)
                || generics.const_params().any(|param| param.ident == *ident);
        }
        fn visit_type_reference(&mut self, _: &'ast syn::TypeReference) {
            self.found = true;
        }
    }
    let mut depends = Depends { block, found: false };
    depends.visit_type(ty);
    depends.found
}
