//! What a written type tells the macro.
//!
//! In: a type of the source. Out: a [`Ty`], which is `Opaque` where only rustc knows, and the parts that are.

use proc_macro2::Span;
use quote::quote;
use syn::spanned::Spanned;
use syn::{GenericArgument, PathArguments, Type};

use super::TypeNames;
use crate::ir::{FloatKind, Shown, Ty};

/// What a written type tells the macro.
pub fn known_type(ty: &Type, types: &TypeNames) -> Ty {
    match ty {
        Type::Paren(inner) => known_type(&inner.elem, types),
        Type::Group(inner) => known_type(&inner.elem, types),
        Type::Reference(reference) => Ty::Ref(Box::new(known_type(&reference.elem, types))),
        Type::Slice(slice) => Ty::Slice(Box::new(known_type(&slice.elem, types))),
        Type::Array(array) => {
            let len = &array.len;
            Ty::Array(Box::new(known_type(&array.elem, types)), Some(quote!(#len)))
        }
        Type::Tuple(tuple) if tuple.elems.is_empty() => Ty::Unit,
        Type::Tuple(tuple) => {
            Ty::Tuple(tuple.elems.iter().map(|ty| known_type(ty, types)).collect())
        }
        Type::Path(path) if path.qself.is_none() => known_path(&path.path, types),
        _ => Ty::OPAQUE,
    }
}

fn known_path(path: &syn::Path, types: &TypeNames) -> Ty {
    let Some(segment) = path.segments.last() else { return Ty::OPAQUE };
    let name = segment.ident.to_string();
    if path.segments.len() == 1 && segment.arguments.is_none() {
        if types.floats.contains(&name) {
            return Ty::Float(FloatKind::Generic(name));
        }
        if types.plain.contains_key(&name) {
            return Ty::Data;
        }
        if let Some(fields) = types.shown.get(&name) {
            return Ty::Opaque(Some(Shown::Struct(fields.clone())));
        }
        if let Some(meant) = types.aliases.get(&name) {
            // an alias of itself is no Rust, and does not compile
            let mut others = types.clone();
            others.aliases.remove(&name);
            return known_type(meant, &others);
        }
        match name.as_str() {
            "f64" => return Ty::Float(FloatKind::F64),
            "f32" => return Ty::Float(FloatKind::F32),
            "bool" => return Ty::Bool,
            "char" | "str" | "String" => return Ty::Inert,
            "i8" | "i16" | "i32" | "i64" | "i128" | "isize" | "u8" | "u16" | "u32" | "u64"
            | "u128" | "usize" => return Ty::Int,
            _ => {}
        }
    }
    let arguments = type_arguments(segment);
    let first = || Box::new(arguments.first().map_or(Ty::OPAQUE, |ty| known_type(ty, types)));
    match nd_rank(&name) {
        Some(rank) if !arguments.is_empty() => {
            let dimension = arguments.get(1).and_then(|ty| rank_of(ty));
            return Ty::Nd(first(), rank.or(dimension));
        }
        _ => {}
    }
    match name.as_str() {
        "Vec" if !arguments.is_empty() => Ty::Vec(first()),
        "Option" if arguments.len() == 1 => Ty::Option(first()),
        "Result" if !arguments.is_empty() => Ty::Result(first()),
        "Box" if arguments.len() == 1 && !types.own_box => Ty::boxed(*first()),
        "PhantomData" => Ty::Inert,
        _ => Ty::OPAQUE,
    }
}

/// ndarray's type names with the number of dimensions they fix.
pub fn nd_rank(name: &str) -> Option<Option<usize>> {
    let rest = name.strip_prefix("Array")?;
    let rest = rest.strip_prefix("View").unwrap_or(rest);
    match rest {
        "" | "D" | "Ref" => Some(None),
        _ => rest.parse().ok().filter(|rank| *rank <= 6).map(Some),
    }
}

/// A reference to an array of any ownership.
pub fn is_lent_array(ty: &Type) -> bool {
    let Type::Reference(reference) = ty else { return false };
    matches!(&*reference.elem, Type::Path(path) if is_array_ref(path))
}

/// `ArrayRef<A, D>`, `ArrayRef1<A>` and their kin.
pub fn is_array_ref(path: &syn::TypePath) -> bool {
    let last = path.path.segments.last();
    last.is_some_and(|last| last.ident.to_string().starts_with("ArrayRef"))
}

/// The number of dimensions that `Ix1` and its kin name.
fn rank_of(dimension: &Type) -> Option<usize> {
    let Type::Path(path) = dimension else { return None };
    let name = path.path.segments.last()?.ident.to_string();
    name.strip_prefix("Ix")?.parse().ok().filter(|rank| *rank <= 6)
}

/// The types among the generic arguments of a path's segment.
pub fn type_arguments(segment: &syn::PathSegment) -> Vec<&Type> {
    match &segment.arguments {
        PathArguments::AngleBracketed(arguments) => arguments
            .args
            .iter()
            .filter_map(|argument| match argument {
                GenericArgument::Type(ty) => Some(ty),
                _ => None,
            })
            .collect(),
        _ => Vec::new(),
    }
}

/// Generated code at the token of a type that says so when the type is not differentiable.
pub fn generated_at(ty: &Type) -> Span {
    let mut opaque = Vec::new();
    opaque_parts(ty, &TypeNames::default(), &mut opaque);
    Span::mixed_site().located_at(anchor(opaque.first().copied().unwrap_or(ty)))
}

/// The name at the end of a path, the first token of another type.
pub fn anchor(ty: &Type) -> Span {
    match ty {
        Type::Path(path) => path.path.segments.last().map_or(ty.span(), |last| last.ident.span()),
        _ => ty.span(),
    }
}

/// The innermost types in one that the macro does not know.
pub fn unknown_parts<'a>(ty: &'a Type, types: &TypeNames) -> Vec<&'a Type> {
    let mut found = Vec::new();
    opaque_parts(ty, types, &mut found);
    found
}

pub fn opaque_parts<'a>(ty: &'a Type, types: &TypeNames, found: &mut Vec<&'a Type>) {
    match (ty, known_type(ty, types)) {
        (Type::Paren(inner), _) => opaque_parts(&inner.elem, types, found),
        (Type::Group(inner), _) => opaque_parts(&inner.elem, types, found),
        (Type::Reference(reference), _) => opaque_parts(&reference.elem, types, found),
        (Type::Slice(slice), _) => opaque_parts(&slice.elem, types, found),
        (Type::Array(array), _) => opaque_parts(&array.elem, types, found),
        (Type::Tuple(tuple), _) => {
            tuple.elems.iter().for_each(|ty| opaque_parts(ty, types, found));
        }
        (Type::Path(path), Ty::Vec(_) | Ty::Nd(..) | Ty::Option(_) | Ty::Result(_)) => {
            let element =
                path.path.segments.last().and_then(|last| type_arguments(last).first().copied());
            element.into_iter().for_each(|ty| opaque_parts(ty, types, found));
        }
        (_, Ty::Opaque(_)) => found.push(ty),
        _ => {}
    }
}
