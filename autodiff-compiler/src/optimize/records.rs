//! The stacks of records.
//!
//! In and out: simplified code of an adjoint.
//!
//! * A loop that runs both sweeps per iteration pops all that it pushed: a stack that it makes and leaves empty in
//!   every iteration is made once, in front of it, so that its memory serves all iterations.
//! * A stack that is pushed to by value (`record = pushed(record, entry)`) stays in registers, where one that is
//!   lent to `Vec::push` has its length in memory. A closure cannot move what it captures: its stacks stay lent.

use std::collections::BTreeSet;

use proc_macro2::Ident;

use crate::code::{Expr, Stmt, ends_in};
use crate::ir::Function;
use crate::simplify::{for_each_block_mut, for_each_child};
use crate::texts::NameSet;
use crate::transform::adjoint::Shadows;

/// Moves stacks out of the loops whose iterations leave them empty.
pub fn hoist_records(stmts: &mut Vec<Stmt>, function: &Function) {
    hoist(stmts, &users(function));
}

/// The names of the user's variables.
fn users(function: &Function) -> NameSet {
    NameSet::of(function.vars.iter().map(|data| &data.name))
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

/// Pushes to the stacks of these statements by value.
pub fn in_registers(stmts: &mut [Stmt], shadows: &Shadows) {
    let users = users(shadows.primal.function);
    let (mut stacks, mut lent) = (BTreeSet::new(), BTreeSet::new());
    stacks_of(stmts, &users, &mut stacks, &mut lent);
    by_value(stmts, &|name| stacks.contains(name) && !lent.contains(name), shadows);
}

/// The names of the stacks, and those of what closures and code that is not read mention.
fn stacks_of(
    stmts: &[Stmt],
    users: &NameSet,
    stacks: &mut BTreeSet<String>,
    lent: &mut BTreeSet<String>,
) {
    for stmt in stmts {
        match stmt {
            Stmt::Let { name, .. } if is_stack(stmt, users) => {
                stacks.insert(name.to_string());
            }
            Stmt::Verbatim(_, names) => lent.extend(names.iter().map(Ident::to_string)),
            _ => {}
        }
        stmt.for_each_expr(&mut |expr| closures_of(expr, lent));
        stmt.for_each_block(&mut |block| stacks_of(block, users, stacks, lent));
    }
}

fn closures_of(expr: &Expr, lent: &mut BTreeSet<String>) {
    if let Expr::Closure { .. } | Expr::Branch(..) | Expr::Verbatim(..) = expr {
        expr.for_each_name(&mut |name| {
            lent.insert(name.to_string());
        });
    }
    for_each_child(expr, &mut |child| closures_of(child, lent));
}

fn by_value(stmts: &mut [Stmt], is_stack: &dyn Fn(&str) -> bool, shadows: &Shadows) {
    for stmt in stmts {
        for_each_block_mut(stmt, &mut |block| by_value(block, is_stack, shadows));
        let Stmt::Expr(effect) = stmt else { continue };
        let (stack, helper, given) = match effect {
            Expr::Method(stack, name, args) if *name == "push" => (&**stack, "pushed", &args[..]),
            Expr::Call(path, args) if ends_in(path, &["reserve"]) => {
                let Some((Expr::Unary("&mut ", stack), given)) = args.split_first() else {
                    continue;
                };
                (&**stack, "with_room", given)
            }
            _ => continue,
        };
        if let Expr::Name(name) = stack
            && is_stack(&name.to_string())
        {
            let args = std::iter::once(stack).chain(given).cloned().collect();
            *stmt = Stmt::Assign(stack.clone(), "=", shadows.primal.helper(helper, args));
        }
    }
}
