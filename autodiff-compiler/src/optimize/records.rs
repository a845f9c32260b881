//! The stacks of records that a loop makes and leaves empty in every iteration: made once.
//!
//! In and out: simplified code of an adjoint. A loop that runs both sweeps per iteration pops all that
//! it pushed; the stack stands in front of it then, so that its memory serves all iterations.

use proc_macro2::Ident;

use crate::code::{Expr, Stmt};
use crate::ir::Function;
use crate::simplify::for_each_block_mut;
use crate::texts::NameSet;

/// Moves stacks out of the loops whose iterations leave them empty.
pub fn hoist_records(stmts: &mut Vec<Stmt>, function: &Function) {
    let users = NameSet::of(function.vars.iter().map(|data| &data.name));
    hoist(stmts, &users);
}

fn hoist(stmts: &mut Vec<Stmt>, users: &NameSet) {
    let mut out = Vec::with_capacity(stmts.len());
    for mut stmt in stmts.drain(..) {
        for_each_block_mut(&mut stmt, &mut |block| hoist(block, users));
        if let Stmt::For(_, _, body) | Stmt::While(_, _, body) = &mut stmt {
            let (stacks, rest) = body.drain(..).partition(|stmt| is_stack(stmt, users));
            *body = rest;
            out.extend::<Vec<Stmt>>(stacks);
        }
        out.push(stmt);
    }
    *stmts = out;
}

/// `let mut record = Vec::new();`, of the sweeps and not of the user's.
fn is_stack(stmt: &Stmt, users: &NameSet) -> bool {
    let Stmt::Let { name, mutable: true, init: Some(Expr::Atom(made)), .. } = stmt else {
        return false;
    };
    let is_record = |name: &Ident| name.to_string().starts_with("record") && !users.contains(name);
    is_record(name) && made.to_string().replace(' ', "") == "::std::vec::Vec::new()"
}
