//! The to-be-recorded analysis: which stores must save what they overwrite.
//!
//! Walking forward with the set of aggregate storages whose present content the reverse of an earlier
//! statement needs: a store into one of them saves, a store of the whole starts it afresh. Branches
//! join by union; loops run to a fixpoint. A call saves nothing: its own reverse sweep restores what it
//! changed, if it is asked to.

use std::collections::{BTreeMap, BTreeSet};

use super::decided::Decided;
use super::elements;
use super::plan::{Mode, StorageUses};
use super::readers::{Needs, Reader, Readers};
use crate::ir::{
    Block, Function, InPlace, Lambda, Op, Operand, Place, Proj, Stmt, StmtId, StmtKind, Ty, Vars,
};
use crate::rules::in_place::rule;
use crate::transform::adjoint::Shadows;

/// What the reverse sweep wants to have back.
#[derive(Debug, Default)]
pub struct Wanted {
    /// The statements that must save, and for whom; a store that changes a shadow's shape always does.
    pub saves: BTreeMap<StmtId, Readers>,
    /// The calls whose reverse sweeps must restore what they changed, and for whom.
    pub calls: BTreeMap<StmtId, Readers>,
    /// For each loop that keeps snapshots: what the first of them must hold because the reverse of an
    /// earlier statement needs it.
    pub overwritten: BTreeMap<StmtId, Vars>,
    /// What the reverse sweep reads of the storages as the function leaves them.
    pub left: Needs,
}

/// What the planning has found.
#[derive(Clone, Copy, Debug)]
pub struct Found<'a> {
    pub uses: &'a StorageUses,
    /// Loops whose iterations are reversed one by one, with the arrays that are private to one.
    pub fused: &'a BTreeMap<StmtId, Vars>,
}

/// What must be kept of what is overwritten.
///
/// A reverse sweep of its own ([`Mode::Split`]) gives the caller its `&mut` arguments back as they
/// were, if it asks for them: all of their content is needed from the start.
pub fn wanted(
    shadows: &Shadows,
    found: Found,
    decided: &Decided,
    analysis: bool,
    mode: Mode,
) -> Wanted {
    let function = shadows.primal.function;
    let mut required = Needs::default();
    if mode == Mode::Split {
        let caller = Readers::of(if analysis { Reader::Caller } else { Reader::Here });
        for param in &function.inout {
            required.add(param, &caller);
        }
    }
    let mut walker = Walker {
        shadows,
        function,
        found,
        all: !analysis,
        decided,
        wanted: Wanted::default(),
        undefined: Vars::new(),
    };
    walker.block(&function.body, &mut required);
    walker.wanted.left = required;
    walker.wanted
}

struct Walker<'a> {
    /// Declared ahead of a branch whose arms define them: there is nothing to save yet.
    undefined: Vars,
    shadows: &'a Shadows<'a>,
    function: &'a Function,
    found: Found<'a>,
    all: bool,
    decided: &'a Decided,
    wanted: Wanted,
}

