//! Identity of identifiers, spelling and hygiene context; and where generated tokens stand.
//!
//! Inside a `macro_rules!` expansion two variables may share a spelling and still be different.
//! The compiler's own interface to contexts is unstable; the stable one is the debug form of a
//! span, `#3 bytes(10..14)`, whose first word names the context. Should that form ever change, all
//! contexts become equal or all different: then names stop resolving, which is an error, not a
//! wrong derivative.

use proc_macro2::{Group, Ident, Span, TokenStream, TokenTree};

extern crate proc_macro;

/// What distinguishes one binding from another.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub struct Key {
    text: String,
    context: String,
}

impl Key {
    /// The key of an identifier as it stands in the source.
    pub fn of(ident: &Ident) -> Self {
        Self { text: ident.to_string(), context: context(ident) }
    }
}

fn context(ident: &Ident) -> String {
    if !proc_macro::is_available() {
        return String::new();
    }
    let debug = format!("{:?}", ident.span().unwrap());
    debug.split(" bytes").next().unwrap_or_default().to_owned()
}

/// The tokens of a type as if they were generated; `$crate` means what it means by its span.
pub fn generated(ty: TokenStream) -> TokenStream {
    let tokens = ty.into_iter().map(|mut token| {
        if let TokenTree::Group(group) = token {
            token = Group::new(group.delimiter(), generated(group.stream())).into();
        }
        if !matches!(&token, TokenTree::Ident(ident) if ident == "$crate") {
            token.set_span(Span::mixed_site());
        }
        token
    });
    tokens.collect()
}

/// Generated tokens as standing at `place`, whatever they mean.
pub fn placed(tokens: TokenStream, place: Span) -> TokenStream {
    let tokens = tokens.into_iter().map(|mut token| {
        token.set_span(token.span().located_at(place));
        token
    });
    tokens.collect()
}

/// Generated tokens as standing at `place` instead of at the attribute; the user's stay.
pub fn relocated(tokens: TokenStream, place: Span) -> TokenStream {
    match bytes(Span::call_site()) {
        Some(attribute) => relocate(tokens, &attribute, Span::mixed_site().located_at(place)),
        None => tokens,
    }
}

fn relocate(tokens: TokenStream, attribute: &str, to: Span) -> TokenStream {
    let moved = tokens.into_iter().map(|mut token| {
        let span = token.span();
        if let TokenTree::Group(group) = token {
            let inner = relocate(group.stream(), attribute, to);
            token = Group::new(group.delimiter(), inner).into();
        }
        let generated = bytes(span).is_some_and(|place| place == attribute);
        token.set_span(if generated { to } else { span });
        token
    });
    moved.collect()
}

/// Where a token stands: the rest of the debug form.
fn bytes(span: Span) -> Option<String> {
    if !proc_macro::is_available() {
        return None;
    }
    let debug = format!("{:?}", span.unwrap());
    debug.split_once(" bytes").map(|(_, bytes)| bytes.to_owned())
}
