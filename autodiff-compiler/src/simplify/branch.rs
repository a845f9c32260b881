//! Makes a value of a branch: `let y; if c { y = a; } else { y = b; }` becomes
//! `let y = if c { a } else { b };`.
//!
//! A variable qualifies when every arm ends with its assignment. A value that is only named to be
//! returned by its block loses the name.

use std::collections::HashMap;

use proc_macro2::Ident;

use super::{any, for_each_block_mut, for_each_child_mut, for_each_expr_mut};
use crate::code::{Expr, Stmt};
use crate::texts::NameSet;

/// More variables than this are easier to read as assignments.
const MOST: usize = 4;

pub fn values(stmts: &mut Vec<Stmt>, results: &mut [Expr], named: &NameSet) {
    let pass = Values { named };
    pass.block(stmts);
    results.iter_mut().for_each(|result| pass.expr(result));
    if let [result] = results {
        pass.unname(stmts, result);
    }
}

struct Values<'a> {
    named: &'a NameSet,
}

/// The variables of a block that are assigned later.
type Deferred = HashMap<String, usize>;

impl Values<'_> {
    fn block(&self, stmts: &mut Vec<Stmt>) {
        let mut deferred = Deferred::new();
        let mut out: Vec<Option<Stmt>> = Vec::with_capacity(stmts.len());
        for mut stmt in std::mem::take(stmts) {
            for_each_expr_mut(&mut stmt, &mut |expr| self.expr(expr));
            for_each_block_mut(&mut stmt, &mut |block| self.block(block));
            if let Stmt::Let { name, mutable: false, init: None, .. } = &stmt {
                deferred.insert(name.to_string(), out.len());
            }
            let stmt = self.value(stmt, &deferred, &mut out);
            out.push(Some(stmt));
        }
        *stmts = out.into_iter().flatten().collect();
    }

    fn expr(&self, expr: &mut Expr) {
        match expr {
            Expr::Closure { body, result, .. } => {
                self.block(body);
                if let Some(result) = result {
                    self.expr(result);
                    self.unname(body, result);
                }
            }
            Expr::Branch(selector, _, arms) => {
                self.expr(selector);
                for (body, value) in arms {
                    self.block(body);
                    self.expr(value);
                }
            }
            expr => for_each_child_mut(expr, &mut |child| self.expr(child)),
        }
    }

    /// A branch that ends with assignments of deferred variables, as their definition.
    fn value(&self, stmt: Stmt, deferred: &Deferred, out: &mut [Option<Stmt>]) -> Stmt {
        let (selector, is_bool, arms) = match stmt {
            Stmt::If(cond, then, otherwise) => (cond, true, vec![then, otherwise]),
            Stmt::Match(selector, arms) => (selector, false, arms),
            other => return other,
        };
        let targets = targets(&arms, deferred);
        let annotated = targets.iter().any(|name| {
            let slot = deferred.get(&name.to_string()).and_then(|slot| out[*slot].as_ref());
            matches!(slot, Some(Stmt::Let { ty: Some(_), .. }))
        });
        // a pattern has no room for the type of a part
        if annotated && targets.len() > 1 {
            return control(selector, is_bool, arms);
        }
        let mut names: Vec<Ident> = Vec::new();
        let mut ty = None;
        for name in &targets {
            let slot = deferred.get(&name.to_string()).copied();
            if let Some(Some(Stmt::Let { name, ty: annotated, .. })) =
                slot.map(|slot| out[slot].take())
            {
                names.push(name);
                ty = annotated;
            }
        }
        if names.is_empty() {
            return control(selector, is_bool, arms);
        }
        let arms = arms.into_iter().map(|arm| self.arm(arm, names.len())).collect();
        let init = Expr::Branch(Box::new(selector), is_bool, arms);
        match <[Ident; 1]>::try_from(names) {
            Ok([name]) => Stmt::Let { name, mutable: false, ty, init: Some(init) },
            Err(names) => Stmt::LetTuple { names, init },
        }
    }

    /// An arm, with its last assignments as its value.
    fn arm(&self, mut arm: Vec<Stmt>, count: usize) -> (Vec<Stmt>, Expr) {
        let tail = arm.split_off(arm.len() - count);
        let mut values: Vec<Expr> = tail
            .into_iter()
            .filter_map(|stmt| match stmt {
                Stmt::Assign(_, _, value) => Some(value),
                _ => None,
            })
            .collect();
        let mut value = if count == 1 { values.remove(0) } else { Expr::Tuple(values) };
        self.unname(&mut arm, &mut value);
        (arm, value)
    }

    /// `let t = e; t` is `e`, and `let (a, b) = e; (a, b)` as well.
    fn unname(&self, stmts: &mut Vec<Stmt>, result: &mut Expr) {
        let is = |name: &Ident, wanted: &Expr| {
            matches!(wanted, Expr::Name(wanted) if wanted == name) && !self.named.contains(name)
        };
        let init = match (stmts.last_mut(), &*result) {
            (Some(Stmt::Let { name, ty: None, init: Some(init), .. }), one) if is(name, one) => {
                init
            }
            (Some(Stmt::LetTuple { names, init }), Expr::Tuple(all))
                if names.len() == all.len()
                    && names.iter().zip(all).all(|(name, wanted)| is(name, wanted)) =>
            {
                init
            }
            _ => return,
        };
        *result = std::mem::replace(init, Expr::Tuple(Vec::new()));
        stmts.pop();
    }
}

fn control(selector: Expr, is_bool: bool, mut arms: Vec<Vec<Stmt>>) -> Stmt {
    if !is_bool {
        return Stmt::Match(selector, arms);
    }
    let otherwise = arms.pop().unwrap_or_default();
    let then = arms.pop().unwrap_or_default();
    Stmt::If(selector, then, otherwise)
}

/// The deferred variables that all arms assign last, in one order, and that need nothing of one
/// another.
fn targets(arms: &[Vec<Stmt>], deferred: &Deferred) -> Vec<Ident> {
    let Some(first) = arms.first() else { return Vec::new() };
    let assigned = |arm: &[Stmt], back: usize| -> Option<Ident> {
        match arm.len().checked_sub(back + 1).map(|at| &arm[at]) {
            Some(Stmt::Assign(Expr::Name(name), "=", _)) => Some(name.clone()),
            _ => None,
        }
    };
    let mut names: Vec<Ident> = Vec::new();
    while names.len() < MOST {
        let back = names.len();
        let Some(name) = assigned(first, back) else { break };
        let same = arms.iter().all(|arm| assigned(arm, back).as_ref() == Some(&name));
        let free = arms.iter().all(|arm| !mentioned(&arm[arm.len() - back..], &name));
        if !same || !free || !deferred.contains_key(&name.to_string()) {
            break;
        }
        names.push(name);
    }
    names.reverse();
    names
}

/// Whether the values of assignments mention a name.
fn mentioned(stmts: &[Stmt], name: &Ident) -> bool {
    stmts.iter().any(|stmt| match stmt {
        Stmt::Assign(_, _, value) => {
            any(value, &|part| matches!(part, Expr::Name(other) if other == name))
        }
        _ => true,
    })
}
