//! Bounds of loops that are computed get names.
//!
//! In and out: simplified code of an adjoint. What the passes behind this one write about a loop, in front of it
//! and behind it, names its bounds; `for i in 0..x[k..].len().min(n)` would have none.

use proc_macro2::Ident;

use crate::code::{Expr, Stmt, ends_in};
use crate::simplify::for_each_block_mut;
use crate::transform::adjoint::Shadows;

/// Gives names to the bounds of all loops.
pub fn name_bounds(stmts: &mut Vec<Stmt>, shadows: &Shadows) {
    let mut out = Vec::with_capacity(stmts.len());
    for mut stmt in stmts.drain(..) {
        for_each_block_mut(&mut stmt, &mut |block| name_bounds(block, shadows));
        if let Stmt::For(variable, range, body) = &mut stmt
            && !body.is_empty()
            && let Some((first, end)) = bounds(range)
        {
            // both, so that what panics first still does
            if !is_short(first) {
                out.push(named(variable, "first", first, shadows));
                if !matches!(end, Expr::Name(_) | Expr::Atom(_)) {
                    out.push(named(variable, "end", end, shadows));
                }
            } else if !is_short(end) {
                out.push(named(variable, "end", end, shadows));
            }
        }
        out.push(stmt);
    }
    *stmts = out;
}

/// The bounds of a range that is walked up or down.
fn bounds(range: &mut Expr) -> Option<(&mut Expr, &mut Expr)> {
    match range {
        Expr::Range(Some(first), Some(end), false) => Some((first, end)),
        Expr::Call(path, args) if ends_in(path, &["rev"]) => bounds(args.first_mut()?),
        _ => None,
    }
}

/// Names, literals, lengths of what has a name, and arithmetic with them.
fn is_short(bound: &Expr) -> bool {
    match bound {
        Expr::Name(_) | Expr::Atom(_) => true,
        Expr::Binary("+" | "-" | "*" | "/", a, b) => is_short(a) && is_short(b),
        Expr::Method(receiver, name, args) => {
            *name == "len" && args.is_empty() && matches!(**receiver, Expr::Name(_))
        }
        _ => false,
    }
}

fn named(variable: &Ident, which: &str, bound: &mut Expr, shadows: &Shadows) -> Stmt {
    let name = shadows.fresh_name(&format!("{variable}_{which}"));
    let init = std::mem::replace(bound, Expr::name(&name));
    Stmt::Let { name, mutable: false, ty: None, init: Some(init) }
}
