//! Sums that every iteration adds to: their terms are kept for a block of iterations, and added behind it.
//!
//! In and out: simplified code of an adjoint, with the windows of its loops. The value's sum is taken in the
//! primal's order, so each addition waits for the one before, and LLVM makes no vector loop of all that stands
//! beside it. With the terms of [`BLOCK`] iterations in an array of their own, the rest of the loop is free of
//! the sum, whose bits stay what they were. What is added into one shadow waits as well, and is free in its
//! order: its terms are added side by side.
//!
//! A loop is taken that does nothing but arithmetic with its own elements of slices, and so much of it that
//! the additions do not hide it.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{Ident, Literal};
use quote::quote;

use super::affine::{literal, same};
use super::carry::Walk;
use super::increments::Increments;
use super::unused::without_unused;
use super::windows::has_known_floats;
use crate::code::{Expr, NumberKind, Stmt};
use crate::ir::FloatKind;
use crate::simplify::{for_each_block_mut, for_each_child_mut, for_each_expr_mut};
use crate::transform::adjoint::Shadows;

/// Iterations whose terms are kept: enough for vectors, few enough that zeros for a short loop cost nothing.
const BLOCK: usize = 32;

/// An addition takes from two to four cycles, in which processors do so many other operations.
const HIDDEN: usize = 12;

/// So many sums have arrays of their own; each is a store more per iteration.
const MOST: usize = 4;

/// What is known of names.
#[derive(Clone, Copy)]
pub struct Known<'a> {
    /// Slices that are borrowed for a loop.
    pub slices: &'a BTreeSet<String>,
    /// Locals that stand for an element of a shadow.
    pub sums: &'a BTreeSet<String>,
    pub shadows: &'a Shadows<'a>,
}

/// Keeps the terms of sums apart from the loops that compute them.
pub fn terms(stmts: &mut Vec<Stmt>, known: Known) {
    let mut out = Vec::with_capacity(stmts.len());
    for mut stmt in stmts.drain(..) {
        for_each_block_mut(&mut stmt, &mut |block| terms(block, known));
        match in_blocks(&stmt, known) {
            Some(blocks) => out.extend(blocks),
            None => out.push(stmt),
        }
    }
    *stmts = out;
}

/// The loop by blocks, if that pays.
fn in_blocks(stmt: &Stmt, known: Known) -> Option<Vec<Stmt>> {
    let Stmt::For(variable, range, body) = stmt else { return None };
    let walk = Walk::of(range).filter(|walk| literal(&walk.end).is_none())?;
    let mut body = body.clone();
    without_unused(&mut body);
    let found = Increments::of(variable, &body);
    if !found.names.is_fixed(&walk.first) || !found.names.is_fixed(&walk.end) {
        return None;
    }
    let index = walk.along(variable);
    let mut reader = Reader { index: &index, known, body: Body::default() };
    body.iter().try_for_each(|stmt| reader.stmt(stmt))?;
    let read = reader.body;
    let others = !read.written.is_empty() || read.sums.iter().any(|sum| sum.free);
    let pays = !read.sums.is_empty() && read.sums.len() <= MOST && others;
    let long = read.operations > HIDDEN && read.only_carries(&body);
    (pays && long && (!walk.down || read.is_free()))
        .then(|| written_out(&read, &walk, body, known.shadows))
}

/// `sum op term;`
struct Sum {
    name: Ident,
    op: &'static str,
    zero: Expr,
    /// Its terms may be added in any order.
    free: bool,
    /// How many terms an iteration adds: one, where they may not.
    times: usize,
}

/// A loop's body as the pass reads it.
#[derive(Default)]
struct Body {
    /// The slices whose elements are read or written.
    slices: Vec<Ident>,
    /// Those that are written.
    written: BTreeSet<String>,
    sums: Vec<Sum>,
    /// What an iteration leaves to the next.
    carried: Vec<Ident>,
    /// Additions and multiplications, those to sums aside.
    operations: usize,
}

impl Body {
    /// The iterations may run in any order.
    fn is_free(&self) -> bool {
        self.carried.is_empty() && self.sums.iter().all(|sum| sum.free)
    }

