//! Operators by the methods of their traits: `a.mul(b)`, `x.neg()`.
//!
//! In: a call of such a method, where the file imports the trait. Out: the operator, where the receiver is a
//! number, which has no other method of the name, or of a type of the file that has the operator and no such method.

use proc_macro2::Span;
use syn::{
    BinOp, Expr, ExprMethodCall, ReceiverKind, Token, Type, parse_quote, parse_quote_spanned,
};

use super::{Lowerer, Val};
use crate::ir::{Op, Place, PureOp, ScalarOp, Ty};

impl Lowerer<'_> {
    /// The trait of the operator that a method's name means.
    pub(super) fn operator_named(&self, call: &ExprMethodCall) -> Option<&'static str> {
        let of = match (call.method.to_string().as_str(), call.args.len()) {
            ("add", 1) => "Add",
            ("add_assign", 1) => "AddAssign",
            ("div", 1) => "Div",
            ("div_assign", 1) => "DivAssign",
            ("mul", 1) => "Mul",
            ("mul_assign", 1) => "MulAssign",
            ("neg", 0) => "Neg",
            ("rem", 1) => "Rem",
            ("sub", 1) => "Sub",
            ("sub_assign", 1) => "SubAssign",
            _ => return None,
        };
        self.options.facts.operators.contains(of).then_some(of)
    }

    /// The operator of a type of the file.
    pub(super) fn operator_method(&mut self, call: &ExprMethodCall) -> Option<Val> {
        let of = self.operator_named(call)?;
        let ty = self.written_type(&call.receiver)?;
        let (_, own) = self.options.facts.own.named(&ty)?;
        if !own.derivatives.contains_key(of) || own.functions.contains_key(&call.method.to_string())
        {
            return None;
        }
        let (receiver, span) = (&call.receiver, call.method.span());
        let place = if matches!(**receiver, Expr::Path(_)) { self.place(receiver) } else { None };
        let behind = self.scopes.reference_named(receiver).is_some()
            || place.is_some_and(|place| self.is_borrowed(&place));
        let left: Expr =
            if behind { parse_quote_spanned!(span=> *#receiver) } else { parse_quote!(#receiver) };
        let right = call.args.first();
        let operator: Expr = match (of, binary(of, span)) {
            ("Neg", _) => parse_quote_spanned!(span=> -(#left)),
            (_, Some(op)) if of.ends_with("Assign") => {
                parse_quote_spanned!(span=> #left #op #right)
            }
            (_, Some(op)) => parse_quote_spanned!(span=> (#left) #op (#right)),
            (_, None) => return None,
        };
        Some(self.expr(&operator))
    }

    /// Whether a place is a parameter that is a reference.
    fn is_borrowed(&self, place: &Place) -> bool {
        let at = self.function.var(place.base).param.filter(|_| place.proj.is_empty());
        let param = at.and_then(|at| self.signature.params.get(at));
        param.is_some_and(|param| match &param.receiver {
            Some(receiver) => matches!(receiver.kind, ReceiverKind::Reference(..)),
            None => matches!(param.ty, Type::Reference(_)),
        })
    }

    /// The operator of a number, with arguments that were evaluated already.
    pub(super) fn operator_of_numbers(
        &mut self,
        call: &ExprMethodCall,
        args: &[Val],
    ) -> Option<Val> {
        let of = self.operator_named(call)?;
        let number = |val: &Val| val.reference.is_none() && val.ty.is_scalar();
        let span = call.method.span();
        match args {
            [only] if number(only) => {
                let (ty, operand) = (only.ty.clone(), only.operand.clone());
                let op = match ty {
                    Ty::Float(_) => Op::Scalar(ScalarOp::Neg, vec![operand]),
                    _ => Op::Pure(PureOp::Method(call.method.clone()), vec![operand]),
                };
                Some(self.define(span, op, ty))
            }
            [left, right] if number(left) && number(right) && !of.ends_with("Assign") => {
                Some(self.binary_op(span, &binary(of, span)?, left.clone(), right.clone()))
            }
            _ => None,
        }
    }
}

/// The sign of a binary operator.
fn binary(of: &str, span: Span) -> Option<BinOp> {
    Some(match of {
        "Add" => BinOp::Add(Token![+](span)),
        "AddAssign" => BinOp::AddAssign(Token![+=](span)),
        "Div" => BinOp::Div(Token![/](span)),
        "DivAssign" => BinOp::DivAssign(Token![/=](span)),
        "Mul" => BinOp::Mul(Token![*](span)),
        "MulAssign" => BinOp::MulAssign(Token![*=](span)),
        "Rem" => BinOp::Rem(Token![%](span)),
        "Sub" => BinOp::Sub(Token![-](span)),
        "SubAssign" => BinOp::SubAssign(Token![-=](span)),
        _ => return None,
    })
}
