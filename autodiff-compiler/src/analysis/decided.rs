//! What the rounds of the planning hand on: plan and to-be-recorded analysis need each other's answers.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::Ident;

use super::required::Wanted;
use crate::ir::{StmtId, VarId};
use crate::transform::adjoint::Shadows;

/// What earlier rounds of the planning have found; the next one builds on it.
#[derive(Clone, Debug, Default)]
pub struct Decided {
    pub saves: BTreeMap<StmtId, Ident>,
    /// The loops that keep snapshots, and what these are called.
    pub checkpointed: BTreeMap<StmtId, Ident>,
    /// What such a loop overwrites although an earlier statement's reverse needs it.
    pub overwritten: BTreeMap<StmtId, BTreeSet<VarId>>,
}

impl Decided {
    /// More loops keep snapshots: what was saved because they did not is open again.
    pub fn checkpoint(&mut self, shadows: &Shadows, loops: &BTreeSet<StmtId>) {
        for stmt in loops {
            self.checkpointed.entry(*stmt).or_insert_with(|| shadows.fresh_name("checkpoints"));
        }
        self.saves.clear();
        self.overwritten.clear();
    }

    /// Adds what is wanted; whether any of it is new.
    pub fn extend(&mut self, shadows: &Shadows, wanted: Wanted) -> bool {
        let size = |this: &Self| {
            this.saves.len() + this.overwritten.values().map(BTreeSet::len).sum::<usize>()
        };
        let before = size(self);
        for stmt in wanted.saves {
            self.saves.entry(stmt).or_insert_with(|| shadows.fresh_name("saved"));
        }
        for (stmt, vars) in wanted.overwritten {
            self.overwritten.entry(stmt).or_default().extend(vars);
        }
        size(self) != before
    }
}
