//! What the reverse sweep of a function costs in memory, for its author to read.
//!
//! In: a function and its plan; source lines come from the caller, who knows where spans are good
//! for them. Out: text, a line per value that is kept: where it is computed, its type and size as far
//! as the macro knows them, which statement needs it, and why it is not computed again.

mod describe;

use std::collections::BTreeMap;

use proc_macro2::{Ident, Span};

use super::{Cause, Mode, Plan, Reader, Reason, Snapshots};
use crate::ir::{Block, BlockId, Checkpoint, Function, Stmt, StmtId, StmtKind, VarId};

/// Lines about one function. `line` gives the source line of a span.
pub fn report(function: &Function, plan: &Plan, line: &dyn Fn(Span) -> usize) -> String {
    let mut stmts = BTreeMap::new();
    function.body.walk(&mut |stmt| {
        stmts.insert(stmt.id, stmt);
    });
    let mut report = Report { function, plan, line, stmts, text: String::new() };
    let body = &function.body;
    let bytes = report.bytes(body);
    if !report.records(body).is_empty() {
        report.say(0, format!("for each call{bytes}"));
        report.kept(body, 1);
    }
    report.block(body, 0);
    if report.text.is_empty() {
        report.say(0, "nothing".to_owned());
    }
    report.text
}

struct Report<'a> {
    function: &'a Function,
    plan: &'a Plan,
    line: &'a dyn Fn(Span) -> usize,
    stmts: BTreeMap<StmtId, &'a Stmt>,
    text: String,
}

impl<'a> Report<'a> {
    fn say(&mut self, depth: usize, what: String) {
        self.text += &format!("{}{what}\n", "  ".repeat(depth + 1));
    }

    fn line_of(&self, stmt: &Stmt) -> usize {
        (self.line)(stmt.span)
    }

