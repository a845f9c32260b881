//! The first step of a sum that begins with zero is its value.
//!
//! In and out: code. Where a variable still holds the zero that it was defined with, also at the beginning of an arm
//! or of both arms of a branch, `d += x` becomes `d = x`: zero is no neutral element of floats, whose zeros have
//! signs, so that rustc would add it. Where that is the first that happens to the variable at all, it is defined
//! there. An element that is set to zero, or to a value, and added to right behind that gets the sum.
//!
//! Invariant: a name counts as zero from its definition on to the first statement that may write it.

use std::collections::HashSet;

use proc_macro2::Ident;

use super::{for_each_block_mut, for_each_child, for_each_expr_mut, is_arithmetic};
use crate::code::{Expr, Stmt};
use crate::texts::{NameSet, Named, is};

/// Names that hold zero, and those that ever did: of a name that is defined again nothing is known.
#[derive(Clone, Default)]
struct Zeros {
    now: NameSet,
    ever: NameSet,
}

impl Zeros {
    fn define(&mut self, name: &Ident, zero: bool) {
        let again = self.ever.insert(name, ()).is_some();
        if zero && !again {
            self.now.insert(name, ());
        } else {
            self.now.remove(name);
        }
    }

    /// Whether the name held zero, which it does no more.
    fn remove(&mut self, name: &Ident) -> bool {
        self.now.remove(name).is_some()
    }

    fn clear(&mut self) {
        self.now.clear();
    }

    /// What a loop's body begins with.
    fn inside(&self) -> Self {
        Self { now: NameSet::default(), ever: self.ever.clone() }
    }
}

/// Rewrites first steps.
pub fn steps(stmts: &mut Vec<Stmt>) {
    block(stmts, &mut Zeros::default());
    let mut writes = Named::default();
    stmts.iter().for_each(|stmt| count_writes(stmt, &mut writes));
    define_late(stmts, &mut writes);
    sum_at_once(stmts);
}

/// `d[i] = 0.0; d[i] += x; d[i] += y;` becomes `d[i] = x + y;`
fn sum_at_once(stmts: &mut Vec<Stmt>) {
    let mut out: Vec<Stmt> = Vec::with_capacity(stmts.len());
    for mut stmt in stmts.drain(..) {
        for_each_block_mut(&mut stmt, &mut |body| sum_at_once(body));
        let joined = out.last_mut().is_some_and(|last| takes_step(last, &stmt));
        if !joined {
            out.push(stmt);
        }
    }
    *stmts = out;
}

/// Adds a step to the assignment in front of it.
fn takes_step(last: &mut Stmt, step: &Stmt) -> bool {
    let (
        Stmt::Assign(place @ Expr::Index(..), "=", value),
        Stmt::Assign(same, op @ ("+=" | "-="), more),
    ) = (last, step)
    else {
        return false;
    };
    let reads = super::base(place).is_none_or(|base| mentions(more, base));
    if reads || !is_same(place, same) || !is_arithmetic(value) || !is_arithmetic(more) {
        return false;
    }
    let (zero, sign) = (value.is_number(0.0), if *op == "+=" { "+" } else { "-" });
    let before = std::mem::replace(value, Expr::Tuple(Vec::new()));
    *value = match (zero, sign) {
        (true, "+") => more.clone(),
        (true, _) => Expr::unary("-", more.clone()),
        (false, sign) => Expr::binary(sign, before, more.clone()),
    };
    true
}

/// The same element.
fn is_same(one: &Expr, other: &Expr) -> bool {
    match (one, other) {
        (Expr::Name(one), Expr::Name(other)) => one == other,
        (Expr::Atom(one), Expr::Atom(other)) => one.to_string() == other.to_string(),
        (Expr::Index(one, at), Expr::Index(other, beside)) => {
            is_same(one, other) && is_same(at, beside)
        }
        _ => false,
    }
}

/// `let mut d = 0.0; ..; d = x;` becomes `let d = x;` where nothing between the two names it.
fn define_late(stmts: &mut Vec<Stmt>, writes: &mut Named<usize>) {
    let mut zeros: Named<usize> = Named::default();
    let mut any = false;
    let mut gone = HashSet::new();
    for at in 0..stmts.len() {
        for_each_block_mut(&mut stmts[at], &mut |body| define_late(body, writes));
        let first = match &stmts[at] {
            Stmt::Assign(Expr::Name(name), "=", value) => {
                let known = !matches!(value, Expr::Number(..) | Expr::Atom(_));
                let from = zeros.get(name).copied();
                from.filter(|_| known && !mentions(value, name)).map(|from| (name.clone(), from))
            }
            _ => None,
        };
        if any {
            stmts[at].for_each_name(&mut |name| {
                zeros.remove(name);
            });
        }
        match first {
            Some((name, from)) => {
                let writes = writes.slot(&name).get_or_insert(1);
                *writes = writes.saturating_sub(1);
                let Stmt::Let { name, ty, .. } = &stmts[from] else { continue };
                let (name, ty) = (name.clone(), ty.clone());
                let Stmt::Assign(_, _, value) = &mut stmts[at] else { continue };
                let init = Some(std::mem::replace(value, Expr::Tuple(Vec::new())));
                stmts[at] = Stmt::Let { name, mutable: *writes > 0, ty, init };
                gone.insert(from);
            }
            None => {
                if let Stmt::Let { name, mutable: true, init: Some(Expr::Number(0.0, _)), .. } =
                    &stmts[at]
                {
                    zeros.insert(name, at);
                    any = true;
                }
            }
        }
    }
    let mut at = 0;
    stmts.retain(|_| {
        at += 1;
        !gone.contains(&(at - 1))
    });
}

