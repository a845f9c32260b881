//! Methods of `Option`, `Result` and `bool` that apply a closure or a function: `map`, `and_then`,
//! `unwrap_or_else`, `then` and their kin.
//!
//! In: the call, and the value that it is called on. Out: a branch on whether there is a payload, with the
//! closure's body in the arm that the closure runs in. An error has no derivative: what makes one of
//! another stays as it is written.

use proc_macro2::Span;
use syn::spanned::Spanned;
use syn::{Expr, ExprMethodCall, parse_quote_spanned};

use super::closure::{Callable, Passed};
use super::{Lowerer, Val};
use crate::diagnostics::catalogue;
use crate::ir::{Op, Operand, Place, Ty, Variant};

/// Which of the two types a value is of.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Family {
    Option,
    Result,
}

impl Family {
    fn of(ty: &Ty) -> Option<Self> {
        match ty.strip_refs() {
            Ty::Option(_) => Some(Self::Option),
            Ty::Result(_) => Some(Self::Result),
            Ty::Float(_)
            | Ty::Int
            | Ty::Bool
            | Ty::Inert
            | Ty::Data
            | Ty::Unit
            | Ty::Tuple(_)
            | Ty::Array(..)
            | Ty::Slice(_)
            | Ty::Vec(_)
            | Ty::Nd(..)
            | Ty::Ref(_)
            | Ty::Opaque(_) => None,
        }
    }

    /// Of methods that one of the types alone has.
    fn of_method(name: &str) -> Option<Self> {
        match name {
            "filter" | "xor" | "zip" | "ok_or_else" | "is_some_and" | "is_none_or" => {
                Some(Self::Option)
            }
            "map_err" | "is_ok_and" => Some(Self::Result),
            _ => None,
        }
    }

    fn present(self) -> Variant {
        match self {
            Self::Option => Variant::Some,
            Self::Result => Variant::Ok,
        }
    }
}

/// A call of a combinator, as its arms see it.
struct Applied<'a> {
    span: Span,
    value: &'a Val,
    family: Option<Family>,
    at: &'a syn::Ident,
}

