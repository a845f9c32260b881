//! Where the sweeps of a function stand, and what they are called: one mechanism for functions and
//! methods.
//!
//! A free function's sweeps are associated functions of its companion type, `f::fwd`. A companion
//! cannot stand in an `impl` or a trait, so there the sweeps stand beside the function, under hidden
//! names: `__fwd_area` beside `area`. A caller names them as it names the function, and only the last
//! identifier differs, so that rustc finds the sweeps of a method as it finds the method.
//!
//! A hidden sweep borrows a receiver that the method takes by value, since a caller sees the value
//! only, and neither whether the method takes it away nor whether it is `Copy`. For the same reason
//! the receiver's tangent is always passed by reference.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{quote, quote_spanned};

use super::primal::method;
use crate::ir::{Callee, Order, Target};

/// The surroundings of a function.
#[derive(Clone, Debug)]
pub enum Home {
    /// A free function; the name of its companion.
    Companion(Ident),
    /// An `impl` or a trait; `Self` or `<Self as Trait>`.
    Impl { owner: TokenStream },
}

impl Home {
    pub fn is_impl(&self) -> bool {
        matches!(self, Self::Impl { .. })
    }

    /// The name under which a sweep of `function` is defined.
    pub fn define(&self, function: &Ident, sweep: &str) -> Ident {
        match self {
            Self::Companion(_) => method(sweep),
            Self::Impl { .. } => hidden(function, sweep),
        }
    }

    /// A sweep of `function` as its public functions call it.
    pub fn call(&self, function: &Ident, sweep: &str) -> TokenStream {
        let name = self.define(function, sweep);
        match self {
            Self::Companion(companion) => quote!(#companion::#name),
            Self::Impl { owner } => quote!(#owner::#name),
        }
    }

    /// The function itself.
    pub fn primal(&self, function: &Ident) -> TokenStream {
        match self {
            Self::Companion(_) => quote!(#function),
            Self::Impl { owner } => quote!(#owner::#function),
        }
    }
}

/// The name of a sweep beside its function, underlined where the function is named.
pub fn hidden(function: &Ident, sweep: &str) -> Ident {
    let text = function.to_string();
    let span = Span::mixed_site().located_at(function.span());
    Ident::new(&format!("__{sweep}_{}", text.trim_start_matches("r#")), span)
}

/// A sweep of a callee, underlined where the user named the callee; `.name` for a method.
pub fn sweep(callee: &Callee, sweep: &str) -> TokenStream {
    let turbofish = &callee.turbofish;
    match &callee.target {
        Target::Companion { companion, .. } => {
            let last = companion.clone().into_iter().last();
            let mut name = method(sweep);
            let span = last.map_or(name.span(), |last| name.span().located_at(last.span()));
            name.set_span(span);
            // as a type: rustc says of an unannotated function that it is not one
            quote_spanned!(span=> <#companion>::#name #turbofish)
        }
        Target::Associated { path, .. } => {
            let mut path = path.clone();
            if let Some(last) = path.path.segments.last_mut() {
                last.ident = hidden(&last.ident, sweep);
            }
            quote!(#path)
        }
        // a value, which has no sweeps of its own
        Target::Parameter(name) => quote!(#name),
        Target::Method(name) => {
            let name = hidden(name, sweep);
            quote!(.#name #turbofish)
        }
        Target::Operator(operator) => operator.function(sweep, &operator.tangents),
    }
}

/// The forward or reverse sweep of a callee of either order.
pub fn of_order(callee: &Callee, name: &str) -> TokenStream {
    match callee.order {
        Order::Primal => sweep(callee, name),
        Order::Tangent => sweep(callee, &format!("jvp_{name}")),
    }
}
