//! Loops that keep snapshots of their state: what the state is.
//!
//! In: a loop that would record, and that the user bounds. Out: [`Snapshots`], and the plan of its
//! body, which runs forward and reverse in one scope from any state that was kept.
//!
//! The state are the variables from outside the loop that an iteration reads and that do not keep
//! their value: those that the loop writes, and scalar storages, which the reverse sweep never
//! restores otherwise. What is only written there does not run again. Behind the last iteration to be
//! reversed the state before the loop is back, so the loop counts as one statement that saves what it
//! overwrites.

use std::collections::BTreeSet;

use proc_macro2::Ident;

use super::blocks::{inside, reads};
use super::plan::{Frame, Mode, Planner};
use super::readers::Needs;
use crate::ir::{Block, Stmt, VarId, Vars};

/// The snapshots of a loop.
#[derive(Clone, Debug)]
pub struct Snapshots {
    /// What generated code calls them.
    pub name: Ident,
    /// The variables that each of them holds.
    pub state: Vec<VarId>,
}

impl<'a> Planner<'a> {
    /// Plans a loop that keeps snapshots; returns the outer variables whose values it needs.
    pub(super) fn checkpointed(&mut self, stmt: &'a Stmt, body: &'a Block) -> Needs {
        let function = self.shadows.primal.function;
        let mut needs = self.block(body, Mode::Joint, true);
        needs.extend(reads(body));
        let inside = inside(body);
        let mut written = BTreeSet::new();
        stmt.for_each_written(&mut |var| {
            written.insert(var);
        });
        let mut read: Vars = needs.vars().collect();
        read.extend(self.decided.overwritten.get(&stmt.id).into_iter().flatten());
        body.walk(&mut |inner| {
            if self.plan.saves.contains_key(&inner.id) {
                read.extend(inner.written_places().iter().map(|place| place.base));
            }
        });
        let changes = |var: &VarId| {
            let data = function.var(*var);
            written.contains(var) || data.storage && data.ty.is_scalar()
        };
        let state: Vec<VarId> =
            read.into_iter().filter(|var| !inside.contains(var) && changes(var)).collect();
        needs.retain(|var| !state.contains(&var));
        self.held.extend(&state);
        if let Some(name) = self.decided.checkpointed.get(&stmt.id) {
            let name = name.clone();
            self.plan.checkpoints.insert(stmt.id, Snapshots { name, state });
        }
        needs
    }

    /// Storages that the reverse sweep writes have a home in it: their block's record.
    pub(super) fn hold(&self, frame: &mut Frame) {
        if frame.mode == Mode::Joint {
            return;
        }
        for var in &self.held {
            // parameters are there by themselves
            let here = matches!(
                self.layout.owners.get(&var), Some((owner, Some(_))) if *owner == frame.block.id
            );
            if here && frame.ready.insert(var) {
                let data = self.shadows.primal.function.var(var);
                frame.records.push((data.name.clone(), true));
            }
        }
    }
}
