//! Arguments that a callee changes.
//!
//! In: the arguments of a call. Out: operands, where every `&mut` argument is a place that the call
//! writes. Invariant: such a place is storage that the reverse sweep restores; a scalar variable,
//! which it does not restore, is passed in a cell of its own.

use proc_macro2::Span;
use syn::spanned::Spanned;
use syn::{Expr, ExprMethodCall, Member};

use super::{Lowerer, Val};
use crate::ir::{InPlaceOp, Op, Operand, Place, Proj, StmtKind, Ty};

/// Something in a place of its own for the time of a call: a scalar in a tuple of one, or a copy.
pub(super) struct Cell {
    /// Where the content comes from and goes to.
    home: Place,
    inside: Place,
    span: Span,
}

impl Lowerer<'_> {
    /// The values of arguments, left to right, and the cells that the call changes.
    pub(super) fn arguments<'e>(
        &mut self,
        exprs: impl IntoIterator<Item = &'e Expr>,
    ) -> (Vec<Val>, Vec<Cell>) {
        let exprs: Vec<&Expr> = exprs.into_iter().collect();
        let mut args = self.values_by(&exprs, &|this, expr| this.argument(expr));
        self.share_common(&mut args, &exprs);
        let cells = self.cells(&mut args, &exprs);
        (args, cells)
    }

    fn argument(&mut self, expr: &Expr) -> Val {
        if let Some(special) = self.chain_argument(expr).or_else(|| self.handed_on(expr)) {
            return special;
        }
        let val = self.expr(expr);
        self.option_of_references(expr, val)
    }

    /// Passes scalar variables that the callee changes in cells.
    fn cells(&mut self, args: &mut [Val], exprs: &[&Expr]) -> Vec<Cell> {
        let mut cells = Vec::new();
        let passive = args.iter().all(|arg| self.is_passive(arg));
        for (arg, expr) in args.iter_mut().zip(exprs) {
            let (Some(true), Operand::Place(place)) = (arg.reference, arg.operand.clone()) else {
                continue;
            };
            if self.is_fixed(&place) {
                // rustc asks for `mut`
                self.diagnostics.leave_to_rustc();
            } else if arg.ty.is_scalar() && (place.proj.is_empty() || passive) {
                let cell = self.cell(expr.span(), place, &arg.ty);
                arg.operand = Operand::Place(cell.inside.clone());
                cells.push(cell);
            }
        }
        cells
    }

    /// The receiver and the arguments of a method that the macro does not know.
    ///
    /// Whether it changes its receiver is not known either. Where it could, it is taken to: the
    /// receiver is lent by `&mut`, which serves for `&` too.
    pub(super) fn method_arguments(&mut self, call: &ExprMethodCall) -> (Vec<Val>, Vec<Cell>) {
        let receiver: &Expr = &call.receiver;
        let exprs: Vec<&Expr> = std::iter::once(receiver).chain(&call.args).collect();
        let mut args = self.values_by(&exprs, &|this, expr| {
            if std::ptr::eq(expr, receiver) {
                return this.receiver(expr);
            }
            this.argument(expr)
        });
        self.share_common(&mut args, &exprs);
        self.part_from_receiver(&mut args, call.span());
        let cells = self.cells(&mut args, &exprs);
        (args, cells)
    }

    /// What a method is called on: a scalar by value, anything else where it stands.
    fn receiver(&mut self, expr: &Expr) -> Val {
        let val = self.expr_or_place(expr);
        let Operand::Place(place) = &val.operand else {
            // a literal's type does not show before a dot
            return self.define(expr.span(), Op::Use(val.operand), val.ty);
        };
        if val.ty.strip_refs().is_scalar() {
            return Val { reference: None, ..self.read(expr.span(), place.clone()) };
        }
        let shared = self.scopes.reference_named(expr) == Some(false);
        let mutable = !shared && !self.is_fixed(place);
        let place = match val.ty {
            Ty::Ref(_) => place.then(Proj::Deref),
            _ => place.clone(),
        };
        let ty = val.ty.strip_refs().clone();
        Val { operand: Operand::Place(place), ty, reference: Some(mutable) }
    }

    /// Arguments that are parts of the receiver: references to it show that it does not change, and of
    /// other values it gets copies, which are taken before the call.
    fn part_from_receiver(&mut self, args: &mut [Val], span: Span) {
        let [receiver, rest @ ..] = args else { return };
        let Operand::Place(whole) = receiver.operand.clone() else { return };
        for arg in rest {
            let Operand::Place(place) = &arg.operand else { continue };
            if receiver.reference != Some(true) || arg.ty.is_scalar() || place.is_apart_from(&whole)
            {
                continue;
            }
            match arg.reference {
                Some(_) => receiver.reference = Some(false),
                None => *arg = self.define(span, Op::Use(arg.operand.clone()), arg.ty.clone()),
            }
        }
    }

    /// A `&mut` that is passed by its name: what it refers to.
    pub(super) fn handed_on(&mut self, expr: &Expr) -> Option<Val> {
        if self.scopes.reference_named(expr) != Some(true) {
            return None;
        }
        let val = self.expr_or_place(expr);
        Some(Val { reference: Some(true), ..val })
    }

    /// A reference of which another argument is a part is passed by `&`: Rust allows nothing else.
    fn share_common(&self, args: &mut [Val], exprs: &[&Expr]) {
        let operands: Vec<Operand> = args.iter().map(|arg| arg.operand.clone()).collect();
        for (i, arg) in args.iter_mut().enumerate() {
            let mut others = operands.iter().enumerate().filter(|(j, _)| *j != i);
            let shared = others.any(|(_, other)| {
                self.contains(&operands[i], other) || self.contains(other, &operands[i])
            });
            if shared && self.scopes.reference_named(exprs[i]) == Some(true) {
                arg.reference = Some(false);
            }
        }
    }

    /// Whether an operand is the other one or a part of it, as the projections show.
    fn contains(&self, whole: &Operand, part: &Operand) -> bool {
        let (Operand::Place(whole), Operand::Place(part)) = (whole, part) else { return false };
        let count = whole.proj.len();
        whole.base == part.base && count <= part.proj.len() && {
            let start = Place { base: part.base, proj: part.proj[..count].to_vec() };
            let text = |place: &Place| self.function.show(&Operand::Place(place.clone()));
            text(&start) == text(whole)
        }
    }

    fn cell(&mut self, span: Span, home: Place, ty: &Ty) -> Cell {
        let now = self.read(span, home.clone());
        let name = self.function.var(home.base).name.clone();
        let var = self.storage(&name, Ty::Tuple(vec![ty.clone()]), None);
        self.function.vars[var.0 as usize].named = false;
        self.push(span, StmtKind::Let { var, op: Op::Tuple(vec![now.operand]) });
        let first = Proj::Field(Member::Unnamed(syn::Index::from(0)));
        Cell { home, inside: Place::var(var).then(first), span }
    }

    /// The variables get what the call left in their cells.
    pub(super) fn empty_cells(&mut self, cells: Vec<Cell>) {
        for Cell { home, inside, span } in cells {
            if let Ty::Slice(_) = self.place_ty(&home).strip_refs() {
                let content = vec![Operand::Place(inside)];
                self.change(span, InPlaceOp::CopyFrom, vec![home], content, None);
            } else {
                let value = self.read(span, inside);
                self.store(span, home, value);
            }
        }
    }
}
