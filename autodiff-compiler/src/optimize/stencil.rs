//! Adjoints of stencils in several dimensions: a loop per neighbour.
//!
//! In and out: simplified code of an adjoint. An iteration of the reverse of a stencil adds to elements of
//! several rows of a shadow. Each such addition may meet those of other iterations, so that no vector loop
//! comes of it. In loops of their own each walks along one row and meets nothing. What an addition takes is
//! computed again there, so that is done for a few operations on numbers that the loop does not change.
//!
//! Neighbours within a row are gathered (`gather`), and carried (`carry`) where there are no others.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::Ident;

use super::affine::Affine;
use super::carry::Walk;
use super::gather::{Gather, Member};
use super::increments::Increments;
use super::peel::is_one;
use super::unused::without_unused;
use crate::code::{Expr, Stmt};
use crate::ir::{FloatKind, Ty};
use crate::simplify::{for_each_block_mut, for_each_child, for_each_child_mut};
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
    let mut out = Vec::new();
    let mut apart = BTreeSet::new();
    for base in found.sites.iter().map(|site| &site.base).collect::<BTreeSet<_>>() {
        let Some(mut rows) = Rows::of(base, &found, &values, body, shadows) else { continue };
        for gather in rows.gathers(&values, body) {
            out.push(gather.emit(variable, &walk, &found.names, shadows));
        }
        rows.keep_dearest();
        for lines in rows.elements.values().map(Element::lines) {
            let inner = lines.iter().map(|line| body[*line].clone()).collect();
            let along =
                Expr::Range(Some(walk.first.clone().into()), Some(walk.end.clone().into()), false);
            out.push(Stmt::For(variable.clone(), along, inner));
        }
        apart.extend(rows.apart);
        apart.extend(rows.elements.into_values().flat_map(|element| element.sites));
    }
    let mut position = 0;
    body.retain(|_| {
        position += 1;
        !apart.contains(&(position - 1))
    });
    if !out.is_empty() {
        without_unused(body);
    }
    out
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

/// The additions to a shadow that get loops of their own.
struct Rows {
    shadow: Expr,
    elements: BTreeMap<(String, i64), Element>,
    /// The lines of those that are gathered.
    apart: BTreeSet<usize>,
}

/// What an iteration adds to an element.
struct Element {
    /// The lines of the additions,
    sites: Vec<usize>,
    /// those of what they take,
    lets: BTreeSet<usize>,
    /// and the operations of all of them.
    cost: usize,
    index: Affine,
}

impl Element {
    fn lines(&self) -> Vec<usize> {
        self.lets.iter().chain(&self.sites).copied().collect()
    }
}

impl Rows {
    /// None, where the elements are of one row, or may not be taken apart.
    fn of(
        base: &str,
        found: &Increments,
        values: &Values,
        body: &[Stmt],
        shadows: &Shadows,
    ) -> Option<Self> {
        let mut elements: BTreeMap<(String, i64), Element> = BTreeMap::new();
        let mut shadow = None;
        let lines = (0..body.len()).filter(|at| is_site(&body[*at]));
        for (site, line) in found.sites.iter().zip(lines).filter(|(site, _)| site.base == base) {
            let [index] = site.indices.as_deref()? else { return None };
            let Stmt::Assign(Expr::Index(array, at), _, value) = &body[line] else { return None };
            shadow = Some((**array).clone());
            let (mut lets, cost) = values.taken(value).unwrap_or((BTreeSet::new(), usize::MAX));
            lets.extend(values.taken(at)?.0);
            if index.step != 1 {
                return None;
            }
            let element = elements.entry((index.kind(), index.constant)).or_insert_with(|| {
                Element { sites: Vec::new(), lets: BTreeSet::new(), cost: 0, index: index.clone() }
            });
            element.sites.push(line);
            element.lets.extend(lets);
            element.cost = element.cost.saturating_add(cost);
        }
        let kinds: BTreeSet<&String> = elements.keys().map(|(kind, _)| kind).collect();
        if kinds.len() < 2 || !found.only_adds(base) || !holds_floats(base, shadows) {
            return None;
        }
        let mut costs: Vec<usize> = elements.values().map(|element| element.cost).collect();
        costs.sort_unstable();
        let cheap = costs.iter().rev().skip(1).all(|cost| *cost <= DEAREST);
        cheap.then_some(Self { shadow: shadow?, elements, apart: BTreeSet::new() })
    }

    /// Takes out what is gathered: the cheap additions to several elements of one row.
    fn gathers(&mut self, values: &Values, body: &[Stmt]) -> Vec<Gather> {
        let mut rows: BTreeMap<&String, Vec<&Element>> = BTreeMap::new();
        for ((kind, _), element) in &self.elements {
            if element.cost <= DEAREST {
                rows.entry(kind).or_default().push(element);
            }
        }
        let mut found = Vec::new();
        for elements in rows.into_values() {
            let additions = elements.iter().flat_map(|element| {
                let of = |line: &usize| member(&body[*line], &element.index, values, body);
                element.sites.iter().filter_map(of)
            });
            if let Some(gather) = Gather::of(self.shadow.clone(), additions.collect()) {
                found.push(gather);
                self.apart.extend(elements.iter().flat_map(|element| &element.sites));
            }
        }
        let apart = &self.apart;
        self.elements.retain(|_, element| !apart.contains(&element.sites[0]));
        found
    }

    /// What takes most stays in the loop.
    fn keep_dearest(&mut self) {
        let dearest = self.elements.iter().max_by_key(|(_, element)| element.cost);
        if let Some(key) = dearest.map(|(key, _)| key.clone()) {
            self.elements.remove(&key);
        }
    }
}

/// An addition by itself.
fn member(stmt: &Stmt, index: &Affine, values: &Values, body: &[Stmt]) -> Option<Member> {
    let Stmt::Assign(_, operator, value) = stmt else { return None };
    let mut value = value.clone();
    values.spell(&mut value, body);
    Some(Member { index: index.clone(), negative: *operator == "-=", value })
}

fn holds_floats(base: &str, shadows: &Shadows) -> bool {
    let element = shadows.type_of_shadow(base).and_then(Ty::element);
    matches!(element.and_then(Ty::float_kind), Some(FloatKind::F64 | FloatKind::F32))
}

/// What the names of a body stand for, of those that are a few operations on what the loop does not change.
struct Values {
    /// By name: the line, the lines that it needs, and the operations of all of them.
    known: BTreeMap<String, (BTreeSet<usize>, usize)>,
    /// Where they are defined.
    lines: BTreeMap<String, usize>,
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
        let (known, lines, own) = Default::default();
        let mut values = Self { known, lines, own, changed, variable };
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
                values.lines.insert(name.to_string(), line);
                values.known.insert(name.to_string(), (lines, cost));
            }
        }
        values
    }

    /// Writes out what the names in an expression stand for.
    fn spell(&self, expr: &mut Expr, body: &[Stmt]) {
        if let Expr::Name(name) = expr
            && let Some(line) = self.lines.get(&name.to_string())
            && let Stmt::Let { init: Some(init), .. } = &body[*line]
        {
            *expr = init.clone();
            return self.spell(expr, body);
        }
        for_each_child_mut(expr, &mut |child| self.spell(child, body));
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
