//! The to-be-recorded analysis: which stores must save what they overwrite.
//!
//! Walking forward with the set of aggregate storages whose present content the reverse of an earlier
//! statement needs: a store into one of them saves, a store of the whole starts it afresh. Branches
//! join by union; loops run to a fixpoint. A call saves nothing: its own reverse sweep restores what it
//! changed.

use std::collections::BTreeSet;

use super::plan::{Mode, StorageUses};
use crate::ir::{Block, Function, Place, Stmt, StmtId, StmtKind, VarId};
use crate::transform::adjoint::Shadows;

/// The statements that must save; a store that changes a shadow's shape always does.
///
/// A reverse sweep of its own ([`Mode::Split`]) gives the caller its `&mut` arguments back as they
/// were: all of their content is needed from the start.
pub fn saves(
    shadows: &Shadows,
    uses: &StorageUses,
    analysis: bool,
    mode: Mode,
) -> BTreeSet<StmtId> {
    let function = shadows.primal.function;
    let mut required = match mode {
        Mode::Joint => BTreeSet::new(),
        Mode::Split => function.inout.clone(),
    };
    let mut walker = Walker {
        shadows,
        function,
        uses,
        all: !analysis,
        saves: BTreeSet::new(),
        undefined: BTreeSet::new(),
    };
    walker.block(&function.body, &mut required);
    walker.saves
}

struct Walker<'a> {
    /// Declared ahead of a branch whose arms define them: there is nothing to save yet.
    undefined: BTreeSet<VarId>,
    shadows: &'a Shadows<'a>,
    function: &'a Function,
    uses: &'a StorageUses,
    all: bool,
    saves: BTreeSet<StmtId>,
}

impl Walker<'_> {
    fn block(&mut self, block: &Block, required: &mut BTreeSet<VarId>) {
        let mut declared = Vec::new();
        for stmt in &block.stmts {
            self.stmt(stmt, required);
            match &stmt.kind {
                StmtKind::Declare { var } => declared.push(*var),
                // the arms have defined what was declared
                StmtKind::Branch { .. } => {
                    for var in declared.drain(..) {
                        self.undefined.remove(&var);
                    }
                }
                _ => {}
            }
            if let Some(uses) = self.uses.get(&stmt.id) {
                required.extend(uses);
            }
        }
    }

    fn stmt(&mut self, stmt: &Stmt, required: &mut BTreeSet<VarId>) {
        match &stmt.kind {
            StmtKind::Let { var, .. } => {
                required.remove(var);
            }
            StmtKind::Store { place, .. } => {
                let required_by_shadow = self.shadows.reshapes(&stmt.kind);
                self.write(stmt.id, place, required_by_shadow, required);
                if place.proj.is_empty() {
                    required.remove(&place.base);
                }
            }
            StmtKind::Accumulate { place, .. } => self.write(stmt.id, place, false, required),
            StmtKind::Branch { arms, .. } => {
                let before = required.clone();
                for arm in arms {
                    let mut inside = before.clone();
                    self.block(arm, &mut inside);
                    required.extend(inside);
                }
            }
            StmtKind::For { body, .. } | StmtKind::Map { body, .. } => {
                self.repeated(body, required)
            }
            StmtKind::While { header, body, .. } => {
                self.block(header, required);
                self.repeated(body, required);
            }
            StmtKind::Declare { var } => {
                required.remove(var);
                self.undefined.insert(*var);
            }
            StmtKind::LetMany { .. } | StmtKind::Effect { .. } => {}
        }
    }

    fn repeated(&mut self, body: &Block, required: &mut BTreeSet<VarId>) {
        loop {
            let mut after = required.clone();
            self.block(body, &mut after);
            let before = required.len();
            required.extend(after);
            if required.len() == before {
                return;
            }
        }
    }

    fn write(&mut self, id: StmtId, place: &Place, always: bool, required: &BTreeSet<VarId>) {
        let data = self.function.var(place.base);
        let restored =
            data.storage && !data.ty.is_scalar() && !self.undefined.contains(&place.base);
        if restored && (always || self.all || required.contains(&place.base)) {
            self.saves.insert(id);
        }
    }
}
