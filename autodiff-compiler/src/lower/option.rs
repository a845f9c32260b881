//! `Option` and `Result`: their constructors and methods.
//!
//! A method that asks for the variant becomes a branch; the payload is a place
//! ([`Proj::Payload`]), and what an `Err` holds has no derivative.

use proc_macro2::{Ident, Span};
use quote::quote;
use syn::Expr;
use syn::spanned::Spanned;

use super::option_changes::changes_option;
use super::{Lowerer, Val};
use crate::diagnostics::catalogue;
use crate::ir::{Literal, Op, Operand, Place, Proj, PureOp, Refs, Ty, Variant, Vars};
use crate::lower::stmt::unknown_for_inert;

/// What becomes of a payload, or of the place that has none.
pub(super) type Then<'a, T> = &'a mut dyn FnMut(&mut Lowerer, T) -> Val;

impl Lowerer<'_> {
    /// `Some(value)`, `None`, `Ok(value)`, `Err(error)`.
    pub fn variant(&mut self, span: Span, variant: Variant, argument: Option<&Expr>) -> Val {
        let payload = match (variant, argument) {
            (Variant::Err, Some(error)) => Some(self.error(error)),
            (_, Some(value)) => Some(self.expr(value)),
            (_, None) => None,
        };
        self.wrap(span, variant, payload)
    }

    /// A variant of a value that is there.
    pub fn wrap(&mut self, span: Span, variant: Variant, payload: Option<Val>) -> Val {
        let (payload, refs) = self.owned_parts(payload.into_iter().collect());
        let content = match (payload.first(), variant) {
            (Some(value), Variant::Some | Variant::Ok) => unknown_for_inert(value.ty.clone()),
            // the other arm's, or the annotation's
            (_, Variant::None | Variant::Err) | (None, _) => Ty::Inert,
        };
        let ty = match variant {
            Variant::Some | Variant::None => Ty::Option(Box::new(content)),
            Variant::Ok | Variant::Err => Ty::Result(Box::new(content)),
        };
        let (parts, refs) = (super::expr::operands(payload), Refs::each(refs));
        let made = self.define(span, Op::Variant(variant, parts), ty);
        self.made_with_refs(made, refs)
    }

    /// An error's value: any expression, evaluated as it stands. It is data and has no derivative.
    pub fn error(&mut self, expr: &Expr) -> Val {
        let wrapped = match expr {
            Expr::Macro(mac) => mac.mac.path.segments.last().is_some_and(|l| l.ident == "no_diff"),
            _ => false,
        };
        if wrapped {
            return self.expr(expr);
        }
        let (tokens, uses) = self.assertion(quote!(#expr));
        let op = PureOp::Verbatim { tokens: quote!((#tokens)), uses };
        self.define(expr.span(), Op::Pure(op, Vec::new()), Ty::Inert)
    }

    /// What is found out of a place by how it is used, where that was not known.
    pub fn learn_holder(&mut self, place: &Place, ty: Ty) {
        let data = &mut self.function.vars[place.base.0 as usize];
        if data.storage || data.param.is_some() {
            return;
        }
        match (place.proj.as_slice(), &mut data.ty) {
            ([], known @ Ty::Opaque(_)) => *known = ty,
            // a value without derivative that only this asks
            ([], known @ Ty::Inert) if !data.named => {
                *known = match ty {
                    Ty::Result(_) => Ty::Result(Box::new(Ty::Inert)),
                    _ => Ty::Option(Box::new(Ty::Inert)),
                }
            }
            ([Proj::Payload], Ty::Option(known) | Ty::Result(known))
                if matches!(**known, Ty::Opaque(_)) =>
            {
                **known = ty;
            }
            _ => {}
        }
    }

    /// Whether the value is a `Some` or an `Ok`.
    pub(super) fn present(&mut self, span: Span, value: &Val) -> Val {
        let name = |name: &str| PureOp::Method(Ident::new(name, Span::mixed_site()));
        let test = match value.ty.strip_refs() {
            Ty::Option(_) => name("is_some"),
            Ty::Result(_) => name("is_ok"),
            _ => PureOp::Present,
        };
        self.define(span, Op::Pure(test, vec![value.operand.clone()]), Ty::Bool)
    }

    /// `if present { some(payload) } else { none(value) }`
    pub(super) fn on_payload(
        &mut self,
        span: Span,
        value: &Val,
        some: Then<'_, Val>,
        none: Then<'_, Place>,
    ) -> Val {
        let place = self.place_of(span, value, None);
        let present = self.present(span, value);
        let reference = value.reference;
        self.either(
            span,
            present.operand,
            &mut |this| {
                let payload = place.then(Proj::Payload);
                let ty = this.place_ty(&payload);
                some(this, Val { operand: Operand::Place(payload), ty, reference })
            },
            &mut |this| none(this, place.clone()),
        )
    }

    /// `if selector { yes } else { no }`
    pub(super) fn either(
        &mut self,
        span: Span,
        selector: Operand,
        yes: &mut dyn FnMut(&mut Self) -> Val,
        no: &mut dyn FnMut(&mut Self) -> Val,
    ) -> Val {
        let known = self.current.clone();
        let (first, there) = self.nested(yes);
        self.current = known.clone();
        let (second, absent) = self.nested(no);
        self.current = known;
        let mut writes = Vars::new();
        for stmt in first.stmts.iter().chain(&second.stmts) {
            stmt.for_each_written(&mut |var| {
                writes.insert(var);
            });
        }
        self.forget(&writes);
        self.unify(&there.ty, &absent.ty);
        let ty = super::branch::merge(there.ty.clone(), absent.ty.clone());
        self.join_arms(span, selector, [first, second], [there, absent], ty)
    }

    /// A payload as a value of its own.
    pub(super) fn opened(&mut self, span: Span, payload: Val) -> Val {
        match payload.operand {
            Operand::Place(place) => self.read(span, place),
            _ => payload,
        }
    }

    /// `value?`: the payload, or the function returns what has none.
    pub fn question_mark(&mut self, node: &syn::ExprTry) -> Val {
        let span = node.question_token.span;
        if let Some(mut parts) = self.opened_parts(node) {
            return match (parts.pop(), parts.is_empty()) {
                (Some(part), true) => part,
                _ => {
                    self.diagnostics.push(catalogue::kept_item(span));
                    Val::refused()
                }
            };
        }
        let value = self.scrutinee(&node.expr);
        // a closure without a written result gives what its first `?` asks
        let output = self.output().unwrap_or_else(|| value.ty.strip_refs().clone());
        if output.content().is_none() {
            self.diagnostics.push(catalogue::question_mark_output(&node.question_token));
            return Val::unit();
        }
        if !may_hold(&value.ty) {
            self.diagnostics.leave_to_rustc();
            return Val::unit();
        }
        let place = self.place_of(span, &value, None);
        let holder = match output {
            Ty::Result(_) => Ty::Result(Box::new(Ty::OPAQUE)),
            _ => Ty::Option(Box::new(Ty::OPAQUE)),
        };
        self.learn_holder(&place, holder);
        let present = self.present(span, &value);
        let known = self.current.clone();
        let (on, _) = self.closed(|_| Val::unit());
        let (off, _) = self.closed(|this| {
            let left = match output {
                Ty::Result(_) => {
                    let error = this.converted_error(span, &place);
                    this.wrap(span, Variant::Err, Some(error))
                }
                _ => this.wrap(span, Variant::None, None),
            };
            this.leave_function(span, left);
            Val::unit()
        });
        self.current = known;
        self.push_branch(span, present.operand, true, vec![on, off]);
        let payload = place.then(Proj::Payload);
        let reference = value.reference.or(self.is_reference(&payload).then_some(false));
        Val { reference, ..self.read(span, payload) }
    }

    /// `value.unwrap()`, `value.expect(..)`.
    pub fn unwrapped(&mut self, call: &syn::ExprMethodCall) -> Val {
        let span = call.method.span();
        let value = self.scrutinee(&call.receiver);
        if !may_hold(&value.ty) {
            self.diagnostics.leave_to_rustc();
            return Val::unit();
        }
        let place = self.place_of(span, &value, None).then(Proj::Payload);
        let reference = value.reference.or(self.is_reference(&place).then_some(false));
        let ty = self.place_ty(&place);
        if let (Ty::Nd(..), None, Expr::Call(_)) = (&ty, reference, &*call.receiver) {
            // an array of its own, of which views are taken again and not recorded
            return self.define(span, Op::Use(Operand::Place(place)), ty);
        }
        Val { reference, ..self.read(span, place) }
    }

    /// Methods of `Option`, `Result` and slices that give or take options.
    pub fn option_method(&mut self, call: &syn::ExprMethodCall) -> Val {
        let span = call.method.span();
        let name = call.method.to_string();
        if matches!(name.as_str(), "then" | "then_some") {
            return self.then(call);
        }
        let of_array = matches!(name.as_str(), "first" | "last" | "get");
        let table = of_array.then(|| self.constant_table(&call.receiver)).flatten();
        let value = match table {
            // an array of unknown type, as a check makes sure
            Some(table) => Val::new(Operand::Place(table), Ty::OPAQUE),
            None => {
                let value = self.scrutinee(&call.receiver);
                let value = self.shown_in_field(&call.receiver, value);
                self.shown_holder(&call.receiver, value)
            }
        };
        if name == "map" && matches!(value.ty.strip_refs(), Ty::Array(..)) {
            return self.mapped_array(call, &value);
        }
        if of_array {
            return self.element(call, &value);
        }
        if !may_hold(&value.ty) {
            return self.unknown_method(call);
        }
        match name.as_str() {
            "as_deref" | "as_deref_mut" => match self.is_dereferenced(call, &value) {
                true => Val { reference: Some(name != "as_deref"), ..value },
                false => self.unknown_method(call),
            },
            "as_ref" => Val { reference: Some(false), ..value },
            "as_mut" => Val { reference: Some(true), ..value },
            "copied" | "cloned" => match value.ty.content() {
                Some(Ty::Ref(_)) => self.on_payload(
                    span,
                    &value,
                    &mut |this, payload| {
                        let payload = this.opened(span, payload);
                        this.wrap(span, Variant::Some, Some(payload))
                    },
                    &mut |this, _| this.wrap(span, Variant::None, None),
                ),
                _ => Val { reference: None, ..value },
            },
            _ if changes_option(call) => self.changed_option(call, value),
            "ok" => self.on_payload(
                span,
                &value,
                &mut |this, payload| {
                    let payload = this.opened(span, payload);
                    this.wrap(span, Variant::Some, Some(payload))
                },
                &mut |this, _| this.wrap(span, Variant::None, None),
            ),
            "ok_or" => {
                let error = self.error(&call.args[0]);
                self.on_payload(
                    span,
                    &value,
                    &mut |this, payload| {
                        let payload = this.opened(span, payload);
                        this.wrap(span, Variant::Ok, Some(payload))
                    },
                    &mut |this, _| this.wrap(span, Variant::Err, Some(error.clone())),
                )
            }
            "unwrap_or" => {
                let other = self.expr(&call.args[0]);
                self.or_else(span, &value, &mut |_, _| other.clone())
            }
            "unwrap_or_default" => self.or_default(call, &value),
            _ => match self.combinator(call, &value) {
                Some(value) => value,
                None if self.diagnostics.is_empty() => self.unknown_method(call),
                None => Val::refused(),
            },
        }
    }

    /// The payload, or what `other` gives.
    fn or_else(&mut self, span: Span, value: &Val, other: Then<'_, Place>) -> Val {
        self.on_payload(span, value, &mut |this, payload| this.opened(span, payload), other)
    }

    fn or_default(&mut self, call: &syn::ExprMethodCall, value: &Val) -> Val {
        let zero = match value.ty.content() {
            Some(Ty::Vec(element)) => {
                let (span, ty) = (call.method.span(), Ty::Vec(element.clone()));
                return self.or_else(span, value, &mut |this, _| {
                    this.define(span, Op::VecLit(Vec::new()), ty.clone())
                });
            }
            Some(Ty::Float(kind)) => Literal::Number(0.0, kind.clone()),
            Some(Ty::Int) => Literal::Written(quote!(0), Ty::Int),
            Some(Ty::Bool) => Literal::Written(quote!(false), Ty::Bool),
            _ => return self.unknown_method(call),
        };
        let zero = Val::new(Operand::Literal(zero.clone()), zero.ty());
        self.or_else(call.method.span(), value, &mut |_, _| zero.clone())
    }

    /// `x.first()`, `x.last()`, `x.get(i)`: a copy of the element, if there is one.
    fn element(&mut self, call: &syn::ExprMethodCall, value: &Val) -> Val {
        let span = call.method.span();
        // an element, and not by a key
        let at_position = !matches!(call.args.first(), Some(Expr::Reference(_) | Expr::Range(_)));
        let known = match value.ty.strip_refs() {
            Ty::Array(..) | Ty::Slice(_) | Ty::Vec(_) | Ty::Opaque(_) => at_position,
            _ => false,
        };
        let (Operand::Place(place), true) = (&value.operand, known) else {
            return self.unknown_method(call);
        };
        if matches!(value.ty.strip_refs(), Ty::Opaque(_)) {
            self.ask_whether_walked(span, place);
        }
        let number = |tokens| Operand::Literal(Literal::Written(tokens, Ty::Int));
        let given = call.args.first().map(|index| self.scalar_operand(index));
        let name = Ident::new("len", Span::mixed_site());
        let len = Op::Pure(PureOp::Method(name), vec![value.operand.clone()]);
        let len = self.define(span, len, Ty::Int).operand;
        let first = number(quote!(0));
        let less = PureOp::Binary(syn::parse_quote!(<));
        let tested = vec![given.clone().unwrap_or_else(|| first.clone()), len.clone()];
        let there = self.define(span, Op::Pure(less, tested), Ty::Bool);
        let (some, element) = self.nested(|this| {
            let index = match given {
                Some(index) => index,
                None if call.method == "last" => {
                    let minus = PureOp::Binary(syn::parse_quote!(-));
                    let op = Op::Pure(minus, vec![len, number(quote!(1))]);
                    this.define(span, op, Ty::Int).operand
                }
                None => first,
            };
            // a reference to it
            let element =
                Val { reference: Some(false), ..this.read(span, place.then(Proj::Index(index))) };
            this.wrap(span, Variant::Some, Some(element))
        });
        let (none, absent) = self.nested(|this| this.wrap(span, Variant::None, None));
        let ty = element.ty.clone();
        self.join_arms(span, there.operand, [some, none], [element, absent], ty)
    }
}

/// A value of the type may be an option or a result.
fn may_hold(ty: &Ty) -> bool {
    matches!(ty.strip_refs(), Ty::Option(_) | Ty::Result(_) | Ty::Opaque(_) | Ty::Inert)
}
