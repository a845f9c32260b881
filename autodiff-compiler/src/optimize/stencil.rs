//! Adjoints of stencils in several dimensions: a loop per neighbour.
//!
//! In and out: simplified code of an adjoint. An iteration of the reverse of a stencil adds to elements of
//! several rows of a shadow. Each such addition may meet those of other iterations, so that no vector loop
//! comes of it. In loops of their own each walks along one row and meets nothing. What an addition takes is
//! computed again there, so that is done for a few operations on numbers that the loop does not change.
//!
//! Neighbours within a row are carried (`carry`), where there are no others.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::Ident;

use super::carry::Walk;
use super::increments::{Increments, Site};
use super::peel::is_one;
use super::unused::without_unused;
use crate::code::{Expr, Stmt};
use crate::ir::{FloatKind, Ty};
use crate::simplify::{for_each_block_mut, for_each_child};
use crate::transform::adjoint::Shadows;

/// What additions to an element take may cost so many operations, that of the dearest element aside.
const DEAREST: usize = 12;

/// Gives the additions of reversed stencils loops of their own.
pub fn stencils(stmts: &mut Vec<Stmt>, shadows: &Shadows) {
    let mut out = Vec::with_capacity(stmts.len());
    for mut stmt in stmts.drain(..) {
        for_each_block_mut(&mut stmt, &mut |block| stencils(block, shadows));
        if let Stmt::For(variable, range, body) = &mut stmt {
            out.extend(parted(variable, range, body, shadows));
        }
        out.push(stmt);
    }
    *stmts = out;
}

/// The loops in front of this one; what they do is not in its body any more.
fn parted(variable: &Ident, range: &Expr, body: &mut Vec<Stmt>, shadows: &Shadows) -> Vec<Stmt> {
    let Some(walk) = Walk::of(range) else { return Vec::new() };
    if is_one(&walk) || !body.iter().all(is_flat) {
        return Vec::new();
    }
    let found = Increments::of(variable, body);
    let fixed = found.names.is_fixed(&walk.first) && found.names.is_fixed(&walk.end);
    if !fixed || found.leaves {
        return Vec::new();
    }
    let values = Values::of(&found, body);
    let positions: Vec<usize> = (0..body.len()).filter(|at| is_site(&body[*at])).collect();
    let mut apart = BTreeMap::new();
    for base in found.sites.iter().map(|site| &site.base).collect::<BTreeSet<_>>() {
        apart.extend(rows(base, &found, &values, &positions, body, shadows));
    }
    let along = Expr::Range(Some(Box::new(walk.first)), Some(Box::new(walk.end)), false);
    let mut loops: BTreeMap<String, (BTreeSet<usize>, Vec<usize>)> = BTreeMap::new();
    for (site, (key, lets)) in &apart {
        let (needed, sites) = loops.entry(key.clone()).or_default();
        needed.extend(lets);
        sites.push(*site);
    }
    let of_lines = |lines: &mut dyn Iterator<Item = &usize>| -> Vec<Stmt> {
        lines.map(|at| body[*at].clone()).collect()
    };
    let loops: Vec<Stmt> = loops
        .values()
        .map(|(lets, sites)| {
            let inner = of_lines(&mut lets.iter().chain(sites));
            Stmt::For(variable.clone(), along.clone(), inner)
        })
        .collect();
    let mut position = 0;
    body.retain(|_| {
        position += 1;
        !apart.contains_key(&(position - 1))
    });
    if !loops.is_empty() {
        without_unused(body);
    }
    loops
}

/// No blocks; what has an effect stays in its loop, behind those of the additions.
fn is_flat(stmt: &Stmt) -> bool {
    match stmt {
        Stmt::Let { mutable: false, init: Some(_), .. }
        | Stmt::LetSome { .. }
        | Stmt::Expr(_)
        | Stmt::Assign(..) => true,
        Stmt::Let { .. }
        | Stmt::LetTuple { .. }
        | Stmt::If(..)
        | Stmt::Match(..)
        | Stmt::For(..)
        | Stmt::While(..)
        | Stmt::Break
        | Stmt::Verbatim(..) => false,
    }
}

fn is_site(stmt: &Stmt) -> bool {
    matches!(stmt, Stmt::Assign(place, "+=" | "-=", _) if super::increments::element_of(place).is_some())
}

/// The additions to a shadow that get loops of their own: by their lines, the element and the lines of what
/// they take. Those of the element that takes most stay.
fn rows(
    base: &str,
    found: &Increments,
    values: &Values,
    positions: &[usize],
    body: &[Stmt],
    shadows: &Shadows,
) -> BTreeMap<usize, (String, BTreeSet<usize>)> {
    let sites: Vec<(usize, &Site)> = found
        .sites
        .iter()
        .enumerate()
        .filter(|(_, site)| site.base == base)
        .map(|(at, site)| (positions[at], site))
        .collect();
    let mut elements: BTreeMap<String, (Vec<usize>, BTreeSet<usize>, usize)> = BTreeMap::new();
    let mut kinds = BTreeSet::new();
    for (line, site) in &sites {
        let Some([index]) = site.indices.as_deref() else { return BTreeMap::new() };
        let Stmt::Assign(Expr::Index(_, at), _, value) = &body[*line] else {
            return BTreeMap::new();
        };
        let (mut lets, cost) = values.taken(value).unwrap_or((BTreeSet::new(), usize::MAX));
        let Some((of_index, _)) = values.taken(at) else { return BTreeMap::new() };
        lets.extend(of_index);
        if index.step != 1 {
            return BTreeMap::new();
        }
        kinds.insert(index.kind());
        let element = elements.entry(format!("{} + {}", index.kind(), index.constant)).or_default();
        element.0.push(*line);
        element.1.extend(lets);
        element.2 = element.2.saturating_add(cost);
    }
    if kinds.len() < 2 || !found.only_adds(base) || !holds_floats(base, shadows) {
        return BTreeMap::new();
    }
    let dearest = elements.iter().max_by_key(|(_, (_, _, cost))| *cost);
    let stays = dearest.map(|(key, _)| key.clone());
    let others = elements.iter().filter(|(key, _)| Some(*key) != stays.as_ref());
    if others.into_iter().any(|(_, (_, _, cost))| *cost > DEAREST) {
        return BTreeMap::new();
    }
    let mut apart = BTreeMap::new();
    for (key, (lines, lets, _)) in elements {
        if Some(&key) != stays.as_ref() {
            apart.extend(
                lines.into_iter().map(|line| (line, (format!("{base} {key}"), lets.clone()))),
            );
        }
    }
    apart
}

