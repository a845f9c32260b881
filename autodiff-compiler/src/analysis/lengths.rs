//! Lists whose lengths nothing changes.
//!
//! In: a function. Out: its variables that are lists of numbers, at any depth, and that no statement makes longer
//! or shorter, nor any list inside them. A length may be asked for in the reverse sweep then whatever has been
//! written to the elements.

use crate::ir::{Function, Op, Operand, Place, PureOp, Stmt, StmtKind, Ty, VarId, Vars};
use crate::rules::in_place::rule;

/// All such variables of a function.
pub fn unchanged(function: &Function) -> Vars {
    let ids = (0_u32..).map(VarId).take(function.vars.len());
    let mut found: Vars = ids.filter(|var| is_list(function, *var)).collect();
    remove_changed(function, &mut found);
    found
}

/// The list of `let n = list.len();`.
pub fn measured(function: &Function, stmt: &Stmt) -> Option<VarId> {
    let StmtKind::Let { op: Op::Pure(PureOp::Method(name), operands), .. } = &stmt.kind else {
        return None;
    };
    let [operand @ Operand::Place(place)] = operands.as_slice() else { return None };
    let ty = function.operand_ty(operand);
    let list = matches!(ty.strip_refs(), Ty::Vec(_) | Ty::Slice(_) | Ty::Array(..));
    (name == "len" && list).then_some(place.base)
}

/// A caller may have changed a vector that it lends, and changed it back.
fn is_list(function: &Function, var: VarId) -> bool {
    fn of_numbers(ty: &Ty) -> bool {
        match ty {
            Ty::Vec(element) | Ty::Slice(element) => of_numbers(element),
            ty => is_fixed(ty),
        }
    }
    let ty = function.var(var).ty.strip_refs();
    match ty {
        Ty::Vec(_) => !function.is_inout(var) && of_numbers(ty),
        Ty::Slice(_) | Ty::Array(..) => of_numbers(ty),
        _ => false,
    }
}

/// Whether all values of a type have the same shape.
fn is_fixed(ty: &Ty) -> bool {
    match ty {
        Ty::Array(element, _) => is_fixed(element),
        Ty::Tuple(parts) => parts.iter().all(is_fixed),
        ty => ty.is_scalar(),
    }
}

/// Whether who may write to a place cannot change its shape.
fn keeps_shape(function: &Function, place: &Place) -> bool {
    match function.operand_ty(&Operand::Place(place.clone())).strip_refs() {
        Ty::Slice(element) => is_fixed(element),
        ty => is_fixed(ty),
    }
}

fn remove_changed(function: &Function, found: &mut Vars) {
    function.body.walk(&mut |stmt| match &stmt.kind {
        StmtKind::Store { place, .. } | StmtKind::Accumulate { place, .. } => {
            let ty = function.operand_ty(&Operand::Place(place.clone()));
            if !is_fixed(&ty) {
                found.remove(&place.base);
            }
        }
        StmtKind::InPlace(change) => {
            let reshapes = rule(change.op).reshapes;
            for place in &change.places {
                let ty = function.operand_ty(&Operand::Place(place.clone()));
                let of_numbers = ty.element().is_some_and(is_fixed);
                if !is_fixed(&ty) && (reshapes || !of_numbers) {
                    found.remove(&place.base);
                }
            }
        }
        StmtKind::Let { op, .. } | StmtKind::LetMany { op, .. } => {
            op.for_each_mutable_place(&mut |place| {
                if !keeps_shape(function, place) {
                    found.remove(&place.base);
                }
            });
        }
        StmtKind::CallWith { op, .. } => {
            op.for_each_mutable_argument(&mut |var| {
                found.remove(&var);
            });
        }
        StmtKind::Declare { .. }
        | StmtKind::Branch { .. }
        | StmtKind::For { .. }
        | StmtKind::While { .. }
        | StmtKind::Map { .. }
        | StmtKind::Effect { .. } => {}
    });
}
