//! Values that nothing takes any more, once a loop's work stands elsewhere.
//!
//! In and out: the body of a loop. Unlike [`crate::simplify`], which has run before, it leaves out the user's
//! names too.

use std::collections::BTreeSet;

use crate::code::{Expr, Stmt};
use crate::simplify::for_each_child;

/// Leaves out values that nothing takes any more.
pub fn without_unused(body: &mut Vec<Stmt>) {
    without(body, &|init| !has_effect(init));
}

/// Leaves out sums of names and numbers that nothing takes any more: indices of what has other names now. Elements
/// are still read, since reading one that is not there is an error of the function.
pub fn without_indices(body: &mut Vec<Stmt>) {
    without(body, &is_sum);
}

fn is_sum(expr: &Expr) -> bool {
    match expr {
        Expr::Name(_) | Expr::Atom(_) => true,
        Expr::Binary("+" | "-" | "*", left, right) => is_sum(left) && is_sum(right),
        _ => false,
    }
}

fn without(body: &mut Vec<Stmt>, may_go: &dyn Fn(&Expr) -> bool) {
    let mut used: BTreeSet<String> = BTreeSet::new();
    let mut kept: Vec<Stmt> = Vec::with_capacity(body.len());
    for stmt in body.drain(..).rev() {
        let unused = matches!(&stmt, Stmt::Let { name, init: Some(init), .. }
            if !used.contains(&name.to_string()) && may_go(init));
        if !unused {
            stmt.for_each_name(&mut |name| {
                used.insert(name.to_string());
            });
            kept.push(stmt);
        }
    }
    kept.reverse();
    *body = kept;
}

/// Whether evaluating an expression does more than yield a value: calls may.
fn has_effect(expr: &Expr) -> bool {
    match expr {
        Expr::Name(_) | Expr::Atom(_) | Expr::Number(..) => false,
        Expr::Unary(..)
        | Expr::Content(_)
        | Expr::Binary(..)
        | Expr::Index(..)
        | Expr::Field(..)
        | Expr::Payload(..)
        | Expr::Range(..)
        | Expr::Cast(..)
        | Expr::Tuple(_)
        | Expr::Array(_)
        | Expr::Repeat(..) => {
            let mut found = false;
            for_each_child(expr, &mut |child| found |= has_effect(child));
            found
        }
        Expr::Method(..)
        | Expr::Call(..)
        | Expr::Apply(..)
        | Expr::Struct(..)
        | Expr::Vec(_)
        | Expr::VecRepeat(..)
        | Expr::Closure { .. }
        | Expr::Branch(..)
        | Expr::Select(..)
        | Expr::Verbatim(..) => true,
    }
}
