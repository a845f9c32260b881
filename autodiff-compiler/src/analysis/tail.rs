//! The branch that ends a joint block: nothing lies between its forward and its reverse code, so that
//! they run together in each arm and record nothing.
//!
//! Behind it only scalar reads and tests may stand: their reverse needs no value of theirs, so it can
//! run before the branch, as their forward code runs behind it.

use crate::ir::{Block, Function, Op, Operand, Stmt, StmtKind, Ty};

/// Whether branches may run both sweeps in one go: results are read behind the reverse sweep, and
/// caller's places are left as the function leaves them, so neither may be restored by it. The seed of
/// an `Option` or a `Result` depends on which variant it is.
pub fn may_merge(function: &Function) -> bool {
    let is_restored = |operand: &Operand| match operand {
        Operand::Place(place) => {
            let data = function.var(place.base);
            data.storage && !data.ty.is_scalar()
        }
        Operand::Literal(_) | Operand::Const(_) => false,
    };
    let is_callers = |var: &crate::ir::VarId| {
        let data = function.var(*var);
        data.storage && matches!(data.ty, Ty::Ref(_))
    };
    let has_variants = |operand: &Operand| function.operand_ty(operand).content().is_some();
    // snapshots restore scalars too
    let snapshots = !function.checkpoints.is_empty();
    !function.results.iter().any(|result| is_restored(result) || has_variants(result))
        && !function.params.iter().any(is_callers)
        && !snapshots
}

/// The position of the branch that ends a block.
pub fn branch(function: &Function, block: &Block) -> Option<usize> {
    let position = block.stmts.iter().rposition(|stmt| !is_scalar_read(function, stmt))?;
    matches!(block.stmts[position].kind, StmtKind::Branch { .. }).then_some(position)
}

fn is_scalar_read(function: &Function, stmt: &Stmt) -> bool {
    let StmtKind::Let { var, op } = &stmt.kind else { return false };
    let data = function.var(*var);
    let mut scalars = data.ty.is_scalar() && !data.storage;
    op.for_each_var(&mut |read| scalars &= function.var(read).ty.is_scalar());
    scalars
        && match op {
            Op::Use(_) | Op::Load(_) | Op::Pure(..) => true,
            Op::Scalar(..)
            | Op::Tuple(_)
            | Op::Variant(..)
            | Op::Array(_)
            | Op::VecLit(_)
            | Op::Repeat { .. }
            | Op::Copy(..)
            | Op::Prim(..)
            | Op::Call(..)
            | Op::Zero(_) => false,
        }
}
