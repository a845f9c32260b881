//! The fields of structs that the file shows, as far as their types are known.
//!
//! In: the structs of the file, and what names of types stand for. Out: by the names of structs, the types of
//! their fields ([`ShownStruct`]), so that arithmetic on a field of floats can be written out. A field that is
//! marked `#[no_diff]`, borrows, or is of a type parameter stays unknown.

use std::collections::BTreeMap;
use std::rc::Rc;

use syn::Type;

use super::facts::TypeNames;
use super::known::known_type;
use super::own_types::{OwnTypes, stripped};
use crate::ir::{Shown, ShownStruct, Ty};

/// The structs of the file, and `Self` where that is one of them.
pub fn fields_of(own: &OwnTypes, types: &TypeNames) -> BTreeMap<String, Rc<ShownStruct>> {
    // the parameters of a function are not those of a struct
    let mut types = TypeNames { floats: Vec::new(), ..types.clone() };
    let mut open = Vec::new();
    for name in own.types.keys() {
        resolve(name, own, &mut types, &mut open);
    }
    let this = own.this.as_ref().and_then(|this| own.named(this));
    let this = this.and_then(|(name, _)| types.shown.get(name)).map(|shown| {
        let (name, fields) = (shown.name.clone(), shown.fields.clone());
        Rc::new(ShownStruct { name, mentioned: false, by_self: true, fields })
    });
    // the arguments of one with parameters are not looked at
    types.shown.retain(|name, _| own.types.get(name).is_some_and(|own| !own.generic));
    types.shown.extend(this.map(|this| ("Self".to_owned(), this)));
    types.shown
}

/// Resolves a struct, the structs that its fields are of first; one inside of itself stays unknown.
fn resolve(name: &str, own: &OwnTypes, types: &mut TypeNames, open: &mut Vec<String>) {
    let known = types.shown.contains_key(name) || open.iter().any(|other| other == name);
    let Some(node) = own.types.get(name).filter(|_| !known) else { return };
    if node.fields.is_empty() || node.without_tangent || node.refused {
        return;
    }
    open.push(name.to_owned());
    let mut fields = BTreeMap::new();
    for (member, ty) in &node.fields {
        named_in(ty, &mut |inner| resolve(inner, own, types, open));
        let ty = known_type(ty, types);
        let (ty, active) = (plain(ty), node.active.contains(member));
        if let Some(ty) = ty.filter(|ty| active || ty.is_inert()) {
            fields.insert(member.clone(), ty);
        }
    }
    open.pop();
    let (name, mentioned) = (name.to_owned(), node.mentioned);
    let shown = ShownStruct { name: name.clone(), mentioned, by_self: false, fields };
    types.shown.insert(name, Rc::new(shown));
}

/// The names of the types in a type.
pub fn named_in(ty: &Type, f: &mut dyn FnMut(&str)) {
    match stripped(ty) {
        Type::Path(path) => {
            let Some(last) = path.path.segments.last() else { return };
            f(&last.ident.to_string());
            if let syn::PathArguments::AngleBracketed(arguments) = &last.arguments {
                for argument in &arguments.args {
                    if let syn::GenericArgument::Type(ty) = argument {
                        named_in(ty, f);
                    }
                }
            }
        }
        Type::Array(array) => named_in(&array.elem, f),
        Type::Slice(slice) => named_in(&slice.elem, f),
        Type::Tuple(tuple) => tuple.elems.iter().for_each(|ty| named_in(ty, f)),
        _ => {}
    }
}

/// A type that holds numbers alone, or a struct that is known itself. The name of a length may mean another
/// one where the field is used.
fn plain(ty: Ty) -> Option<Ty> {
    match ty {
        Ty::Float(_) | Ty::Int | Ty::Bool | Ty::Opaque(Some(Shown::Struct(_))) => Some(ty),
        // that it is a box is known, whatever is in it
        Ty::Opaque(Some(Shown::Boxed(content))) => {
            let content = match &*content {
                Ty::Slice(element) => plain((**element).clone()).map(|ty| Ty::Slice(Box::new(ty))),
                content => plain(content.clone()),
            };
            Some(Ty::boxed(content.unwrap_or(Ty::OPAQUE)))
        }
        Ty::Array(element, len) => {
            let written = len.filter(|len| syn::parse2::<syn::LitInt>(len.clone()).is_ok());
            Some(Ty::Array(Box::new(plain(*element)?), written))
        }
        Ty::Vec(element) => Some(Ty::Vec(Box::new(plain(*element)?))),
        Ty::Tuple(parts) => Some(Ty::Tuple(parts.into_iter().map(plain).collect::<Option<_>>()?)),
        Ty::Inert
        | Ty::Data
        | Ty::Unit
        | Ty::Slice(_)
        | Ty::Nd(..)
        | Ty::Ref(_)
        | Ty::Option(_)
        | Ty::Result(_)
        | Ty::Opaque(None) => None,
    }
}
