//! What planning looks up again and again, and no decision changes.
//!
//! In: a function, and its shadows. Out: [`Layout`], which all plans of the function share, and [`ReverseCode`],
//! which all rounds of one plan do: what it takes to build the reverse code of every statement is spent once.

use std::collections::HashMap;

use proc_macro2::Ident;

use super::blocks::{Owners, own};
use super::lengths;
use crate::ir::{Block, Function, Stmt, StmtId, StmtKind, VarId, VarTable, Vars};
use crate::texts::Named;
use crate::transform::adjoint::Shadows;

/// Where a function's variables are.
pub struct Layout {
    by_name: Named<VarId>,
    /// The block of each variable, and the statement that defines it there.
    pub(super) owners: Owners,
    /// For each aggregate storage how deep in loops the deepest write to it is.
    pub(super) write_depths: VarTable<usize>,
    /// Lists whose lengths are what they were at first.
    pub(super) lengths: Vars,
}

impl Layout {
    pub fn of(function: &Function) -> Self {
        let mut by_name = Named::default();
        for (i, data) in function.vars.iter().enumerate() {
            by_name.insert(&data.name, VarId(u32::try_from(i).unwrap_or(u32::MAX)));
        }
        let mut owners = Owners::new();
        for param in &function.params {
            owners.insert(*param, (function.body.id, None));
        }
        own(&function.body, &mut owners);
        let lengths = lengths::unchanged(function);
        let mut layout = Self { by_name, owners, write_depths: VarTable::new(), lengths };
        layout.add_writes(&function.body, 0);
        layout
    }

    fn add_writes(&mut self, block: &Block, depth: usize) {
        for stmt in &block.stmts {
            for place in stmt.written_places() {
                let deepest = self.write_depths.slot(place.base).get_or_insert_default();
                *deepest = depth.max(*deepest);
            }
            let deeper = usize::from(matches!(
                stmt.kind,
                StmtKind::For { .. }
                    | StmtKind::While { .. }
                    | StmtKind::Map { .. }
                    | StmtKind::CallWith { .. }
            ));
            stmt.for_each_block(&mut |inner| self.add_writes(inner, depth + deeper));
        }
    }

    /// The variables among the names.
    pub(super) fn variables(&self, walk: impl FnOnce(&mut dyn FnMut(&Ident))) -> Vars {
        let mut found = Vars::new();
        walk(&mut |name| {
            if let Some(var) = self.by_name.get(name) {
                found.insert(*var);
            }
        });
        found
    }
}

/// The variables in the reverse code of each atomic statement that has such code.
pub struct ReverseCode(HashMap<StmtId, Vars>);

impl ReverseCode {
    pub fn of(shadows: &Shadows, layout: &Layout) -> Self {
        let mut all = HashMap::new();
        shadows.primal.function.body.walk(&mut |stmt| {
            let code = shadows.pullback(&stmt.kind);
            if code.is_empty() {
                return;
            }
            let mut needs = layout.variables(|f| {
                for contribution in &code {
                    contribution.for_each_name(f);
                }
            });
            for contribution in &code {
                for target in contribution.targets() {
                    target.for_each_index(&mut |var| {
                        needs.insert(var);
                    });
                }
            }
            all.insert(stmt.id, needs);
        });
        Self(all)
    }

    /// Those of a statement; none where it has no reverse code.
    pub fn variables(&self, stmt: &Stmt) -> Option<&Vars> {
        self.0.get(&stmt.id)
    }
}