    /// Sums have no other use, and no carried number depends on that of the iteration before: it would wait
    /// for it as the sum does.
    fn only_carries(&self, body: &[Stmt]) -> bool {
        let used = |name: &Ident| {
            let mut used = 0;
            body.iter().for_each(|stmt| {
                stmt.for_each_name(&mut |other| used += usize::from(other == name));
            });
            used
        };
        let only_summed = self.sums.iter().all(|sum| used(&sum.name) == sum.times);
        let mut late: BTreeSet<String> = self.carried.iter().map(ToString::to_string).collect();
        let mut waits = false;
        for stmt in body {
            let (Stmt::Let { name, init: Some(value), .. }
            | Stmt::Assign(Expr::Name(name), "=", value)) = stmt
            else {
                continue;
            };
            let mut depends = false;
            value.for_each_name(&mut |name| depends |= late.contains(&name.to_string()));
            if depends {
                waits |= self.carried.contains(name);
                late.insert(name.to_string());
            }
        }
        only_summed && !waits
    }
}

/// Reads a body; `None` where it does anything that is not known here.
struct Reader<'a> {
    index: &'a Expr,
    known: Known<'a>,
    body: Body,
}

impl Reader<'_> {
    fn stmt(&mut self, stmt: &Stmt) -> Option<()> {
        match stmt {
            Stmt::Let { mutable: false, init: Some(init), .. } | Stmt::LetTuple { init, .. } => {
                self.value(init)
            }
            Stmt::Assign(Expr::Name(name), "=", value) => {
                self.body.carried.push(name.clone());
                self.value(value)
            }
            Stmt::Assign(Expr::Name(name), op @ ("+=" | "-="), term) => {
                match self.body.sums.iter_mut().find(|sum| sum.name == *name && sum.free) {
                    Some(sum) => sum.times += 1,
                    None => {
                        let sum = self.sum(name, op)?;
                        self.body.sums.push(sum);
                    }
                }
                self.value(term)
            }
            Stmt::Assign(place @ Expr::Index(slice, _), op, value) => {
                let Expr::Name(slice) = &**slice else { return None };
                self.body.written.insert(slice.to_string());
                self.body.operations += usize::from(*op != "=");
                self.value(place)?;
                self.value(value)
            }
            _ => None,
        }
    }

    /// A float that is summed up.
    fn sum(&self, name: &Ident, op: &'static str) -> Option<Sum> {
        let Known { sums, shadows, .. } = self.known;
        let text = name.to_string();
        let shadow = shadows.type_of_shadow(&text);
        let free = shadow.is_some() || sums.contains(&text);
        let kind = match shadow.or_else(|| shadows.type_of(&text)) {
            Some(ty) => ty.float_kind()?,
            None if free => &FloatKind::Unspecified,
            None => return None,
        };
        let zero = shadows.primal.number(0.0, kind);
        Some(Sum { name: name.clone(), op, zero, free, times: 1 })
    }

    fn value(&mut self, expr: &Expr) -> Option<()> {
        match expr {
            // the loop's variable is known as an index only
            Expr::Name(name) => {
                let mut counts = false;
                self.index.for_each_name(&mut |part| counts |= part == name);
                (!counts).then_some(())
            }
            Expr::Atom(_) | Expr::Number(..) => Some(()),
            Expr::Unary("-", inner) => self.value(inner),
            Expr::Binary("+" | "-" | "*" | "/", left, right) => {
                self.body.operations += 1;
                self.value(left)?;
                self.value(right)
            }
            Expr::Method(receiver, name, args) if args.is_empty() => {
                self.body.operations += 1;
                (*name == "sqrt" || *name == "abs").then_some(())?;
                self.value(receiver)
            }
            Expr::Index(slice, index) if same(index, self.index) => {
                let Expr::Name(slice) = &**slice else { return None };
                let text = slice.to_string();
                let known = self.known.slices.contains(&text)
                    || has_known_floats(&text, self.known.shadows);
                if !self.body.slices.contains(slice) {
                    self.body.slices.push(slice.clone());
                }
                known.then_some(())
            }
            _ => None,
        }
    }
}

