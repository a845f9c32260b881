//! Neutral elements and signs: `1.0 * x`, `x + 0.0`, `-(-x)`, `a + -b * c`.
//!
//! Only numbers of formulas are neutral elements: the user's literals stay where they are. All
//! rewrites are exact in floating point (`-b * c` is `-(b * c)`), but that a zero loses its sign in
//! `0.0 + x`.

use super::{for_each_block_mut, for_each_child_mut, for_each_expr_mut};
use crate::code::{Expr, Stmt};

/// Folds everything.
pub fn fold_all(stmts: &mut [Stmt], results: &mut [Expr]) {
    stmts.iter_mut().for_each(fold_deep);
    results.iter_mut().for_each(fold);
}

fn fold_deep(stmt: &mut Stmt) {
    for_each_expr_mut(stmt, &mut fold);
    fold_sign(stmt);
    for_each_block_mut(stmt, &mut |block| block.iter_mut().for_each(fold_deep));
}

/// Folds an expression whose parts have changed, to its leaves; closures aside.
pub fn fold_again(expr: &mut Expr) {
    if !matches!(expr, Expr::Closure { .. } | Expr::Branch(..)) {
        for_each_child_mut(expr, &mut fold_again);
        fold_top(expr);
    }
}

/// `x += -y` becomes `x -= y`.
pub fn fold_sign(stmt: &mut Stmt) {
    if let Stmt::Assign(_, op @ ("+=" | "-="), value) = stmt
        && take_sign(value)
    {
        *op = if *op == "+=" { "-=" } else { "+=" };
    }
}

fn fold(expr: &mut Expr) {
    match expr {
        Expr::Closure { body, result, .. } => {
            body.iter_mut().for_each(fold_deep);
            result.iter_mut().for_each(|result| fold(result));
        }
        Expr::Branch(selector, _, arms) => {
            fold(selector);
            for (body, value) in arms {
                body.iter_mut().for_each(fold_deep);
                fold(value);
            }
        }
        _ => for_each_child_mut(expr, &mut fold),
    }
    fold_top(expr);
}

/// Folds an expression whose parts are folded.
fn fold_top(expr: &mut Expr) {
    if let Expr::Binary(op @ ("+" | "-"), _, b) = expr
        && take_sign(b)
    {
        *op = if *op == "+" { "-" } else { "+" };
    }
    let part = match expr {
        Expr::Binary("*", a, b) if a.is_number(1.0) => b,
        Expr::Binary("*" | "/", a, b) if b.is_number(1.0) => a,
        Expr::Binary("+", a, b) if a.is_number(0.0) => b,
        Expr::Binary("+" | "-", a, b) if b.is_number(0.0) => a,
        Expr::Unary("-", inner) => match &mut **inner {
            Expr::Unary("-", twice) => twice,
            _ => return,
        },
        Expr::Binary("-", a, b) if a.is_number(0.0) => {
            *expr = Expr::Unary("-", Box::new(take(b)));
            return;
        }
        _ => return,
    };
    *expr = take(part);
}

/// Removes the minus sign of an expression, also from a product's or quotient's parts.
fn take_sign(expr: &mut Expr) -> bool {
    match expr {
        Expr::Unary("-", inner) => {
            *expr = take(inner);
            true
        }
        Expr::Binary("*" | "/", a, b) => take_sign(a) || take_sign(b),
        _ => false,
    }
}

fn take(expr: &mut Expr) -> Expr {
    std::mem::replace(expr, Expr::Tuple(Vec::new()))
}
