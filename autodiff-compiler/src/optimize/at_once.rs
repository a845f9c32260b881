//! A callee that runs forward and reverse at once.
//!
//! In and out: simplified code of an adjoint. Where the reverse sweep of a callee stands right behind its forward sweep,
//! as at the end of an iteration whose cotangent is known, `value = g::fwd(x); g::rev(x, d_x, seed);`
//! becomes `value = g::adjoint(x, d_x, seed);`. The reverse sweep of a function that calls no other runs it again:
//! once is enough here.
//!
//! Invariant: nothing between the two calls is read by the second. Of other callees the adjoint
//! would make a tape of its own.

use std::collections::BTreeSet;

use proc_macro2::{Ident, TokenStream, TokenTree};

use super::affine::written;
use crate::code::{Expr, Stmt};
use crate::simplify::{base, for_each_block_mut};

/// Joins calls of the functions that call no others.
pub fn join(stmts: &mut Vec<Stmt>, leaves: &BTreeSet<String>) {
    if leaves.is_empty() {
        return;
    }
    for stmt in stmts.iter_mut() {
        for_each_block_mut(stmt, &mut |block| join(block, leaves));
    }
    let mut at = 1;
    while at < stmts.len() {
        if let [forward, reverse] = &stmts[at - 1..=at]
            && let Some(joined) = joined(forward, reverse, leaves)
        {
            stmts[at - 1] = joined;
            stmts.remove(at);
        }
        at += 1;
    }
}

/// The one statement that does what both do.
fn joined(forward: &Stmt, reverse: &Stmt, leaves: &BTreeSet<String>) -> Option<Stmt> {
    let (target, value) = match forward {
        Stmt::Let { name, init: Some(value), .. } => (name, value),
        Stmt::Assign(place @ Expr::Name(_), _, value) => (base(place)?, value),
        _ => return None,
    };
    let (Expr::Call(forward_path, given), Stmt::Expr(Expr::Call(reverse_path, taken))) =
        (value, reverse)
    else {
        return None;
    };
    let callee = callee(forward_path, "fwd")?;
    if !leaves.contains(&callee) || callee != self::callee(reverse_path, "rev")? {
        return None;
    }
    // the tape comes last in both
    let ((_, args), (_, rest)) = (given.split_last()?, taken.split_last()?);
    let (repeated, rest) = rest.split_at_checked(args.len())?;
    let same = |a: &Expr, b: &Expr| text(a).is_some_and(|a| Some(a) == text(b));
    let reads = |expr: &Expr| text(expr).is_none_or(|text| mentions(&text, target));
    if !args.iter().zip(repeated).all(|(a, b)| same(a, b)) || rest.iter().any(reads) {
        return None;
    }
    let call = Expr::Call(with_last(forward_path, "adjoint"), [args, rest].concat());
    let mut stmt = forward.clone();
    match &mut stmt {
        Stmt::Let { init, .. } => *init = Some(call),
        Stmt::Assign(_, _, value) => *value = call,
        _ => return None,
    }
    Some(stmt)
}

/// An argument as text: a place, borrowed or not, or arithmetic.
fn text(expr: &Expr) -> Option<String> {
    match expr {
        Expr::Unary("&" | "&mut ", inner) => written(inner).map(|text| format!("&{text}")),
        other => written(other),
    }
}

fn mentions(text: &str, name: &Ident) -> bool {
    let name = name.to_string();
    text.split(|c: char| !(c.is_alphanumeric() || c == '_')).any(|word| word == name)
}

/// `g` of `<g>::fwd`, where the last name is the wanted one.
fn callee(path: &TokenStream, last: &str) -> Option<String> {
    let names: Vec<String> = path
        .clone()
        .into_iter()
        .filter_map(|token| match token {
            TokenTree::Ident(name) => Some(name.to_string()),
            TokenTree::Group(_) | TokenTree::Punct(_) | TokenTree::Literal(_) => None,
        })
        .collect();
    match names.as_slice() {
        [callee, name] if name == last => Some(callee.clone()),
        _ => None,
    }
}

/// The path with another last name.
fn with_last(path: &TokenStream, last: &str) -> TokenStream {
    let mut tokens: Vec<TokenTree> = path.clone().into_iter().collect();
    if let Some(TokenTree::Ident(name)) = tokens.last_mut() {
        *name = Ident::new(last, name.span());
    }
    tokens.into_iter().collect()
}
