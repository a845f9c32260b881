//! Methods without derivative, found where rustc looks for their sweeps.
//!
//! In: a program. Out: per method that it calls, a trait of its own with the names of the sweeps. No type
//! has the trait, so rustc takes the sweeps of an annotated method; where there are none, it finds
//! these, and prints what the trait says about itself. Sweeps of methods of other libraries' types stand
//! in traits of the core, which are brought into scope beside.

use std::collections::BTreeMap;

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use super::home::hidden;
use crate::ir::{Function, Op, StmtKind};

/// The sweeps that a caller may name.
const SWEEPS: [&str; 5] = ["fwd", "rev", "jvp", "jvp_fwd", "jvp_rev"];

/// The traits for the methods that a program calls.
pub fn traits(function: &Function, private: &TokenStream) -> TokenStream {
    let mut called = BTreeMap::new();
    function.body.walk(&mut |stmt| {
        if let StmtKind::Let { op: Op::Call(callee, _), .. }
        | StmtKind::LetMany { op: Op::Call(callee, _), .. }
        | StmtKind::CallWith { op: Op::Call(callee, _), .. } = &stmt.kind
            && let Some(name) = callee.name()
        {
            called.entry(name.to_string()).or_insert_with(|| name.clone());
        }
    });
    if called.is_empty() {
        return TokenStream::new();
    }
    let unknown = called.values().map(of_method);
    quote! {
        #[allow(unused_imports)]
        use #private::libraries::*;
        #(#unknown)*
    }
}

fn of_method(name: &Ident) -> TokenStream {
    let text = name.to_string();
    let text = text.trim_start_matches("r#");
    let own = |prefix: &str| Ident::new(&format!("__{prefix}_{text}"), Span::mixed_site());
    let (unknown, annotated) = (own("Unknown"), own("Annotated"));
    let sweeps = SWEEPS.iter().map(|sweep| hidden(name, sweep));
    let message = format!("no derivative is known for method `{text}`");
    let note = format!(
        "help: write `#[differentiable]` on `{text}`, its `impl` or its trait, or wrap the call in \
         `no_diff!(..)` if its result has no derivative"
    );
    quote! {
        #[diagnostic::on_unimplemented(
            message = #message,
            label = "called with values that have derivatives",
            note = #note
        )]
        #[allow(non_camel_case_types, dead_code)]
        trait #annotated {}
        #[allow(non_camel_case_types, dead_code)]
        trait #unknown { #(fn #sweeps(&self) {})* }
        impl<T: ?Sized + #annotated> #unknown for T {}
    }
}
