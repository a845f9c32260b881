//! Tangents of array operations, made of array operations.

use proc_macro2::Span;

use super::Tangents;
use crate::ir::{Op, Operand, Prim, VarId};

impl Tangents<'_> {
    /// Tangents of array operations, by the same primitives.
    pub(super) fn prim(
        &mut self,
        span: Span,
        var: VarId,
        prim: Prim,
        operands: &[Operand],
    ) -> Operand {
        let ty = self.source.var(var).ty.clone();
        let active: Vec<bool> = operands.iter().map(|x| self.active_operand(x)).collect();
        let d = |this: &mut Self, i: usize| this.operand(span, &operands[i]);
        let make = |this: &mut Self, prim: Prim, args: Vec<Operand>| {
            this.define(span, Op::Prim(prim, args), ty.clone())
        };
        let x = |i: usize| operands[i].clone();
        match prim {
            Prim::Add | Prim::Sub => {
                let (a, b) = (d(self, 0), d(self, 1));
                make(self, prim, vec![a, b])
            }
            Prim::Mul | Prim::Dot => {
                let mut terms = Vec::new();
                if active[0] {
                    let a = d(self, 0);
                    terms.push(make(self, prim, vec![a, x(1)]));
                }
                if active[1] {
                    let b = d(self, 1);
                    terms.push(make(self, prim, vec![x(0), b]));
                }
                if terms.len() == 2 { make(self, Prim::Add, terms) } else { terms.remove(0) }
            }
            Prim::Div => {
                let numerator = if active[1] {
                    let b = d(self, 1);
                    let scaled = make(self, Prim::Mul, vec![Operand::var(var), b]);
                    if active[0] {
                        let a = d(self, 0);
                        make(self, Prim::Sub, vec![a, scaled])
                    } else {
                        make(self, Prim::Neg, vec![scaled])
                    }
                } else {
                    d(self, 0)
                };
                make(self, Prim::Div, vec![numerator, x(1)])
            }
            Prim::Rem => {
                // a % b = a - trunc(a / b) b, and trunc(a / b) = (a - a % b) / b
                let a = d(self, 0);
                if !active[1] {
                    let zero = d(self, 1);
                    return make(self, Prim::Add, vec![a, zero]);
                }
                let b = d(self, 1);
                let whole = make(self, Prim::Sub, vec![x(0), Operand::var(var)]);
                let count = make(self, Prim::Div, vec![whole, x(1)]);
                let scaled = make(self, Prim::Mul, vec![count, b]);
                make(self, Prim::Sub, vec![a, scaled])
            }
            Prim::Neg
            | Prim::Transpose
            | Prim::Sum
            | Prim::Mean
            | Prim::SumAxis
            | Prim::MeanAxis
            | Prim::Row
            | Prim::Column
            | Prim::InsertAxis
            | Prim::SliceAxis
            | Prim::ToOwned
            | Prim::Cast
            | Prim::ToFloat
            | Prim::CastTangent => {
                let cast = matches!(prim, Prim::Cast | Prim::ToFloat);
                let prim = if cast { Prim::CastTangent } else { prim };
                let mut args = vec![d(self, 0)];
                args.extend(operands.iter().skip(1).cloned());
                make(self, prim, args)
            }
        }
    }
}