fn holds_floats(base: &str, shadows: &Shadows) -> bool {
    let element = shadows.type_of_shadow(base).and_then(Ty::element);
    matches!(element.and_then(Ty::float_kind), Some(FloatKind::F64 | FloatKind::F32))
}

/// What the names of a body stand for, of those that are a few operations on what the loop does not change.
struct Values {
    /// By name: the line, the lines that it needs, and the operations of all of them.
    known: BTreeMap<String, (BTreeSet<usize>, usize)>,
    /// Arrays of which every iteration reads and then overwrites its own element.
    own: BTreeSet<String>,
    /// What the body changes.
    changed: BTreeSet<String>,
    variable: String,
}

impl Values {
    fn of(found: &Increments, body: &[Stmt]) -> Self {
        let changed = found.names.own.names().collect();
        let variable = found.names.variable.clone();
        let mut values = Self { known: BTreeMap::new(), own: BTreeSet::new(), changed, variable };
        values.own = values
            .changed
            .iter()
            .filter(|name| overwrites_own(name, found, body))
            .cloned()
            .collect();
        for (line, stmt) in body.iter().enumerate() {
            if let Stmt::Let { name, init: Some(init), .. } = stmt
                && let Some((mut lines, cost)) = values.taken(init)
            {
                lines.insert(line);
                values.known.insert(name.to_string(), (lines, cost));
            }
        }
        values
    }

    /// The lines that an expression takes, and their operations; none, where they cannot run alone.
    fn taken(&self, expr: &Expr) -> Option<(BTreeSet<usize>, usize)> {
        match expr {
            Expr::Atom(_) | Expr::Number(..) => Some((BTreeSet::new(), 0)),
            Expr::Name(name) => {
                let name = name.to_string();
                match self.known.get(&name) {
                    Some(known) => Some(known.clone()),
                    None => (name == self.variable || !self.changed.contains(&name))
                        .then(|| (BTreeSet::new(), 0)),
                }
            }
            Expr::Index(array, index) => match &**array {
                Expr::Name(name) if self.own.contains(&name.to_string()) => self.taken(index),
                Expr::Name(name) if !self.changed.contains(&name.to_string()) => self.taken(index),
                _ => None,
            },
            Expr::Unary("-", inner) => self.taken(inner),
            Expr::Binary("+" | "-" | "*" | "/", left, right) => {
                let (mut lines, cost) = self.taken(left)?;
                let (others, more) = self.taken(right)?;
                lines.extend(others);
                Some((lines, cost + more + 1))
            }
            _ => None,
        }
    }
}

/// Whether a body sees of an array the element of its own iteration only, and overwrites that behind all that
/// reads it.
fn overwrites_own(name: &str, found: &Increments, body: &[Stmt]) -> bool {
    let mut indices = BTreeSet::new();
    let mut fits = true;
    let mut written = None;
    for (line, stmt) in body.iter().enumerate() {
        stmt.for_each_expr(&mut |expr| {
            fits &= elements_only(expr, name, found, &mut indices);
        });
        match stmt {
            Stmt::Assign(Expr::Index(array, _), "=", _) if is_name(array, name) => {
                fits &= written.is_none();
                written = Some(line);
            }
            Stmt::Assign(place, ..)
                if crate::simplify::base(place).is_some_and(|base| base == name) =>
            {
                fits = false;
            }
            stmt => {
                let mut reads = false;
                stmt.for_each_name(&mut |other| reads |= other == name);
                fits &= !reads || written.is_none();
            }
        }
    }
    fits && written.is_some() && indices.len() == 1
}

/// Whether an expression mentions an array in elements at affine indices that move with the loop only.
fn elements_only(
    expr: &Expr,
    name: &str,
    found: &Increments,
    indices: &mut BTreeSet<String>,
) -> bool {
    match expr {
        Expr::Name(other) => other != name,
        Expr::Index(array, index) if is_name(array, name) => match found.names.affine(index) {
            Some(index) if index.step == 1 => {
                indices.insert(format!("{} + {}", index.kind(), index.constant));
                true
            }
            _ => false,
        },
        Expr::Closure { .. } | Expr::Branch(..) | Expr::Verbatim(..) => {
            let mut mentioned = false;
            expr.for_each_name(&mut |other| mentioned |= other == name);
            !mentioned
        }
        other => {
            let mut fits = true;
            for_each_child(other, &mut |child| fits &= elements_only(child, name, found, indices));
            fits
        }
    }
}

fn is_name(expr: &Expr, name: &str) -> bool {
    matches!(expr, Expr::Name(other) if other == name)
}
