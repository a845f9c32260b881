//! Parameters that are arrays of any ownership: `&ArrayBase<S, D>` with `S: Data<Elem = A>`.
//!
//! In: a signature. Out: in the derivatives, `&ArrayRef<A, D>`, to which references to all of them coerce,
//! without the type parameter `S`. The function itself stays as it is, and is given a view. Invariant: a
//! type parameter that is left out occurs nowhere else.

use proc_macro2::{Ident, TokenStream};
use syn::visit::Visit;
use syn::{
    FnArg, GenericArgument, GenericParam, Generics, PathArguments, Signature, Type, TypeParamBound,
    WherePredicate, parse_quote,
};

use crate::parse::known::type_arguments;

/// Rewrites such parameters; the positions of those that are, and the type parameters that are left out.
pub fn arrays_of_any_ownership(
    signature: &mut Signature,
    krate: &TokenStream,
) -> (Vec<usize>, Vec<Ident>) {
    let (mut changed, mut left_out) = (Vec::new(), Vec::new());
    for (at, input) in signature.inputs.iter_mut().enumerate() {
        let FnArg::Typed(typed) = input else { continue };
        let Type::Reference(reference) = &mut *typed.ty else { continue };
        let Some((storage, dimension)) = array_base(&reference.elem) else { continue };
        let Some(element) = element_of(&storage, &signature.generics) else { continue };
        *reference.elem = parse_quote!(#krate::ndarray::ArrayRef<#element, #dimension>);
        changed.push(at);
        if !left_out.contains(&storage) {
            left_out.push(storage);
        }
    }
    left_out.retain(|name| !occurs_elsewhere(name, signature));
    leave_out(&left_out, &mut signature.generics);
    (changed, left_out)
}

/// The arguments of `ArrayBase<S, D>`.
fn array_base(ty: &Type) -> Option<(Ident, Type)> {
    let Type::Path(path) = ty else { return None };
    let last = path.path.segments.last().filter(|last| last.ident == "ArrayBase")?;
    let [Type::Path(storage), dimension] = type_arguments(last)[..] else { return None };
    Some((storage.path.get_ident()?.clone(), dimension.clone()))
}

/// `A` of `S: Data<Elem = A>`, or of `DataMut` and their kin.
fn element_of(storage: &Ident, generics: &Generics) -> Option<Type> {
    let declared = generics.type_params().find(|param| param.ident == *storage)?;
    let clauses = generics.where_clause.iter().flat_map(|clause| &clause.predicates);
    let wanted =
        clauses.filter(|clause| is_of(clause, storage)).filter_map(|clause| match clause {
            WherePredicate::Type(predicate) => Some(&predicate.bounds),
            _ => None,
        });
    declared.bounds.iter().chain(wanted.flatten()).find_map(element_in)
}

fn element_in(bound: &TypeParamBound) -> Option<Type> {
    let TypeParamBound::Trait(bound) = bound else { return None };
    let last = bound.path.segments.last()?;
    let known = ["Data", "DataMut", "DataOwned", "RawData", "RawDataClone"];
    let PathArguments::AngleBracketed(arguments) = &last.arguments else { return None };
    arguments.args.iter().filter(|_| known.iter().any(|name| last.ident == name)).find_map(
        |argument| match argument {
            GenericArgument::AssocType(assoc) if assoc.ident == "Elem" => Some(assoc.ty.clone()),
            _ => None,
        },
    )
}

/// Whether a clause bounds a type parameter.
fn is_of(clause: &WherePredicate, name: &Ident) -> bool {
    matches!(clause, WherePredicate::Type(predicate)
        if matches!(&predicate.bounded_ty, Type::Path(path) if path.path.is_ident(name)))
}

/// Whether a type parameter is named outside of its own bounds.
fn occurs_elsewhere(name: &Ident, signature: &Signature) -> bool {
    struct Search<'a>(&'a Ident, bool);
    impl<'ast> Visit<'ast> for Search<'_> {
        fn visit_path(&mut self, path: &'ast syn::Path) {
            self.1 |= path.segments.first().is_some_and(|first| first.ident == *self.0);
            syn::visit::visit_path(self, path);
        }
    }
    let mut search = Search(name, false);
    signature.inputs.iter().for_each(|input| search.visit_fn_arg(input));
    search.visit_return_type(&signature.output);
    for param in signature.generics.type_params().filter(|param| param.ident != *name) {
        search.visit_type_param(param);
    }
    let clauses = signature.generics.where_clause.iter().flat_map(|clause| &clause.predicates);
    clauses
        .filter(|clause| !is_of(clause, name))
        .for_each(|clause| search.visit_where_predicate(clause));
    search.1
}

fn leave_out(names: &[Ident], generics: &mut Generics) {
    let stays = |param: &GenericParam| match param {
        GenericParam::Type(param) => !names.contains(&param.ident),
        GenericParam::Lifetime(_) | GenericParam::Const(_) => true,
    };
    generics.params = std::mem::take(&mut generics.params).into_iter().filter(stays).collect();
    if let Some(clause) = &mut generics.where_clause {
        let all = std::mem::take(&mut clause.predicates).into_iter();
        clause.predicates =
            all.filter(|clause| !names.iter().any(|name| is_of(clause, name))).collect();
    }
}
