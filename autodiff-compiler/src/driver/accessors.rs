//! Finds the functions of a file whose calls stand for parts of their arguments.
//!
//! In: `impl`s and the names that an item calls; an annotated function that gives a reference. Out: accessors; what
//! is wrong with such a function. Its body is lowered where it is called, so it has no derivatives of its own.

use std::collections::BTreeMap;

use proc_macro2::{Ident, TokenStream, TokenTree};
use quote::ToTokens;
use syn::{Generics, ItemFn, ReturnType, Type};

use super::Unit;
use super::facts::Names;
use super::source::{Implementation, Sight, Source};
use crate::diagnostics::{Diagnostics, catalogue};
use crate::ir::Ty;
use crate::parse::accessor::{lent_by, unseen};
use crate::parse::known::known_type;
use crate::parse::{Accessor, OwnType, OwnTypes};
use crate::{fence, normalize};

/// The accessors among the annotated functions of the same module that an item calls.
pub fn of(names: &Names, source: &Source) -> BTreeMap<String, Accessor> {
    if names.has_items() {
        return BTreeMap::new();
    }
    let found = names.called().filter_map(|name| {
        let function: ItemFn = syn::parse_str(&source.annotated_neighbour(name)?).ok()?;
        let own = |name: &Ident| defines(source, name);
        Some((name.clone(), accessor(function, None, true, &own)?))
    });
    found.collect()
}

/// Those of an `impl`.
pub fn read(node: &Implementation, source: &Source, own: &mut OwnType) {
    for text in &node.lent {
        let Ok(function) = syn::parse_str::<ItemFn>(text) else { continue };
        let seen = match node.sight {
            Sight::Names => true,
            Sight::Fields => !names_others(function.block.to_token_stream()),
            Sight::Nothing => false,
        };
        let name = function.sig.ident.to_string();
        let of = Some((&node.of_type, &node.generics));
        let found = accessor(function, of, seen, &|name| defines(source, name));
        own.accessors.insert(name, found);
    }
}

/// Those of the `impl` that an attribute stands on, where the file does not show them.
pub fn of_block(functions: &[ItemFn], of: (&Type, &Generics), owner: &Ident, own: &mut OwnTypes) {
    let siblings = |name: &Ident| functions.iter().any(|function| function.sig.ident == *name);
    let owner = owner.to_string();
    for function in functions {
        let name = function.sig.ident.to_string();
        let shown = own.types.get(&owner).is_some_and(|own| own.accessors.contains_key(&name));
        if !shown && let Some(found) = accessor(function.clone(), Some(of), true, &siblings) {
            let own = own.types.entry(owner.clone()).or_default();
            own.accessors.insert(name, Some(found));
        }
    }
}

/// Leaves out those whose names other functions of the type have, too: `impl Grid<f64>` beside `impl Grid<f32>`.
pub fn without_ambiguous(nodes: &[Implementation], own: &mut OwnType) {
    let functions = nodes.iter().flat_map(|node| &node.functions);
    let names: Vec<String> = functions
        .filter_map(|(text, _)| syn::parse_str::<syn::Signature>(text).ok())
        .map(|signature| signature.ident.to_string())
        .collect();
    for (name, found) in &mut own.accessors {
        if names.iter().filter(|other| *other == name).count() > 1 {
            *found = None;
        }
    }
}

fn defines(source: &Source, name: &Ident) -> bool {
    !source.definitions("fn", &name.to_string()).is_empty()
}

fn accessor(
    mut function: ItemFn,
    of: Option<(&Type, &Generics)>,
    seen: bool,
    own: &dyn Fn(&Ident) -> bool,
) -> Option<Accessor> {
    lent_by(&function.sig)?;
    let mut refused = Diagnostics::default();
    check(&function, own, &mut refused);
    let accepted = refused.is_empty();
    let _ = refused.into_sorted();
    if !accepted {
        return None;
    }
    normalize::prepared(&mut function);
    Accessor::new(&function, of, seen)
}

/// Whether a body names what may mean something else in another module.
fn names_others(tokens: TokenStream) -> bool {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    tokens.iter().enumerate().any(|(at, token)| match token {
        TokenTree::Group(group) => names_others(group.stream()),
        TokenTree::Ident(name) => {
            let text = name.to_string();
            let capital = text.starts_with(char::is_uppercase) && text != "Some" && text != "None";
            let called = matches!(tokens.get(at + 1), Some(TokenTree::Group(group))
                if group.delimiter() == proc_macro2::Delimiter::Parenthesis);
            let punct = |at: Option<usize>, char| {
                let token = at.and_then(|at| tokens.get(at));
                matches!(token, Some(TokenTree::Punct(punct)) if punct.as_char() == char)
            };
            let method = punct(at.checked_sub(1), '.');
            capital && !method || called && !method && text != "Some" || punct(Some(at + 1), ':')
        }
        TokenTree::Punct(_) | TokenTree::Literal(_) => false,
    })
}

/// What is wrong with a function that gives a reference.
fn check(function: &ItemFn, own: &dyn Fn(&Ident) -> bool, diagnostics: &mut Diagnostics) {
    let mut header = function.clone();
    header.sig.output = ReturnType::Default;
    fence::check(&header, diagnostics);
    if diagnostics.is_empty()
        && let Some(tokens) = unseen(&function.block, own)
    {
        diagnostics.push(catalogue::lent_value(&tokens));
    }
}

/// Looks at an annotated function that gives a reference to what has a derivative, and has none itself; false of
/// any other.
pub fn is_one(unit: &Unit, diagnostics: &mut Diagnostics) -> bool {
    let options = &unit.options;
    let Some(reference) = lent_by(&unit.function.sig).filter(|_| !options.rules.any()) else {
        return false;
    };
    let known = known_type(&reference.elem, &options.facts.types(Vec::new()));
    if known.is_inert() && !matches!(known, Ty::Unit) {
        // data need not be a part
        return true;
    }
    let source = Source::of(unit.function.sig.fn_token.span);
    let own = |name: &Ident| {
        options.siblings.contains_key(&name.to_string())
            || source.as_ref().is_some_and(|source| defines(source, name))
    };
    let mut function = unit.function.clone();
    normalize::prepared(&mut function);
    check(&function, &own, diagnostics);
    true
}
