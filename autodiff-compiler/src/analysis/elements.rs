//! Arrays of which each iteration of a loop reads its own element only, and then overwrites it.
//!
//! In: the variable and the body of a loop. Out: the arrays. The reverse of an iteration puts its element
//! back before it reads it, so what the loop leaves in such an array is not needed.

use super::blocks::mentions;
use super::passed::lists_numbers;
use crate::ir::{Block, Function, Op, Operand, Place, Proj, Stmt, StmtKind, VarId, Vars};

/// The arrays of which an iteration over `index` sees and overwrites one element.
pub fn overwritten(function: &Function, index: VarId, body: &Block) -> Vars {
    let mut found = Vars::new();
    for (position, stmt) in body.stmts.iter().enumerate() {
        let StmtKind::Store { place, .. } = &stmt.kind else { continue };
        let behind = &body.stmts[position + 1..];
        let array = place.base;
        if lists_numbers(&function.var(array).ty)
            && element(place, index) == Some(true)
            && body.stmts.iter().all(|stmt| sees_element(stmt, array, index))
            && !behind.iter().any(|stmt| mentions(stmt, array))
        {
            found.insert(array);
        }
    }
    found
}

/// Whether the place is the element at `index` as a whole; none, where it is not in that element.
fn element(place: &Place, index: VarId) -> Option<bool> {
    let proj = match place.proj.as_slice() {
        [Proj::Deref, rest @ ..] => rest,
        all => all,
    };
    match proj {
        [Proj::Index(Operand::Place(at)), rest @ ..] if at.proj.is_empty() && at.base == index => {
            Some(rest.is_empty())
        }
        _ => None,
    }
}

/// Whether a statement reads and writes nothing of the array but the element.
fn sees_element(stmt: &Stmt, array: VarId, index: VarId) -> bool {
    let inside = |place: &Place| place.base != array || element(place, index).is_some();
    let mut fits = true;
    let mut operand = |operand: &Operand| {
        if let Operand::Place(place) = operand {
            fits &= inside(place);
        }
    };
    stmt.for_each_operand(&mut operand);
    match &stmt.kind {
        StmtKind::Let { op, .. } | StmtKind::LetMany { op, .. } => match op {
            Op::Load(place) => fits &= inside(place),
            Op::Use(_) | Op::Scalar(..) | Op::Array(_) | Op::Tuple(_) => {}
            _ => {
                let mut reads = false;
                op.for_each_var(&mut |var| reads |= var == array);
                fits &= !reads;
            }
        },
        StmtKind::Store { place, .. } | StmtKind::Accumulate { place, .. } => fits &= inside(place),
        StmtKind::InPlace(_) | StmtKind::CallWith { .. } | StmtKind::Map { .. } => {
            fits &= !mentions(stmt, array);
        }
        StmtKind::Effect { uses, .. } => fits &= !uses.contains(&array),
        StmtKind::Declare { .. }
        | StmtKind::Branch { .. }
        | StmtKind::For { .. }
        | StmtKind::While { .. } => {}
    }
    stmt.for_each_block(&mut |block| {
        fits &= block.stmts.iter().all(|stmt| sees_element(stmt, array, index));
    });
    fits
}
