//! The border of the language: what the compiler differentiates, and what it refuses.
//!
//! In: a function as syn parsed it. Out: a diagnostic for every construct outside the language,
//! at the smallest token that shows it, with what to write instead.
//!
//! Invariant: a function that passes without a diagnostic consists only of the node kinds that
//! the lowering knows. Every `match` names all the kinds of its node; the arms for kinds that
//! later versions of syn may add refuse them. A refused node is not looked into, so that one
//! mistake gives one message.
//!
//! The fence sees no types and resolves no names: whether a called function has a derivative is
//! the generated code's to find out.

mod attributes;
mod calls;
mod chains;
mod control;
mod expressions;
mod macros;
mod no_diff;
mod patterns;
mod signature;
mod statements;
#[cfg(test)]
mod tests;
mod types;

use crate::diagnostics::{Diagnostic, Diagnostics};

/// Refuses everything in `item` that lies outside the language, all at once.
///
/// ```
/// use autodiff_compiler::{diagnostics::Diagnostics, fence};
///
/// let item = syn::parse_str("fn f(x: f64) -> f64 { unsafe { x.sqrt() } }").unwrap();
/// let mut diagnostics = Diagnostics::default();
/// fence::check(&item, &mut diagnostics);
/// let found = diagnostics.into_sorted();
/// assert_eq!(found.len(), 1);
/// assert!(found[0].text().starts_with("an `unsafe` block is not supported"));
/// ```
pub fn check(item: &syn::ItemFn, diagnostics: &mut Diagnostics) {
    let chains = std::collections::BTreeSet::new();
    let mut fence = Fence { diagnostics, chains, returns_function: false, escapes: false };
    fence.signature(item);
    fence.attributes(item);
    fence.block(&item.block);
}

/// As [`check`], of a function whose body nothing looks at.
pub fn check_header(item: &syn::ItemFn, diagnostics: &mut Diagnostics) {
    let chains = std::collections::BTreeSet::new();
    let mut fence = Fence { diagnostics, chains, returns_function: false, escapes: false };
    fence.signature(item);
    fence.no_functions(&item.sig);
    fence.attributes(item);
}

/// One walk over a function.
struct Fence<'a> {
    diagnostics: &'a mut Diagnostics,
    /// The result was refused because it is a function or an iterator: closures and chains that are its value
    /// are no mistake more.
    returns_function: bool,
    /// A function escapes, which is refused where it does: where it is called is no mistake more.
    escapes: bool,
    /// The names of iterator chains.
    chains: std::collections::BTreeSet<syn::Ident>,
}

impl Fence<'_> {
    fn refuse(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }
}
