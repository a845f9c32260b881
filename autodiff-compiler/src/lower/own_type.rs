//! Of which of the user's types an expression is, as far as what is written shows.
//!
//! In: an expression. Out: its type, where declarations, definitions and signatures in the file say it. It
//! decides whether a method whose name arrays have too is the user's, which rustc then finds of the value or
//! not, and what methods and operators of the file's types give.

use std::collections::BTreeMap;

use proc_macro2::Ident;
use syn::spanned::Spanned;
use syn::{BinOp, Expr, Type, UnOp};

use super::{Lowerer, Val};
use crate::ir::{CopyKind, FloatKind, Op, Operand, Place, Proj, Shown, Ty, VarId};
use crate::parse::known::known_type;
use crate::parse::{OwnTypes, boxed, element, held};

impl Lowerer<'_> {
    /// Whether a method is one that the file shows of a struct or an enum. Others may be those of what the
    /// type dereferences to.
    pub(super) fn is_of_own_type(&self, call: &syn::ExprMethodCall) -> bool {
        let own = &self.options.facts.own;
        !own.types.is_empty()
            && self.written_type(&call.receiver).is_some_and(|ty| {
                let named = own.named(&ty);
                named.is_some_and(|(_, own)| own.functions.contains_key(&call.method.to_string()))
            })
    }

    /// The type of an expression.
    pub(super) fn written_type(&self, expr: &Expr) -> Option<Type> {
        self.declared_type(expr).or_else(|| match self.type_of_part(expr)?.strip_refs() {
            Ty::Opaque(Some(Shown::Struct(shown))) => {
                let name = Ident::new(&shown.name, expr.span());
                Some(syn::parse_quote!(#name))
            }
            _ => None,
        })
    }

    /// The type of a variable or a part of one, as far as it is known.
    pub(super) fn type_of_part(&self, expr: &Expr) -> Option<Ty> {
        match expr {
            Expr::Paren(inner) => self.type_of_part(&inner.expr),
            Expr::Group(inner) => self.type_of_part(&inner.expr),
            Expr::Reference(inner) => self.type_of_part(&inner.expr),
            Expr::Unary(inner) if matches!(inner.op, UnOp::Deref(_)) => {
                let of = self.type_of_part(&inner.expr)?;
                Some(match self.scopes.references(&inner.expr) {
                    0 if !matches!(of, Ty::Ref(_)) => of.project(&Proj::Boxed),
                    _ => of.project(&Proj::Deref),
                })
            }
            Expr::Path(path) => {
                let place = self.scopes.place(path.path.get_ident()?)?;
                Some(self.place_ty(place))
            }
            Expr::Field(field) => {
                let of = self.type_of_part(&field.base)?;
                Some(of.out_of_box().project(&Proj::Field(field.member.clone())))
            }
            Expr::Index(index) if !matches!(*index.index, Expr::Range(_)) => {
                self.type_of_part(&index.expr)?.out_of_box().element().cloned()
            }
            _ => None,
        }
    }

    /// The type of an expression by what is written of its variables.
    fn declared_type(&self, expr: &Expr) -> Option<Type> {
        let own = &self.options.facts.own;
        match expr {
            Expr::Paren(inner) => self.written_type(&inner.expr),
            Expr::Group(inner) => self.written_type(&inner.expr),
            Expr::Reference(inner) => self.written_type(&inner.expr),
            Expr::Path(path) => {
                let name = path.path.get_ident()?;
                self.written_type_of_place(self.scopes.place(name)?)
            }
            Expr::Field(field) => own.field(&self.written_type(&field.base)?, &field.member),
            Expr::Index(index) if !matches!(*index.index, Expr::Range(_)) => {
                element(&self.written_type(&index.expr)?).cloned()
            }
            Expr::Struct(made) => {
                let path = &made.path;
                Some(syn::parse_quote!(#path))
            }
            Expr::Unary(unary) => {
                let inner = self.written_type(&unary.expr)?;
                match unary.op {
                    // of a name for what a reference refers to it is that
                    UnOp::Deref(_) => match boxed(&inner) {
                        Some(content) if self.scopes.references(&unary.expr) == 0 => {
                            Some(content.clone())
                        }
                        _ => Some(inner),
                    },
                    UnOp::Neg(_) => own.operated(&inner, "Neg"),
                    _ => None,
                }
            }
            Expr::Binary(binary) => {
                own.operated(&self.written_type(&binary.left)?, trait_of(&binary.op)?)
            }
            Expr::Call(call) => {
                let Expr::Path(path) = &*call.func else { return None };
                let mut owner = path.path.clone();
                let function = owner.segments.pop()?.ident;
                if function.to_string().starts_with(char::is_uppercase) {
                    // a tuple struct
                    let path = &path.path;
                    return Some(syn::parse_quote!(#path));
                }
                owner.segments.pop_punct();
                let last = owner.segments.last().filter(|_| path.qself.is_none())?.ident.clone();
                own.given(&syn::parse_quote!(#last), &function.to_string())
            }
            Expr::MethodCall(call) => {
                let receiver = self.written_type(&call.receiver)?;
                let operated = || own.operated(&receiver, self.operator_named(call)?);
                own.given(&receiver, &call.method.to_string()).or_else(operated)
            }
            _ => None,
        }
    }

    /// Whether a function of one of the file's types gives a float, or a struct of which the file shows more.
    pub(super) fn is_plain_result(&self, ty: &Type) -> bool {
        let known = known_type(ty, &self.signature.types);
        matches!(known, Ty::Float(FloatKind::F64 | FloatKind::F32) | Ty::Opaque(Some(_)))
    }

    /// What an operator gives: where the file shows that it is the type on the left again, that.
    pub(super) fn of_operator(&mut self, mut val: Val, left: &Ty, op: &BinOp) -> Val {
        let (Some(shown), Some(name)) = (left.shown_struct(), trait_of(op)) else { return val };
        let own = self.options.facts.own.types.get(&shown.name);
        let closed = own.and_then(|own| own.operators.get(name)).copied();
        if let (Some(true), Some(var)) = (closed, val.operand.as_var()) {
            self.function.vars[var.0 as usize].ty = left.clone();
            val.ty = left.clone();
        }
        val
    }

    /// The range in a field of that type, or a copy of it: `s.rows`, `s.rows.clone()`.
    pub(super) fn range_in(&self, expr: &Expr) -> Option<syn::ExprRange> {
        let place = match super::closure::strip_groups(expr) {
            Expr::MethodCall(call) if call.method == "clone" => &call.receiver,
            other => other,
        };
        let Type::Path(path) = self.written_type(place)? else { return None };
        let range = path.path.segments.last().is_some_and(|last| last.ident == "Range");
        range.then(|| syn::parse_quote!(#place.start..#place.end))
    }

    pub(super) fn written_type_of_place(&self, place: &Place) -> Option<Type> {
        type_of_place(place, &self.written, &self.options.facts.own)
    }

    /// A field of unknown type that the file shows to be an array or an option of numbers: a copy of it, of that type.
    pub(super) fn shown_in_field(&mut self, expr: &Expr, value: Val) -> Val {
        let Operand::Place(place) = &value.operand else { return value };
        let is_field = matches!(place.proj.last(), Some(Proj::Field(_)));
        if !is_field || !matches!(value.ty.strip_refs(), Ty::Opaque(_)) || value.reference.is_some()
        {
            return value;
        }
        let Some(written) = self.written_type(expr) else { return value };
        let known = known_type(&written, &self.signature.types);
        let is_shown = match &known {
            // the name of a length may mean another one here
            Ty::Array(element, Some(len)) => {
                element.is_float() && syn::parse2::<syn::LitInt>(len.clone()).is_ok()
            }
            Ty::Option(content) => content.is_float(),
            _ => false,
        };
        if !is_shown {
            return value;
        }
        let copy = Op::Copy(place.clone(), CopyKind::Clone);
        self.define(expr.span(), copy, known)
    }

    /// A part of unknown type that the file shows to be an option or a result, of whatever it is.
    pub(super) fn shown_holder(&self, expr: &Expr, value: Val) -> Val {
        if !matches!(value.ty, Ty::Opaque(None)) {
            return value;
        }
        let written = match super::closure::strip_groups(expr) {
            Expr::MethodCall(call) if call.method == "as_ref" || call.method == "as_mut" => {
                self.written_type(&call.receiver)
            }
            other => self.written_type(other),
        };
        let ty = match written.as_ref().map(|ty| known_type(ty, &self.signature.types)) {
            Some(Ty::Option(_)) => Ty::Option(Box::new(Ty::OPAQUE)),
            Some(Ty::Result(_)) => Ty::Result(Box::new(Ty::OPAQUE)),
            _ => return value,
        };
        Val { ty, ..value }
    }

    /// What a function of a type gives, as the file shows it.
    pub(super) fn given_by(&self, path: &syn::ExprPath) -> Option<Type> {
        let mut last = path.path.segments.iter().rev();
        let (function, owner) = (&last.next()?.ident, &last.next()?.ident);
        let owner = syn::parse_quote!(#owner);
        self.options.facts.own.given(&owner, &function.to_string())
    }

    /// A result of a type that borrows is made again where the reverse sweep needs it.
    pub(super) fn perhaps_view(
        &mut self,
        val: Val,
        called: Option<&Ident>,
        given: Option<&Type>,
    ) -> Val {
        let facts = &self.options.facts;
        let borrows = match given.and_then(|ty| facts.own.named(ty)) {
            Some((_, own)) => own.lifetimes > 0,
            None => called.is_some_and(|name| facts.lending.contains(&name.to_string())),
        };
        self.function.views.extend(val.operand.as_var().filter(|_| borrows));
        val
    }

    /// Whether an expression names a list of the standard library, or writes one out: these have no methods that
    /// are named like an array's.
    pub(super) fn is_list(&self, expr: &Expr) -> bool {
        match super::closure::strip_groups(expr) {
            Expr::Array(_) => true,
            Expr::Path(path) => path.path.get_ident().is_some_and(|name| {
                let ty = self.scopes.place(name).map(|place| self.place_ty(place));
                ty.is_some_and(|ty| {
                    matches!(ty.strip_refs(), Ty::Vec(_) | Ty::Slice(_) | Ty::Array(..))
                })
            }),
            _ => false,
        }
    }

    /// Keeps the type of a variable.
    pub(super) fn has_written_type(&mut self, pat: &syn::Pat, ty: Option<Type>) {
        if let (syn::Pat::Ident(pat), Some(ty)) = (pat, ty)
            && let Some(place) = self.scopes.place(&pat.ident).filter(|place| place.proj.is_empty())
        {
            self.written.insert(place.base, ty);
        }
    }
}

/// The trait of an operator.
fn trait_of(op: &BinOp) -> Option<&'static str> {
    match op {
        BinOp::Add(_) => Some("Add"),
        BinOp::Sub(_) => Some("Sub"),
        BinOp::Mul(_) => Some("Mul"),
        BinOp::Div(_) => Some("Div"),
        _ => None,
    }
}

/// The type of a place, by those of variables.
pub fn type_of_place(
    place: &Place,
    written: &BTreeMap<VarId, Type>,
    own: &OwnTypes,
) -> Option<Type> {
    let mut ty = written.get(&place.base)?.clone();
    for proj in &place.proj {
        ty = match proj {
            Proj::Deref | Proj::View => ty,
            Proj::Boxed => boxed(&ty)?.clone(),
            Proj::Field(member) => own.field(&ty, member)?,
            Proj::Index(_) => element(&ty)?.clone(),
            Proj::Range { .. } => ty,
            Proj::Payload => held(&ty)?.clone(),
            Proj::Part(part) => own.part(&ty, &part.variant, &part.member)?,
            Proj::IndexArray(_) => return None,
        };
    }
    Some(ty)
}