impl Walker<'_> {
    fn block(&mut self, block: &Block, required: &mut Needs) {
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
                required.merge(uses);
            }
        }
    }

    fn stmt(&mut self, stmt: &Stmt, required: &mut Needs) {
        match &stmt.kind {
            StmtKind::Let { var, op } => {
                self.call(stmt.id, op, required);
                required.remove(*var);
            }
            StmtKind::LetMany { op, .. } => self.call(stmt.id, op, required),
            StmtKind::Store { place, .. } => {
                let readers = self.readers(place, self.shadows.reshapes(&stmt.kind), required);
                self.write(stmt.id, place, &readers);
                if self.is_whole(place) {
                    required.remove(place.base);
                }
            }
            StmtKind::Accumulate { place, .. } => {
                let readers = self.readers(place, false, required);
                self.write(stmt.id, place, &readers);
            }
            StmtKind::InPlace(change) => self.change(stmt, change, required),
            StmtKind::Branch { arms, .. } => {
                let before = required.clone();
                for arm in arms {
                    let mut inside = before.clone();
                    self.block(arm, &mut inside);
                    required.merge(&inside);
                }
            }
            StmtKind::For { body, .. } | StmtKind::While { body, .. }
                if self.decided.checkpointed.contains_key(&stmt.id) =>
            {
                self.checkpointed(stmt, body, required);
            }
            StmtKind::For { var, body, early, .. } => {
                let own = match early {
                    None if !self.all => elements::overwritten(self.function, *var, body),
                    _ => Vars::new(),
                };
                self.repeated(stmt.id, body, &own, required);
            }
            StmtKind::Map { body, .. } => {
                self.repeated(stmt.id, body, &Vars::new(), required);
            }
            StmtKind::CallWith { lambdas, .. } => {
                for block in lambdas.iter().filter_map(Lambda::block) {
                    self.repeated(stmt.id, block, &Vars::new(), required);
                }
            }
            StmtKind::While { header, body, .. } => {
                self.block(header, required);
                self.repeated(stmt.id, body, &Vars::new(), required);
            }
            StmtKind::Declare { var } => {
                required.remove(*var);
                self.undefined.insert(*var);
            }
            StmtKind::Effect { .. } => {}
        }
    }

    /// A call restores what somebody needs of what it changes.
    fn call(&mut self, id: StmtId, op: &Op, required: &Needs) {
        let mut readers = Readers::default();
        op.for_each_mutable_argument(&mut |var| {
            let data = self.function.var(var);
            let content = match &data.ty {
                Ty::Ref(inner) if self.function.is_inout(var) => inner,
                ty => ty,
            };
            // a reference may stand for another variable, and a value of unknown type may hold one
            let own = matches!(
                content,
                Ty::Float(_) | Ty::Array(..) | Ty::Slice(_) | Ty::Vec(_) | Ty::Tuple(_)
            );
            let known = own && !self.all;
            readers.extend(&if known { required.readers(var) } else { Readers::of(Reader::Here) });
        });
        if !readers.is_empty() {
            self.wanted.calls.entry(id).or_default().extend(&readers);
        }
    }

    /// One place's content may be in another's.
    fn change(&mut self, stmt: &Stmt, change: &InPlace, required: &mut Needs) {
        let always = self.shadows.reshapes(&stmt.kind);
        let mut readers = Readers::default();
        for place in &change.places {
            readers.extend(&required.readers(place.base));
        }
        let any = !readers.is_empty();
        if always || any && rule(change.op).inverse.keeps() {
            readers = Readers::of(Reader::Here);
        }
        for place in &change.places {
            self.write(stmt.id, place, &readers);
            if any {
                required.add(place.base, &readers);
            }
        }
        if let Some(result) = change.result {
            required.remove(result);
        }
    }

    /// A body that runs any number of times; of the arrays in `own` an iteration needs nothing behind it.
    fn repeated(&mut self, id: StmtId, body: &Block, own: &Vars, required: &mut Needs) {
        let private = self.found.fused.get(&id);
        loop {
            let mut after = required.clone();
            // what the iteration before has left there is not needed
            after.retain(|var| !private.is_some_and(|private| private.contains(&var)));
            self.block(body, &mut after);
            after.retain(|var| !own.contains(&var));
            if !required.merge(&after) {
                return;
            }
        }
    }

    /// Each iteration is reversed from a state of its own, and behind all of them the state before
    /// the loop is back.
    fn checkpointed(&mut self, stmt: &Stmt, body: &Block, required: &mut Needs) {
        let mut written = BTreeSet::new();
        stmt.for_each_written(&mut |var| {
            written.insert(var);
        });
        let overwritten = required.vars().filter(|var| written.contains(var)).collect();
        self.wanted.overwritten.insert(stmt.id, overwritten);
        required.retain(|var| !written.contains(&var));
        self.block(body, &mut Needs::default());
    }

    /// Whether nothing of the variable lies outside the place.
    fn is_whole(&self, place: &Place) -> bool {
        match place.proj.as_slice() {
            [] => true,
            [Proj::Deref] => self.function.is_inout(place.base),
            _ => false,
        }
    }

    /// Who reads what stands in a place that is about to be overwritten.
    fn readers(&self, place: &Place, always: bool, required: &Needs) -> Readers {
        let readers = required.readers(place.base);
        let content = self.function.operand_ty(&Operand::Place(place.clone()));
        // what is copied for nothing must be cheap to copy
        if always || !readers.is_empty() && !content.is_copy() {
            return Readers::of(Reader::Here);
        }
        readers
    }

    fn write(&mut self, id: StmtId, place: &Place, readers: &Readers) {
        let data = self.function.var(place.base);
        let restored =
            data.storage && !data.ty.is_scalar() && !self.undefined.contains(&place.base);
        let readers = if self.all { &Readers::of(Reader::Here) } else { readers };
        if restored && !readers.is_empty() {
            self.wanted.saves.entry(id).or_default().extend(readers);
        }
    }
}
