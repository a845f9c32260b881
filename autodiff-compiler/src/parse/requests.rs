//! Whether the function can have what the attribute asks for.
//!
//! In: the signature with its parameters by kind, and the options. Out: a diagnostic per request
//! that does not fit. Invariant: nothing is left out silently that was asked for by name, but
//! `hvp_` and `hessian_`, which annotated callees carry `second_order` without.

use syn::{GenericParam, TypeParamBound, WherePredicate};

use super::{Options, Signature};
use crate::diagnostics::{Diagnostic, Diagnostics, catalogue};
use crate::ir::Ty;

/// Names that the language, or everything in a module, uses for something else.
pub const RESERVED: &[&str] = &[
    "bool", "char", "str", "f16", "f32", "f64", "f128", "i8", "i16", "i32", "i64", "i128", "isize",
    "u8", "u16", "u32", "u64", "u128", "usize", "std", "core", "alloc",
];

/// Bounds that come with operators on a type parameter, without making it a float.
const OPERATORS: &[&str] = &[
    "Add",
    "Sub",
    "Mul",
    "Div",
    "Rem",
    "Neg",
    "AddAssign",
    "SubAssign",
    "MulAssign",
    "DivAssign",
    "RemAssign",
    "Sum",
    "Product",
    "Num",
    "NumOps",
    "NumRef",
    "NumAssign",
    "NumAssignOps",
    "Signed",
    "Zero",
    "One",
];

/// Bounds that say nothing about arithmetic.
const SILENT: &[&str] = &[
    "Copy",
    "Clone",
    "Debug",
    "Display",
    "Default",
    "PartialEq",
    "PartialOrd",
    "Eq",
    "Ord",
    "Hash",
    "Sized",
    "Send",
    "Sync",
    "Unpin",
    "From",
    "Into",
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
        | Ty::Unit
        | Ty::Tuple(_)
        | Ty::Option(_)
        | Ty::Result(_)
        | Ty::Opaque => false,
        Ty::Ref(inner) => is_vector(inner),
    }
}

/// Type parameters with operators, in differentiable parameters, that no bound makes floats.
///
/// A bound by an unknown trait may have `Real` above it; rustc decides then.
fn missing_float_bounds(sig: &syn::Signature, signature: &Signature) -> Vec<Diagnostic> {
    let params = sig.generics.params.iter().filter_map(|param| match param {
        GenericParam::Type(param) => Some(param),
        GenericParam::Lifetime(_) | GenericParam::Const(_) => None,
    });
    params
        .filter(|param| signature.occurs(&param.ident))
        .filter(|param| {
            let names = bounds(&sig.generics, param);
            let operators = names.iter().any(|name| OPERATORS.contains(&name.as_str()));
            let known = |name: &String| {
                OPERATORS.contains(&name.as_str()) || SILENT.contains(&name.as_str())
            };
            operators && names.iter().all(known)
        })
        .map(|param| catalogue::float_bound_missing(&param.ident))
        .collect()
}

/// The last names of all traits that a type parameter is bound by.
fn bounds(generics: &syn::Generics, param: &syn::TypeParam) -> Vec<String> {
    let clauses = generics.where_clause.iter().flat_map(|clause| &clause.predicates);
    let wanted = clauses.filter_map(|predicate| match predicate {
        WherePredicate::Type(predicate) => match &predicate.bounded_ty {
            syn::Type::Path(path) if path.path.is_ident(&param.ident) => Some(&predicate.bounds),
            _ => None,
        },
        _ => None,
    });
    let all = [&param.bounds].into_iter().chain(wanted).flatten();
    let names = all.filter_map(|bound| match bound {
        TypeParamBound::Trait(bound) => bound.path.segments.last(),
        _ => None,
    });
    names.map(|segment| segment.ident.to_string()).collect()
}
