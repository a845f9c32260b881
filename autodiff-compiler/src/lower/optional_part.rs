//! Parts of arrays that may be there: `x.get(a..b)`, `x.split_first()`, and what is done with them.
//!
//! In: a method that yields an option of such parts, or one that is called on it: `map`, `map_or`,
//! `and_then`, `ok_or`, `unwrap_or`, `is_some`; `?`. Out: whether the parts are there, as a `bool`, and the places
//! that they are. No `Option` is made: a reference in one has no place of its own.

use proc_macro2::Span;
use quote::quote;
use syn::{Expr, ExprMethodCall};

use super::alias::{is_split_end, optional_reference};
use super::closure::{Passed, strip_groups};
use super::in_place::literal;
use super::{Lowerer, Val};
use crate::diagnostics::catalogue;
use crate::ir::{Op, Operand, Place, Proj, PureOp, Ty, Variant};

/// Parts that may be there.
#[derive(Debug)]
pub struct OptionalPart {
    /// Whether they are.
    pub there: Operand,
    /// The places: one, or both of `x.split_first()`.
    pub parts: Vec<Val>,
}

impl OptionalPart {
    /// As a closure gets them.
    fn passed(&self) -> Passed {
        match self.parts.as_slice() {
            [one] => Passed::Value(one.clone()),
            both => Passed::Tuple(both.iter().cloned().map(Passed::Value).collect()),
        }
    }
}

/// A method that yields an option of a range or of a pair: the call.
fn of_parts(expr: &Expr) -> Option<&ExprMethodCall> {
    let Expr::MethodCall(call) = strip_groups(expr) else { return None };
    optional_reference(call)?;
    (is_split_end(call) || is_range(call)).then_some(call)
}

/// `x.get(a..b)`
fn is_range(call: &ExprMethodCall) -> bool {
    matches!(call.args.first().map(strip_groups), Some(Expr::Range(_)))
}

/// What `?` opens, and what makes the error: `R?`, `R.ok_or(error)?`.
fn opened(expr: &Expr) -> Option<(&ExprMethodCall, Option<&ExprMethodCall>)> {
    if let Some(call) = of_parts(expr) {
        return Some((call, None));
    }
    let Expr::MethodCall(error) = strip_groups(expr) else { return None };
    let named = error.method == "ok_or" || error.method == "ok_or_else";
    let call = of_parts(&error.receiver).filter(|_| named && error.args.len() == 1)?;
    Some((call, Some(error)))
}

