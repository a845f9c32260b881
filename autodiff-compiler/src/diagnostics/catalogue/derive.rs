//! Messages about `#[derive(Differentiable)]`.

use proc_macro2::Span;

use super::messages;
use crate::diagnostics::Diagnostic;

messages! {
    derived_union: "a union has no tangent: which of its fields is the value is not known"
        => "write a struct or an enum";
    no_diff_on_a_type: "`#[no_diff]` marks a field, not a type or a variant"
        => "write it on the fields that have no derivative; a type without any needs no `derive`";
    no_diff_arguments: "`#[no_diff]` takes no arguments"
        => "write `#[no_diff]` alone";
    no_diff_twice: "the field is marked `#[no_diff]` already"
        => "write it once";
}

/// `#[chainrule(..)]` with something else than where the crate is.
pub fn derive_argument(at: Span) -> Diagnostic {
    Diagnostic::at(at, "`#[chainrule(..)]` says where the crate is, and nothing else")
        .help("write `#[chainrule(crate = path)]`")
}
