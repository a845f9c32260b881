//! Consumers that end with the first item that has no payload: `try_fold`, and `collect`, `sum` and
//! `product` of options and results.
//!
//! In: the call, and the type that its surroundings ask for. Out: the value of a block with the loop that
//! a person would write:
//!
//! ```text
//! 'all: {
//!     let mut kept = Vec::new();
//!     for item in chain {
//!         match item {
//!             Ok(payload) => kept.push(payload),
//!             Err(error) => break 'all Err(error),
//!         }
//!     }
//!     Ok(kept)
//! }
//! ```
//!
//! Invariant: the names of the block are none of the user's.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;
use syn::{Expr, ExprMethodCall, Lifetime, parse_quote_spanned};

use super::super::{Lowerer, Val};
use crate::diagnostics::catalogue;
use crate::ir::{FloatKind, Ty};

/// What such a block does.
struct Kept {
    start: TokenStream,
    /// What an item is, of which the payload counts.
    item: TokenStream,
    /// What becomes of the payload.
    step: TokenStream,
}

impl Lowerer<'_> {
    /// The value of such a consumer; none where the call is no such.
    pub(super) fn until_failure(
        &mut self,
        call: &ExprMethodCall,
        expected: Option<&Ty>,
    ) -> Option<Val> {
        let asked = expected.map(Ty::strip_refs).filter(|ty| ty.content().is_some()).cloned();
        let method = call.method.to_string();
        let (kept, item, payload) = (name("kept"), name("item"), name("payload"));
        let (kept, holder) = match (method.as_str(), asked) {
            ("try_fold", asked) => {
                let (start, function) = (call.args.first()?, call.args.get(1)?);
                let shown = || self.callable(function).and_then(|by| by.shown_output());
                let Some(holder) = asked.or_else(shown) else {
                    self.diagnostics.push(catalogue::option_or_result(&call.method));
                    return Some(Val::refused());
                };
                let (item, step) = (quote!((#function)(#kept, #item)), quote!(#kept = #payload));
                (Kept { start: quote!(#start), item, step }, holder)
            }
            ("collect", Some(holder)) => {
                // into a `Vec`, or into what is refused like any other
                if !matches!(holder.content(), Some(Ty::Vec(_) | Ty::Opaque(_) | Ty::Inert)) {
                    self.diagnostics.push(catalogue::collected_type(&call.method));
                    return Some(Val::refused());
                }
                let (start, step) = (quote!(::std::vec::Vec::new()), quote!(#kept.push(#payload)));
                (Kept { start, item: quote!(#item), step }, holder)
            }
            ("sum" | "product", Some(holder)) => {
                let product = method == "product";
                let Some(start) = holder.content().and_then(|ty| start(ty, product)) else {
                    self.diagnostics.push(catalogue::summed_type(&call.method));
                    return Some(Val::refused());
                };
                let step = match product {
                    true => quote!(#kept *= #payload),
                    false => quote!(#kept += #payload),
                };
                (Kept { start, item: quote!(#item), step }, holder)
            }
            _ => return None,
        };
        let block = block(call, &kept, matches!(holder, Ty::Result(_)));
        Some(self.expr(&block))
    }
}

fn name(text: &str) -> Ident {
    Ident::new(text, Span::mixed_site())
}

/// What a sum or a product of numbers starts with.
fn start(ty: &Ty, product: bool) -> Option<TokenStream> {
    Some(match (ty, product) {
        (Ty::Float(FloatKind::F64), true) => quote!(1.0_f64),
        (Ty::Float(FloatKind::F64), false) => quote!(-0.0_f64),
        (Ty::Float(FloatKind::F32), true) => quote!(1.0_f32),
        (Ty::Float(FloatKind::F32), false) => quote!(-0.0_f32),
        (Ty::Int, true) => quote!(1),
        (Ty::Int, false) => quote!(0),
        _ => return None,
    })
}

fn block(call: &ExprMethodCall, of: &Kept, of_results: bool) -> Expr {
    let (kept, item, payload, error) = (name("kept"), name("item"), name("payload"), name("error"));
    let all = Lifetime::new("'all", Span::mixed_site());
    let (chain, Kept { start, item: made, step }) = (&call.receiver, of);
    let (present, failure, left) = match of_results {
        true => (quote!(Ok), quote!(Err(#error)), quote!(Err(#error))),
        false => (quote!(Some), quote!(None), quote!(None)),
    };
    parse_quote_spanned! {call.method.span()=>
        #all: {
            let mut #kept = #start;
            for #item in #chain {
                match #made {
                    #present(#payload) => #step,
                    #failure => break #all #left,
                }
            }
            #present(#kept)
        }
    }
}
