//! Calls whose results nothing uses.
//!
//! In: a lowered function. Out: the same, with a use of each such result. Invariant: a call that is there for what
//! it does stays in every sweep, under the name that the sweep gives it: what it changes behind a shared
//! reference (a `Cell`, a channel, a log) is not seen, and the sweeps of a method without derivative are
//! an error, never a silent zero.

use quote::quote;

use super::Lowerer;
use crate::analysis::blocks::for_each_read;
use crate::ir::{Block, Function, Op, PureOp, Stmt, StmtKind, Vars};

impl Lowerer<'_> {
    /// Keeps the calls whose results nothing uses.
    pub fn keep_discarded(&mut self) {
        let used = used(&self.function);
        let mut body = std::mem::take(&mut self.function.body.stmts);
        self.keep_in(&mut body, &used);
        self.function.body.stmts = body;
    }

    fn keep_in(&mut self, stmts: &mut Vec<Stmt>, used: &Vars) {
        let mut kept = Vec::with_capacity(stmts.len());
        for mut stmt in std::mem::take(stmts) {
            stmt.for_each_block_mut(&mut |inner: &mut Block| self.keep_in(&mut inner.stmts, used));
            let discarded = match &stmt.kind {
                StmtKind::Let { var, op } if !used.contains(var) && acts(op) => Some(*var),
                _ => None,
            };
            let span = stmt.span;
            kept.push(stmt);
            if let Some(var) = discarded {
                self.function.vars[var.0 as usize].named = true;
                self.function.discarded.insert(var);
                let name = &self.function.var(var).name;
                let tokens = quote!(let _ = &#name);
                let kind = StmtKind::Effect { tokens, uses: vec![var], diverges: false };
                kept.push(self.function.new_stmt(span, kind));
            }
        }
        *stmts = kept;
    }
}

/// The variables that something uses which has to be there.
fn used(function: &Function) -> Vars {
    let mut used = function.inout.clone();
    for result in &function.results {
        result.for_each_var(&mut |var| {
            used.insert(var);
        });
    }
    // what only an unused value uses is unused itself
    loop {
        let before = used.len();
        function.body.walk(&mut |stmt| {
            let needed = match &stmt.kind {
                StmtKind::Let { var, op } => used.contains(var) || acts(op),
                StmtKind::Store { place, .. } | StmtKind::Accumulate { place, .. } => {
                    used.contains(&place.base)
                }
                StmtKind::LetMany { .. }
                | StmtKind::Declare { .. }
                | StmtKind::InPlace(_)
                | StmtKind::Branch { .. }
                | StmtKind::For { .. }
                | StmtKind::While { .. }
                | StmtKind::Map { .. }
                | StmtKind::CallWith { .. }
                | StmtKind::Effect { .. } => true,
            };
            if needed {
                for_each_read(stmt, &mut |var| {
                    used.insert(var);
                });
            }
        });
        if used.len() == before {
            return used;
        }
    }
}

/// Whether an operation may do something that its result does not show: a call, by shared references.
fn acts(op: &Op) -> bool {
    let mut writes = false;
    op.for_each_mutable_place(&mut |_| writes = true);
    let called = match op {
        Op::Call(callee, _) => callee.operator().is_none(),
        Op::Pure(PureOp::Call(path) | PureOp::CallByReference(path, _), _) => {
            // not the helpers of the core
            !path.to_string().contains("__private")
        }
        _ => false,
    };
    // what changes an argument is kept anyway
    called && !writes
}
