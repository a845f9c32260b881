//! The to-be-recorded analysis: which stores must save what they overwrite.
//!
//! Walking forward with the set of aggregate storages whose present content the reverse of an earlier
//! statement needs: a store into one of them saves, a store of the whole starts it afresh. Branches
//! join by union; loops run to a fixpoint. A call saves nothing: its own reverse sweep restores what it
//! changed.

use std::collections::{BTreeMap, BTreeSet};

use super::decided::Decided;
use super::plan::{Mode, StorageUses};
use crate::ir::{Block, Function, Lambda, Place, Stmt, StmtId, StmtKind, VarId};
use crate::transform::adjoint::Shadows;

/// What the reverse sweep wants to have back.
#[derive(Debug, Default)]
pub struct Wanted {
    /// The statements that must save; a store that changes a shadow's shape always does.
    pub saves: BTreeSet<StmtId>,
    /// For each loop that keeps snapshots: what the first of them must hold because the reverse of an
    /// earlier statement needs it.
    pub overwritten: BTreeMap<StmtId, BTreeSet<VarId>>,
}

/// What the planning has found.
#[derive(Clone, Copy, Debug)]
pub struct Found<'a> {
    pub uses: &'a StorageUses,
    /// Loops whose iterations are reversed one by one, with the arrays that are private to one.
    pub fused: &'a BTreeMap<StmtId, BTreeSet<VarId>>,
}

/// What must be kept of what is overwritten.
///
/// A reverse sweep of its own ([`Mode::Split`]) gives the caller its `&mut` arguments back as they
/// were: all of their content is needed from the start.
pub fn wanted(
    shadows: &Shadows,
    found: Found,
    decided: &Decided,
    analysis: bool,
    mode: Mode,
) -> Wanted {
    let function = shadows.primal.function;
    let mut required = match mode {
        Mode::Joint => BTreeSet::new(),
        Mode::Split => function.inout.clone(),
    };
    let mut walker = Walker {
        shadows,
        function,
        found,
        all: !analysis,
        decided,
        wanted: Wanted::default(),
        undefined: BTreeSet::new(),
    };
    walker.block(&function.body, &mut required);
    walker.wanted
}

struct Walker<'a> {
    /// Declared ahead of a branch whose arms define them: there is nothing to save yet.
    undefined: BTreeSet<VarId>,
    shadows: &'a Shadows<'a>,
    function: &'a Function,
    found: Found<'a>,
    all: bool,
    decided: &'a Decided,
    wanted: Wanted,
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
            if let Some(uses) = self.found.uses.get(&stmt.id) {
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
            StmtKind::InPlace(change) => {
                // one place's content may be in another's
                let any = change.places.iter().any(|place| required.contains(&place.base));
                let always = any || self.shadows.reshapes(&stmt.kind);
                for place in &change.places {
                    self.write(stmt.id, place, always, required);
                    if any {
                        required.insert(place.base);
                    }
                }
                if let Some(result) = &change.result {
                    required.remove(result);
                }
            }
            StmtKind::Branch { arms, .. } => {
                let before = required.clone();
                for arm in arms {
                    let mut inside = before.clone();
                    self.block(arm, &mut inside);
                    required.extend(inside);
                }
            }
            StmtKind::For { body, .. } | StmtKind::While { body, .. }
                if self.decided.checkpointed.contains_key(&stmt.id) =>
            {
                self.checkpointed(stmt, body, required);
            }
            StmtKind::For { body, .. } | StmtKind::Map { body, .. } => {
                self.repeated(stmt.id, body, required);
            }
            StmtKind::CallWith { lambdas, .. } => {
                for block in lambdas.iter().filter_map(Lambda::block) {
                    self.repeated(stmt.id, block, required);
                }
            }
            StmtKind::While { header, body, .. } => {
                self.block(header, required);
                self.repeated(stmt.id, body, required);
            }
            StmtKind::Declare { var } => {
                required.remove(var);
                self.undefined.insert(*var);
            }
            StmtKind::LetMany { .. } | StmtKind::Effect { .. } => {}
        }
    }

    fn repeated(&mut self, id: StmtId, body: &Block, required: &mut BTreeSet<VarId>) {
        let private = self.found.fused.get(&id);
        loop {
            let mut after = required.clone();
            // what the iteration before has left there is not needed
            after.retain(|var| !private.is_some_and(|private| private.contains(var)));
            self.block(body, &mut after);
            let before = required.len();
            required.extend(after);
            if required.len() == before {
                return;
            }
        }
    }

    /// Each iteration is reversed from a state of its own, and behind all of them the state before
    /// the loop is back.
    fn checkpointed(&mut self, stmt: &Stmt, body: &Block, required: &mut BTreeSet<VarId>) {
        let mut written = BTreeSet::new();
        stmt.for_each_written(&mut |var| {
            written.insert(var);
        });
        let overwritten = required.intersection(&written).copied().collect();
        self.wanted.overwritten.insert(stmt.id, overwritten);
        required.retain(|var| !written.contains(var));
        self.block(body, &mut BTreeSet::new());
    }

    fn write(&mut self, id: StmtId, place: &Place, always: bool, required: &BTreeSet<VarId>) {
        let data = self.function.var(place.base);
        let restored =
            data.storage && !data.ty.is_scalar() && !self.undefined.contains(&place.base);
        if restored && (always || self.all || required.contains(&place.base)) {
            self.wanted.saves.insert(id);
        }
    }
}
