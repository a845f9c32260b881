//! Neighbouring iterations that add to one element: the sum is carried in a local.
//!
//! In and out: simplified code of an adjoint. Where the iterations of a `for` add to `d_x[i]` and
//! `d_x[i + 1]`, what one of them adds to the second element is kept until the next, which adds to
//! the same one: each element is then read and written once. Where they all add to one element, the
//! loop sums in a local. Elements that only some iterations reach are left as they are, since an
//! index may be valid in those alone.
//!
//! Without this the update of one iteration reads what the one before has just written, and where
//! LLVM joins both updates to a vector of two, that read waits for memory.

use std::collections::BTreeSet;

use proc_macro2::Ident;

use super::affine::{Affine, literal};
use super::increments::{Increments, Site, for_each_site};
use crate::code::{Expr, Stmt, ends_in};
use crate::ir::Ty;
use crate::simplify::{fold_again, for_each_block_mut};
use crate::transform::adjoint::Shadows;

/// At most so many elements are carried: there are not more registers to spare.
const WIDEST: i64 = 4;

/// Sums in locals what the loops of an adjoint add to one element of a shadow; the names of these are added
/// to `sums`.
pub fn carry(stmts: &mut Vec<Stmt>, shadows: &Shadows, sums: &mut BTreeSet<String>) {
    let mut out = Vec::with_capacity(stmts.len());
    for mut stmt in stmts.drain(..) {
        for_each_block_mut(&mut stmt, &mut |block| carry(block, shadows, sums));
        match stmt {
            Stmt::For(variable, range, body) => {
                carry_loop(variable, range, body, shadows, (&mut out, sums));
            }
            other => out.push(other),
        }
    }
    *stmts = out;
}

/// The ends of a range that is walked, in which direction.
pub struct Walk {
    pub first: Expr,
    pub end: Expr,
    pub down: bool,
}

impl Walk {
    pub fn of(range: &Expr) -> Option<Self> {
        match range {
            Expr::Range(Some(first), Some(end), false) => {
                Some(Self { first: (**first).clone(), end: (**end).clone(), down: false })
            }
            Expr::Call(path, args) if ends_in(path, &["rev"]) => {
                let walk = Self::of(args.first()?)?;
                (!walk.down).then_some(Self { down: true, ..walk })
            }
            _ => None,
        }
    }

    /// How many elements lie between that of the first value and that of the variable.
    pub fn along(&self, variable: &Ident) -> Expr {
        match literal(&self.first) {
            Some(0) => Expr::name(variable),
            _ => Expr::binary("-", Expr::name(variable), self.first.clone()),
        }
    }

    /// How many iterations there are.
    pub fn count(&self, shadows: &Shadows) -> Expr {
        match literal(&self.first) {
            Some(0) => self.end.clone(),
            _ => shadows.primal.helper("iterations", vec![self.first.clone(), self.end.clone()]),
        }
    }

    /// Runs the statement if the loop has an iteration.
    pub fn guarded(&self, stmt: Stmt) -> Stmt {
        let mut out = Vec::new();
        self.guard(vec![stmt], &mut out);
        out.remove(0)
    }

    /// Runs the statements if the loop has an iteration.
    fn guard(&self, stmts: Vec<Stmt>, out: &mut Vec<Stmt>) {
        match (literal(&self.first), literal(&self.end)) {
            (Some(first), Some(end)) if first < end => out.extend(stmts),
            _ => {
                let some = Expr::binary("<", self.first.clone(), self.end.clone());
                out.push(Stmt::If(some, stmts, Vec::new()));
            }
        }
    }
}

/// Increments of elements that lie beside one another.
struct Group {
    base: String,
    /// The position among the indices that moves with the loop, if one does.
    moving: Option<usize>,
    /// Which increments, and how far each is from the element of the loop's variable.
    members: Vec<(usize, i64)>,
    low: i64,
    high: i64,
    zero: Expr,
}

fn carry_loop(
    variable: Ident,
    range: Expr,
    mut body: Vec<Stmt>,
    shadows: &Shadows,
    (out, sums): (&mut Vec<Stmt>, &mut BTreeSet<String>),
) {
    let walk = Walk::of(&range);
    let found = walk.as_ref().map(|_| Increments::of(&variable, &body));
    let (Some(walk), Some(found)) = (walk, found) else {
        out.push(Stmt::For(variable, range, body));
        return;
    };
    let fixed = found.names.is_fixed(&walk.first) && found.names.is_fixed(&walk.end);
    let groups = if fixed && !found.leaves { groups(&found, shadows) } else { Vec::new() };
    let mut behind = Vec::new();
    let mut changes: Vec<Option<Change>> = vec![None; found.sites.len()];
    let (mut enters, mut shifts) = (Vec::new(), Vec::new());
    for group in groups {
        let window = Window::new(&group, &found, &walk, shadows);
        window.declare(out);
        if group.moving.is_none() {
            sums.extend(window.locals.iter().map(ToString::to_string));
        }
        window.change(&mut changes);
        window.enter(&mut enters);
        window.shift(&found, &mut shifts);
        window.add_rest(&found, &mut behind);
    }
    let mut position = 0;
    for_each_site(&mut body, &mut |stmt| {
        if let Some(change) = changes[position].take() {
            change.apply(stmt);
        }
        position += 1;
    });
    body.extend(shifts);
    body.splice(0..0, enters);
    out.push(Stmt::For(variable, range, body));
    if !behind.is_empty() {
        walk.guard(behind, out);
    }
}

