//! Finds the structs and enums of a file that a function names, and what their `impl`s give.
//!
//! In: names and the [`Source`]. Out: [`OwnTypes`]. Headers are read, bodies are not. A name counts only
//! where the file defines it once.

use std::collections::{BTreeMap, BTreeSet};

use syn::{Fields, FnArg, ItemEnum, ItemStruct, ReturnType, Signature, Type, TypeParam};

use super::accessors;
use super::facts::plain_enum;
use super::source::{Implementation, Source};
use crate::parse::occurrence::occurs_in;
use crate::parse::shown::named_in;
use crate::parse::{Derivatives, OwnType, OwnTypes, stripped};

/// The operators whose results are looked at.
const OPERATORS: [&str; 5] = ["Add", "Div", "Mul", "Neg", "Sub"];

/// The operators that assign.
const ASSIGNMENTS: [&str; 5] = ["AddAssign", "DivAssign", "MulAssign", "RemAssign", "SubAssign"];

/// The traits of `sum()` and `product()`.
const TOTALS: [&str; 2] = ["Product", "Sum"];

/// The traits of places.
const PLACES: [&str; 2] = ["Deref", "Index"];

/// The types among some names, and those of their fields and of what their functions give.
pub fn of<'a>(names: impl Iterator<Item = &'a String>, source: &Source) -> OwnTypes {
    let mut found = OwnTypes::default();
    let mentioned: BTreeSet<String> = names.cloned().collect();
    let mut wanted: Vec<String> = mentioned.iter().cloned().collect();
    let mut seen = BTreeSet::new();
    while let Some(name) = wanted.pop() {
        if !seen.insert(name.clone()) {
            continue;
        }
        let Some(meant) = meant(&name, source) else { continue };
        let without_tangent = source.lacks_tangent(&meant) && plain_enum(&meant, source).is_none();
        let mentioned = mentioned.contains(&name);
        let mut own = OwnType { without_tangent, mentioned, ..OwnType::default() };
        read_fields(&meant, source, &mut own);
        read_variants(&meant, source, &mut own);
        let nodes = source.implementations_for(&meant);
        for node in &nodes {
            read(node, &meant, source, &mut own);
            accessors::read(node, source, &mut own);
        }
        accessors::without_ambiguous(&nodes, &mut own);
        let parts = own.variants.values().flat_map(BTreeMap::values);
        let types = own.fields.values().chain(parts).chain(own.functions.values().flatten());
        types.for_each(|ty| named_in(ty, &mut |name| wanted.push(name.to_owned())));
        found.types.insert(name, own);
    }
    found.mark_refused();
    found
}

/// The struct or enum of the file that a name means: its own, or another name of it.
fn meant(name: &str, source: &Source) -> Option<String> {
    if source.defines_type(name) {
        return Some(name.to_owned());
    }
    let alias: syn::ItemType = syn::parse_str(source.alias(name)?).ok()?;
    let Type::Path(path) = *alias.ty else { return None };
    let plain = alias.generics.params.is_empty() && path.qself.is_none();
    let ident = path.path.get_ident().filter(|_| plain)?.to_string();
    source.defines_type(&ident).then_some(ident)
}

/// The fields of a struct.
fn read_fields(name: &str, source: &Source, own: &mut OwnType) {
    let text = source.structure(name);
    let Some(node) = text.and_then(|text| syn::parse_str::<ItemStruct>(text).ok()) else { return };
    let unnamed = matches!(node.fields, Fields::Unnamed(_));
    own.whole = !text.is_some_and(|text| text.contains("PhantomData"));
    own.lifetimes = node.generics.lifetimes().count();
    own.generic = own.lifetimes < node.generics.params.len();
    let unused =
        |param: &TypeParam| node.fields.iter().all(|field| !occurs_in(&param.ident, &field.ty));
    let params = node.generics.type_params().enumerate();
    own.phantoms = params.filter(|(_, param)| unused(param)).map(|(at, _)| at).collect();
    for (i, field) in node.fields.into_iter().enumerate() {
        let Some(name) =
            field.ident.map(|name| name.to_string()).or(unnamed.then(|| i.to_string()))
        else {
            continue;
        };
        let marked = field.attrs.iter().any(|attr| attr.path().is_ident("no_diff"));
        own.whole &= !marked;
        if !marked {
            own.active.insert(name.clone());
        }
        own.fields.insert(name, field.ty);
    }
}

/// What the variants of an enum hold.
fn read_variants(name: &str, source: &Source, own: &mut OwnType) {
    let text = source.enumeration(name);
    let Some(node) = text.and_then(|text| syn::parse_str::<ItemEnum>(text).ok()) else { return };
    for variant in node.variants {
        let fields = variant.fields.into_iter().enumerate().map(|(i, field)| {
            (field.ident.map_or_else(|| i.to_string(), |name| name.to_string()), field.ty)
        });
        own.variants.insert(variant.ident.to_string(), fields.collect());
    }
}

/// A trait of operators, totals or places, which has no derivatives of its own.
fn is_standard(of: &str) -> bool {
    OPERATORS.contains(&of) || PLACES.contains(&of) || TOTALS.contains(&of)
}

/// What the functions of an `impl` have where something annotates them, and where nothing does.
fn derivatives(node: &Implementation, source: &Source, annotated: bool) -> Derivatives {
    match (node.of.as_deref(), annotated) {
        (None, true) => Derivatives::Perhaps,
        (None, false) => Derivatives::Missing,
        (Some(of), true) if is_standard(of) => Derivatives::Perhaps,
        (Some(of), false) if is_standard(of) => Derivatives::Missing,
        (Some(of), true) if source.has_plain_trait(of) => Derivatives::Refused,
        (Some(of), false) if source.has_plain_trait(of) => Derivatives::Missing,
        // a trait of another file has derivatives of its own, perhaps
        (Some(_), _) => Derivatives::Perhaps,
    }
}

/// What an `impl` gives.
fn read(node: &Implementation, name: &str, source: &Source, own: &mut OwnType) {
    let mut known = |name: &str, plain: bool| {
        let entry = own.derivatives.entry(name.to_owned()).or_default();
        *entry = derivatives(node, source, !plain).max(*entry);
    };
    if let Some(of) = node.of.as_deref().filter(|of| is_standard(of)) {
        known(of, node.plain);
    }
    node.functions.iter().for_each(|(text, plain)| {
        if let Ok(signature) = syn::parse_str::<Signature>(text) {
            let name = signature.ident.to_string();
            known(&name, *plain);
            let count = Some(signature.inputs.len());
            let takes = own.takes.entry(name).or_insert(count);
            *takes = takes.filter(|takes| Some(*takes) == count);
        }
    });
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
    if let Some(of) = node.of.as_deref().filter(|of| ASSIGNMENTS.contains(of)) {
        own.derivatives.entry(of.to_owned()).or_insert(Derivatives::Perhaps);
        return;
    }
    if node.of.as_deref() == Some("Into") {
        // a conversion, as the standard library's
        return;
    }
    for (text, _) in &node.functions {
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
