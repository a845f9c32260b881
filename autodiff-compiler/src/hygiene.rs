//! Identity of identifiers: spelling and hygiene context.
//!
//! Inside a `macro_rules!` expansion two variables may share a spelling and still be different.
//! The compiler's own interface to contexts is unstable; the stable one is the debug form of a
//! span, `#3 bytes(10..14)`, whose first word names the context. Should that form ever change, all
//! contexts become equal or all different: then names stop resolving, which is an error, not a
//! wrong derivative.

use proc_macro2::Ident;

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