impl Lowerer<'_> {
    /// The parts that a method of [`optional_reference`] yields.
    pub fn optional_part(&mut self, call: &ExprMethodCall) -> Option<OptionalPart> {
        let (kind, mutable) = optional_reference(call)?;
        let whole = Expr::MethodCall(call.clone());
        if self.calls_accessor(&whole) {
            return self.in_accessor(&whole, |this, inner| this.optional_part(inner));
        }
        let by_key = matches!(call.args.first(), Some(Expr::Reference(_)));
        if by_key || self.is_of_users(call) {
            return None;
        }
        let (place, constant) = match self.place_or_temp(&call.receiver) {
            Some(place) => (place, false),
            None => (self.table(&call.receiver)?, true),
        };
        match self.place_ty(&place).strip_refs() {
            _ if constant => self.ask_whether_walked(call.method.span(), &place),
            Ty::Array(..) | Ty::Slice(_) | Ty::Vec(_) => {}
            Ty::Opaque(_) => self.ask_whether_walked(call.method.span(), &place),
            _ => return None,
        }
        let (there, parts) = self.parts_there(call, &place, kind);
        let parts = parts.into_iter().map(|part| self.reference_to(place.then(part), mutable));
        Some(OptionalPart { there, parts: parts.collect() })
    }

    /// A method of an option of such parts.
    pub fn of_optional_part(&mut self, call: &ExprMethodCall) -> Option<Val> {
        let source = of_parts(&call.receiver)?;
        let span = call.method.span();
        let name = call.method.to_string();
        let (first, second) = (call.args.first(), call.args.get(1));
        let known = matches!(
            (name.as_str(), call.args.len()),
            ("is_some" | "is_none" | "unwrap_or_default", 0)
                | ("map" | "and_then" | "is_some_and" | "is_none_or" | "unwrap_or", 1)
                | ("map_or" | "map_or_else", 2)
        );
        // of others, the value of what is there
        if !known {
            return None;
        }
        let option = self.optional_part(source)?;
        let there = option.there.clone();
        Some(match (name.as_str(), first, second) {
            ("is_some", ..) => Val::new(there, Ty::Bool),
            ("is_none", ..) => {
                let not = Op::Pure(PureOp::Unary(syn::parse_quote!(!)), vec![there]);
                self.define(span, not, Ty::Bool)
            }
            ("unwrap_or_default", ..) => self.part_or_none(span, option),
            ("unwrap_or", Some(other), _) => match is_empty_array(other) {
                true => self.part_or_none(span, option),
                false => self.part_or(span, option, other),
            },
            ("map", Some(function), _) => {
                self.applied_to_part(span, option, function, &mut |this, made| match made {
                    Some(value) => this.wrapped_value(span, Variant::Some, value),
                    None => this.wrap(span, Variant::None, None),
                })
            }
            ("and_then", Some(function), _) => {
                self.applied_to_part(span, option, function, &mut |this, made| {
                    made.unwrap_or_else(|| this.wrap(span, Variant::None, None))
                })
            }
            ("is_some_and" | "is_none_or", Some(function), _) => {
                let otherwise = name == "is_none_or";
                let absent = Val::new(Operand::Const(quote!(#otherwise)), Ty::Bool);
                self.applied_to_part(span, option, function, &mut |_, made| {
                    made.unwrap_or_else(|| absent.clone())
                })
            }
            ("map_or", Some(other), Some(function)) => {
                let other = self.expr(other);
                self.applied_to_part(span, option, function, &mut |this, made| match made {
                    Some(value) => this.kept(span, value),
                    None => other.clone(),
                })
            }
            (_, Some(other), Some(function)) => {
                let Some(other) = self.applied(other) else { return Some(Val::refused()) };
                self.applied_to_part(span, option, function, &mut |this, made| {
                    let value = made.unwrap_or_else(|| this.apply(span, &other, Vec::new()));
                    this.kept(span, value)
                })
            }
            _ => Val::refused(),
        })
    }

    /// `if there { result(Some(function(parts))) } else { result(None) }`
    fn applied_to_part(
        &mut self,
        span: Span,
        option: OptionalPart,
        function: &Expr,
        result: &mut dyn FnMut(&mut Self, Option<Val>) -> Val,
    ) -> Val {
        let Some(function) = self.applied(function) else { return Val::refused() };
        let result = std::cell::RefCell::new(result);
        let yes = &mut |this: &mut Self| {
            let made = this.apply_to(span, &function, vec![option.passed()]);
            (result.borrow_mut())(this, Some(made))
        };
        let no = &mut |this: &mut Self| (result.borrow_mut())(this, None);
        self.either(span, option.there.clone(), yes, no)
    }

    /// `x.get(a..b).unwrap_or(&[])`: a range, which is empty where there is none.
    fn part_or_none(&mut self, span: Span, option: OptionalPart) -> Val {
        let [part] = option.parts.as_slice() else { return Val::refused() };
        let Operand::Place(place) = &part.operand else { return part.clone() };
        let Some((Proj::Range { lo, hi, inclusive }, before)) = place.proj.split_last() else {
            return part.clone();
        };
        let ends = [lo, hi].map(|end| {
            let end = end.clone()?;
            let there = option.there.clone();
            let yes = &mut |_: &mut Self| Val::new(end.clone(), Ty::Int);
            let no = &mut |_: &mut Self| Val::new(literal(quote!(0)), Ty::Int);
            Some(self.either(span, there, yes, no).operand)
        });
        let [lo, hi] = ends;
        let whole = Place { base: place.base, proj: before.to_vec() };
        let range = whole.then(Proj::Range { lo, hi, inclusive: *inclusive });
        Val { operand: Operand::Place(range), ..part.clone() }
    }

    /// `x.get(a..b).unwrap_or(other)`
    fn part_or(&mut self, span: Span, option: OptionalPart, other: &Expr) -> Val {
        let [part] = option.parts.as_slice() else { return Val::refused() };
        let other = self.expr(other);
        let yes = &mut |this: &mut Self| this.copied_part(span, part);
        let no = &mut |this: &mut Self| this.copied_part(span, &other);
        let chosen = self.either(span, option.there.clone(), yes, no);
        Val { reference: part.reference, ..chosen }
    }

    /// The elements of a shared part.
    fn copied_part(&mut self, span: Span, part: &Val) -> Val {
        if part.reference == Some(true) {
            self.diagnostics.push(catalogue::reference_leaves(span));
        }
        match (&part.operand, part.ty.strip_refs()) {
            (
                Operand::Place(place),
                Ty::Slice(element) | Ty::Array(element, _) | Ty::Vec(element),
            ) => {
                let copy = Op::Copy(place.clone(), crate::ir::CopyKind::ToVec);
                self.define(span, copy, Ty::Vec(element.clone()))
            }
            _ => part.clone(),
        }
    }

    /// `R?` and `R.ok_or(error)?`: the parts; without them the function returns.
    pub fn opened_parts(&mut self, node: &syn::ExprTry) -> Option<Vec<Val>> {
        let (source, error) = opened(&node.expr)?;
        let span = node.question_token.span;
        let output = self.output()?;
        let fits = match &output {
            Ty::Option(_) => error.is_none(),
            Ty::Result(_) => error.is_some(),
            _ => false,
        };
        if !fits {
            return None;
        }
        let option = self.optional_part(source)?;
        let known = self.current.clone();
        let (on, _) = self.closed(|_| Val::unit());
        let (off, _) = self.closed(|this| {
            let left = match error {
                Some(error) => {
                    let made = error_made_by(error);
                    let error = this.error(&made);
                    this.wrap(span, Variant::Err, Some(error))
                }
                None => this.wrap(span, Variant::None, None),
            };
            this.leave_function(span, left);
            Val::unit()
        });
        self.current = known;
        self.push_branch(span, option.there, true, vec![on, off]);
        Some(option.parts)
    }
}

/// What `?` returns: `From::from(error)`, `From::from((function)())`.
fn error_made_by(call: &ExprMethodCall) -> Expr {
    let error = &call.args[0];
    let span = call.method.span();
    match call.method == "ok_or_else" {
        true => syn::parse_quote_spanned!(span=> ::core::convert::From::from((#error)())),
        false => syn::parse_quote_spanned!(span=> ::core::convert::From::from(#error)),
    }
}

/// `&[]`
fn is_empty_array(expr: &Expr) -> bool {
    match strip_groups(expr) {
        Expr::Reference(inner) => is_empty_array(&inner.expr),
        Expr::Array(array) => array.elems.is_empty(),
        _ => false,
    }
}
