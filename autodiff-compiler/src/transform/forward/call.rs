//! Tangents of calls: the callee's `jvp` takes the tangents behind the arguments.

use std::rc::Rc;

use proc_macro2::{Span, TokenStream};

use super::{Tangents, tangent_type};
use crate::ir::{
    Arg, Block, Callee, Lambda, LambdaBody, Op, Operand, Operator, Order, PrimalClosure, StmtKind,
    Target, Ty, VarId,
};

impl Tangents<'_> {
    /// `let (y, dot_y) = callee::jvp(args, tangents);`
    pub(super) fn call(&mut self, span: Span, var: VarId, callee: &Callee, args: &[Arg]) {
        let op = self.tangent_call(span, callee, args);
        let tangent = self.tangent(var);
        self.push(span, StmtKind::LetMany { vars: vec![var, tangent], op });
    }

    /// The same with functions: `jvp` takes theirs.
    pub(super) fn call_with(
        &mut self,
        span: Span,
        var: VarId,
        (callee, args): (&Callee, &[Arg]),
        lambdas: &[Lambda],
    ) {
        let op = self.tangent_call(span, callee, args);
        let lambdas = lambdas.iter().map(|lambda| self.lambda(span, lambda)).collect();
        let tangent = self.tangent(var);
        self.push(span, StmtKind::CallWith { vars: vec![var, tangent], op, lambdas });
    }

    /// A function that gives value and tangent.
    fn lambda(&mut self, span: Span, lambda: &Lambda) -> Lambda {
        let body = match &lambda.body {
            LambdaBody::Named(callee) => {
                LambdaBody::Named(Callee { order: Order::Tangent, ..callee.clone() })
            }
            LambdaBody::Closure { params, block, results, .. } => {
                let primal = PrimalClosure {
                    params: params.clone(),
                    block: block.clone(),
                    result: results[0].clone(),
                };
                let mut all_params = params.clone();
                for param in params {
                    let tangent = self.tangent(*param);
                    all_params.push(tangent);
                }
                self.stmts.push(Vec::new());
                block.stmts.iter().for_each(|stmt| self.stmt(stmt));
                let mut all_results = results.clone();
                for result in results {
                    let tangent = self.operand(span, result);
                    all_results.push(tangent);
                }
                let stmts = self.stmts.pop().unwrap_or_default();
                let block = Block { id: block.id, stmts };
                let primal = Some(Rc::new(primal));
                LambdaBody::Closure { params: all_params, block, results: all_results, primal }
            }
        };
        let tangent = Some(self.tangent(lambda.var));
        Lambda { tangent, body, ..*lambda }
    }

    fn tangent_call(&mut self, span: Span, callee: &Callee, args: &[Arg]) -> Op {
        if let Some(operator) = callee.operator() {
            return self.tangent_operator(span, operator, args);
        }
        let mut all = args.to_vec();
        for (i, arg) in args.iter().enumerate() {
            let ty = self.source.operand_ty(&arg.operand);
            if arg.reference == Some(true) && !self.active_operand(&arg.operand) {
                all.push(self.ignored_tangent(span, &arg.operand));
                continue;
            }
            let operand = if ty.is_inert() && ty.is_scalar() {
                self.define(span, Op::Zero(arg.operand.clone()), Ty::Inert)
            } else if matches!(ty, Ty::Inert) && arg.reference.is_none() {
                // it may be the tangent of a variant that holds nothing, which is no copy
                self.define(span, Op::Zero(arg.operand.clone()), Ty::OPAQUE)
            } else {
                self.operand(span, &arg.operand)
            };
            let reference = match ty {
                // a method may take its receiver by value: its sweeps always borrow the tangent
                _ if i == 0 && matches!(callee.target, Target::Method(_)) => {
                    Some(arg.reference == Some(true))
                }
                // a reference is passed on; its zero tangent is an owned value
                Ty::Ref(_) if !self.is_behind(&operand) => Some(false),
                _ => arg.reference,
            };
            all.push(Arg { operand, reference });
        }
        let callee = Callee { order: Order::Tangent, ..callee.clone() };
        Op::Call(callee, all)
    }

    /// Whether a tangent is a reference: its zero is an owned value, and so is one that another holds.
    fn is_behind(&self, tangent: &Operand) -> bool {
        matches!(self.out.operand_ty(tangent), Ty::Ref(_))
    }

    /// An operator takes the tangents of the operands that have one.
    fn tangent_operator(&mut self, span: Span, operator: &Operator, args: &[Arg]) -> Op {
        let tangents: Vec<bool> =
            args.iter().map(|arg| self.active_operand(&arg.operand)).collect();
        let mut all = args.to_vec();
        for (arg, _) in args.iter().zip(&tangents).filter(|(_, active)| **active) {
            all.push(Arg { operand: self.operand(span, &arg.operand), reference: None });
        }
        let target = Target::Operator(Operator { tangents, ..operator.clone() });
        Op::Call(Callee { target, turbofish: TokenStream::new(), order: Order::Tangent }, all)
    }

    /// An operator between constants has no form with tangents, also where its result becomes active later.
    pub(super) fn is_of_constants(&self, callee: &Callee, args: &[Arg]) -> bool {
        callee.operator().is_some() && !args.iter().any(|arg| self.active_operand(&arg.operand))
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
        let (inert, scalar) = (ty.is_inert(), ty.strip_refs().is_scalar());
        let ty = if inert { Ty::Inert } else { ty };
        let zero = self.define(span, Op::Zero(operand.clone()), ty);
        if let (Some(var), false) = (zero.as_var(), inert) {
            self.out.vars[var.0 as usize].storage = true;
        }
        // that of a vector is not copied: both sweeps pass it
        let reference = match (inert, scalar) {
            (true, true) => None,
            (true, false) => Some(false),
            (false, _) => Some(true),
        };
        Arg { operand: zero, reference }
    }
}