    fn records(&self, block: &Block) -> Vec<&'a Ident> {
        let plan = self.plan.blocks.get(&block.id);
        let always = plan.into_iter().flat_map(|plan| plan.records.iter().map(|(name, _)| name));
        let asked =
            plan.into_iter().flat_map(|plan| plan.conditional.iter().map(|save| &save.name));
        always.chain(asked).collect()
    }

    fn mode(&self, id: BlockId) -> Option<Mode> {
        self.plan.blocks.get(&id).map(|plan| plan.mode)
    }

    /// The loops, branches and saves of a block.
    fn block(&mut self, block: &'a Block, depth: usize) {
        let tail = self.plan.blocks.get(&block.id).and_then(|plan| plan.tail);
        for (position, stmt) in block.stmts.iter().enumerate() {
            match &stmt.kind {
                StmtKind::For { body, .. } | StmtKind::While { body, .. } => {
                    self.repeated(stmt, body, tail == Some(position), depth);
                }
                StmtKind::Branch { arms, .. } => {
                    let line = self.line_of(stmt);
                    for (number, arm) in arms.iter().enumerate() {
                        if !self.records(arm).is_empty() {
                            let bytes = self.bytes(arm);
                            let number = number + 1;
                            self.say(
                                depth,
                                format!("arm {number} of the branch at line {line}{bytes}"),
                            );
                            self.kept(arm, depth + 1);
                        }
                        self.block(arm, depth);
                    }
                }
                _ => {
                    let joint = self.mode(block.id) == Some(Mode::Joint);
                    if let (true, Some(saved)) = (joint, self.plan.saves.get(&stmt.id)) {
                        let what = self.what(&saved.name);
                        self.say(depth, what);
                    }
                }
            }
        }
    }

    /// A loop, and what is in it; `fused` when it runs both sweeps at once.
    fn repeated(&mut self, stmt: &'a Stmt, body: &'a Block, fused: bool, depth: usize) {
        let line = self.line_of(stmt);
        if !self.plan.reversed.contains(&stmt.id) {
            return self.say(depth, format!("loop at line {line}: has no derivative"));
        }
        if let Some(snapshots) = self.plan.checkpoints.get(&stmt.id) {
            let how = self.snapshots(snapshots, body);
            self.say(depth, format!("loop at line {line}: {how}"));
        } else if fused {
            let how = "each iteration is reversed at once and keeps nothing";
            self.say(depth, format!("loop at line {line}: {how}"));
        } else if self.mode(body.id) == Some(Mode::Joint) {
            let how = "each iteration runs again in the reverse sweep and keeps nothing for it";
            self.say(depth, format!("loop at line {line}: {how}"));
        } else if self.records(body).is_empty() {
            self.say(depth, format!("loop at line {line}: nothing per iteration"));
        } else {
            let bytes = self.bytes(body);
            self.say(depth, format!("loop at line {line}, for each iteration{bytes}"));
            self.kept(body, depth + 1);
        }
        self.block(body, depth + 1);
    }

    fn snapshots(&self, snapshots: &Snapshots, body: &Block) -> String {
        let names = snapshots.state.iter().map(|var| self.named(*var));
        let names = names.collect::<Vec<_>>().join(", ");
        let bound = match self.function.checkpoints.get(&body.id) {
            Some(Checkpoint::States(states)) => {
                format!("at most {} times", self.operand(states))
            }
            Some(Checkpoint::Every(period)) => {
                format!("once per {} iterations", self.operand(period))
            }
            Some(Checkpoint::Default) | None => {
                "about twice the square root of the trips".to_owned()
            }
        };
        format!("snapshots of its state, {bound}: {names}")
    }

    /// The values that a block records.
    fn kept(&mut self, block: &'a Block, depth: usize) {
        for name in self.records(block) {
            let what = self.what(name);
            self.say(depth, what);
        }
    }

    /// `: 16 bytes`, if that is known.
    fn bytes(&self, block: &Block) -> String {
        let sizes = self.records(block).into_iter().map(|name| {
            let saved = self.saved(name).and_then(|stmt| self.written(stmt));
            let ty = match (saved, self.variable(name)) {
                (Some(place), _) => self.function.operand_ty(&crate::ir::Operand::Place(place)),
                (None, Some(var)) => self.function.var(var).ty.clone(),
                (None, None) => return None,
            };
            describe::size(&ty)
        });
        let total: Option<usize> = sizes.sum();
        total.map_or_else(String::new, |total| format!(": {total} bytes"))
    }

    /// A recorded value: where and what it is, and why.
    fn what(&self, name: &Ident) -> String {
        if let Some(stmt) = self.saved(name) {
            return self.overwritten(stmt);
        }
        let found = self.plan.checkpoints.iter().find(|(_, snapshots)| snapshots.name == *name);
        if let Some((stmt, _)) = found {
            let line = self.stmts.get(stmt).map_or(0, |stmt| self.line_of(stmt));
            return format!("the snapshots of the loop at line {line}");
        }
        let Some(var) = self.variable(name) else { return format!("`{name}`") };
        let ty = describe::with_size(&self.function.var(var).ty);
        let line = match self.definition(var) {
            Some(stmt) => format!("line {}: ", self.line_of(stmt)),
            None => String::new(),
        };
        let reason = match self.plan.reasons.get(&name.to_string()) {
            Some(reason) => self.reason(*reason),
            None => "state of a loop with snapshots".to_owned(),
        };
        format!("{line}{} ({ty}), {reason}", self.value(var))
    }

    /// What a store overwrites.
    fn overwritten(&self, stmt: &Stmt) -> String {
        let line = self.line_of(stmt);
        let Some(place) = self.written(stmt) else { return format!("line {line}") };
        let ty = self.function.operand_ty(&crate::ir::Operand::Place(place.clone()));
        let uses = self.plan.uses.iter().filter(|(_, vars)| vars.contains(place.base));
        let users = uses.filter_map(|(id, _)| self.stmts.get(id)).filter(|stmt| is_atomic(stmt));
        let mut lines: Vec<usize> = users.map(|stmt| self.line_of(stmt)).collect();
        lines.sort_unstable();
        lines.dedup();
        let needed = match lines.as_slice() {
            [] => "others".to_owned(),
            [one] => format!("line {one}"),
            several => {
                let all: Vec<String> = several.iter().map(ToString::to_string).collect();
                format!("lines {}", all.join(", "))
            }
        };
        let (what, ty) = (self.place(&place), describe::with_size(&ty));
        let readers = self.plan.saves.get(&stmt.id).map(|save| &save.readers);
        let asked = |wanted: fn(Reader) -> bool| {
            readers.is_some_and(|readers| !readers.always() && readers.iter().any(wanted))
        };
        let caller = asked(|reader| reader == Reader::Caller);
        let callee = asked(|reader| matches!(reader, Reader::Callee { .. }));
        let condition = match (caller, callee) {
            (false, false) => {
                format!("`{}` is needed by {needed}", self.named(place.base))
            }
            (true, false) => "if the caller wants it back".to_owned(),
            (false, true) => format!("if what is called at {needed} reads it"),
            (true, true) => {
                format!("if the caller wants it back, or what is called at {needed} reads it")
            }
        };
        format!("line {line}: what `{what}` holds before ({ty}), {condition}")
    }

    fn reason(&self, reason: Reason) -> String {
        let needed = match reason.needed.and_then(|id| self.stmts.get(&id)) {
            Some(stmt) => format!("needed by line {}", self.line_of(stmt)),
            None => "needed for a shape".to_owned(),
        };
        let cause = match reason.cause {
            Cause::Dear => "too dear to compute again".to_owned(),
            Cause::Overwritten(var) => {
                let name = self.named(var);
                match self.writer(var) {
                    Some(stmt) => format!("`{name}` is overwritten at line {}", self.line_of(stmt)),
                    None => format!("`{name}` is overwritten"),
                }
            }
            Cause::Storage => "it changes in place".to_owned(),
            Cause::Unanalysed => "the analysis is off".to_owned(),
        };
        format!("{needed}: {cause}")
    }

    /// The statement that saves under this name.
    fn saved(&self, name: &Ident) -> Option<&'a Stmt> {
        let (id, _) = self.plan.saves.iter().find(|(_, saved)| saved.name == *name)?;
        self.stmts.get(id).copied()
    }

    fn variable(&self, name: &Ident) -> Option<VarId> {
        let position = self.function.vars.iter().position(|data| data.name == *name)?;
        u32::try_from(position).ok().map(VarId)
    }

    fn definition(&self, var: VarId) -> Option<&'a Stmt> {
        self.stmts.values().copied().find(|stmt| {
            let mut defines = false;
            stmt.for_each_defined(&mut |defined| defines |= defined == var);
            defines
        })
    }

    /// The last statement that writes a variable.
    fn writer(&self, var: VarId) -> Option<&'a Stmt> {
        self.stmts.values().copied().rfind(|stmt| {
            let mut writes = false;
            stmt.for_each_written(&mut |written| writes |= written == var);
            writes && is_atomic(stmt)
        })
    }

    /// The place that an atomic statement writes.
    fn written(&self, stmt: &Stmt) -> Option<crate::ir::Place> {
        stmt.written_places().first().cloned()
    }
}

/// Has no statements inside.
fn is_atomic(stmt: &Stmt) -> bool {
    let mut nested = false;
    stmt.for_each_block(&mut |_| nested = true);
    !nested
}
