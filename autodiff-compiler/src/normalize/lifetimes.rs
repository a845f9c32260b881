//! Names for the lifetimes that parameters leave open: `&Data<'_>`.
//!
//! A gradient's type names its parameter's, where `'_` would be looked for among the lifetimes of all
//! parameters.

use proc_macro2::Span;
use syn::visit_mut::VisitMut;
use syn::{FnArg, GenericParam, Lifetime, LifetimeParam, Signature, Type};

use crate::emit::api::is_view;

/// Gives each `'_` in a parameter's type a name, and the function a lifetime parameter of that name.
pub fn named_lifetimes(signature: &mut Signature) {
    let mut named = Named(Vec::new());
    for input in &mut signature.inputs {
        if let FnArg::Typed(typed) = input {
            named.visit_type_mut(&mut typed.ty);
        }
    }
    for (i, lifetime) in named.0.into_iter().enumerate() {
        signature.generics.params.insert(i, GenericParam::Lifetime(LifetimeParam::new(lifetime)));
    }
}

struct Named(Vec<Lifetime>);

impl VisitMut for Named {
    /// Arrays' views have a rule of their own, and of functions `'_` is another lifetime each time.
    fn visit_type_mut(&mut self, ty: &mut Type) {
        let function = matches!(ty, Type::FnPtr(_) | Type::ImplTrait(_) | Type::TraitObject(_));
        if !function && !is_view(ty) {
            syn::visit_mut::visit_type_mut(self, ty);
        }
    }

    fn visit_lifetime_mut(&mut self, lifetime: &mut Lifetime) {
        if lifetime.ident == "_" {
            let name = format!("'hidden_{}", self.0.len() + 1);
            *lifetime = Lifetime::new(&name, Span::mixed_site().located_at(lifetime.span()));
            self.0.push(lifetime.clone());
        }
    }
}
