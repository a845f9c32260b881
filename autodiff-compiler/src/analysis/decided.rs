//! What the rounds of the planning hand on: plan and to-be-recorded analysis need each other's answers.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::Ident;

use super::readers::{Needs, Readers};
use super::required::Wanted;
use crate::ir::{StmtId, Vars};
use crate::transform::adjoint::Shadows;

/// What a statement saves before it overwrites it.
#[derive(Clone, Debug)]
pub struct Save {
    /// What generated code calls it.
    pub name: Ident,
    /// Who reads it.
    pub readers: Readers,
}

/// What earlier rounds of the planning have found; the next one builds on it.
#[derive(Clone, Debug, Default)]
pub struct Decided {
    pub saves: BTreeMap<StmtId, Save>,
    /// The calls that restore what they change, and for whom.
    pub calls: BTreeMap<StmtId, Readers>,
    /// What the reverse sweep reads of the storages as the function leaves them.
    pub left: Needs,
    /// The loops that keep snapshots, and what these are called.
    pub checkpointed: BTreeMap<StmtId, Ident>,
    /// What such a loop overwrites although an earlier statement's reverse needs it.
    pub overwritten: BTreeMap<StmtId, Vars>,
}

impl Decided {
    /// More loops keep snapshots: what was saved because they did not is open again.
    pub fn checkpoint(&mut self, shadows: &Shadows, loops: &BTreeSet<StmtId>) {
        for stmt in loops {
            self.checkpointed.entry(*stmt).or_insert_with(|| shadows.fresh_name("checkpoints"));
        }
        self.saves.clear();
        self.calls.clear();
        self.overwritten.clear();
    }

    /// Adds what is wanted; whether any of it is new.
    pub fn extend(&mut self, shadows: &Shadows, wanted: Wanted) -> bool {
        let mut new = false;
        for (stmt, readers) in wanted.saves {
            let save = self.saves.entry(stmt).or_insert_with(|| Save {
                name: shadows.fresh_name("saved"),
                readers: Readers::default(),
            });
            new |= save.readers.extend(&readers);
        }
        for (stmt, readers) in wanted.calls {
            new |= self.calls.entry(stmt).or_default().extend(&readers);
        }
        for (stmt, vars) in wanted.overwritten {
            let known = self.overwritten.entry(stmt).or_default();
            let before = known.len();
            known.extend(vars);
            new |= known.len() != before;
        }
        self.left = wanted.left;
        new
    }
}
