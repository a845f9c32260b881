//! Calls of functions whose bodies stand in their callers.
//!
//! In: a call of a function that `driver/inlined.rs` found. Out: the value of its body, lowered like that of a
//! closure that captures nothing; none where it is to be called: where a variable around it would hide
//! what a name in it means, or where the caller has taken in enough.
//!
//! A derivative of many small functions is so that of one: their records are its variables, and what is not
//! needed is not there.

use std::rc::Rc;

use proc_macro2::{Group, Span, TokenStream, TokenTree};
use syn::spanned::Spanned;
use syn::{ExprCall, ExprClosure, ExprPath};

use super::closure::Callable;
use super::{Lowerer, Val};

/// How many words a function may take in of others.
const MOST: usize = 1_000;

impl Lowerer<'_> {
    /// The value of a call by the callee's body.
    pub(super) fn inlined_call(&mut self, call: &ExprCall, path: &ExprPath) -> Option<Val> {
        let options = self.options;
        let name = path.path.get_ident().filter(|_| path.qself.is_none())?;
        let inlined = options.facts.inlined.get(&name.to_string())?;
        let renamed = options.companions.iter().any(|(callee, _)| callee == name);
        let own = self.function.name.to_string();
        let second_order = inlined.second_order || options.second_order.is_none();
        if renamed
            || !second_order
            || inlined.calls.contains(&own)
            || self.scopes.find(name).is_some()
            || self.generics.iter().any(|generic| inlined.words.contains_key(generic))
            || self.closures.taken_in() + inlined.size > MOST
        {
            return None;
        }
        let place = Span::call_site().located_at(call.span());
        let syntax: ExprClosure = syn::parse2(located(inlined.closure.clone(), place)).ok()?;
        if syntax.inputs.len() != call.args.len() {
            return None;
        }
        let closure = self.closure_apart(syntax, inlined.size)?;
        for (word, count) in &inlined.words {
            *self.words.entry(word.clone()).or_default() += count;
        }
        let args = self.passed(&call.args);
        Some(self.apply_to(call.span(), &Callable::Closure(Rc::new(closure)), args))
    }
}

/// The tokens, standing at `place`.
fn located(tokens: TokenStream, place: Span) -> TokenStream {
    let located = tokens.into_iter().map(|mut token| {
        if let TokenTree::Group(group) = token {
            token = Group::new(group.delimiter(), located(group.stream(), place)).into();
        }
        token.set_span(place);
        token
    });
    located.collect()
}