/// The loop by blocks, as code.
fn written_out(read: &Body, walk: &Walk, mut body: Vec<Stmt>, shadows: &Shadows) -> Vec<Stmt> {
    let fresh = |stem: &str| shadows.fresh_name(stem);
    let (count, from, to, at) = (fresh("count"), fresh("from"), fresh("to"), fresh("at"));
    let steps = || Expr::binary("-", Expr::name(&to), Expr::name(&from));
    let up_to =
        |end: Expr| Expr::Range(Some(Box::new(Expr::Atom(quote!(0)))), Some(Box::new(end)), false);
    let mut front = vec![constant(&count, walk.count(shadows))];
    let end = Expr::binary("+", Expr::name(&from), size());
    let end = Expr::Call(quote!(::core::cmp::min), vec![end, Expr::name(&count)]);
    let mut block = vec![constant(&to, end)];
    let mut parts = BTreeMap::new();
    for slice in &read.slices {
        let part = fresh(&format!("{slice}_block"));
        let ends =
            Expr::Range(Some(Box::new(Expr::name(&from))), Some(Box::new(Expr::name(&to))), false);
        let place = Expr::name(slice).index(ends);
        let written = read.written.contains(&slice.to_string());
        block.push(constant(&part, if written { place.borrow_mut() } else { place.borrow() }));
        parts.insert(slice.to_string(), Expr::name(&part).index(Expr::name(&at)));
    }
    let (mut additions, mut behind) = (Vec::new(), Vec::new());
    for Sum { name: sum, op, zero, free, .. } in &read.sums {
        let (terms, kept) = (fresh("terms"), fresh("terms_block"));
        let init = Some(Expr::Repeat(Box::new(zero.clone()), Box::new(size())));
        front.push(Stmt::Let { name: terms.clone(), mutable: true, ty: None, init });
        let first = Expr::Range(None, Some(Box::new(steps())), false);
        block.push(constant(&kept, Expr::name(&terms).index(first).borrow_mut()));
        let term = Expr::name(&kept).index(Expr::name(&at));
        keep_terms(&mut body, sum, &term, op);
        let generic = matches!(zero, Expr::Number(_, NumberKind::Generic(_)));
        if *free && !generic {
            let all = shadows.primal.helper("sum_of_terms", vec![Expr::name(&kept)]);
            behind.push(Stmt::Assign(Expr::name(sum), op, all));
        } else {
            additions.push(Stmt::Assign(Expr::name(sum), op, term));
        }
    }
    for stmt in &mut body {
        for_each_expr_mut(stmt, &mut |expr| move_elements(expr, &parts));
    }
    block.push(Stmt::For(at.clone(), up_to(steps()), body));
    if !additions.is_empty() {
        block.push(Stmt::For(at, up_to(steps()), additions));
    }
    block.extend(behind);
    let blocks = vec![up_to(Expr::name(&count)), size()];
    let blocks = Expr::Call(quote!(::core::iter::Iterator::step_by), blocks);
    front.push(Stmt::For(from, blocks, block));
    front
}

/// The terms of a sum go to an element, with the sign of the first.
fn keep_terms(body: &mut [Stmt], sum: &Ident, element: &Expr, op: &'static str) {
    let mut first = true;
    for stmt in body {
        if let Stmt::Assign(place, operator, _) = stmt
            && matches!(place, Expr::Name(name) if name == sum)
        {
            *place = element.clone();
            *operator = match (first, *operator == op) {
                (true, _) => "=",
                (false, true) => "+=",
                (false, false) => "-=",
            };
            first = false;
        }
    }
}

/// `let name = init;`
fn constant(name: &Ident, init: Expr) -> Stmt {
    Stmt::Let { name: name.clone(), mutable: false, ty: None, init: Some(init) }
}

/// The number of iterations of a block.
fn size() -> Expr {
    let size = Literal::usize_unsuffixed(BLOCK);
    Expr::Atom(quote!(#size))
}

/// Elements of slices become those of their blocks.
fn move_elements(expr: &mut Expr, parts: &BTreeMap<String, Expr>) {
    if let Expr::Index(slice, _) = expr
        && let Expr::Name(slice) = &**slice
        && let Some(element) = parts.get(&slice.to_string())
    {
        *expr = element.clone();
        return;
    }
    for_each_child_mut(expr, &mut |child| move_elements(child, parts));
}
