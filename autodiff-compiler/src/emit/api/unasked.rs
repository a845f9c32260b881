//! Derivatives that a function does not have, and that its file calls nevertheless.
//!
//! In: the names of the derivatives that are called. Out: functions of these names behind a bound that nothing
//! satisfies: the call resolves, and the bound says what to write. Where nothing calls one, there is none.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote_spanned};

use super::Api;
use crate::emit::companion::Context;
use crate::emit::home::Home;
use crate::ir::Ty;

/// The functions behind their bounds.
pub fn unasked(context: &Context) -> TokenStream {
    let called = &context.options.facts.called;
    let Home::Companion(companion) = context.home else { return TokenStream::new() };
    if called.is_empty() {
        return TokenStream::new();
    }
    let api = Api { context, stub: None };
    let base = context.item.sig.ident.to_string();
    let base = base.trim_start_matches("r#");
    let lacking = ["grad", "value_and_grad", "vjp", "hvp", "hessian", "jacobian"]
        .into_iter()
        .filter(|prefix| called.contains(&format!("{prefix}_{base}")))
        .filter_map(|prefix| Some((prefix, api.lacks(prefix)?)));
    lacking.map(|(prefix, lacks)| api.behind(prefix, lacks, companion)).collect()
}

impl Api<'_> {
    /// The trait that says why there is no such derivative; none where there is one, or where the attribute's
    /// arguments left it out.
    fn lacks(&self, prefix: &str) -> Option<&'static str> {
        let options = self.context.options;
        let second = matches!(prefix, "hvp" | "hessian");
        if !options.reverse {
            return None;
        }
        if self.context.signature.is_in_place() {
            return Some("ReturnsAll");
        }
        if self.active().next().is_none() || self.context.signature.output_known.is_inert() {
            return matches!(prefix, "grad" | "value_and_grad").then_some("HasDerivative");
        }
        if !self.scalar_output() && (second || matches!(prefix, "grad" | "value_and_grad")) {
            let output = &self.context.signature.output_known;
            // of a type that is not known, nothing is said
            return (!matches!(output.strip_refs(), Ty::Opaque(_))).then_some("HasScalarResult");
        }
        if second && options.second_order.is_none() {
            return Some("AskedForSecondOrder");
        }
        (prefix == "jacobian" && options.jacobian.is_none()).then_some("AskedForJacobian")
    }

    /// One of them.
    fn behind(&self, prefix: &str, lacks: &str, companion: &Ident) -> TokenStream {
        let private = self.context.private;
        let bound = format_ident!("{lacks}");
        // bound by a lifetime, it fails where the function is called, not where it stands
        let span = Span::mixed_site();
        let bound = quote_spanned!(span=> for<'never> #companion: #private::#bound);
        let Ok(bound) = syn::parse2::<syn::WherePredicate>(bound) else {
            return TokenStream::new();
        };
        let mut generics = self.context.generics.clone();
        generics.make_where_clause().predicates.push(bound);
        let allowed = self.context.allowed.clone();
        let context = &Context { generics: &generics, allowed, ..*self.context };
        let body = crate::emit::stubs::body();
        let api = Api { context, stub: Some(&body) };
        match prefix {
            "grad" | "value_and_grad" if lacks == "HasDerivative" => {
                api.function(prefix, "No derivative", &api.own(), &quote::quote!(()), &body)
            }
            "grad" => api.grad(),
            "value_and_grad" => api.value_and_grad(),
            "vjp" => api.vjp(),
            "hvp" => api.hvp(),
            "hessian" => api.hessian(),
            _ => api.jacobian(),
        }
    }
}
