//! Functions that give a struct that borrows: `fn row(&self, i: usize) -> Row<'_>`.
//!
//! In: a function's name and its file. Out: whether each function of that name gives a struct of the file
//! that has a lifetime, and changes nothing that it is called on. What a call of another function gives may be
//! taken for one, too: it is made again only where that gives the same ([`crate::analysis`]).

use syn::{ReceiverKind, ReturnType, Type};

use super::source::{Definition, Source};

/// Whether all functions of a name give what borrows.
pub fn lends(name: &str, source: &Source) -> bool {
    let functions = source.definitions("fn", name);
    let gives_view = |function: &Definition| gives_view(function, source).unwrap_or(false);
    !functions.is_empty() && functions.iter().all(gives_view)
}

fn gives_view(function: &Definition, source: &Source) -> Option<bool> {
    let signature: syn::Signature = syn::parse_str(function.signature()?).ok()?;
    let by_reference = |receiver: &syn::Receiver| matches!(&receiver.kind, ReceiverKind::Reference(_, _, mutability) if mutability.is_none());
    if !signature.receiver().is_none_or(by_reference) {
        return None;
    }
    let ReturnType::Type(_, output) = signature.output else { return None };
    let Type::Path(path) = *output else { return None };
    let name = path.path.segments.last()?.ident.to_string();
    let [definition] = source.definitions("struct", &name)[..] else { return None };
    let node: syn::ItemStruct = syn::parse_str(definition.whole()?).ok()?;
    Some(node.generics.lifetimes().next().is_some())
}
