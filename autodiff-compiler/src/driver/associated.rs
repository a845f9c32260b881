//! What a function asks of its type parameters and of the associated types of the traits that bound them.
//!
//! In: a generic function, and the traits that the file shows. Out: bounds. The sweeps of `c.deriv()` ask that
//! there are tangents of what it gives, `C::Derivative` or `C`; no bound of the user's says so.

use proc_macro2::Ident;
use syn::{Path, PathArguments, Type, TypeParamBound, WherePredicate};

use super::Unit;
use super::block::recorded;
use crate::parse::asked::{Calls, of_parameter};
use crate::parse::float_params;

/// The bounds that the calls of a function ask for.
pub fn bounds(unit: &Unit) -> Vec<WherePredicate> {
    let krate = &unit.options.krate;
    let traits = &unit.options.facts.traits;
    let calls = Calls::of(&unit.function.block);
    let bound = unit.options.bound.as_deref().unwrap_or_default();
    let floats = float_params(&unit.analysed(), bound, traits);
    let mut found: Vec<Type> = Vec::new();
    for (param, bound) in bounded(unit) {
        // of a float all that is known
        if floats.iter().any(|float| param == float.name) {
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
