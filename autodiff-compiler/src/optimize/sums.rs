//! Sums of products into one shadow, by several accumulators at once.
//!
//! In: the body of a loop along slices that it borrows, with `d_a += x[i] * y[i]`. Out: the sum as one
//! statement for in front of the loop. Each addition waits for the one before, which takes longer than all
//! else in such a loop; what is added into a shadow may be added in another order.

use std::collections::BTreeSet;

use proc_macro2::Ident;

use super::affine::same;
use super::unused::without_unused;
use crate::code::{Expr, Stmt};
use crate::transform::adjoint::Shadows;

/// What a loop walks along, for the sums in its body.
pub struct Along<'a> {
    /// The index of the element of an iteration in `parts`.
    pub index: Expr,
    /// Slices of as many numbers as there are iterations, which the loop only reads.
    pub parts: &'a BTreeSet<String>,
    /// Locals that stand for a shadow.
    pub sums: &'a BTreeSet<String>,
}

/// Takes sums of products out of the body.
pub fn of_products(body: &mut Vec<Stmt>, along: &Along, shadows: &Shadows) -> Vec<Stmt> {
    let mut out = Vec::new();
    let mut at = 0;
    while at < body.len() {
        match product(body, at, along, shadows) {
            Some(sum) => {
                body.remove(at);
                out.push(sum);
            }
            None => at += 1,
        }
    }
    if !out.is_empty() {
        without_unused(body);
    }
    out
}

/// `d_a += dot(x, y);` for a statement `d_a += x[i] * y[i];`
fn product(body: &[Stmt], at: usize, along: &Along, shadows: &Shadows) -> Option<Stmt> {
    let Stmt::Assign(Expr::Name(sum), op @ ("+=" | "-="), Expr::Binary("*", left, right)) =
        &body[at]
    else {
        return None;
    };
    let text = sum.to_string();
    let is_shadow = shadows.type_of_shadow(&text).is_some_and(crate::ir::Ty::is_float);
    let elsewhere = body.iter().enumerate().any(|(other, stmt)| {
        let mut mentions = false;
        stmt.for_each_name(&mut |name| mentions |= name == sum);
        other != at && mentions
    });
    if !(is_shadow || along.sums.contains(&text)) || elsewhere {
        return None;
    }
    let (left, right) = (part(body, at, left, along)?, part(body, at, right, along)?);
    let all = |part: &Ident| Expr::name(part).index(Expr::Range(None, None, false)).borrow();
    let dot = shadows.primal.helper("sum_of_products", vec![all(left), all(right)]);
    Some(Stmt::Assign(Expr::name(sum), op, dot))
}

/// The slice of which a factor is the element of the iteration.
fn part<'a>(body: &'a [Stmt], at: usize, factor: &'a Expr, along: &Along) -> Option<&'a Ident> {
    match factor {
        Expr::Index(part, index) => match &**part {
            Expr::Name(part) if along.parts.contains(&part.to_string()) => {
                same(index, &along.index).then_some(part)
            }
            _ => None,
        },
        Expr::Name(name) => {
            let defined = body[..at].iter().find_map(|stmt| match stmt {
                Stmt::Let { name: other, mutable: false, init: Some(init), .. }
                    if other == name =>
                {
                    Some(init)
                }
                _ => None,
            })?;
            matches!(defined, Expr::Index(..)).then(|| part(body, at, defined, along)).flatten()
        }
        _ => None,
    }
}
