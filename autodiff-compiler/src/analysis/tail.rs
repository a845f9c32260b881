//! The statement that ends a joint block: nothing but scalar reads lies between its forward and its
//! reverse code, so the cotangents are known when it begins, and both sweeps run together.
//!
//! * A branch runs both in each arm.
//! * A loop whose iterations only add to what outlives them runs both in each iteration and records
//!   nothing (*fused*): the cotangent of a sum is the same in all of them.
//!
//! Behind the statement only scalar operations may stand whose reverse needs no value that is not
//! there before it; their reverse runs first, their forward code last.

use super::blocks::{inside, reads};
use super::plan::Planner;
use super::private::private;
use crate::ir::{Block, Function, Op, Operand, Place, Proj, Stmt, StmtKind, Ty, VarId, Vars};

impl Planner<'_> {
    /// The position of the statement of a joint block that runs both sweeps at once.
    pub(super) fn tail(&mut self, block: &Block) -> Option<usize> {
        if !self.may_merge() {
            return None;
        }
        let position =
            block.stmts.iter().rposition(|stmt| !is_scalar(self.shadows.primal.function, stmt))?;
        let (before, behind) = block.stmts.split_at(position + 1);
        let last = before.last()?;
        let mut fused = None;
        let fits = match &last.kind {
            StmtKind::Branch { .. } => true,
            StmtKind::For { body, .. } | StmtKind::While { body, .. } => {
                let private = private(self.shadows.primal.function, body);
                self.is_sum(last, &private) && {
                    fused = Some(private);
                    true
                }
            }
            StmtKind::Let { .. }
            | StmtKind::LetMany { .. }
            | StmtKind::Declare { .. }
            | StmtKind::Store { .. }
            | StmtKind::Accumulate { .. }
            | StmtKind::InPlace(_)
            | StmtKind::Map { .. }
            | StmtKind::CallWith { .. }
            | StmtKind::Effect { .. } => false,
        };
        if !fits || self.changes_lengths(last) || !self.is_known_before(last, behind) {
            return None;
        }
        if let Some(private) = fused {
            self.fused.insert(last.id, private);
        }
        Some(position)
    }

    /// Shadows are declared ahead of the statement, with the lengths that variables have there.
    fn changes_lengths(&self, last: &Stmt) -> bool {
        let mut inner = Vars::new();
        last.for_each_block(&mut |block| inner.extend(inside(block)));
        let mut changed = false;
        last.for_each_block(&mut |block| {
            block.walk(&mut |stmt| {
                stmt.for_each_written(&mut |var| {
                    let reshaped = self.shadows.is_reshaped(var) && self.shadows.is_active(var);
                    changed |= reshaped && !inner.contains(&var);
                });
            });
        });
        changed
    }

    /// Results are read behind the reverse sweep, and callers' places are left as the function leaves
    /// them: neither may be restored.
    fn may_merge(&self) -> bool {
        let function = self.shadows.primal.function;
        let is_restored = |operand: &Operand| match operand {
            Operand::Place(place) => self.plan.restores(function, place.base),
            Operand::Literal(_) | Operand::Const(_) => false,
        };
        let has_variants = |operand: &Operand| function.operand_ty(operand).content().is_some();
        let is_callers = |var: &VarId| {
            let data = function.var(*var);
            data.storage && matches!(data.ty, Ty::Ref(_))
        };
        // snapshots restore scalars too
        self.analysis
            && function.checkpoints.is_empty()
            && !function.results.iter().any(|result| is_restored(result) || has_variants(result))
            && !function.params.iter().any(is_callers)
    }

    /// The reverse of what stands behind the statement needs nothing that the two compute.
    fn is_known_before(&self, last: &Stmt, behind: &[Stmt]) -> bool {
        let mut late = Vars::new();
        let mut add = |var: VarId| {
            late.insert(var);
        };
        last.for_each_written(&mut add);
        last.for_each_defined(&mut add);
        behind.iter().for_each(|stmt| stmt.for_each_defined(&mut add));
        behind
            .iter()
            .filter_map(|stmt| self.code.variables(stmt))
            .all(|vars| vars.is_disjoint(&late))
    }

    /// Iterations that only add to active variables around them, or store into an element each; what
    /// is private to an iteration counts as inside.
    fn is_sum(&self, stmt: &Stmt, private: &Vars) -> bool {
        let (body, header, index) = match &stmt.kind {
            StmtKind::For { var, body, .. } => (body, None, Some(*var)),
            StmtKind::While { header, body, .. } => (body, Some(header), None),
            _ => return false,
        };
        let mut inner = inside(body);
        inner.extend(private);
        let mut read = reads(body);
        if let Some(header) = header {
            inner.extend(inside(header));
            read.extend(reads(header));
        }
        let own = |place: &Place| match place.proj.as_slice() {
            [Proj::Index(Operand::Place(at)), ..] => at.proj.is_empty() && index == Some(at.base),
            _ => false,
        };
        let (mut stored, mut elsewhere) = (Vars::new(), Vars::new());
        let mut fits = true;
        body.walk(&mut |stmt| {
            let mut outside = Vars::new();
            stmt.for_each_written(&mut |var| {
                if !inner.contains(&var) {
                    outside.insert(var);
                }
            });
            // what a callee changes it restores
            let is_call = matches!(stmt.kind, StmtKind::Let { .. } | StmtKind::LetMany { .. });
            let restores = is_call || self.plan.saves.contains_key(&stmt.id);
            fits &= outside.is_empty() || !restores;
            outside.retain(|var| self.shadows.is_active(*var));
            fits &= outside.is_disjoint(&read);
            match &stmt.kind {
                StmtKind::Store { place, .. } | StmtKind::Accumulate { place, .. } => {
                    if matches!(stmt.kind, StmtKind::Store { .. }) {
                        stored.extend(&outside);
                    }
                    if !own(place) {
                        elsewhere.extend(outside);
                    }
                }
                // what they contain is seen by itself
                StmtKind::Branch { .. }
                | StmtKind::For { .. }
                | StmtKind::While { .. }
                | StmtKind::Map { .. } => {}
                StmtKind::CallWith { .. }
                | StmtKind::Let { .. }
                | StmtKind::LetMany { .. }
                | StmtKind::Declare { .. }
                | StmtKind::InPlace(_)
                | StmtKind::Effect { .. } => fits &= outside.is_empty(),
            }
        });
        fits && stored.is_disjoint(&elsewhere)
    }
}

/// A scalar operation on scalars, or a tuple of them.
pub(super) fn is_scalar(function: &Function, stmt: &Stmt) -> bool {
    let StmtKind::Let { var, op } = &stmt.kind else { return false };
    let data = function.var(*var);
    let mut scalars = !data.storage;
    op.for_each_var(&mut |read| scalars &= function.var(read).ty.is_scalar());
    scalars
        && match op {
            Op::Use(_) | Op::Load(_) | Op::Pure(..) | Op::Scalar(..) => data.ty.is_scalar(),
            Op::Tuple(_) => true,
            Op::Struct(_)
            | Op::Boxed(_)
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
