//! Finds the structs and enums of a file that a function names, and what their `impl`s give.
//!
//! In: names and the [`Source`]. Out: [`OwnTypes`]. Headers are read, bodies are not. A name counts only
//! where the file defines it once.

use std::collections::{BTreeMap, BTreeSet};

use syn::{Fields, FnArg, ItemStruct, ReturnType, Signature, Type};

use super::source::{Implementation, Source};
use crate::parse::{OwnType, OwnTypes, stripped};

/// The operators whose results are looked at.
const OPERATORS: [&str; 5] = ["Add", "Div", "Mul", "Neg", "Sub"];

/// The types among some names, and those of their fields and of what their functions give.
pub fn of<'a>(names: impl Iterator<Item = &'a String>, source: &Source) -> OwnTypes {
    let mut found = OwnTypes::default();
    let mut wanted: Vec<String> = names.cloned().collect();
    let mut seen = BTreeSet::new();
    while let Some(name) = wanted.pop() {
        if !seen.insert(name.clone()) || !source.defines_type(&name) {
            continue;
        }
        let without_tangent = !source.is_differentiable(&name);
        let fields = fields(&name, source);
        let mut own = OwnType { fields, without_tangent, ..OwnType::default() };
        for node in source.implementations_for(&name) {
            read(&node, &name, &mut own);
        }
        let types = own.fields.values().chain(own.functions.values().flatten());
        wanted.extend(types.filter_map(|ty| match stripped(ty) {
            Type::Path(path) => path.path.segments.last().map(|last| last.ident.to_string()),
            _ => None,
        }));
        found.types.insert(name, own);
    }
    found
}

/// The fields of a struct.
fn fields(name: &str, source: &Source) -> BTreeMap<String, Type> {
    let text = source.structure(name);
    let Some(node) = text.and_then(|text| syn::parse_str::<ItemStruct>(text).ok()) else {
        return BTreeMap::new();
    };
    let unnamed = matches!(node.fields, Fields::Unnamed(_));
    let fields = node.fields.into_iter().enumerate().filter_map(|(i, field)| {
        let name = if unnamed { i.to_string() } else { field.ident?.to_string() };
        Some((name, field.ty))
    });
    fields.collect()
}

/// What an `impl` gives.
fn read(node: &Implementation, name: &str, own: &mut OwnType) {
    if let Some(of) = node.of.as_deref().filter(|of| OPERATORS.contains(of)) {
        let output = node.output.as_deref().and_then(|text| syn::parse_str::<Type>(text).ok());
        let closed = output.is_some_and(|ty| match stripped(&ty) {
            Type::Path(path) => {
                path.path.segments.last().is_some_and(|it| it.ident == name || it.ident == "Self")
            }
            _ => false,
        });
        *own.operators.entry(of.to_owned()).or_insert(true) &= closed;
        return;
    }
    if node.of.as_deref() == Some("Into") {
        // a conversion, as the standard library's
        return;
    }
    for text in &node.functions {
        let Ok(signature) = syn::parse_str::<Signature>(text) else { continue };
        let ty = match signature.output {
            ReturnType::Type(_, ty) => ty,
            ReturnType::Default => Box::new(syn::parse_quote!(())),
        };
        let function = signature.ident.to_string();
        let receiver = |input: &FnArg| matches!(input, FnArg::Receiver(_));
        if signature.inputs.first().is_some_and(receiver) {
            own.methods.insert(function.clone());
        }
        // a trait's function is hidden by the type's own, and gives its own like another's
        match own.functions.get_mut(&function) {
            Some(known) if known.as_ref() != Some(&*ty) => *known = None,
            Some(_) => {}
            None => {
                own.functions.insert(function, Some(*ty));
            }
        }
    }
}
