//! `array![a, b]` and `array![[a, b], [c, d]]` of ndarray: calls of the functions that make arrays; and what the
//! elements of an array tell of each other.

use proc_macro2::Span;
use quote::quote;
use syn::punctuated::Punctuated;
use syn::spanned::Spanned;
use syn::{Expr, Token, parse_quote};

use super::stmt::unknown_for_inert;
use super::{Lowerer, Val};
use crate::ir::{FloatKind, Op, Ty};

/// The type of what `Array1::from_vec(v)` and `Array2::from_shape_vec(shape, v)` give, where the numbers in `v`
/// are of a known type.
pub fn array_made_by(path: &syn::ExprPath, args: &[Val]) -> Option<Ty> {
    let mut names = path.path.segments.iter().rev().map(|segment| segment.ident.to_string());
    let (function, owner) = (names.next()?, names.next()?);
    let rank = match owner.as_str() {
        "Array1" => 1,
        "Array2" => 2,
        _ => return None,
    };
    let Ty::Vec(element) = args.last()?.ty.strip_refs() else { return None };
    if !is_known_float(element) {
        return None;
    }
    let array = Ty::Nd(element.clone(), Some(rank));
    match (function.as_str(), args.len()) {
        ("from_vec", 1) => Some(array),
        ("from_shape_vec", 2) => Some(Ty::Result(Box::new(array))),
        _ => None,
    }
}

fn is_known_float(ty: &Ty) -> bool {
    matches!(ty, Ty::Float(FloatKind::F64 | FloatKind::F32 | FloatKind::Generic(_)))
}

impl Lowerer<'_> {
    /// The array of elements, or of rows.
    pub fn array_macro(&mut self, mac: &syn::Macro) -> Val {
        let span = mac.span();
        let parts: Vec<Expr> =
            match mac.parse_body_with(Punctuated::<Expr, Token![,]>::parse_terminated) {
                Ok(parts) => parts.into_iter().collect(),
                Err(error) => {
                    self.diagnostics.push_syntax(error);
                    return Val::unit();
                }
            };
        let rows = parts.iter().any(|part| matches!(part, Expr::Array(_)));
        let (values, _) = self.kept_values(&parts);
        let part = unknown_for_inert(self.join(&values));
        let element = match (&part, rows) {
            (Ty::Array(element, _), true) => (**element).clone(),
            (part, _) => part.clone(),
        };
        let all = Op::VecLit(super::expr::operands(values));
        let list = self.define(span, all, Ty::Vec(Box::new(part)));
        let krate = &self.options.krate;
        let path: syn::ExprPath = match rows {
            true => parse_quote!(#krate::ndarray::Array2::from),
            false => parse_quote!(#krate::ndarray::Array1::from_vec),
        };
        self.made_array(span, &path, list, Ty::Nd(Box::new(element), Some(1 + usize::from(rows))))
    }

    fn made_array(&mut self, span: Span, path: &syn::ExprPath, list: Val, ty: Ty) -> Val {
        let float = matches!(&ty, Ty::Nd(element, _) if is_known_float(element));
        let written: Expr = syn::Expr::Verbatim(quote!());
        let made = self.function_call(span, path, vec![list], &[&written]);
        if float { self.typed(made, &ty) } else { made }
    }

    /// The parts of an array, in which one integer says that all are.
    pub fn all_integers(&mut self, span: Span, mut parts: Vec<Val>) -> Vec<Val> {
        if parts.iter().any(|part| matches!(part.ty, Ty::Int)) {
            for part in &mut parts {
                if matches!(part.ty, Ty::Opaque(_)) && part.reference.is_none() {
                    *part = self.integer(span, part.clone());
                }
            }
        }
        parts
    }
}
