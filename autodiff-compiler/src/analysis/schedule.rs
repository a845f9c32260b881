//! The order of a program's last statements, for its adjoint.
//!
//! In: a program. Out: the same program, with what stands behind its last loop in front of it where
//! the two do not touch each other. A loop that ends a program can run both sweeps in each iteration
//! (`tail`); a call behind it, of a prior or a penalty that has nothing to do with the loop, would
//! be in the way. Values stay as they are, bit for bit.

use super::tail::is_scalar;
use crate::ir::{Function, Op, PureOp, Stmt, StmtKind, Vars};

/// Moves what is independent of the last loop in front of it, if only scalar operations are left
/// behind it then.
pub fn schedule(function: &Function) -> Option<Function> {
    // what a call does that stands for itself may be what another one sees
    if !function.discarded.is_empty() {
        return None;
    }
    let stmts = &function.body.stmts;
    let at = stmts
        .iter()
        .rposition(|stmt| matches!(stmt.kind, StmtKind::For { .. } | StmtKind::While { .. }))?;
    let (before, rest) = stmts.split_at(at);
    let (last, behind) = rest.split_first()?;
    if behind.iter().all(|stmt| is_scalar(function, stmt)) {
        return None;
    }
    let (mut moved, mut left) = (Vec::new(), Vec::new());
    // what stays where it is touches
    let mut read = Vars::new();
    let mut written = Vars::new();
    touches(last, &mut read, &mut written);
    for stmt in behind {
        let (mut reads, mut writes) = (Vars::new(), Vars::new());
        touches(stmt, &mut reads, &mut writes);
        let independent = reads.is_disjoint(&written)
            && writes.is_disjoint(&read)
            && writes.is_disjoint(&written);
        if independent && is_movable(function, stmt) {
            moved.push(stmt.clone());
        } else if is_scalar(function, stmt) {
            read.extend(reads);
            written.extend(writes);
            left.push(stmt.clone());
        } else {
            return None;
        }
    }
    let mut function = function.clone();
    let before = before.iter().cloned();
    function.body.stmts = before.chain(moved).chain([last.clone()]).chain(left).collect();
    Some(function)
}

/// A definition that does nothing else; the user's own tokens may change what they name.
fn is_movable(function: &Function, stmt: &Stmt) -> bool {
    match &stmt.kind {
        StmtKind::Let { op: Op::Pure(PureOp::Verbatim { uses, .. }, _), .. } => {
            uses.iter().all(|var| !function.var(*var).storage)
        }
        StmtKind::Let { op, .. } | StmtKind::LetMany { op, .. } => !op.is_call_in_place(),
        StmtKind::Declare { .. }
        | StmtKind::Store { .. }
        | StmtKind::Accumulate { .. }
        | StmtKind::InPlace(_)
        | StmtKind::Branch { .. }
        | StmtKind::For { .. }
        | StmtKind::While { .. }
        | StmtKind::Map { .. }
        | StmtKind::CallWith { .. }
        | StmtKind::Effect { .. } => false,
    }
}

/// What a statement reads, and what it defines or writes, with all that is inside it.
fn touches(stmt: &Stmt, reads: &mut Vars, writes: &mut Vars) {
    stmt.for_each_written(&mut |var| {
        writes.insert(var);
    });
    let mut each = |stmt: &Stmt| {
        stmt.for_each_defined(&mut |var| {
            writes.insert(var);
        });
        super::blocks::for_each_read(stmt, &mut |var| {
            reads.insert(var);
        });
        if let StmtKind::Effect { uses, .. } = &stmt.kind {
            reads.extend(uses);
        }
        for place in stmt.written_places() {
            reads.insert(place.base);
        }
    };
    each(stmt);
    stmt.for_each_block(&mut |block| block.walk(&mut each));
}
