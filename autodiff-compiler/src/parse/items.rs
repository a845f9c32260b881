//! Parameters that yield items: `impl IntoIterator<Item = f64>`, `I: Iterator<Item = &'a f64>`,
//! `T: IntoIterator` with `T::Item: Borrow<f64>`.
//!
//! In: a parameter's type and the generics. Out: what one item holds. Invariant: the parameter's type is
//! a type parameter, of which nothing is known but its bounds, so that its items are all there is of it.

use syn::{GenericArgument, Generics, PathArguments, Type, TypeParamBound, WherePredicate};

/// What a parameter yields.
#[derive(Clone, Debug)]
pub struct Items {
    /// What an item holds, without references.
    pub content: Type,
    /// Items are references.
    pub by_reference: bool,
    /// It is an iterator itself.
    pub is_iterator: bool,
}

/// What a parameter of a type yields; none if it is no type parameter that is walked over.
pub fn items_of(ty: &Type, generics: &Generics) -> Option<Items> {
    let bounds = bounds_of(ty, generics)?;
    let mut walked: Option<(bool, Option<Type>)> = None;
    for bound in &bounds {
        let Some(is_iterator) = is_iterator(bound) else { continue };
        let (before, item) = walked.take().unwrap_or((false, None));
        walked = Some((before || is_iterator, item.or_else(|| item_of(bound))));
    }
    let (is_iterator, item) = walked?;
    if let Some(item) = item {
        let by_reference = matches!(&item, Type::Reference(_));
        return Some(Items { content: without_references(&item), by_reference, is_iterator });
    }
    let content = borrowed_item(ty, generics)?;
    Some(Items { content, by_reference: true, is_iterator })
}

/// The bounds of a type parameter, in both places where they may stand.
fn bounds_of<'a>(ty: &Type, generics: &'a Generics) -> Option<Vec<&'a TypeParamBound>> {
    let Type::Path(path) = ty else { return None };
    let name = path.path.get_ident()?;
    let declared = generics.type_params().find(|param| param.ident == *name)?;
    let wanted = predicates(generics).filter(|predicate| predicate.bounded_ty == *ty);
    Some(declared.bounds.iter().chain(wanted.flat_map(|predicate| &predicate.bounds)).collect())
}

fn predicates(generics: &Generics) -> impl Iterator<Item = &syn::PredicateType> {
    let clauses = generics.where_clause.iter().flat_map(|clause| &clause.predicates);
    clauses.filter_map(|predicate| match predicate {
        WherePredicate::Type(predicate) => Some(predicate),
        _ => None,
    })
}

/// Whether a bound makes an iterator (`true`), or what gives one.
fn is_iterator(bound: &TypeParamBound) -> Option<bool> {
    let TypeParamBound::Trait(bound) = bound else { return None };
    match bound.path.segments.last()?.ident.to_string().as_str() {
        "IntoIterator" => Some(false),
        "Iterator" | "DoubleEndedIterator" | "ExactSizeIterator" | "FusedIterator" => Some(true),
        _ => None,
    }
}

/// Whether a bound asks for what yields items.
pub fn gives_items(bound: &TypeParamBound) -> bool {
    is_iterator(bound).is_some()
}

/// `X` of a bound `IntoIterator<Item = X>`.
fn item_of(bound: &TypeParamBound) -> Option<Type> {
    let TypeParamBound::Trait(bound) = bound else { return None };
    let PathArguments::AngleBracketed(arguments) = &bound.path.segments.last()?.arguments else {
        return None;
    };
    arguments.args.iter().find_map(|argument| match argument {
        GenericArgument::AssocType(assoc) if assoc.ident == "Item" => Some(assoc.ty.clone()),
        _ => None,
    })
}

/// `X` of a clause `I::Item: Borrow<X>` or `<I as IntoIterator>::Item: Borrow<X>`.
fn borrowed_item(ty: &Type, generics: &Generics) -> Option<Type> {
    let of_item = predicates(generics).filter(|predicate| is_item_of(ty, &predicate.bounded_ty));
    of_item.flat_map(|predicate| &predicate.bounds).find_map(|bound| {
        let TypeParamBound::Trait(bound) = bound else { return None };
        let last = bound.path.segments.last().filter(|last| last.ident == "Borrow")?;
        super::known::type_arguments(last).first().map(|content| (*content).clone())
    })
}

/// `I::Item`, `<I as IntoIterator>::Item`
fn is_item_of(ty: &Type, projection: &Type) -> bool {
    let (Type::Path(own), Type::Path(path)) = (ty, projection) else { return false };
    let last = path.path.segments.last().is_some_and(|last| last.ident == "Item");
    last && match &path.qself {
        Some(qself) => *qself.ty == *ty,
        None => {
            path.path.segments.len() == 2
                && own.path.get_ident() == Some(&path.path.segments[0].ident)
        }
    }
}

/// A type without the references it begins with, or that the parts of a tuple begin with.
fn without_references(ty: &Type) -> Type {
    match ty {
        Type::Paren(inner) => without_references(&inner.elem),
        Type::Group(inner) => without_references(&inner.elem),
        Type::Reference(reference) => match &*reference.elem {
            // of which there are no values
            Type::Slice(slice) => {
                let element = &slice.elem;
                syn::parse_quote!(::std::vec::Vec<#element>)
            }
            other => without_references(other),
        },
        Type::Tuple(tuple) => {
            let mut tuple = tuple.clone();
            tuple.elems.iter_mut().for_each(|part| *part = without_references(part));
            Type::Tuple(tuple)
        }
        other => other.clone(),
    }
}
