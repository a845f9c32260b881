//! What a function asks of its type parameters and of the associated types of the traits that bound them.
//!
//! In: a generic function, and the traits that the file shows. Out: bounds. The sweeps of `c.deriv()` ask that
//! there are tangents of what it gives, `C::Derivative` or `C`; no bound of the user's says so.

use proc_macro2::Ident;
use syn::{Path, PathArguments, Type, TypeParamBound, TypePath, WherePredicate};

use super::Unit;
use super::block::{recorded, signature_of};
use crate::parse::Signature;
use crate::parse::asked::{Calls, of_parameter};
use crate::parse::known::unknown_parts;

/// The bounds that the calls of a function ask for.
pub fn bounds(unit: &Unit) -> Vec<WherePredicate> {
    let krate = &unit.options.krate;
    let traits = &unit.options.facts.traits;
    let calls = Calls::of(&unit.function.block);
    let signature = signature_of(unit);
    let floats = &signature.types.floats;
    let mut found: Vec<Type> = named(unit, &signature).into_iter().map(spelled).collect();
    for (param, bound) in bounded(unit) {
        // of a float all that is known
        if floats.iter().any(|float| param == float) {
            continue;
        }
        let Some(last) = bound.segments.last() else { continue };
        for ty in traits.asked(&last.ident.to_string(), &calls) {
            let ty = of_parameter(&ty, &param, &bound);
            if !found.contains(&ty) {
                found.push(ty);
            }
        }
    }
    let asked = found.iter().flat_map(|ty| {
        let tangent = syn::parse_quote!(#ty: #krate::__private::Differentiable);
        std::iter::once(tangent).chain(recorded(&quote::quote!(#ty), krate))
    });
    asked.collect()
}

/// `C::Scalar` for `<C>::Scalar`: behind `where`, `<C>` is taken for a parameter.
fn spelled(ty: Type) -> Type {
    match &ty {
        Type::Path(TypePath { qself: Some(of), path, .. }) if of.position == 0 => {
            let (of, name) = (&of.ty, &path.segments);
            syn::parse2(quote::quote!(#of::#name)).unwrap_or(ty)
        }
        _ => ty,
    }
}

/// The associated types of type parameters that a signature names: `C::Scalar`.
fn named(unit: &Unit, signature: &Signature) -> Vec<Type> {
    let params = [&unit.outer, &unit.function.sig.generics];
    let params: Vec<&Ident> =
        params.iter().flat_map(|all| all.type_params()).map(|param| &param.ident).collect();
    let of_parameter = |ty: &&Type| match ty {
        Type::Path(TypePath { qself: Some(of), .. }) => {
            matches!(&*of.ty, Type::Path(of) if params.iter().any(|param| of.path.is_ident(*param)))
        }
        Type::Path(TypePath { qself: None, path, .. }) if path.segments.len() > 1 => {
            params.iter().any(|param| path.segments[0].ident == **param)
        }
        _ => false,
    };
    let mut found: Vec<Type> = Vec::new();
    for ty in signature.active().map(|param| &param.ty).chain([&signature.output]) {
        for part in unknown_parts(ty, &signature.types).into_iter().filter(of_parameter) {
            if !found.contains(part) {
                found.push(part.clone());
            }
        }
    }
    found
}

/// The type parameters with the traits that bound them.
fn bounded(unit: &Unit) -> Vec<(Ident, Path)> {
    let mut found = Vec::new();
    for generics in [&unit.outer, &unit.function.sig.generics] {
        let params = generics.type_params().map(|param| (param.ident.clone(), &param.bounds));
        let clauses = generics.where_clause.iter().flat_map(|clause| &clause.predicates);
        let clauses = clauses.filter_map(|predicate| match predicate {
            WherePredicate::Type(predicate) => match &predicate.bounded_ty {
                Type::Path(path) => Some((path.path.get_ident()?.clone(), &predicate.bounds)),
                _ => None,
            },
            _ => None,
        });
        for (param, bounds) in params.chain(clauses) {
            found.extend(bounds.iter().filter_map(|bound| match bound {
                TypeParamBound::Trait(bound) => {
                    Some((param.clone(), without_equations(&bound.path)))
                }
                _ => None,
            }));
        }
    }
    found
}

/// A trait without what a bound says of its associated types: `Curve` in `C: Curve<Point = P>`.
fn without_equations(path: &Path) -> Path {
    let mut path = path.clone();
    for segment in &mut path.segments {
        let PathArguments::AngleBracketed(arguments) = &mut segment.arguments else { continue };
        let types = arguments.args.iter().filter(|argument| {
            !matches!(
                argument,
                syn::GenericArgument::AssocType(_)
                    | syn::GenericArgument::AssocConst(_)
                    | syn::GenericArgument::Constraint(_)
            )
        });
        let types: Vec<syn::GenericArgument> = types.cloned().collect();
        if types.is_empty() {
            segment.arguments = PathArguments::None;
        } else {
            arguments.args = types.into_iter().collect();
        }
    }
    path
}

#[cfg(test)]
mod tests {
    use quote::quote;

    #[test]
    fn a_where_clause_does_not_begin_with_a_type_in_brackets() {
        let item = quote! {
            fn node<G: Graph>(graph: &G, at: f64) -> Option<<G>::Node> {
                graph.node(at)
            }
        };
        let expansion = crate::expand(proc_macro2::TokenStream::new(), item);
        let file = syn::parse2::<syn::File>(expansion);
        assert!(file.is_ok(), "{:?}", file.err());
    }
}
