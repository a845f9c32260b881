//! Structs and variants of enums: literals, with `..base` or not, and constructors.
//!
//! Fields are places already; only making a struct is an operation.

use proc_macro2::{Ident, Span};
use quote::quote;
use syn::spanned::Spanned;
use syn::{Expr, Member};

use super::{Lowerer, Val};
use crate::diagnostics::catalogue;
use crate::ir::{Arg, Composite, Op, Operand, Rest, Ty};
use crate::parse::known::known_type;

impl Lowerer<'_> {
    /// `P { x: a, y, ..base }`
    pub fn struct_literal(&mut self, node: &syn::ExprStruct) -> Val {
        let written: Vec<&Expr> = node.fields.iter().map(|field| &field.expr).collect();
        let all: Vec<&Expr> = written.iter().copied().chain(node.rest.as_deref()).collect();
        let mut values = self.values(all);
        let rest = match node.rest.as_deref().and_then(|_| values.pop()) {
            Some(base) => Rest::Base { base: base.operand, zeros: Vec::new() },
            None => Rest::Nothing,
        };
        let members: Vec<Member> = node.fields.iter().map(|field| field.member.clone()).collect();
        let parts = self.parts(&written, members.into_iter().zip(values));
        let path = &node.path;
        let made = Composite {
            path: quote!(#path),
            variant: self.variant_name(path),
            positional: false,
            parts,
            rest,
            tangent_of: None,
        };
        self.made(node.span(), path, made)
    }

    /// `P(a, b)`, of a struct or of a variant.
    pub fn tuple_struct(
        &mut self,
        span: Span,
        path: &syn::Path,
        args: Vec<Val>,
        written: &[&Expr],
    ) -> Val {
        // where the path is a function, rustc says there that it has no such fields
        let at = path.segments.last().map_or(span, |last| last.ident.span());
        let members = (0..).map(|index| Member::Unnamed(syn::Index { index, span: at }));
        let parts = self.parts(written, members.zip(args));
        let made = Composite {
            path: quote!(#path),
            variant: self.variant_name(path),
            positional: true,
            parts,
            rest: Rest::Nothing,
            tangent_of: None,
        };
        self.made(span, path, made)
    }

    fn variant_name(&self, path: &syn::Path) -> Option<Ident> {
        let last = path.segments.last().filter(|_| self.variants.contains(path));
        last.map(|last| last.ident.clone())
    }

    fn made(&mut self, span: Span, path: &syn::Path, made: Composite) -> Val {
        let ty = known_type(&syn::parse_quote!(#path), &self.signature.types);
        let ty = if matches!(ty, Ty::Opaque(_)) { ty } else { Ty::OPAQUE };
        self.define(span, Op::Struct(Box::new(made)), ty)
    }

    /// The fields with what they hold; a struct may borrow only from what does not change.
    fn parts(
        &mut self,
        written: &[&Expr],
        values: impl Iterator<Item = (Member, Val)>,
    ) -> Vec<(Member, Arg)> {
        let mut parts = Vec::new();
        for (expr, (member, value)) in written.iter().zip(values) {
            if let (Some(_), Operand::Place(place)) = (value.reference, &value.operand)
                && (self.function.var(place.base).storage || value.reference == Some(true))
            {
                self.diagnostics.push(catalogue::borrowing_struct(expr));
            }
            parts.push((member, Arg { operand: value.operand, reference: value.reference }));
        }
        parts
    }
}
