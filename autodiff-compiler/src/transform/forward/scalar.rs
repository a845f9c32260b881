//! Tangents of scalar operations: partial derivative times tangent, from the rule table.

use proc_macro2::Span;

use super::Tangents;
use crate::ir::{FloatKind, Literal, Op, Operand, ScalarOp, Ty, VarId};
use crate::rules::scalar::{Formula, Partial, partial};

impl Tangents<'_> {
    /// The sum over the active operands of partial derivative times tangent.
    pub(super) fn scalar(
        &mut self,
        span: Span,
        var: VarId,
        op: ScalarOp,
        operands: &[Operand],
        ty: &Ty,
    ) -> Operand {
        let args: Vec<Formula> = operands.iter().cloned().map(Formula::Operand).collect();
        let y = Formula::Operand(Operand::var(var));
        let mut sum: Option<Formula> = None;
        for (i, operand) in operands.iter().enumerate() {
            if !self.active_operand(operand) {
                continue;
            }
            let tangent = Formula::Operand(self.operand(span, operand));
            if op == ScalarOp::FloatCast {
                return self.node(span, op, &[tangent], ty);
            }
            let term = match partial(op, i, &args, &y) {
                Partial::Zero | Partial::Inert => continue,
                Partial::Factor(factor) => times(tangent, factor),
                Partial::Shielded(factor) => {
                    Formula::Node(ScalarOp::ZeroMul, vec![tangent, factor])
                }
                Partial::Guarded(numerator, denominator) => Formula::Node(
                    ScalarOp::GuardedDiv,
                    vec![times(tangent, numerator), denominator],
                ),
            };
            sum = Some(match (sum, term) {
                (None, term) => term,
                (Some(sum), Formula::Node(ScalarOp::Neg, inner)) => {
                    let inner = inner.into_iter().next().unwrap_or(Formula::Number(0.0));
                    sum - inner
                }
                (Some(sum), term) => sum + term,
            });
        }
        match sum {
            Some(formula) => self.formula(span, &formula, ty),
            None => self.formula(span, &Formula::Number(0.0), ty),
        }
    }

    /// A formula as operations of the IR.
    pub(super) fn formula(&mut self, span: Span, formula: &Formula, ty: &Ty) -> Operand {
        match formula {
            Formula::Operand(operand) => operand.clone(),
            Formula::Number(value) => {
                let kind = match ty {
                    Ty::Float(kind) => kind.clone(),
                    _ => FloatKind::Unspecified,
                };
                Operand::Literal(Literal::Number(*value, kind))
            }
            Formula::Node(op, args) => self.node(span, *op, args, ty),
        }
    }

    pub(super) fn node(&mut self, span: Span, op: ScalarOp, args: &[Formula], ty: &Ty) -> Operand {
        let operands = args.iter().map(|arg| self.formula(span, arg, ty)).collect();
        self.define(span, Op::Scalar(op, operands), ty.clone())
    }
}

/// A product without factors 1 and -1.
fn times(tangent: Formula, factor: Formula) -> Formula {
    match factor {
        Formula::Number(1.0) => tangent,
        Formula::Number(-1.0) => -tangent,
        Formula::Node(ScalarOp::Neg, inner) => {
            let inner = inner.into_iter().next().unwrap_or(Formula::Number(0.0));
            -times(tangent, inner)
        }
        Formula::Node(ScalarOp::Div, parts) if matches!(parts[0], Formula::Number(1.0)) => {
            tangent / parts[1].clone()
        }
        // a small divisor meets the tangent first: the quotient of the rule may overflow
        Formula::Node(ScalarOp::Div, parts) => tangent / parts[1].clone() * parts[0].clone(),
        factor => factor * tangent,
    }
}