/// The groups that are worth it, of shadows of floats that the body only adds to.
fn groups(found: &Increments, shadows: &Shadows) -> Vec<Group> {
    let mut groups: Vec<(String, Group)> = Vec::new();
    for (position, site) in found.sites.iter().enumerate() {
        let Some(indices) = &site.indices else { continue };
        if !found.only_adds(&site.base) {
            continue;
        }
        let mut steps = indices.iter().enumerate().filter(|(_, index)| index.step == 1);
        let moving = steps.next().map(|(at, _)| at);
        if steps.next().is_some() {
            continue;
        }
        let Some(zero) = zero_of(site, shadows) else { continue };
        let offset = moving.map_or(0, |at| indices[at].constant);
        let key = key(site, indices, moving);
        let at = groups.iter().position(|(other, _)| *other == key).unwrap_or_else(|| {
            let (base, members) = (site.base.clone(), Vec::new());
            groups.push((key, Group { base, moving, members, low: offset, high: offset, zero }));
            groups.len() - 1
        });
        let group = &mut groups[at].1;
        group.members.push((position, offset));
        (group.low, group.high) = (group.low.min(offset), group.high.max(offset));
    }
    let mut groups: Vec<Group> = groups.into_iter().map(|(_, group)| group).collect();
    groups.retain(|group| pays(group, &found.sites));
    groups
}

/// What the elements of a group have in common.
fn key(site: &Site, indices: &[Affine], moving: Option<usize>) -> String {
    let mut key = site.base.clone();
    for (at, index) in indices.iter().enumerate() {
        key += &format!("[{}", index.kind());
        if Some(at) != moving {
            key += &format!(" + {}", index.constant);
        }
    }
    key
}

/// Each iteration reaches the first and the last element, and there is something to save.
fn pays(group: &Group, sites: &[Site]) -> bool {
    let always =
        |offset: i64| group.members.iter().any(|(site, at)| *at == offset && sites[*site].always);
    let width = group.high - group.low;
    let saves = match group.moving {
        None => width == 0,
        Some(_) => (1..=WIDEST).contains(&width),
    };
    saves && always(group.low) && always(group.high)
}

/// Zero of the type of an element, if that is a float.
fn zero_of(site: &Site, shadows: &Shadows) -> Option<Expr> {
    let mut ty = shadows.type_of_shadow(&site.base)?.strip_refs();
    for _ in site.indices.as_ref()? {
        ty = match ty {
            Ty::Array(element, _) | Ty::Slice(element) | Ty::Vec(element) => element.strip_refs(),
            _ => return None,
        };
    }
    Some(shadows.primal.number(0.0, ty.float_kind()?))
}

/// What becomes of an increment.
#[derive(Clone)]
enum Change {
    /// Adds to a local.
    Into(Ident),
    /// Defines a local.
    Defines(Ident, bool),
    /// Is all that is carried to the next iteration.
    Becomes(Ident),
    /// Adds what was carried as well.
    With(Ident),
}

impl Change {
    fn apply(self, stmt: &mut Stmt) {
        let Stmt::Assign(place, op, value) = stmt else { return };
        let negative = *op == "-=";
        match self {
            Self::Into(name) => *place = Expr::name(&name),
            Self::Defines(name, mutable) => {
                let value = std::mem::replace(value, Expr::Tuple(Vec::new()));
                let init = Some(if negative { Expr::unary("-", value) } else { value });
                *stmt = Stmt::Let { name, mutable, ty: None, init };
            }
            Self::Becomes(name) => {
                (*place, *op) = (Expr::name(&name), "=");
                let value_taken = std::mem::replace(value, Expr::Tuple(Vec::new()));
                *value = if negative { Expr::unary("-", value_taken) } else { value_taken };
                fold_again(value);
            }
            Self::With(name) => {
                let value_taken = std::mem::replace(value, Expr::Tuple(Vec::new()));
                let sign = if negative { "-" } else { "+" };
                *value = Expr::binary(sign, Expr::name(&name), value_taken);
                fold_again(value);
                *op = "+=";
            }
        }
    }
}

/// The locals of a group.
struct Window<'a> {
    group: &'a Group,
    walk: &'a Walk,
    /// By how many iterations later an element is reached last.
    locals: Vec<Ident>,
    /// The increment of the last local that comes first of all and always runs.
    entering: Option<usize>,
    /// The last increment of the element that is done with, if it always runs.
    leaving: Option<usize>,
    /// The entering increment comes behind all uses of the one local that is carried.
    directly: bool,
}