/// How often names are written, borrowed or handed to what may do so.
fn count_writes(stmt: &Stmt, writes: &mut Named<usize>) {
    let mut count = |name: &Ident| *writes.slot(name).get_or_insert(0) += 1;
    if let Stmt::Assign(place, ..) = stmt {
        super::base(place).map(&mut count);
    }
    if let Stmt::Verbatim(_, names) = stmt {
        names.iter().for_each(&mut count);
    }
    stmt.for_each_expr(&mut |expr| count_writes_in(expr, writes));
    stmt.for_each_block(&mut |block| block.iter().for_each(|stmt| count_writes(stmt, writes)));
}

fn count_writes_in(expr: &Expr, writes: &mut Named<usize>) {
    let mut count = |name: &Ident| *writes.slot(name).get_or_insert(0) += 1;
    match expr {
        Expr::Unary("&mut ", place) => drop(super::base(place).map(count)),
        Expr::Closure { .. } | Expr::Branch(..) | Expr::Verbatim(..) | Expr::Select(..) => {
            expr.for_each_name(&mut count);
        }
        Expr::Method(receiver, ..) => drop(super::base(receiver).map(count)),
        _ => {}
    }
    for_each_child(expr, &mut |child| count_writes_in(child, writes));
}

fn block(stmts: &mut [Stmt], zeros: &mut Zeros) {
    for stmt in stmts {
        step(stmt, zeros);
    }
}

fn step(stmt: &mut Stmt, zeros: &mut Zeros) {
    match stmt {
        Stmt::Let { name, mutable, init, .. } => {
            let zero = matches!(init, Some(Expr::Number(value, _)) if *value == 0.0);
            init.iter().for_each(|init| forget(init, zeros));
            zeros.define(name, zero && *mutable);
        }
        Stmt::Assign(Expr::Name(name), operator, value) => {
            forget(value, zeros);
            if zeros.remove(name) && !mentions(value, name) {
                match *operator {
                    "+=" => *operator = "=",
                    "-=" => {
                        let inner = std::mem::replace(value, Expr::Tuple(Vec::new()));
                        (*operator, *value) = ("=", Expr::unary("-", inner));
                    }
                    _ => {}
                }
            }
        }
        Stmt::Assign(place, _, value) => {
            forget(place, zeros);
            forget(value, zeros);
            super::base(place).map(|base| zeros.remove(base));
        }
        Stmt::If(condition, then, otherwise) => {
            forget(condition, zeros);
            arms([then, otherwise], zeros);
        }
        Stmt::Match(selector, of) => {
            forget(selector, zeros);
            arms(of.iter_mut(), zeros);
        }
        Stmt::Expr(_) | Stmt::LetTuple { .. } | Stmt::LetSome { .. } => {
            for_each_expr_mut(stmt, &mut |expr| forget(expr, zeros));
        }
        // what a loop writes is zero in no iteration but the first
        Stmt::For(..) | Stmt::While(..) => {
            written(stmt, zeros);
            for_each_block_mut(stmt, &mut |body| block(body, &mut zeros.inside()));
        }
        Stmt::Break => {}
        Stmt::Verbatim(..) => zeros.clear(),
    }
}

/// Each arm begins with what is zero now; behind them is zero what all arms leave so.
fn arms<'a>(of: impl IntoIterator<Item = &'a mut Vec<Stmt>>, zeros: &mut Zeros) {
    let before = zeros.clone();
    for arm in of {
        let mut left = before.clone();
        block(arm, &mut left);
        zeros.now = NameSet::of(zeros.now.names().filter(|name| left.now.contains(name)));
        for name in left.ever.names() {
            zeros.ever.insert(&name, ());
        }
    }
}

/// Takes out what a statement may write, in whatever depth.
fn written(stmt: &mut Stmt, zeros: &mut Zeros) {
    if let Stmt::Assign(place, ..) = stmt {
        super::base(place).map(|base| zeros.remove(base));
    }
    if matches!(stmt, Stmt::Verbatim(..)) {
        zeros.clear();
    }
    for_each_expr_mut(stmt, &mut |expr| forget(expr, zeros));
    for_each_block_mut(stmt, &mut |body| body.iter_mut().for_each(|stmt| written(stmt, zeros)));
}

/// Takes out what an expression may write: what it borrows, and all that stands in closures and tokens.
fn forget(expr: &Expr, zeros: &mut Zeros) {
    match expr {
        Expr::Unary("&mut ", place) => {
            super::base(place).map(|base| zeros.remove(base));
        }
        Expr::Closure { .. } | Expr::Branch(..) | Expr::Verbatim(..) | Expr::Select(..) => {
            zeros.clear();
        }
        // methods may change their receivers
        Expr::Method(receiver, ..) => {
            super::base(receiver).map(|base| zeros.remove(base));
        }
        _ => {}
    }
    for_each_child(expr, &mut |child| forget(child, zeros));
}

fn mentions(expr: &Expr, name: &Ident) -> bool {
    let text = name.to_string();
    super::any(expr, &|part| matches!(part, Expr::Name(name) if is(name, &text)))
}
