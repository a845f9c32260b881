//! Iterations at the borders of a grid, apart from those between.
//!
//! In and out: simplified code of an adjoint. A loop that asks in every iteration whether it is the first or
//! the last (`if j == 0 { n - 1 } else { j - 1 }`, a border that wraps; `if j > 0 { .. }`, one that ends) walks
//! no row, since where it reads is not known. The first and the last iteration become loops of their own, and
//! in the one between the answers are known, so that the other passes see neighbours. The order of the
//! iterations stays.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{Ident, Literal};
use quote::ToTokens;

use super::affine::{self, literal};
use super::carry::Walk;
use crate::code::{Expr, Stmt};
use crate::simplify::{
    base, for_each_block_mut, for_each_child, for_each_child_mut, writes_receiver,
};
use crate::transform::adjoint::Shadows;

/// A body of more statements stays in one piece.
const LONGEST: usize = 60;

/// Parts loops whose iterations ask whether they are the first or the last.
pub fn peel(stmts: &mut [Stmt], shadows: &Shadows) {
    let mut changed = BTreeSet::new();
    changed_in(stmts, &mut changed);
    in_block(stmts, &mut Lets { values: BTreeMap::new(), changed: &changed }, shadows);
}

/// The names whose values never change, with what they are.
struct Lets<'a> {
    values: BTreeMap<String, Expr>,
    changed: &'a BTreeSet<String>,
}

impl Lets<'_> {
    fn learn(&mut self, name: &Ident, init: &Expr) {
        let mut fixed = !self.changed.contains(&name.to_string());
        init.for_each_name(&mut |name| fixed &= !self.changed.contains(&name.to_string()));
        if fixed {
            self.values.insert(name.to_string(), init.clone());
        }
    }

    /// Whether an expression means the same everywhere: names that do not change, lengths, arithmetic.
    fn is_fixed(&self, expr: &Expr) -> bool {
        match expr {
            Expr::Name(name) => !self.changed.contains(&name.to_string()),
            Expr::Atom(_) => literal(expr).is_some(),
            Expr::Binary("+" | "-" | "*" | "/", a, b) => self.is_fixed(a) && self.is_fixed(b),
            Expr::Method(receiver, name, args) => {
                let whole = matches!(**receiver, Expr::Name(_)) && self.is_fixed(receiver);
                *name == "len" && args.is_empty() && whole
            }
            _ => false,
        }
    }

    /// Whether two expressions are the same and mean the same everywhere.
    fn same(&self, left: &Expr, right: &Expr) -> bool {
        self.is_fixed(left) && self.is_fixed(right) && affine::same(left, right)
    }

    /// What a name stands for, of sums and differences; the expression itself otherwise.
    fn value<'a>(&'a self, expr: &'a Expr) -> &'a Expr {
        match expr {
            Expr::Name(name) => match self.values.get(&name.to_string()) {
                Some(value @ (Expr::Binary("+" | "-", ..) | Expr::Atom(_))) => value,
                _ => expr,
            },
            other => other,
        }
    }
}

/// The names that statements assign to or lend to be changed.
fn changed_in(stmts: &[Stmt], changed: &mut BTreeSet<String>) {
    fn of_expr(expr: &Expr, changed: &mut BTreeSet<String>) {
        match expr {
            Expr::Unary("&mut ", place) => changed.extend(base(place).map(Ident::to_string)),
            Expr::Method(receiver, name, _) if writes_receiver(name) => {
                changed.extend(base(receiver).map(Ident::to_string));
            }
            Expr::Closure { body, .. } => changed_in(body, changed),
            Expr::Branch(_, _, arms) => arms.iter().for_each(|(body, _)| changed_in(body, changed)),
            Expr::Verbatim(_, names) => changed.extend(names.iter().map(Ident::to_string)),
            _ => {}
        }
        for_each_child(expr, &mut |child| of_expr(child, changed));
    }
    for stmt in stmts {
        match stmt {
            Stmt::Assign(place, ..) => changed.extend(base(place).map(Ident::to_string)),
            Stmt::Let { name, mutable: true, .. } => {
                changed.insert(name.to_string());
            }
            Stmt::Verbatim(_, names) => changed.extend(names.iter().map(Ident::to_string)),
            _ => {}
        }
        stmt.for_each_expr(&mut |expr| of_expr(expr, changed));
        stmt.for_each_block(&mut |block| changed_in(block, changed));
    }
}

