//! Arguments that a callee changes.
//!
//! In: the arguments of a call. Out: operands, where every `&mut` argument is a place that the call
//! writes. Invariant: such a place is storage that the reverse sweep restores; a scalar variable,
//! which it does not restore, is passed in a cell of its own. Of two parts of one array that were split
//! (`split_at_mut`) and go to one call, one is passed as a copy: their places cannot be borrowed at once.

use proc_macro2::Span;
use syn::spanned::Spanned;
use syn::{Expr, Member};

use super::{Lowerer, Val};
use crate::hygiene::Key;
use crate::ir::{CopyKind, InPlaceOp, Op, Operand, Place, Proj, StmtKind, Ty};

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
        let mut args = self.values_by(&exprs, &|this, expr| match this.handed_on(expr) {
            Some(val) => val,
            None => this.expr(expr),
        });
        let mut cells = Vec::new();
        for i in self.share_common(&mut args, &exprs) {
            let arg = args[i].clone();
            let (detached, cell) = self.detached(exprs[i].span(), arg);
            args[i] = detached;
            cells.extend(cell);
        }
        let passive = args.iter().all(|arg| self.is_passive(arg));
        for (arg, expr) in args.iter_mut().zip(&exprs) {
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
        (args, cells)
    }

    /// A `&mut` that is passed by its name: what it refers to.
    pub(super) fn handed_on(&mut self, expr: &Expr) -> Option<Val> {
        if self.scopes.reference_named(expr) != Some(true) {
            return None;
        }
        let val = self.expr_or_place(expr);
        Some(Val { reference: Some(true), ..val })
    }

    /// Parts of one variable among the arguments, of which the call may change one. A `&mut` that occurs
    /// twice, or beside something that is borrowed from it, is passed by `&`: Rust allows nothing else.
    /// Two of different `&mut` do not overlap; the positions of those to be passed apart are returned.
    fn share_common(&self, args: &mut [Val], exprs: &[&Expr]) -> Vec<usize> {
        let mut apart: Vec<usize> = Vec::new();
        for i in 0..args.len() {
            for j in i + 1..args.len() {
                let (Operand::Place(one), Operand::Place(other)) =
                    (&args[i].operand, &args[j].operand)
                else {
                    continue;
                };
                let changes = [i, j].map(|k| args[k].reference == Some(true));
                if changes == [false, false] || one.is_apart_from(other) {
                    continue;
                }
                if self.are_disjoint(exprs[i], exprs[j]) {
                    // a copy of what is only read need not go back
                    let copied = if changes == [false, true] { i } else { j };
                    if !apart.contains(&i) && !apart.contains(&j) {
                        apart.push(copied);
                    }
                    continue;
                }
                for k in [i, j] {
                    if self.scopes.reference_named(exprs[k]) == Some(true) {
                        args[k].reference = Some(false);
                    }
                }
            }
        }
        apart
    }

    /// Whether the two come from `&mut` of different names, which never overlap.
    fn are_disjoint(&self, one: &Expr, other: &Expr) -> bool {
        let exclusive = |expr: &Expr| {
            let root = root(expr)?;
            (self.scopes.reference(root) == Some(true)).then(|| Key::of(root))
        };
        matches!((exclusive(one), exclusive(other)), (Some(one), Some(other)) if one != other)
    }

    /// An argument that is passed apart from its array.
    fn detached(&mut self, span: Span, arg: Val) -> (Val, Option<Cell>) {
        let Operand::Place(home) = arg.operand.clone() else { return (arg, None) };
        let changed = arg.reference == Some(true);
        if arg.ty.is_scalar() {
            if changed {
                // scalars that are changed get their cell with the others
                let cell = self.cell(span, home, &arg.ty);
                let operand = Operand::Place(cell.inside.clone());
                return (Val { operand, ..arg }, Some(cell));
            }
            let operand = self.read(span, home).operand;
            return (Val { operand, ..arg }, None);
        }
        let (kind, ty) = match arg.ty.strip_refs() {
            Ty::Slice(element) => (CopyKind::ToVec, Ty::Vec(element.clone())),
            ty => (CopyKind::Clone, ty.clone()),
        };
        let name = self.function.var(home.base).name.clone();
        let var = self.storage(&name, ty, None);
        let data = &mut self.function.vars[var.0 as usize];
        data.named = false;
        data.storage = changed;
        self.push(span, StmtKind::Let { var, op: Op::Copy(home.clone(), kind) });
        let inside = match arg.ty.strip_refs() {
            Ty::Slice(_) => {
                Place::var(var).then(Proj::Range { lo: None, hi: None, inclusive: false })
            }
            _ => Place::var(var),
        };
        let operand = Operand::Place(inside.clone());
        (Val { operand, ..arg }, changed.then_some(Cell { home, inside, span }))
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

/// The name that a borrowed place begins with.
fn root(expr: &Expr) -> Option<&syn::Ident> {
    match expr {
        Expr::Path(path) => path.path.get_ident(),
        Expr::Reference(reference) => root(&reference.expr),
        Expr::Index(index) => root(&index.expr),
        Expr::Field(field) => root(&field.base),
        Expr::Unary(unary) => root(&unary.expr),
        Expr::Paren(paren) => root(&paren.expr),
        Expr::Group(group) => root(&group.expr),
        _ => None,
    }
}
