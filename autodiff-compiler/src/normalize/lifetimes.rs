//! Names for the lifetimes that parameters leave open: `&Data<'_>`.
//!
//! A gradient's type names its parameter's, where `'_` would be looked for among the lifetimes of all
//! parameters.

use proc_macro2::Span;
use syn::visit::Visit;
use syn::visit_mut::VisitMut;
use syn::{
    FnArg, GenericArgument, GenericParam, Lifetime, LifetimeParam, PathArguments, Signature, Type,
    TypePath,
};

use crate::emit::api::is_view;
use crate::parse::OwnTypes;

/// Gives each `'_` in a parameter's type a name, and the function a lifetime parameter of that name.
pub fn named_lifetimes(signature: &mut Signature) {
    let mut named = Named(Vec::new());
    for input in &mut signature.inputs {
        if let FnArg::Typed(typed) = input {
            named.visit_type_mut(&mut typed.ty);
        }
    }
    if let Some(lent) = lent_output(signature, &mut named) {
        let syn::ReturnType::Type(_, output) = &mut signature.output else { return };
        Filled(lent).visit_type_mut(output);
    }
    for (i, lifetime) in named.0.into_iter().enumerate() {
        signature.generics.params.insert(i, GenericParam::Lifetime(LifetimeParam::new(lifetime)));
    }
}

/// The lifetime of the only reference that is given to a function by itself, which a result like `View<'_>` has.
fn lent_output(signature: &mut Signature, named: &mut Named) -> Option<Lifetime> {
    let mut open = Open(false);
    if let syn::ReturnType::Type(_, output) = &signature.output {
        open.visit_type(output);
    }
    if !open.0 || signature.receiver().is_some() || !named.0.is_empty() {
        return named.0.first().filter(|_| open.0 && named.0.len() == 1).cloned();
    }
    let mut references = signature.inputs.iter_mut().filter_map(|input| match input {
        FnArg::Typed(typed) => match &mut *typed.ty {
            Type::Reference(reference) => Some(reference),
            _ => None,
        },
        FnArg::Receiver(_) => None,
    });
    let (reference, None) = (references.next()?, references.next()) else { return None };
    let lifetime = reference.lifetime.get_or_insert_with(|| named.fresh(Span::mixed_site()));
    Some(lifetime.clone())
}

/// Whether a type of a struct leaves a lifetime open: `View<'_>`.
struct Open(bool);

impl<'ast> Visit<'ast> for Open {
    fn visit_type(&mut self, ty: &'ast Type) {
        if !is_function(ty) && !is_view(ty) {
            syn::visit::visit_type(self, ty);
        }
    }

    fn visit_angle_bracketed_generic_arguments(
        &mut self,
        arguments: &'ast syn::AngleBracketedGenericArguments,
    ) {
        self.0 |= arguments.args.iter().any(|argument| {
            matches!(argument, GenericArgument::Lifetime(lifetime) if lifetime.ident == "_")
        });
        syn::visit::visit_angle_bracketed_generic_arguments(self, arguments);
    }
}

/// Writes a lifetime where one is left open.
struct Filled(Lifetime);

impl VisitMut for Filled {
    fn visit_type_mut(&mut self, ty: &mut Type) {
        if !is_function(ty) && !is_view(ty) {
            syn::visit_mut::visit_type_mut(self, ty);
        }
    }

    fn visit_lifetime_mut(&mut self, lifetime: &mut Lifetime) {
        if lifetime.ident == "_" {
            *lifetime = self.0.clone();
        }
    }
}

/// Of functions `'_` is another lifetime each time.
fn is_function(ty: &Type) -> bool {
    matches!(ty, Type::FnPtr(_) | Type::ImplTrait(_) | Type::TraitObject(_))
}

/// Writes `'_` where a parameter's type leaves lifetimes out, of types of which the file shows them: `&Data`.
pub fn shown_lifetimes(signature: &mut Signature, own: &OwnTypes) {
    for input in &mut signature.inputs {
        if let FnArg::Typed(typed) = input {
            Shown(own).visit_type_mut(&mut typed.ty);
        }
    }
}

struct Shown<'a>(&'a OwnTypes);

impl VisitMut for Shown<'_> {
    fn visit_type_path_mut(&mut self, path: &mut TypePath) {
        let named = path.qself.is_none().then(|| path.path.segments.last_mut()).flatten();
        if let Some(last) = named
            && let Some(own) = self.0.types.get(&last.ident.to_string())
        {
            leave_open(&mut last.arguments, own.lifetimes);
        }
        syn::visit_mut::visit_type_path_mut(self, path);
    }
}

/// `'_` for each lifetime of a type, if none is given.
fn leave_open(arguments: &mut PathArguments, count: usize) {
    let open = || {
        let open = (0..count).map(|_| Lifetime::new("'_", Span::mixed_site()));
        open.map(GenericArgument::Lifetime)
    };
    match arguments {
        PathArguments::None if count > 0 => {
            let open = open();
            *arguments = PathArguments::AngleBracketed(syn::parse_quote!(<#(#open),*>));
        }
        PathArguments::AngleBracketed(given) => {
            let written = |given: &GenericArgument| matches!(given, GenericArgument::Lifetime(_));
            if !given.args.iter().any(written) {
                given.args = open().chain(given.args.iter().cloned()).collect();
            }
        }
        PathArguments::None | PathArguments::Parenthesized(_) => {}
    }
}

struct Named(Vec<Lifetime>);

impl VisitMut for Named {
    /// Arrays' views have a rule of their own.
    fn visit_type_mut(&mut self, ty: &mut Type) {
        if !is_function(ty) && !is_view(ty) {
            syn::visit_mut::visit_type_mut(self, ty);
        }
    }

    fn visit_lifetime_mut(&mut self, lifetime: &mut Lifetime) {
        if lifetime.ident == "_" {
            *lifetime = self.fresh(Span::mixed_site().located_at(lifetime.span()));
        }
    }
}

impl Named {
    fn fresh(&mut self, span: Span) -> Lifetime {
        let lifetime = Lifetime::new(&format!("'hidden_{}", self.0.len() + 1), span);
        self.0.push(lifetime.clone());
        lifetime
    }
}