fn in_block(stmts: &mut [Stmt], lets: &mut Lets, shadows: &Shadows) {
    for stmt in stmts {
        if let Stmt::Let { name, mutable: false, init: Some(init), .. } = stmt {
            lets.learn(name, init);
        }
        for_each_block_mut(stmt, &mut |block| in_block(block, lets, shadows));
        if let Stmt::For(variable, range, body) = stmt
            && let Some(parted) = parted(variable, range, body, lets, shadows)
        {
            *stmt = parted;
        }
    }
}

/// The loop in up to three.
fn parted(
    variable: &Ident,
    range: &Expr,
    body: &[Stmt],
    lets: &Lets,
    shadows: &Shadows,
) -> Option<Stmt> {
    let walk = Walk::of(range)?;
    if body.len() > LONGEST || is_one(&walk) || assigns(body, variable) {
        return None;
    }
    if !lets.is_fixed(&walk.first) || !lets.is_fixed(&walk.end) {
        return None;
    }
    let mut between = Between { variable, walk: &walk, lets, first: false, last: false };
    let inner = between.block(body)?;
    let (at_first, at_last) = (between.first, between.last);
    if !at_first && !at_last {
        return None;
    }
    Some(loops((variable, range), &walk, body, inner, (at_first, at_last), shadows))
}

/// The first iteration, those between, and the last, in the order of the loop.
fn loops(
    (variable, whole): (&Ident, &Expr),
    walk: &Walk,
    body: &[Stmt],
    inner: Vec<Stmt>,
    (at_first, at_last): (bool, bool),
    shadows: &Shadows,
) -> Stmt {
    let up = |from: Expr, to: Expr| Stmt::For(variable.clone(), range(from, to), body.to_vec());
    let second = if at_first { plus_one(&walk.first) } else { walk.first.clone() };
    let mut guarded = Vec::new();
    let mut end = walk.end.clone();
    let mut last = None;
    if at_last {
        let name = shadows.fresh_name("last");
        let init = Expr::binary("-", walk.end.clone(), one());
        guarded.push(Stmt::Let { name: name.clone(), mutable: false, ty: None, init: Some(init) });
        end = Expr::name(&name);
        // of a single iteration, the first is the last
        let from = match at_first {
            true => {
                let max = Ident::new("max", name.span());
                Expr::Method(Box::new(end.clone()), max, vec![second.clone()])
            }
            false => end.clone(),
        };
        last = Some(up(from, walk.end.clone()));
    }
    let first = at_first.then(|| up(walk.first.clone(), second.clone()));
    let mut middle = range(second, end);
    if let Expr::Call(reversed, _) = whole {
        middle = Expr::Call(reversed.clone(), vec![middle]);
    }
    let middle = Stmt::For(variable.clone(), middle, inner);
    let (before, behind) = if walk.down { (last, first) } else { (first, last) };
    guarded.extend(before);
    guarded.push(middle);
    guarded.extend(behind);
    Stmt::If(Expr::binary("<", walk.first.clone(), walk.end.clone()), guarded, Vec::new())
}

fn range(from: Expr, to: Expr) -> Expr {
    Expr::Range(Some(Box::new(from)), Some(Box::new(to)), false)
}

fn one() -> Expr {
    number(1)
}

fn number(value: i64) -> Expr {
    Expr::Atom(Literal::i64_unsuffixed(value).to_token_stream())
}

fn plus_one(expr: &Expr) -> Expr {
    match literal(expr) {
        Some(value) => number(value + 1),
        None => Expr::binary("+", expr.clone(), one()),
    }
}

/// A loop of one iteration that is known to be one.
pub fn is_one(walk: &Walk) -> bool {
    matches!((literal(&walk.first), literal(&walk.end)), (Some(first), Some(end)) if first + 1 == end)
}

fn assigns(body: &[Stmt], variable: &Ident) -> bool {
    let mut changed = BTreeSet::new();
    changed_in(body, &mut changed);
    changed.contains(&variable.to_string())
}

