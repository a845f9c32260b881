//! What the reverse of a statement needs: the names in its reverse code, so that the two cannot disagree.
//!
//! In: a statement. Out: the variables, and who reads their contents.

use std::collections::BTreeMap;

use proc_macro2::Ident;

use super::blocks::{for_each_restoring, inside, reads};
use super::plan::{Mode, Planner};
use super::readers::{Needs, Reader, Readers};
use crate::ir::{Callee, Op, Operand, Stmt, StmtKind, Target, VarId, Vars};

/// What the reverse of a statement needs.
#[derive(Default)]
pub struct Demands {
    /// The statement itself.
    pub(super) own: Needs,
    /// The statements of its blocks, of what is defined outside of these.
    pub(super) inner: Needs,
}

impl<'a> Planner<'a> {
    /// The variables of this block and outer ones that the reverse of a statement reads; its
    /// blocks are planned in `mode`.
    pub(super) fn needs(&mut self, stmt: &'a Stmt, mode: Mode) -> Demands {
        let primal = self.shadows.primal;
        let operand_names = |operand: &Operand, f: &mut dyn FnMut(&Ident)| {
            primal.operand(operand).for_each_name(f);
        };
        let mut demands = Demands::default();
        let Demands { own, inner } = &mut demands;
        match &stmt.kind {
            StmtKind::Branch { selector, arms, .. } => {
                own.extend(self.layout.variables(|f| operand_names(selector, f)));
                for arm in arms {
                    inner.merge(&self.block(arm, mode, false));
                }
            }
            StmtKind::For { range, body, early, .. } => {
                own.extend(self.layout.variables(|f| {
                    operand_names(&range.lo, f);
                    operand_names(&range.hi, f);
                    range.step.iter().for_each(|step| operand_names(step, f));
                }));
                own.extend(early.map(|early| early.trips));
                match mode {
                    Mode::Joint => drop(inner.merge(&self.block(body, mode, true))),
                    Mode::Split => self.loop_body(stmt, body, &mut demands),
                }
            }
            StmtKind::While { body, trips, .. } => {
                own.insert(*trips);
                match mode {
                    Mode::Joint => drop(inner.merge(&self.block(body, mode, true))),
                    Mode::Split => self.loop_body(stmt, body, &mut demands),
                }
            }
            StmtKind::Map { inputs, body, .. } => {
                own.extend(
                    self.layout.variables(|f| inputs.iter().for_each(|x| operand_names(x, f))),
                );
                own.extend(reads(body));
                inner.merge(&self.block(body, Mode::Joint, true));
            }
            StmtKind::CallWith { lambdas, .. } => {
                own.extend(self.code.variables(stmt).into_iter().flatten());
                for lambda in lambdas {
                    let Some(block) = lambda.block() else { continue };
                    let function = self.shadows.primal.function;
                    let scalar = |result: &Operand| function.operand_ty(result).is_scalar();
                    if !lambda.results().iter().all(scalar) {
                        self.whole.insert(block.id);
                    }
                    inner.merge(&self.block(block, Mode::Joint, true));
                    own.extend(reads(block));
                    let inside = inside(block);
                    let outside = |var| !inside.contains(&var) && !lambda.params().contains(&var);
                    own.retain(outside);
                    inner.retain(outside);
                }
            }
            _ => {
                own.extend(self.code.variables(stmt).into_iter().flatten());
                self.passed_on(stmt, own);
                if self.plan.saves.contains_key(&stmt.id) {
                    for place in stmt.written_places() {
                        if !self.analysis {
                            // with the analysis on, somebody needs the content, and so the storage
                            own.insert(place.base);
                        }
                    }
                    for_each_restoring(stmt, &mut |var| own.insert(var));
                }
            }
        }
        demands
    }

    /// What a call hands to its callee and does not read otherwise: whether it is needed is for the
    /// callee to say.
    fn passed_on(&self, stmt: &Stmt, needs: &mut Needs) {
        let (StmtKind::Let { op, .. } | StmtKind::LetMany { op, .. }) = &stmt.kind else { return };
        let Op::Call(Callee { target: Target::Companion { .. }, .. }, args) = op else { return };
        let mut read = Vars::new();
        let mut passed: BTreeMap<VarId, Readers> = BTreeMap::new();
        for (argument, arg) in args.iter().enumerate() {
            let Operand::Place(place) = &arg.operand else { continue };
            place.for_each_index(&mut |var| {
                read.insert(var);
            });
            let reader = Reader::Callee { call: stmt.id, argument };
            passed.entry(place.base).or_default().extend(&Readers::of(reader));
        }
        for (var, readers) in passed {
            if self.analysis && !read.contains(&var) {
                needs.replace(var, readers);
            }
        }
    }

    /// What restoring the places that a statement wrote reads: needed before they are restored.
    pub(super) fn restored_indices(&self, stmt: &Stmt) -> Vec<VarId> {
        let mut found = Vec::new();
        if self.plan.saves.contains_key(&stmt.id) {
            for_each_restoring(stmt, &mut |var| found.push(var));
        }
        found
    }
}
