//! Numbers in fields that are marked `#[no_diff]`.
//!
//! In: an expression like `s.c` or `s.table[i]`, of a struct that the source file shows. Out: its value as data, as
//! `no_diff!(s.c)` gives it. The tangent of such a field holds nothing, so that what is made of the number has
//! to be known to have no derivative by it. The mark is a hint, since names are not resolved: rustc checks
//! that the tangent's field is an `Inert`.

use proc_macro2::Ident;
use quote::quote;
use syn::spanned::Spanned;
use syn::{Expr, ExprField, Member};

use super::{Lowerer, Val};
use crate::ir::{Op, PureOp, Ty};
use crate::parse::known::known_type;

impl Lowerer<'_> {
    /// The number in a marked field, or in an element of one.
    pub(super) fn marked_number(&mut self, expr: &Expr) -> Option<Val> {
        if self.options.facts.own.types.is_empty() {
            return None;
        }
        let field = self.marked_field(expr)?;
        let known = known_type(&self.written_type(expr)?, &self.signature.types);
        let ty = match (&known, expr) {
            (Ty::Float(_), _) => Ty::Inert,
            (Ty::Int | Ty::Bool, Expr::Index(_)) => known,
            _ => return None,
        };
        let (krate, base, member) = (&self.options.krate, &field.base, &field.member);
        let tangent = Ident::new("tangent", proc_macro2::Span::mixed_site());
        let checked = quote! {
            #krate::__private::data::marked(
                &#base, |#tangent| { let _: &#krate::__private::Inert<_> = &#tangent.#member; }, #expr
            )
        };
        let (tokens, uses) = self.verbatim(checked);
        let value =
            self.define(expr.span(), Op::Pure(PureOp::Verbatim { tokens, uses }, Vec::new()), ty);
        if matches!(value.ty, Ty::Inert) {
            self.untyped.extend(value.operand.as_var());
        }
        Some(value)
    }

    /// The field with a mark that an expression is a part of.
    fn marked_field<'e>(&self, expr: &'e Expr) -> Option<&'e ExprField> {
        match expr {
            Expr::Paren(inner) => self.marked_field(&inner.expr),
            Expr::Index(index) => self.marked_field(&index.expr),
            Expr::Field(field) => {
                let name = match &field.member {
                    Member::Named(name) => name.to_string(),
                    Member::Unnamed(index) => index.index.to_string(),
                };
                let base = self.written_type(&field.base);
                let marked =
                    base.and_then(|ty| Some(self.options.facts.own.named(&ty)?.1.marks(&name)));
                if marked == Some(true) { Some(field) } else { self.marked_field(&field.base) }
            }
            _ => None,
        }
    }
}
