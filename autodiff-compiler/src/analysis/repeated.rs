//! Loops: how their bodies are reversed.

use std::collections::BTreeSet;

use super::blocks::{inside, reads};
use super::demands::Demands;
use super::plan::{Mode, Planner};
use crate::ir::{Block, Op, PureOp, Stmt, StmtKind};

impl<'a> Planner<'a> {
    /// A loop's body: split, or run again per iteration when that saves records, or between snapshots
    /// when the user asks for it.
    pub(super) fn loop_body(&mut self, stmt: &'a Stmt, body: &'a Block, needs: &mut Demands) {
        if self.decided.checkpointed.contains_key(&stmt.id) {
            needs.own.merge(&self.checkpointed(stmt, body));
            return;
        }
        let before = self.uses.clone();
        let free = self.block(body, Mode::Split, true);
        if !self.plan.records(body) {
            needs.inner.merge(&free);
            return;
        }
        let known = matches!(stmt.kind, StmtKind::For { .. });
        if !known || !self.analysis || self.is_cheap_to_record(body) || !self.can_run_again(body) {
            if self.shadows.primal.function.checkpoints.contains_key(&body.id) {
                self.bounded.insert(stmt.id);
            }
            needs.inner.merge(&free);
            return;
        }
        self.uses = before;
        needs.inner.merge(&self.block(body, Mode::Joint, true));
        needs.own.extend(reads(body));
    }

    /// Iterations that run loops of their own, and record something only behind those: a record is
    /// little beside what it would cost to run them again.
    fn is_cheap_to_record(&self, body: &Block) -> bool {
        let (mut loops, mut recorded) = (false, false);
        for stmt in &body.stmts {
            stmt.for_each_block(&mut |inner| recorded |= self.plan.records(inner));
            loops |= matches!(stmt.kind, StmtKind::For { .. } | StmtKind::While { .. });
        }
        loops && !recorded
    }

    /// Iterations read nothing that the loop writes, and save nothing of what lies outside.
    fn can_run_again(&self, body: &Block) -> bool {
        let function = self.shadows.primal.function;
        let inside = inside(body);
        let mut written = BTreeSet::new();
        let mut saves_outside = false;
        let mut acts = false;
        body.walk(&mut |stmt| {
            // what such a call does is done once
            stmt.for_each_defined(&mut |var| acts |= function.discarded.contains(&var));
            stmt.for_each_written(&mut |var| {
                if !inside.contains(&var) {
                    written.insert(var);
                    saves_outside |= self.plan.saves.contains_key(&stmt.id);
                }
            });
            // the user's own tokens may change what they name
            if let StmtKind::Let { op: Op::Pure(PureOp::Verbatim { uses, .. }, _), .. } = &stmt.kind
            {
                let outside = uses.iter().filter(|var| !inside.contains(var));
                written.extend(outside.filter(|var| function.var(**var).storage));
            }
            if let Some(snapshots) = self.plan.checkpoints.get(&stmt.id) {
                saves_outside |= snapshots.state.iter().any(|var| !inside.contains(var));
            }
        });
        let reads = reads(body);
        !saves_outside
            && !acts
            && reads.iter().all(|var| {
                let data = function.var(var);
                let scalar = data.ty.is_scalar();
                !(written.contains(&var) || data.storage && (scalar || self.is_overwritten(var)))
            })
    }
}
