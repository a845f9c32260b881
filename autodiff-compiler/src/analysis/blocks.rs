//! What blocks and statements define and read.

use crate::ir::{Block, BlockId, Lambda, Operand, Stmt, StmtKind, VarId, VarTable, Vars};
use crate::rules::in_place::rule;

/// Restoring what a statement wrote needs more than its operands and its result.
pub fn keeps(stmt: &Stmt) -> bool {
    match &stmt.kind {
        StmtKind::InPlace(change) => rule(change.op).inverse.keeps(),
        _ => true,
    }
}

/// The variables that the code reads which undoes what an atomic statement wrote.
pub fn for_each_restoring(stmt: &Stmt, f: &mut impl FnMut(VarId)) {
    for place in stmt.written_places() {
        place.for_each_index(f);
    }
    if let StmtKind::InPlace(change) = &stmt.kind {
        change.positions().for_each(|position| position.for_each_var(f));
        change.result.into_iter().for_each(f);
    }
}

/// The block of each variable, and the position of the statement that defines it there.
pub(super) type Owners = VarTable<(BlockId, Option<usize>)>;

/// Finds the owners of what is defined in a block or inside it.
pub(super) fn own(block: &Block, owners: &mut Owners) {
    for (position, stmt) in block.stmts.iter().enumerate() {
        stmt.for_each_defined(&mut |var| {
            owners.insert(var, (block.id, Some(position)));
        });
        match &stmt.kind {
            StmtKind::For { var, body, .. } => {
                owners.insert(*var, (body.id, None));
            }
            StmtKind::Map { params, body, .. } => {
                for param in params {
                    owners.insert(*param, (body.id, None));
                }
            }
            StmtKind::CallWith { lambdas, .. } => {
                for lambda in lambdas {
                    let Some(block) = lambda.block() else { continue };
                    for param in lambda.params() {
                        owners.insert(*param, (block.id, None));
                    }
                }
            }
            _ => {}
        }
        stmt.for_each_block(&mut |inner| own(inner, owners));
    }
}

/// The variables defined in a block or inside it.
pub fn inside(block: &Block) -> Vars {
    let mut found = Owners::new();
    own(block, &mut found);
    found.keys().collect()
}

/// Outer variables that running the block forward reads.
pub(super) fn reads(block: &Block) -> Vars {
    let inside = inside(block);
    let mut found = Vars::new();
    let mut add = |var: VarId| {
        if !inside.contains(&var) {
            found.insert(var);
        }
    };
    block.walk(&mut |stmt| for_each_read(stmt, &mut add));
    found
}

/// The variables that the forward code of a statement (without nested blocks) reads.
pub fn for_each_read(stmt: &Stmt, f: &mut impl FnMut(VarId)) {
    match &stmt.kind {
        StmtKind::Let { op, .. } | StmtKind::LetMany { op, .. } => op.for_each_var(f),
        StmtKind::Store { .. } | StmtKind::Accumulate { .. } | StmtKind::InPlace(_) => {
            stmt.for_each_operand(&mut |operand| operand.for_each_var(f));
            for place in stmt.written_places() {
                place.for_each_index(f);
            }
            if let StmtKind::InPlace(change) = &stmt.kind
                && !change.overwrites()
            {
                change.places.iter().for_each(|place| f(place.base));
            }
        }
        StmtKind::Effect { uses, .. } => uses.iter().copied().for_each(f),
        StmtKind::CallWith { op, lambdas, .. } => {
            op.for_each_var(f);
            lambdas.iter().flat_map(Lambda::results).for_each(|result| result.for_each_var(f));
        }
        _ => stmt.for_each_operand(&mut |operand| operand.for_each_var(f)),
    }
}

/// Whether the statement or one inside it mentions a variable.
pub(super) fn mentions(stmt: &Stmt, var: VarId) -> bool {
    let mut found = mentions_itself(stmt, var);
    stmt.for_each_block(&mut |block| block.walk(&mut |stmt| found |= mentions_itself(stmt, var)));
    found
}

/// Whether the statement mentions a variable outside its blocks.
pub(super) fn mentions_itself(stmt: &Stmt, var: VarId) -> bool {
    let mut found = false;
    stmt.for_each_defined(&mut |defined| found |= defined == var);
    for place in stmt.written_places() {
        found |= place.base == var;
        place.for_each_index(&mut |index| found |= index == var);
    }
    match &stmt.kind {
        StmtKind::Let { op, .. } | StmtKind::LetMany { op, .. } => {
            op.for_each_var(&mut |read| found |= read == var);
        }
        StmtKind::CallWith { op, lambdas, .. } => {
            op.for_each_var(&mut |read| found |= read == var);
            let results = lambdas.iter().flat_map(Lambda::results);
            results.for_each(|result| found |= mentions_operand(result, var));
        }
        StmtKind::Effect { uses, .. } => found |= uses.contains(&var),
        StmtKind::Declare { .. }
        | StmtKind::Store { .. }
        | StmtKind::Accumulate { .. }
        | StmtKind::InPlace(_)
        | StmtKind::Branch { .. }
        | StmtKind::For { .. }
        | StmtKind::While { .. }
        | StmtKind::Map { .. } => {}
    }
    stmt.for_each_operand(&mut |operand| found |= mentions_operand(operand, var));
    found
}

pub(super) fn mentions_operand(operand: &Operand, var: VarId) -> bool {
    let mut found = false;
    operand.for_each_var(&mut |read| found |= read == var);
    found
}
