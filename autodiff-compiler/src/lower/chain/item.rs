//! Items of chains: values, and tuples whose parts stay places.
//!
//! In: what stands at a position. Out: a value that may be stored, or returned. Invariant: a tuple of
//! references becomes a tuple of the numbers they refer to; what is no number stays where it is, and
//! is refused in a tuple that is kept.

use proc_macro2::Span;
use syn::{Block, Expr, Stmt};

use super::super::closure::{Callable, Passed};
use super::super::expr::operands;
use super::super::stmt::unknown_for_inert;
use super::super::{Lowerer, Val};
use crate::diagnostics::catalogue;
use crate::ir::{Op, Operand, Ty};

impl Passed {
    /// A reference to it.
    pub fn behind(self) -> Self {
        Self::Behind(Box::new(self))
    }

    /// What a reference to a number refers to.
    pub fn by_value(self) -> Self {
        match self {
            Self::Value(value) => Self::Value(Val { reference: None, ..value }),
            Self::Behind(item) => *item,
            other @ (Self::Callable(_) | Self::Tuple(_)) => other,
        }
    }
}

impl Lowerer<'_> {
    /// An item as one value; numbers are read.
    pub fn passed_value(&mut self, span: Span, item: Passed) -> Val {
        match item {
            Passed::Value(value) => self.number_of(span, value),
            Passed::Behind(item) => self.passed_value(span, *item),
            Passed::Callable(_) => {
                self.diagnostics.leave_to_rustc();
                Val::unit()
            }
            Passed::Tuple(parts) => {
                let parts: Vec<Val> =
                    parts.into_iter().map(|part| self.passed_value(span, part)).collect();
                let stays =
                    |part: &Val| part.reference.is_some() && !part.ty.strip_refs().is_scalar();
                if parts.iter().any(stays) {
                    self.diagnostics.push(catalogue::kept_item(span));
                }
                let types = parts.iter().map(|part| unknown_for_inert(part.ty.clone())).collect();
                self.define(span, Op::Tuple(operands(parts)), Ty::Tuple(types))
            }
        }
    }

    /// What a function makes of an item: the parts of a tuple that a closure ends in stay places.
    pub fn item_by(&mut self, span: Span, function: &Callable, item: Passed) -> Passed {
        if let Callable::Closure(closure) = function
            && closure.ends_in_tuple()
        {
            let made = self.inline_by(span, closure, vec![item], |this, syntax| {
                this.item_of_body(&syntax.body)
            });
            return made.unwrap_or_else(|| Passed::Value(Val::unit()));
        }
        Passed::Value(self.apply_to(span, function, vec![item]))
    }

    fn item_of_body(&mut self, body: &Expr) -> Passed {
        match body {
            Expr::Paren(inner) => self.item_of_body(&inner.expr),
            Expr::Group(inner) => self.item_of_body(&inner.expr),
            Expr::Block(node) => {
                let Some((Stmt::Expr(last, None), before)) = node.block.stmts.split_last() else {
                    return Passed::Value(self.scoped_block(&node.block));
                };
                let brace_token = node.block.brace_token;
                self.open_scope();
                self.block_value(&Block { brace_token, stmts: before.to_vec() });
                let item = self.item_of_body(last);
                self.close_scope();
                item
            }
            Expr::Tuple(tuple) => {
                let parts = self.values(&tuple.elems);
                let parts = parts.into_iter().map(|part| Passed::Value(self.made_now(part)));
                Passed::Tuple(parts.collect())
            }
            value => Passed::Value(self.expr(value)),
        }
    }

    /// A value that later writes do not change; a reference stays one.
    fn made_now(&mut self, value: Val) -> Val {
        match &value.operand {
            Operand::Place(place)
                if value.reference.is_none() && self.function.var(place.base).storage =>
            {
                let span = self.function.var(place.base).name.span();
                self.define(span, Op::Use(value.operand), value.ty)
            }
            _ => value,
        }
    }

    /// A number itself instead of a reference to it, read now.
    pub fn number_of(&mut self, span: Span, value: Val) -> Val {
        match &value.operand {
            Operand::Place(place) if value.ty.strip_refs().is_scalar() => {
                self.read(span, place.clone())
            }
            _ => value,
        }
    }

    /// The same as an argument: behind `&`, it stays a place.
    pub fn argument_value(&mut self, span: Span, value: Val) -> Val {
        if value.reference.is_some() { value } else { self.number_of(span, value) }
    }
}
