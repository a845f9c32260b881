//! Loops that only walk what is borrowed for them count from zero.
//!
//! In: a loop `for j in a..b` with the windows that stand in front of it, `part[j - a]` in its body. Out:
//! `for j in 0..count` with `part[j]`, where the body uses its variable for nothing else. LLVM does not see that
//! `j - a` is less than the window's length, and a check per element is a second end of the loop: then what is
//! left over behind the vectors runs element by element.

use proc_macro2::Ident;
use quote::quote;

use super::affine::{literal, same};
use super::carry::Walk;
use super::saves::Around;
use super::unused::without_indices;
use crate::code::{Expr, Stmt};
use crate::simplify::{for_each_block_mut, for_each_child_mut, for_each_expr_mut};
use crate::transform::adjoint::Shadows;

/// Lets the loop count from zero, if its body allows.
pub fn from_zero(
    variable: &Ident,
    walk: &Walk,
    body: &mut Vec<Stmt>,
    (range, around, shadows): (&mut Expr, &mut Around, &Shadows),
) {
    without_indices(body);
    if literal(&walk.first) == Some(0) || !body.iter().all(|stmt| is_along(stmt, variable, walk)) {
        return;
    }
    let index = walk.along(variable);
    body.iter_mut().for_each(|stmt| replace(stmt, &index, &Expr::name(variable)));
    let (count, name) = (walk.count(shadows), shadows.fresh_name("count"));
    let named = Expr::name(&name);
    around
        .front
        .iter_mut()
        .chain(&mut around.behind)
        .for_each(|stmt| replace(stmt, &count, &named));
    let init = Some(count);
    around.front.insert(0, Stmt::Let { name, mutable: false, ty: None, init });
    let zero = Box::new(Expr::Atom(quote!(0)));
    let counted = Expr::Range(Some(zero), Some(Box::new(named)), false);
    match range {
        Expr::Call(_, args) => *args = vec![counted],
        range => *range = counted,
    }
}

/// Whether a statement names the variable only as the index of the iteration's own elements.
fn is_along(stmt: &Stmt, variable: &Ident, walk: &Walk) -> bool {
    let index = walk.along(variable);
    let mut along = true;
    stmt.for_each_expr(&mut |expr| along &= names_along(expr, variable, &index));
    stmt.for_each_block(&mut |block| {
        along &= block.iter().all(|stmt| is_along(stmt, variable, walk));
    });
    along && !matches!(stmt, Stmt::Verbatim(..))
}

fn names_along(expr: &Expr, variable: &Ident, index: &Expr) -> bool {
    match expr {
        expr if same(expr, index) => true,
        Expr::Name(name) => name != variable,
        Expr::Verbatim(..) | Expr::Select(..) | Expr::Closure { .. } | Expr::Branch(..) => {
            let mut found = false;
            expr.for_each_name(&mut |name| found |= name == variable);
            !found
        }
        expr => {
            let mut along = true;
            crate::simplify::for_each_child(expr, &mut |child| {
                along &= names_along(child, variable, index);
            });
            along
        }
    }
}

/// Puts one expression in the place of another.
fn replace(stmt: &mut Stmt, from: &Expr, to: &Expr) {
    fn within(expr: &mut Expr, from: &Expr, to: &Expr) {
        if is_same(expr, from) {
            *expr = to.clone();
        } else {
            for_each_child_mut(expr, &mut |child| within(child, from, to));
        }
    }
    for_each_expr_mut(stmt, &mut |expr| within(expr, from, to));
    for_each_block_mut(stmt, &mut |block| {
        block.iter_mut().for_each(|stmt| replace(stmt, from, to));
    });
}

/// The same index, or the same count of iterations.
fn is_same(left: &Expr, right: &Expr) -> bool {
    match (left, right) {
        (Expr::Call(one, ones), Expr::Call(other, others)) => {
            let alike = one.to_string() == other.to_string() && ones.len() == others.len();
            alike && ones.iter().zip(others).all(|(one, other)| same(one, other))
        }
        _ => same(left, right),
    }
}