/// Reads a body as of an iteration that is neither the first nor the last, where it asks.
struct Between<'a> {
    variable: &'a Ident,
    walk: &'a Walk,
    lets: &'a Lets<'a>,
    /// It asks for the first,
    first: bool,
    /// and for the last.
    last: bool,
}

impl Between<'_> {
    /// The statements with what is known; none, where they have blocks left.
    fn block(&mut self, stmts: &[Stmt]) -> Option<Vec<Stmt>> {
        let mut out = Vec::with_capacity(stmts.len());
        for stmt in stmts {
            match stmt {
                Stmt::Let { mutable, ty, name, init: Some(init) } => {
                    let init = Some(self.expr(init.clone())?);
                    let (name, ty) = (name.clone(), ty.clone());
                    out.push(Stmt::Let { name, mutable: *mutable, ty, init });
                }
                Stmt::Expr(effect) => out.push(Stmt::Expr(self.expr(effect.clone())?)),
                Stmt::LetSome { names, source } => {
                    let (names, source) = (names.clone(), source.clone());
                    out.push(Stmt::LetSome { names, source });
                }
                Stmt::Assign(place, op, value) => {
                    let (place, value) = (self.expr(place.clone())?, self.expr(value.clone())?);
                    out.push(Stmt::Assign(place, op, value));
                }
                Stmt::If(cond, then, otherwise) => {
                    let taken = if self.answer(cond)? { then } else { otherwise };
                    out.extend(self.block(taken)?);
                }
                Stmt::Let { .. }
                | Stmt::LetTuple { .. }
                | Stmt::Match(..)
                | Stmt::For(..)
                | Stmt::While(..)
                | Stmt::Break
                | Stmt::Verbatim(..) => return None,
            }
        }
        Some(out)
    }

    /// Branches that ask become what they yield between; none, where another is left.
    fn expr(&mut self, mut expr: Expr) -> Option<Expr> {
        if let Expr::Branch(selector, true, arms) = &expr {
            let [then, otherwise] = arms.as_slice() else { return None };
            let (body, value) = if self.answer(selector)? { then } else { otherwise };
            return if body.is_empty() { self.expr(value.clone()) } else { None };
        }
        if let Expr::Closure { .. } | Expr::Verbatim(..) | Expr::Branch(..) = &expr {
            return None;
        }
        let mut known = true;
        for_each_child_mut(&mut expr, &mut |child| match self.expr(child.clone()) {
            Some(value) => *child = value,
            None => known = false,
        });
        known.then_some(expr)
    }

    /// What a condition says between the first and the last iteration; none, where it says more.
    fn answer(&mut self, cond: &Expr) -> Option<bool> {
        let Expr::Binary(op, left, right) = cond else { return None };
        let (left, right) = (self.lets.value(left), self.lets.value(right));
        let is_variable = |expr: &Expr| matches!(expr, Expr::Name(name) if name == self.variable);
        let next =
            matches!(left, Expr::Binary("+", a, b) if is_variable(a) && literal(b) == Some(1));
        if is_variable(left) && self.is_first(right) && matches!(*op, "==" | "!=" | ">") {
            self.first = true;
            return Some(*op != "==");
        }
        let behind_first =
            literal(&self.walk.first).is_some_and(|at| literal(right) == Some(at + 1));
        if is_variable(left) && behind_first && matches!(*op, "<" | ">=") {
            self.first = true;
            return Some(*op == ">=");
        }
        let last = is_variable(left) && self.is_last(right);
        let end = next && self.lets.same(right, &self.walk.end);
        if (last || end) && matches!(*op, "==" | "!=" | "<") {
            self.last = true;
            return Some(*op != "==");
        }
        None
    }

    fn is_first(&self, expr: &Expr) -> bool {
        self.lets.same(expr, &self.walk.first)
    }

    /// `end - 1`
    fn is_last(&self, expr: &Expr) -> bool {
        let ends = [&self.walk.end, self.lets.value(&self.walk.end)];
        let of_literals =
            matches!((literal(expr), literal(ends[1])), (Some(a), Some(b)) if a + 1 == b);
        let less = matches!(expr, Expr::Binary("-", end, less)
            if literal(less) == Some(1) && ends.into_iter().any(|known| self.lets.same(end, known)));
        less || of_literals
    }
}
