//! Code that compiles only if the fields that a function uses are of the types that the file shows.
//!
//! In: a function. Out: closures that are never called. Names are not resolved here: another struct of the same
//! name may be meant, and an integer in the place of a float would have no derivative.

use std::collections::BTreeMap;

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use crate::ir::{Block, FloatKind, Function, Op, Operand, Place, Proj, StmtKind, Ty};

/// By the names of structs: what is checked, by its text.
type Checks = BTreeMap<String, BTreeMap<String, TokenStream>>;

/// The checks of a function.
pub fn checks(function: &Function) -> TokenStream {
    let mut found = Checks::new();
    of_block(&function.body, function, &mut found);
    function.results.iter().for_each(|result| of_operand(result, function, &mut found));
    let closures = found.into_iter().map(|(name, checks)| {
        let (name, checks) = (Ident::new(&name, Span::mixed_site()), checks.values());
        quote! {
            #[allow(unused, unconditional_panic)]
            let _ = |shown: &#name| { #(#checks)* };
        }
    });
    closures.collect()
}

fn of_block(block: &Block, function: &Function, found: &mut Checks) {
    block.walk(&mut |stmt| {
        stmt.for_each_operand(&mut |operand| of_operand(operand, function, found));
        match &stmt.kind {
            StmtKind::Let { op, .. } | StmtKind::LetMany { op, .. } => {
                if let Op::Load(place) | Op::Copy(place, _) = op {
                    of_place(place, function, found);
                }
            }
            StmtKind::Store { place, .. } | StmtKind::Accumulate { place, .. } => {
                of_place(place, function, found);
            }
            StmtKind::InPlace(_) => {
                stmt.written_places().iter().for_each(|place| of_place(place, function, found));
            }
            StmtKind::Declare { .. }
            | StmtKind::CallWith { .. }
            | StmtKind::Branch { .. }
            | StmtKind::For { .. }
            | StmtKind::While { .. }
            | StmtKind::Map { .. }
            | StmtKind::Effect { .. } => {}
        }
    });
}

fn of_operand(operand: &Operand, function: &Function, found: &mut Checks) {
    if let Operand::Place(place) = operand {
        of_place(place, function, found);
    }
}

/// The part of a struct that a place is: from the first struct on the way that the function names.
fn of_place(place: &Place, function: &Function, found: &mut Checks) {
    let mut ty = function.var(place.base).ty.clone();
    let mut way: Option<(String, TokenStream)> = None;
    for proj in &place.proj {
        match proj {
            Proj::Index(at) => of_operand(at, function, found),
            Proj::IndexArray(all) => all.iter().for_each(|at| of_operand(at, function, found)),
            Proj::Range { lo, hi, .. } => {
                lo.iter().chain(hi).for_each(|at| of_operand(at, function, found));
            }
            Proj::Field(_)
            | Proj::Deref
            | Proj::Boxed
            | Proj::View
            | Proj::Payload
            | Proj::Part(_) => {}
        }
        if let Some(shown) = ty.shown_struct()
            && way.is_none()
            && (shown.mentioned || shown.by_self)
        {
            let name = if shown.by_self { "Self" } else { &shown.name };
            way = Some((name.to_owned(), quote!(shown)));
        }
        way = way.and_then(|(name, part)| {
            let part = match proj {
                Proj::Field(member) => quote!(#part.#member),
                Proj::Index(_) => quote!(#part[0]),
                Proj::Deref | Proj::View => part,
                Proj::Boxed => quote!((*#part)),
                Proj::IndexArray(_) | Proj::Range { .. } | Proj::Payload | Proj::Part(_) => {
                    return None;
                }
            };
            Some((name, part))
        });
        ty = ty.project(proj);
    }
    let Some((name, part)) = way else { return };
    let code = check(&part, &ty);
    if !code.is_empty() {
        found.entry(name).or_default().insert(part.to_string(), code);
    }
}

/// Code that compiles only for a part of this type.
fn check(part: &TokenStream, ty: &Ty) -> TokenStream {
    match ty {
        Ty::Float(FloatKind::F64) => quote!(let _: ::core::primitive::f64 = #part;),
        Ty::Float(FloatKind::F32) => quote!(let _: ::core::primitive::f32 = #part;),
        // no float has this operator
        Ty::Int | Ty::Bool => quote!(let _ = !#part;),
        Ty::Array(element, _) | Ty::Vec(element) => check(&quote!(#part[0]), element),
        Ty::Tuple(parts) => {
            let index = |at| syn::Index { index: at, span: Span::mixed_site() };
            let each = (0..).zip(parts).map(|(at, ty)| {
                let index = index(at);
                check(&quote!(#part.#index), ty)
            });
            each.collect()
        }
        // fields of these are not known
        Ty::Float(FloatKind::Generic(_) | FloatKind::Unspecified | FloatKind::Infer(_))
        | Ty::Inert
        | Ty::Data
        | Ty::Unit
        | Ty::Slice(_)
        | Ty::Nd(..)
        | Ty::Ref(_)
        | Ty::Option(_)
        | Ty::Result(_)
        | Ty::Opaque(_) => TokenStream::new(),
    }
}
