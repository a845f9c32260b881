//! Tangents of calls: the callee's `jvp` takes the tangents behind the arguments.

use proc_macro2::Span;

use super::{Tangents, tangent_type};
use crate::ir::{Arg, Callee, Op, Operand, Order, StmtKind, Target, Ty, VarId};

impl Tangents<'_> {
    /// `let (y, dot_y) = callee::jvp(args, tangents);`
    pub(super) fn call(&mut self, span: Span, var: VarId, callee: &Callee, args: &[Arg]) {
        let mut all = args.to_vec();
        for (i, arg) in args.iter().enumerate() {
            let ty = self.source.operand_ty(&arg.operand);
            if arg.reference == Some(true) && !self.active_operand(&arg.operand) {
                all.push(self.ignored_tangent(span, &arg.operand));
                continue;
            }
            let operand = if ty.is_inert() && ty.is_scalar() {
                self.define(span, Op::Zero(arg.operand.clone()), Ty::Inert)
            } else {
                self.operand(span, &arg.operand)
            };
            let reference = match ty {
                // a method may take its receiver by value: its sweeps always borrow the tangent
                _ if i == 0 && matches!(callee.target, Target::Method(_)) => {
                    Some(arg.reference == Some(true))
                }
                // a reference is passed on; its zero tangent is an owned value
                Ty::Ref(_) if !self.active_operand(&arg.operand) => Some(false),
                _ => arg.reference,
            };
            all.push(Arg { operand, reference });
        }
        let callee = Callee { order: Order::Tangent, ..callee.clone() };
        let tangent = self.tangent(var);
        self.push(span, StmtKind::LetMany { vars: vec![var, tangent], op: Op::Call(callee, all) });
    }

    /// Whether a call may leave a tangent in one of its `&mut` arguments.
    pub(super) fn changes_active(&self, op: &Op) -> bool {
        let mut found = false;
        op.for_each_mutable_place(&mut |place| {
            found |= self.active_operand(&Operand::Place(place.clone()));
        });
        found
    }

    /// The tangent of a `&mut` argument that has none: zeros in a variable of their own, for the callee
    /// to change.
    pub(super) fn ignored_tangent(&mut self, span: Span, operand: &Operand) -> Arg {
        let ty = tangent_type(&self.source.operand_ty(operand));
        let inert = ty.is_inert();
        let ty = if inert { Ty::Inert } else { ty };
        let zero = self.define(span, Op::Zero(operand.clone()), ty);
        if let (Some(var), false) = (zero.as_var(), inert) {
            self.out.vars[var.0 as usize].storage = true;
        }
        Arg { operand: zero, reference: if inert { None } else { Some(true) } }
    }
}