impl<'a> Window<'a> {
    fn new(group: &'a Group, found: &Increments, walk: &'a Walk, shadows: &Shadows) -> Self {
        let width = usize::try_from(group.high - group.low).unwrap_or(0);
        let stem = group.base.clone();
        let ending = if group.moving.is_some() { "next" } else { "sum" };
        let fresh = |_| shadows.fresh_name(&format!("{stem}_{ending}"));
        let locals: Vec<Ident> = (0..=width).map(fresh).collect();
        let mut window =
            Self { group, walk, locals, entering: None, leaving: None, directly: false };
        if group.moving.is_some() {
            let of = |local: usize| {
                let members = group.members.iter();
                members.filter(move |(_, offset)| window_local(group, walk, *offset) == local)
            };
            let always = |member: Option<&(usize, i64)>| {
                member.map(|(site, _)| *site).filter(|site| found.sites[*site].always)
            };
            window.entering = always(of(width).next());
            window.leaving = always(of(0).next_back());
            window.directly = width == 1
                && of(1).count() == 1
                && window.entering.is_some()
                && window.leaving.is_some_and(|leaving| Some(leaving) < window.entering);
        }
        window
    }

    /// The locals that live from one iteration to the next.
    fn carried(&self) -> &[Ident] {
        match self.group.moving {
            Some(_) => &self.locals[..self.locals.len() - 1],
            None => &self.locals,
        }
    }

    fn declare(&self, out: &mut Vec<Stmt>) {
        for name in self.carried() {
            let init = Some(self.group.zero.clone());
            out.push(Stmt::Let { name: name.clone(), mutable: true, ty: None, init });
        }
    }

    /// What becomes of the group's increments.
    fn change(&self, changes: &mut [Option<Change>]) {
        for (site, offset) in &self.group.members {
            let local = match self.group.moving {
                Some(_) => window_local(self.group, self.walk, *offset),
                None => 0,
            };
            let name = self.locals[local].clone();
            changes[*site] = Some(if self.entering == Some(*site) && self.directly {
                Change::Becomes(self.locals[0].clone())
            } else if self.entering == Some(*site) {
                let others = self.group.members.iter().filter(|(_, other)| other == offset).count();
                Change::Defines(name, others > 1)
            } else if self.leaving == Some(*site) {
                Change::With(name)
            } else {
                Change::Into(name)
            });
        }
    }

    /// The beginning of an iteration: the last local, where no increment defines it.
    fn enter(&self, out: &mut Vec<Stmt>) {
        if self.group.moving.is_some() && self.entering.is_none() {
            let init = Some(self.group.zero.clone());
            let name = self.locals[self.locals.len() - 1].clone();
            out.push(Stmt::Let { name, mutable: true, ty: None, init });
        }
    }

    /// The end of an iteration: the first element is done with, each local takes the next one's sum.
    fn shift(&self, found: &Increments, out: &mut Vec<Stmt>) {
        if self.group.moving.is_none() {
            return;
        }
        if self.leaving.is_none() {
            let mut members = self.group.members.iter();
            let last = members.find(|(site, offset)| {
                window_local(self.group, self.walk, *offset) == 0 && found.sites[*site].always
            });
            if let Some((site, _)) = last {
                let place = found.sites[*site].place.clone();
                out.push(Stmt::Assign(place, "+=", Expr::name(&self.locals[0])));
            }
        }
        if self.directly {
            return;
        }
        for pair in self.locals.windows(2) {
            out.push(Stmt::Assign(Expr::name(&pair[0]), "=", Expr::name(&pair[1])));
        }
    }

    /// Behind the loop: what is still carried.
    fn add_rest(&self, found: &Increments, out: &mut Vec<Stmt>) {
        let (site, _) = self.group.members[0];
        let site = &found.sites[site];
        let Some(indices) = &site.indices else { return };
        for (later, name) in self.carried().iter().enumerate() {
            let later = i64::try_from(later).unwrap_or(0);
            let mut indices = indices.clone();
            let mut variable = self.walk.end.clone();
            if let Some(moving) = self.group.moving {
                let index = &mut indices[moving];
                if self.walk.down {
                    variable = self.walk.first.clone();
                    index.constant = self.group.high - later - 1;
                } else {
                    index.constant = self.group.low + later;
                }
            }
            let place = place_at(&site.place, &indices, &variable);
            out.push(Stmt::Assign(place, "+=", Expr::name(name)));
        }
    }
}

/// Which local an increment at this distance adds to: the first is done with in this iteration.
fn window_local(group: &Group, walk: &Walk, offset: i64) -> usize {
    let later = if walk.down { group.high - offset } else { offset - group.low };
    usize::try_from(later).unwrap_or(0)
}

/// An element by its indices, with something in the place of the loop's variable.
fn place_at(place: &Expr, indices: &[Affine], variable: &Expr) -> Expr {
    match (place, indices) {
        (Expr::Index(inner, _), [outer @ .., last]) => {
            place_at(inner, outer, variable).index(last.at(variable))
        }
        (base, _) => base.clone(),
    }
}
