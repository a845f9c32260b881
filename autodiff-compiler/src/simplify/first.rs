//! The first step of a sum that begins with zero is its value.
//!
//! In and out: code. Where a variable still holds the zero that it was defined with, also at the beginning of an arm
//! or of both arms of a branch, `d += x` becomes `d = x`: zero is no neutral element of floats, whose zeros have
//! signs, so that rustc would add it.
//!
//! Invariant: a name counts as zero from its definition on to the first statement that may write it.

use std::collections::HashSet;

use super::{for_each_block_mut, for_each_child, for_each_expr_mut};
use crate::code::{Expr, Stmt};

/// Names that hold zero, and those that ever did: of a name that is defined again nothing is known.
#[derive(Clone, Default)]
struct Zeros {
    now: HashSet<String>,
    ever: HashSet<String>,
}

impl Zeros {
    fn define(&mut self, name: String, zero: bool) {
        let again = !self.ever.insert(name.clone());
        if zero && !again {
            self.now.insert(name);
        } else {
            self.now.remove(&name);
        }
    }

    /// Whether the name held zero, which it does no more.
    fn remove(&mut self, name: &str) -> bool {
        self.now.remove(name)
    }

    fn clear(&mut self) {
        self.now.clear();
    }

    /// What a loop's body begins with.
    fn inside(&self) -> Self {
        Self { now: HashSet::new(), ever: self.ever.clone() }
    }
}

/// Rewrites first steps.
pub fn steps(stmts: &mut [Stmt]) {
    block(stmts, &mut Zeros::default());
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
            zeros.define(name.to_string(), zero && *mutable);
        }
        Stmt::Assign(Expr::Name(name), operator, value) => {
            forget(value, zeros);
            let text = name.to_string();
            if zeros.remove(&text) && !mentions(value, &text) {
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
            super::base(place).map(|base| zeros.remove(&base.to_string()));
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
        zeros.now.retain(|name| left.now.contains(name));
        zeros.ever.extend(left.ever);
    }
}

/// Takes out what a statement may write, in whatever depth.
fn written(stmt: &mut Stmt, zeros: &mut Zeros) {
    if let Stmt::Assign(place, ..) = stmt {
        super::base(place).map(|base| zeros.remove(&base.to_string()));
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
            super::base(place).map(|base| zeros.remove(&base.to_string()));
        }
        Expr::Closure { .. } | Expr::Branch(..) | Expr::Verbatim(..) | Expr::Select(..) => {
            zeros.clear();
        }
        // methods may change their receivers
        Expr::Method(receiver, ..) => {
            super::base(receiver).map(|base| zeros.remove(&base.to_string()));
        }
        _ => {}
    }
    for_each_child(expr, &mut |child| forget(child, zeros));
}

fn mentions(expr: &Expr, text: &str) -> bool {
    super::any(expr, &|part| matches!(part, Expr::Name(name) if name == text))
}
