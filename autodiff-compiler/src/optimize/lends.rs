//! Parts of arrays that a loop lends in every iteration, lent once around it.
//!
//! In and out: simplified code of an adjoint. A butterfly or a rotation gets elements of two parts of one
//! array, which Rust lends at once behind a split of the array only (`disjoint`). The split of an iteration
//! that does not depend on it is made around the loop: its checks are made once, and the loop's body is no
//! function of its own any more. A loop without iterations splits nothing, as before.

use std::collections::BTreeSet;

use proc_macro2::{Ident, TokenStream, TokenTree};

use super::carry::Walk;
use super::increments::Increments;
use crate::code::{Expr, Stmt};
use crate::simplify::{base, for_each_block_mut, rename, rename_all};
use crate::transform::adjoint::Shadows;

/// Puts splits that all iterations of a loop make around it; `lent` learns the names of their parts.
pub fn lends(stmts: &mut [Stmt], lent: &mut BTreeSet<String>, shadows: &Shadows) {
    for stmt in stmts {
        for_each_block_mut(stmt, &mut |block| lends(block, lent, shadows));
        if let Some(around) = around(stmt, lent, shadows) {
            *stmt = around;
        }
    }
}

/// The loop within the splits that its body makes.
fn around(stmt: &Stmt, lent: &mut BTreeSet<String>, shadows: &Shadows) -> Option<Stmt> {
    let Stmt::For(variable, range, body) = stmt else { return None };
    let walk = Walk::of(range)?;
    let mut inner = body.clone();
    let mut splits = Vec::new();
    while let Some(split) = take_split(variable, &walk, &mut inner, (lent, shadows)) {
        splits.push(split);
    }
    let mut whole = Stmt::For(variable.clone(), range.clone(), inner);
    for Split { path, mut args, params } in splits.into_iter().rev() {
        let body = vec![whole];
        args.push(Expr::Closure { params, types: Vec::new(), body, result: None });
        whole = Stmt::Expr(Expr::Call(path, args));
    }
    let changed = matches!(whole, Stmt::Expr(_));
    changed.then(|| walk.guarded(whole))
}

/// The call of `disjoint`: what it splits and where, and the names of the parts.
struct Split {
    path: TokenStream,
    args: Vec<Expr>,
    params: Vec<Ident>,
}

/// Takes a split out of a body whose every iteration makes it in the same places and uses what is split
/// for nothing else.
fn take_split(
    variable: &Ident,
    walk: &Walk,
    body: &mut Vec<Stmt>,
    naming: (&mut BTreeSet<String>, &Shadows),
) -> Option<Split> {
    let found = Increments::of(variable, body);
    let fixed = |expr: &Expr| found.names.is_fixed(expr);
    if found.leaves || !fixed(&walk.first) || !fixed(&walk.end) {
        return None;
    }
    let at = body.iter().position(|stmt| splits_once(stmt, body, &found))?;
    let (Stmt::Let { init: Some(call), .. } | Stmt::Expr(call)) = &mut body[at] else {
        return None;
    };
    let Expr::Call(path, args) = call else { return None };
    let (path, mut args) = (path.clone(), std::mem::take(args));
    let Some(Expr::Closure { mut params, body: mut within, result, .. }) = args.pop() else {
        return None;
    };
    let mut value = result.map_or(Expr::Tuple(Vec::new()), |result| *result);
    with_own_names(&mut params, &mut within, &mut value, naming);
    *call = value;
    body.splice(at..at, within);
    Some(Split { path, args, params })
}

/// Whether a statement is a split that the loop can stand in.
fn splits_once(stmt: &Stmt, body: &[Stmt], found: &Increments) -> bool {
    let (Stmt::Let { init: Some(call), .. } | Stmt::Expr(call)) = stmt else { return false };
    let Expr::Call(path, args) = call else { return false };
    let [whole, one, two, Expr::Closure { .. }] = args.as_slice() else { return false };
    let Some(root) = base(whole) else { return false };
    let mut mentioned = 0;
    for stmt in body {
        stmt.for_each_name(&mut |name| mentioned += usize::from(name == root));
    }
    let fixed = [one, two].into_iter().all(|range| is_fixed_range(range, found));
    let sole = mentioned == 1 && !found.defines(&root.to_string());
    is_disjoint(path) && sole && fixed && has_fixed_bounds(whole, found)
}

/// `disjoint`, of the core.
fn is_disjoint(path: &TokenStream) -> bool {
    let last = path.clone().into_iter().last();
    matches!(last, Some(TokenTree::Ident(name)) if name == "disjoint")
}

fn is_fixed_range(range: &Expr, found: &Increments) -> bool {
    match range {
        Expr::Range(first, end, _) => {
            first.iter().chain(end).all(|bound| found.names.is_fixed(bound))
        }
        _ => false,
    }
}

/// `&mut x[a..b]` with bounds that the loop does not change.
fn has_fixed_bounds(whole: &Expr, found: &Increments) -> bool {
    match whole {
        Expr::Name(_) => true,
        Expr::Unary("&mut " | "*", place) | Expr::Field(place, _) => has_fixed_bounds(place, found),
        Expr::Index(place, at) => {
            let fixed = found.names.is_fixed(at) || is_fixed_range(at, found);
            fixed && has_fixed_bounds(place, found)
        }
        _ => false,
    }
}

/// The parts, in what a split runs, under names that no other split has: those within it may be called as if
/// they were copies of these, `one_2`.
fn with_own_names(
    params: &mut [Ident],
    within: &mut [Stmt],
    value: &mut Expr,
    (lent, shadows): (&mut BTreeSet<String>, &Shadows),
) {
    for param in params {
        let own = shadows.fresh_name(&format!("lent_{param}"));
        rename_all(within, param, &own);
        rename(value, param, &own);
        *param = own;
        lent.insert(param.to_string());
    }
}
