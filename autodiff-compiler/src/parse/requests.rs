//! Whether the function can have what the attribute asks for.
//!
//! In: the signature with its parameters by kind, and the options. Out: a diagnostic per request
//! that does not fit. Invariant: nothing is left out silently that was asked for by name, but
//! `hvp_` and `hessian_`, which annotated callees carry `second_order` without.

use super::floats::has_operators;
use super::{Options, Signature};
use crate::diagnostics::{Diagnostic, Diagnostics, catalogue};
use crate::ir::Ty;

/// Names that the language, or everything in a module, uses for something else.
pub const RESERVED: &[&str] = &[
    "bool", "char", "str", "f16", "f32", "f64", "f128", "i8", "i16", "i32", "i64", "i128", "isize",
    "u8", "u16", "u32", "u64", "u128", "usize", "std", "core", "alloc",
];

pub fn check(
    sig: &syn::Signature,
    signature: &Signature,
    options: &Options,
    diagnostics: &mut Diagnostics,
) {
    if options.companion.is_none() && RESERVED.iter().any(|name| sig.ident == name) {
        diagnostics.push(catalogue::named_like_a_type(&sig.ident));
    }
    if let Some(span) = options.jacobian {
        let ident = proc_macro2::Ident::new("jacobian", span);
        if signature.params.iter().any(|param| param.inout) {
            diagnostics.push(catalogue::jacobian_in_place(&ident));
        } else if !signature.is_array_to_array() {
            diagnostics.push(catalogue::jacobian_misfit(&ident));
        } else if !options.reverse {
            diagnostics.push(catalogue::jacobian_reverse(&ident));
        }
    }
    if let (true, Some(rule), None) =
        (signature.is_in_place(), &options.rules.vjp, &options.rules.adjoint)
    {
        diagnostics.push(catalogue::rule_for_changes(rule));
    }
    if let (true, None, Some(span)) =
        (options.rules.any(), &options.rules.jvp, options.second_order)
    {
        diagnostics.push(catalogue::second_order_of_rules(span));
    }
    if options.bound.is_none() {
        for found in missing_float_bounds(sig, signature) {
            diagnostics.push(found);
        }
    }
}

impl Signature {
    /// One one-dimensional array of floats to another.
    fn is_array_to_array(&self) -> bool {
        let mut actives = self.active();
        let output = self.output_known.content().unwrap_or(&self.output_known);
        match (actives.next(), actives.next()) {
            (Some(param), None) => is_vector(&param.known) && is_vector(output),
            _ => false,
        }
    }
}

fn is_vector(ty: &Ty) -> bool {
    match ty.strip_refs() {
        Ty::Array(element, _) | Ty::Slice(element) | Ty::Vec(element) => element.is_float(),
        Ty::Nd(element, rank) => element.is_float() && *rank == Some(1),
        Ty::Float(_)
        | Ty::Int
        | Ty::Bool
        | Ty::Inert
        | Ty::Data
        | Ty::Unit
        | Ty::Tuple(_)
        | Ty::Option(_)
        | Ty::Result(_)
        | Ty::Opaque(_) => false,
        Ty::Ref(inner) => is_vector(inner),
    }
}

/// Type parameters with operators, in differentiable parameters, that are no floats.
fn missing_float_bounds(sig: &syn::Signature, signature: &Signature) -> Vec<Diagnostic> {
    sig.generics
        .type_params()
        .filter(|param| signature.occurs(&param.ident))
        .filter(|param| !signature.types.floats.iter().any(|float| param.ident == *float))
        .filter(|param| has_operators(&sig.generics, &param.ident))
        .map(|param| catalogue::float_bound_missing(&param.ident))
        .collect()
}