impl Lowerer<'_> {
    /// `condition.then(|| value)`, `condition.then_some(value)`.
    pub fn then(&mut self, call: &ExprMethodCall) -> Val {
        let span = call.method.span();
        let selector = self.condition(&call.receiver);
        let none = &mut |this: &mut Self| this.wrap(span, Variant::None, None);
        if call.method == "then_some" {
            let value = self.expr(&call.args[0]);
            let some = &mut |this: &mut Self| this.wrap(span, Variant::Some, Some(value.clone()));
            return self.either(span, selector, some, none);
        }
        let Some(function) = self.applied(&call.args[0]) else { return Val::refused() };
        let some = &mut |this: &mut Self| {
            let value = this.apply(span, &function, Vec::new());
            this.wrapped_value(span, Variant::Some, value)
        };
        self.either(span, selector, some, none)
    }

    /// A method of `Option` or `Result` that applies something; none where there is no such.
    pub fn combinator(&mut self, call: &ExprMethodCall, value: &Val) -> Option<Val> {
        let (span, at) = (call.method.span(), &call.method);
        let name = at.to_string();
        let family = Family::of(&value.ty).or_else(|| Family::of_method(&name));
        let on = Applied { span, value, family, at };
        Some(match (name.as_str(), call.args.first(), call.args.get(1)) {
            ("map", Some(function), None) => self.map_payload(&on, function),
            ("map_err", Some(function), None) => self.map_error(&on, function),
            ("ok_or_else", Some(function), None) => self.ok_or_else(&on, function),
            ("and_then", Some(function), None) => self.and_then(&on, function),
            ("or_else", Some(function), None) => {
                let function = self.applied(function)?;
                self.or_value(&on, &mut |this, on, place| this.on_absence(on, place, &function))
            }
            ("or", Some(other), None) => {
                let other = self.expr(other);
                self.or_value(&on, &mut |_, _, _| other.clone())
            }
            ("unwrap_or_else", Some(function), None) => {
                let function = self.applied(function)?;
                self.on_payload(
                    span,
                    value,
                    &mut |this, payload| this.opened(span, payload),
                    &mut |this, place| this.on_absence(&on, &place, &function),
                )
            }
            ("map_or", Some(other), Some(function)) => {
                let other = self.expr(other);
                let function = self.applied(function)?;
                self.mapped_or(&on, &function, &mut |_, _| other.clone())
            }
            ("map_or_else", Some(other), Some(function)) => {
                let (other, function) = (self.applied(other)?, self.applied(function)?);
                self.mapped_or(&on, &function, &mut |this, place| {
                    this.on_absence(&on, &place, &other)
                })
            }
            ("is_some_and" | "is_ok_and" | "is_none_or", Some(function), None) => {
                let function = self.applied(function)?;
                let otherwise = name == "is_none_or";
                let absent = Val::new(Operand::Const(quote::quote!(#otherwise)), Ty::Bool);
                self.mapped_or(&on, &function, &mut |_, _| absent.clone())
            }
            ("filter", Some(function), None) => self.filtered(&on, function),
            ("zip", Some(other), None) => self.zipped(&on, other),
            ("xor", Some(other), None) => self.either_alone(&on, other),
            _ => return None,
        })
    }

    /// What a combinator applies.
    pub(super) fn applied(&mut self, expr: &Expr) -> Option<Callable> {
        let callable = self.callable(expr);
        if callable.is_none() {
            self.diagnostics.push(catalogue::needs_closure(expr));
        }
        callable
    }

    fn family(&mut self, on: &Applied) -> Option<Family> {
        if on.family.is_none() {
            self.diagnostics.push(catalogue::option_or_result(on.at));
        }
        on.family
    }

    /// A value that the closure gave, in a variant.
    pub(super) fn wrapped_value(&mut self, span: Span, variant: Variant, value: Val) -> Val {
        let value = self.kept(span, value);
        self.wrap(span, variant, Some(value))
    }

    /// A value that outlives the arm it comes from: of references, the numbers they refer to.
    pub(super) fn kept(&mut self, span: Span, value: Val) -> Val {
        if value.reference.is_none() {
            return value;
        }
        if !value.ty.strip_refs().is_scalar() {
            self.diagnostics.push(catalogue::reference_leaves(span));
            return Val::unit();
        }
        let value = Val { reference: None, ..value };
        self.opened(span, value)
    }

    /// The payload as an argument.
    fn payload_of(&mut self, span: Span, payload: Val) -> Val {
        if payload.reference.is_some() { payload } else { self.opened(span, payload) }
    }

    /// The variant without payload that the value is.
    fn absent(&mut self, span: Span, family: Family, place: &Place) -> Val {
        match family {
            Family::Option => self.wrap(span, Variant::None, None),
            Family::Result => {
                let error = self.error_of(span, place);
                self.wrap(span, Variant::Err, Some(error))
            }
        }
    }

    /// What a function gives where there is no payload: a result's takes the error.
    fn on_absence(&mut self, on: &Applied, place: &Place, function: &Callable) -> Val {
        let takes_error = match function.arity() {
            Some(count) => count == 1,
            None => on.family == Some(Family::Result),
        };
        let args = match takes_error {
            true if function.ignores_arguments() => vec![Val::unit()],
            true => vec![self.error_of(on.span, place)],
            false => Vec::new(),
        };
        let value = self.apply(on.span, function, args);
        self.kept(on.span, value)
    }

    fn mapped_or(
        &mut self,
        on: &Applied,
        function: &Callable,
        absent: &mut dyn FnMut(&mut Lowerer, Place) -> Val,
    ) -> Val {
        let span = on.span;
        let some = &mut |this: &mut Lowerer, payload| {
            let payload = this.payload_of(span, payload);
            let value = this.apply(span, function, vec![payload]);
            this.kept(span, value)
        };
        self.on_payload(span, on.value, some, absent)
    }

    fn map_payload(&mut self, on: &Applied, function: &Expr) -> Val {
        let (Some(family), Some(function)) = (self.family(on), self.applied(function)) else {
            return Val::refused();
        };
        let span = on.span;
        let some = &mut |this: &mut Lowerer, payload| {
            let payload = this.payload_of(span, payload);
            let value = this.apply(span, &function, vec![payload]);
            this.wrapped_value(span, family.present(), value)
        };
        let none = &mut |this: &mut Lowerer, place: Place| this.absent(span, family, &place);
        self.on_payload(span, on.value, some, none)
    }

    fn and_then(&mut self, on: &Applied, function: &Expr) -> Val {
        let Some(function) = self.applied(function) else { return Val::refused() };
        let shown = function.shown_output().and_then(|ty| Family::of(&ty));
        let on = &Applied { family: on.family.or(shown), ..*on };
        let Some(family) = self.family(on) else { return Val::refused() };
        let span = on.span;
        let some = &mut |this: &mut Lowerer, payload| {
            let payload = this.payload_of(span, payload);
            this.apply(span, &function, vec![payload])
        };
        let none = &mut |this: &mut Lowerer, place: Place| this.absent(span, family, &place);
        self.on_payload(span, on.value, some, none)
    }

    /// The value where it has a payload, else another.
    fn or_value(
        &mut self,
        on: &Applied,
        other: &mut dyn FnMut(&mut Lowerer, &Applied, &Place) -> Val,
    ) -> Val {
        let Some(family) = self.family(on) else { return Val::refused() };
        let span = on.span;
        let some = &mut |this: &mut Lowerer, payload| {
            let payload = this.opened(span, payload);
            this.wrapped_value(span, family.present(), payload)
        };
        let none = &mut |this: &mut Lowerer, place: Place| other(this, on, &place);
        self.on_payload(span, on.value, some, none)
    }

    /// `value.map_err(function)`: the error's function stays as it is written.
    fn map_error(&mut self, on: &Applied, function: &Expr) -> Val {
        let span = on.span;
        let (tokens, uses) = self.assertion(quote::quote!(#function));
        let some = &mut |this: &mut Lowerer, payload| {
            let payload = this.opened(span, payload);
            this.wrap(span, Variant::Ok, Some(payload))
        };
        let none = &mut |this: &mut Lowerer, place: Place| {
            let krate = this.options.krate.clone();
            let error = this.error_through(
                span,
                &place,
                &uses,
                |error| quote::quote!(#krate::__private::error_through(#error, #tokens)),
            );
            this.wrap(span, Variant::Err, Some(error))
        };
        self.on_payload(span, on.value, some, none)
    }

    fn ok_or_else(&mut self, on: &Applied, function: &Expr) -> Val {
        let span = on.span;
        // the whole call is where the function is, also the brackets around it
        let call: Expr = parse_quote_spanned!(function.span()=> (#function)());
        let some = &mut |this: &mut Lowerer, payload| {
            let payload = this.opened(span, payload);
            this.wrap(span, Variant::Ok, Some(payload))
        };
        let none = &mut |this: &mut Lowerer, _| {
            let error = this.error(&call);
            this.wrap(span, Variant::Err, Some(error))
        };
        self.on_payload(span, on.value, some, none)
    }

    fn filtered(&mut self, on: &Applied, function: &Expr) -> Val {
        let Some(function) = self.applied(function) else { return Val::refused() };
        let span = on.span;
        let some = &mut |this: &mut Lowerer, payload: Val| {
            let tested = this.opened(span, payload.clone());
            let tested = Val { reference: Some(false), ..tested };
            let holds = this.holds(span, &function, vec![Passed::Value(tested)]);
            let stays = &mut |this: &mut Lowerer| {
                let payload = this.opened(span, payload.clone());
                this.wrap(span, Variant::Some, Some(payload))
            };
            let goes = &mut |this: &mut Lowerer| this.wrap(span, Variant::None, None);
            this.either(span, holds, stays, goes)
        };
        let none = &mut |this: &mut Lowerer, _| this.wrap(span, Variant::None, None);
        self.on_payload(span, on.value, some, none)
    }

    fn zipped(&mut self, on: &Applied, other: &Expr) -> Val {
        let span = on.span;
        let other = self.scrutinee(other);
        let some = &mut |this: &mut Lowerer, left: Val| {
            let both = &mut |this: &mut Lowerer, right: Val| {
                let (left, right) = (this.opened(span, left.clone()), this.opened(span, right));
                let ty = Ty::Tuple(vec![left.ty, right.ty]);
                let pair = this.define(span, Op::Tuple(vec![left.operand, right.operand]), ty);
                this.wrap(span, Variant::Some, Some(pair))
            };
            let none = &mut |this: &mut Lowerer, _| this.wrap(span, Variant::None, None);
            this.on_payload(span, &other, both, none)
        };
        let none = &mut |this: &mut Lowerer, _| this.wrap(span, Variant::None, None);
        self.on_payload(span, on.value, some, none)
    }

    /// `a.xor(b)`
    fn either_alone(&mut self, on: &Applied, other: &Expr) -> Val {
        let span = on.span;
        let other = self.scrutinee(other);
        let some = &mut |this: &mut Lowerer, left: Val| {
            let both = &mut |this: &mut Lowerer, _| this.wrap(span, Variant::None, None);
            let alone = &mut |this: &mut Lowerer, _| {
                let left = this.opened(span, left.clone());
                this.wrap(span, Variant::Some, Some(left))
            };
            this.on_payload(span, &other, both, alone)
        };
        let none = &mut |this: &mut Lowerer, _| {
            let right = &mut |this: &mut Lowerer, right: Val| {
                let right = this.opened(span, right);
                this.wrap(span, Variant::Some, Some(right))
            };
            let neither = &mut |this: &mut Lowerer, _| this.wrap(span, Variant::None, None);
            this.on_payload(span, &other, right, neither)
        };
        self.on_payload(span, on.value, some, none)
    }
}
