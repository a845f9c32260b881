//! Operators and casts.

use proc_macro2::Span;
use quote::quote;
use syn::spanned::Spanned;
use syn::visit::Visit;
use syn::{BinOp, Expr, UnOp};

use super::written::{Written, written};
use super::{Lowerer, Val};
use crate::diagnostics::catalogue;
use crate::ir::{FloatKind, Op, Operand, Prim, Proj, PureOp, ScalarOp, Ty};

impl Lowerer<'_> {
    pub(super) fn unary(&mut self, unary: &syn::ExprUnary) -> Val {
        let span = unary.span();
        match unary.op {
            UnOp::Deref(_) => match self.place(&Expr::Unary(unary.clone())) {
                Some(place) => self.read(span, place),
                None => {
                    let val = self.expr(&unary.expr);
                    let op = Op::Pure(PureOp::Unary(unary.op), vec![val.operand]);
                    self.define(span, op, Ty::Inert)
                }
            },
            UnOp::Neg(_) => {
                let val = self.expr(&unary.expr);
                match val.ty.strip_refs() {
                    Ty::Float(kind) => {
                        let ty = Ty::Float(kind.clone());
                        self.define(span, Op::Scalar(ScalarOp::Neg, vec![val.operand]), ty)
                    }
                    ty if ty.is_inert() => {
                        let op = Op::Pure(PureOp::Unary(unary.op), vec![val.operand]);
                        self.define(span, op, val.ty)
                    }
                    Ty::Nd(..) => {
                        let ty = val.ty.strip_refs().clone();
                        self.define(span, Op::Prim(Prim::Neg, vec![val.operand]), ty)
                    }
                    _ => self.operator((span, unary.op.span()), "-", "neg", vec![val]),
                }
            }
            _ => {
                let val = self.expr(&unary.expr);
                self.define(span, Op::Pure(PureOp::Unary(unary.op), vec![val.operand]), val.ty)
            }
        }
    }

    pub(super) fn binary(&mut self, span: Span, binary: &syn::ExprBinary) -> Val {
        if super::written::is_compound(&binary.op) {
            self.compound(span, binary);
            return Val::unit();
        }
        if matches!(binary.op, BinOp::And(_) | BinOp::Or(_)) {
            return self.lazy(span, binary);
        }
        let mut both = self.values([&*binary.left, &*binary.right]).into_iter();
        let (Some(left), Some(right)) = (both.next(), both.next()) else { return Val::unit() };
        self.binary_op(span, &binary.op, left, right)
    }

    /// `&&` and `||`: the right side only runs when the left side leaves it open.
    fn lazy(&mut self, span: Span, binary: &syn::ExprBinary) -> Val {
        let otherwise = matches!(binary.op, BinOp::Or(_));
        let left = Val::new(self.condition(&binary.left), Ty::Bool);
        if super::flow::may_leave(&binary.right) {
            return self.leaving_right(span, left, &binary.right, otherwise);
        }
        let known = self.current.clone();
        let (block, right) = self.nested(|this| this.expr(&binary.right));
        if block.stmts.iter().all(super::branch::is_harmless) {
            self.append(block.stmts);
            let op = Op::Pure(PureOp::Binary(binary.op), vec![left.operand, right.operand]);
            return self.define(span, op, Ty::Bool);
        }
        self.current = known;
        let writes =
            written(&self.scopes, |visitor: &mut Written| visitor.visit_expr(&binary.right));
        self.forget(&writes);
        self.lazy_branch(span, left, block, right, otherwise)
    }

    /// A binary operator on values.
    pub fn binary_op(&mut self, span: Span, op: &BinOp, left: Val, right: Val) -> Val {
        self.arithmetic(span, op, left, right, false)
    }

    /// A binary operator, or what a compound assignment with it stores.
    pub fn arithmetic(
        &mut self,
        span: Span,
        op: &BinOp,
        left: Val,
        right: Val,
        assigned: bool,
    ) -> Val {
        let (mut lt, mut rt) = (left.ty.strip_refs().clone(), right.ty.strip_refs().clone());
        for (val, ty, other) in [(&left, &mut lt, rt.is_float()), (&right, &mut rt, false)] {
            // perhaps a method of the user's, which rustc finds out
            if (other || left.ty.is_float()) && self.is_checked(&val.operand) {
                *ty = Ty::OPAQUE;
            }
        }
        let comparison = matches!(
            op,
            BinOp::Eq(_) | BinOp::Ne(_) | BinOp::Lt(_) | BinOp::Le(_) | BinOp::Gt(_) | BinOp::Ge(_)
        );
        if comparison {
            self.unify(&lt, &rt);
            let operands = vec![compared(&left, &right), compared(&right, &left)];
            return self.define(span, Op::Pure(PureOp::Binary(*op), operands), Ty::Bool);
        }
        let arithmetic = scalar_op(op);
        if lt.is_scalar() && rt.is_scalar() {
            if arithmetic.is_some() {
                self.same_float(op, &lt, &rt);
                self.unify(&lt, &rt);
            } else if lt.is_float() || rt.is_float() {
                self.diagnostics.leave_to_rustc();
            }
        }
        let (is_scalar, inert) =
            (|ty: &Ty| ty.is_float() || matches!(ty, Ty::Inert), lt.is_inert() && rt.is_inert());
        let (left, right) = match (&lt, &rt) {
            // the operators of integers take integers; that it is one is for rustc to see
            (Ty::Opaque(_), Ty::Int) => (self.integer(span, left), right),
            (Ty::Int, Ty::Opaque(_)) => (left, self.integer(span, right)),
            _ => (left, right),
        };
        let inert =
            inert || matches!((&lt, &rt), (Ty::Opaque(_), Ty::Int) | (Ty::Int, Ty::Opaque(_)));
        let lt = if inert && matches!(lt, Ty::Opaque(_)) { Ty::Int } else { lt };
        let both_unknown = |ty: &Ty| !matches!(ty, Ty::Nd(..));
        if let (Some((_, _, symbol)), false) = (arithmetic, inert)
            && !(is_scalar(&lt) && is_scalar(&rt))
            && both_unknown(&lt)
            && both_unknown(&rt)
        {
            let mut module = arithmetic.map_or("", |(_, prim, _)| prim.module()).to_owned();
            if assigned {
                // a type's `*=` may be another function than its `*`
                module.push_str("_assign");
            }
            let val = self.operator((span, op.span()), symbol, &module, vec![left, right]);
            return self.of_operator(val, &lt, op);
        }
        let operands = vec![left.operand, right.operand];
        match arithmetic {
            Some((scalar, ..)) if !inert && is_scalar(&lt) && is_scalar(&rt) => {
                let ty = Ty::Float(self.join_kinds(&lt, &rt));
                self.define(span, Op::Scalar(scalar, operands), ty)
            }
            Some((_, prim, _)) if !inert => {
                let ty = nd_result(&lt, &rt);
                self.define(span, Op::Prim(prim, operands), ty)
            }
            _ => {
                let ty = if matches!(lt, Ty::Inert) { rt } else { lt };
                self.define(span, Op::Pure(PureOp::Binary(*op), operands), ty)
            }
        }
    }

    pub(super) fn cast(&mut self, cast: &syn::ExprCast) -> Val {
        let span = cast.span();
        let val = self.expr(&cast.expr);
        let target = crate::parse::known::known_type(&cast.ty, &self.signature.types);
        let source = val.ty.strip_refs().clone();
        match (&source, &target) {
            (Ty::Float(FloatKind::F64 | FloatKind::F32), Ty::Float(_)) => {
                self.define(span, Op::Scalar(ScalarOp::FloatCast, vec![val.operand]), target)
            }
            (source, Ty::Float(_)) if !source.is_inert() => {
                let ty = (*cast.ty).clone();
                let marker = Operand::Const(quote!(#ty));
                self.define(span, Op::Prim(Prim::Cast, vec![val.operand, marker]), target)
            }
            (source, Ty::Opaque(_)) if !source.is_inert() => {
                self.diagnostics.push(catalogue::cast_to_unknown(&cast.ty));
                val
            }
            _ => {
                let ty = if matches!(target, Ty::Opaque(_)) { Ty::Inert } else { target };
                let op = Op::Pure(PureOp::Cast(cast.ty.clone()), vec![val.operand]);
                self.define(span, op, ty)
            }
        }
    }
}

/// An operand of a comparison. References are names, so `&Side::Upper` stands there without its `&`; a
/// variable that is a reference is compared with it as what it refers to: `*side == Side::Upper`.
fn compared(val: &Val, other: &Val) -> Operand {
    let written = other.reference.is_some() && !matches!(other.ty, Ty::Ref(_));
    match &val.operand {
        Operand::Place(place) if written && matches!(val.ty, Ty::Ref(_)) => {
            Operand::Place(place.then(Proj::Deref))
        }
        operand => operand.clone(),
    }
}

/// The type of an elementwise operation where an operand is an array or unknown.
fn nd_result(left: &Ty, right: &Ty) -> Ty {
    match (left, right) {
        (Ty::Nd(element, a), Ty::Nd(_, b)) => {
            Ty::Nd(element.clone(), a.zip(*b).map(|(a, b)| a.max(b)))
        }
        (Ty::Nd(..), Ty::Float(_) | Ty::Int | Ty::Inert) => left.clone(),
        (Ty::Float(_), Ty::Nd(..)) => right.clone(),
        _ => Ty::OPAQUE,
    }
}

fn scalar_op(op: &BinOp) -> Option<(ScalarOp, Prim, &'static str)> {
    Some(match op {
        BinOp::Add(_) => (ScalarOp::Add, Prim::Add, "+"),
        BinOp::Sub(_) => (ScalarOp::Sub, Prim::Sub, "-"),
        BinOp::Mul(_) => (ScalarOp::Mul, Prim::Mul, "*"),
        BinOp::Div(_) => (ScalarOp::Div, Prim::Div, "/"),
        BinOp::Rem(_) => (ScalarOp::Rem, Prim::Rem, "%"),
        _ => return None,
    })
}
