//! Integers that a branch chooses: `let above = if i == 0 { n - 1 } else { i - 1 };`.
//!
//! In: a declaration and the branch behind it. Out: what the branch reads, if it does nothing but compute the
//! variable by a few operations. The reverse sweep asks the question again then, instead of recording the
//! answer of every iteration.

use std::collections::{BTreeMap, BTreeSet};

use super::again::is_cheap;
use crate::ir::{Block, Function, Operand, Stmt, StmtKind, Ty, VarId, Vars};

/// A variable that a branch chooses.
#[derive(Debug)]
pub struct Choice<'a> {
    /// Its declaration, and the branch.
    pub stmts: [&'a Stmt; 2],
    pub reads: Vars,
}

/// All such variables of a function.
pub fn choices(function: &Function) -> BTreeMap<VarId, Choice<'_>> {
    fn of_block<'a>(
        function: &Function,
        block: &'a Block,
        found: &mut BTreeMap<VarId, Choice<'a>>,
    ) {
        for pair in block.stmts.windows(2) {
            if let (StmtKind::Declare { var }, Some(reads)) = (&pair[0].kind, reads(function, pair))
            {
                found.insert(*var, Choice { stmts: [&pair[0], &pair[1]], reads });
            }
        }
        for stmt in &block.stmts {
            stmt.for_each_block(&mut |inner| of_block(function, inner, found));
        }
    }
    let mut found = BTreeMap::new();
    of_block(function, &function.body, &mut found);
    found
}

/// What a declaration and the branch behind it read, where they only compute an integer or a truth value.
pub fn reads(function: &Function, stmts: &[Stmt]) -> Option<Vars> {
    let [Stmt { kind: StmtKind::Declare { var }, .. }, Stmt { kind: branch, .. }, ..] = stmts
    else {
        return None;
    };
    let StmtKind::Branch { selector, arms, .. } = branch else { return None };
    if !matches!(function.var(*var).ty, Ty::Int | Ty::Bool) || function.var(*var).storage {
        return None;
    }
    let mut reads: Vars = plain(selector)?.into_iter().collect();
    for arm in arms {
        let mut own = BTreeSet::new();
        let (last, before) = arm.stmts.split_last()?;
        for stmt in before {
            let StmtKind::Let { var, op } = &stmt.kind else { return None };
            if !is_cheap(op) {
                return None;
            }
            op.for_each_var(&mut |read| {
                reads.extend((!own.contains(&read)).then_some(read));
            });
            own.insert(*var);
        }
        let StmtKind::Store { place, value } = &last.kind else { return None };
        if place.base != *var || !place.proj.is_empty() {
            return None;
        }
        reads.extend(plain(value)?.filter(|read| !own.contains(read)));
    }
    Some(reads)
}

/// The variable of an operand that is one; none, where it is a part of one.
fn plain(operand: &Operand) -> Option<Option<VarId>> {
    match operand {
        Operand::Place(place) => place.proj.is_empty().then_some(Some(place.base)),
        Operand::Literal(_) | Operand::Const(_) => Some(None),
    }
}
