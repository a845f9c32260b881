//! The parts of slices that a loop walks, borrowed in front of it.
//!
//! In and out: simplified code of an adjoint. An innermost loop that reads `x[a..b][i]` or adds to
//! `d_x[m + i]` in every iteration checks the bounds each time, and no loop with such checks becomes a
//! vector loop unless LLVM can move them. The loop gets a slice of just the elements that it walks, so
//! that the one check in front of it says all. A loop without iterations checks nothing, as before.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::Ident;

use super::affine::{self, Affine, literal};
use super::carry::Walk;
use super::counted;
use super::increments::Increments;
use super::saves::{self, Around, Written};
use super::sums;
use crate::code::{Expr, Stmt};
use crate::ir::{FloatKind, Ty};
use crate::simplify::{
    base, for_each_block_mut, for_each_child_mut, for_each_expr_mut, is_arithmetic,
};
use crate::transform::adjoint::Shadows;

/// Borrows what loops walk in front of them.
///
/// `sums` are locals that stand for an element of a shadow, `lent` are parts of arrays. The names of what
/// is borrowed.
pub fn windows(
    stmts: &mut Vec<Stmt>,
    sums: &BTreeSet<String>,
    lent: &BTreeSet<String>,
    shadows: &Shadows,
) -> BTreeSet<String> {
    let mut made = BTreeSet::new();
    in_block(stmts, &Lengths::default(), Known { sums, lent, shadows }, &mut made);
    made
}

/// What is known of names.
#[derive(Clone, Copy)]
struct Known<'a> {
    sums: &'a BTreeSet<String>,
    lent: &'a BTreeSet<String>,
    shadows: &'a Shadows<'a>,
}

/// The names of lengths, `let n = x.len();`: of which slice.
type Lengths = BTreeMap<String, String>;

fn in_block(stmts: &mut Vec<Stmt>, lengths: &Lengths, known: Known, made: &mut BTreeSet<String>) {
    let mut lengths = lengths.clone();
    let mut out = Vec::with_capacity(stmts.len());
    for mut stmt in stmts.drain(..) {
        if let Stmt::Let { name, mutable: false, init: Some(init), .. } = &stmt
            && let Some(slice) = length_of(init)
        {
            lengths.insert(name.to_string(), slice);
        }
        let mut inner = false;
        if let Stmt::For(_, _, body) = &stmt {
            inner = !has_loop(body);
        }
        for_each_block_mut(&mut stmt, &mut |block| in_block(block, &lengths, known, made));
        if let Stmt::Expr(call) = &mut stmt {
            in_split(call, &lengths, known, made);
        }
        if let (true, Stmt::For(variable, range, body)) = (inner, &mut stmt) {
            let around = of_loop(variable, range, body, &lengths, (known, made));
            let empty = body.is_empty();
            out.extend(around.front);
            if !empty {
                out.push(stmt);
            }
            out.extend(around.behind);
            continue;
        }
        out.push(stmt);
    }
    *stmts = out;
}

/// The loop that stands in splits of arrays.
fn in_split(call: &mut Expr, lengths: &Lengths, known: Known, made: &mut BTreeSet<String>) {
    if let Expr::Call(_, args) = call
        && let Some(Expr::Closure { body, .. }) = args.last_mut()
    {
        in_block(body, lengths, known, made);
    }
}

fn has_loop(stmts: &[Stmt]) -> bool {
    stmts.iter().any(|stmt| {
        let mut found = matches!(stmt, Stmt::For(..) | Stmt::While(..));
        stmt.for_each_block(&mut |block| found |= has_loop(block));
        if let Stmt::Expr(Expr::Call(_, args)) = stmt
            && let Some(Expr::Closure { body, .. }) = args.last()
        {
            found |= has_loop(body);
        }
        found
    })
}

/// How a body uses the elements of one variable.
#[derive(Default)]
struct Uses {
    /// Elements `base[ranges][index]`, by the text of all that is in brackets; whether every iteration
    /// uses it.
    elements: BTreeMap<String, (Element, bool)>,
    written: bool,
    /// Used in another way too.
    other: bool,
}

#[derive(Clone)]
struct Element {
    /// The slice, without the last index.
    slice: Expr,
    index: Affine,
}

/// The windows of a loop, whose body refers to them then.
fn of_loop(
    variable: &Ident,
    range: &mut Expr,
    body: &mut Vec<Stmt>,
    lengths: &Lengths,
    (known, made): (Known, &mut BTreeSet<String>),
) -> Around {
    let Known { shadows, sums, lent } = known;
    let Some(walk) = Walk::of(range) else { return Around::default() };
    let found = Increments::of(variable, body);
    let fixed = found.names.is_fixed(&walk.first) && found.names.is_fixed(&walk.end);
    let counted = literal(&walk.first).is_some() && literal(&walk.end).is_some();
    if !fixed || found.leaves || counted {
        return Around::default();
    }
    let mut reader = Reader { found: &found, uses: BTreeMap::new() };
    for stmt in body.iter() {
        reader.stmt(stmt, true);
    }
    let uses = reader.uses;
    // LLVM knows that these are as long as the loop
    let long_enough = match &walk.end {
        Expr::Name(end) => lengths.get(&end.to_string()).cloned(),
        end => length_of(end),
    };
    let mut windows = BTreeMap::new();
    let (mut lets, mut written, mut parts) = (Vec::new(), Vec::new(), BTreeSet::new());
    for (name, uses) in &uses {
        let sole = uses.elements.len() == 1 && !uses.other;
        let is_slice = lent.contains(name) || is_slice(name, shadows);
        if !is_slice || uses.written && !sole || found.defines(name) {
            continue;
        }
        for (text, (element, always)) in &uses.elements {
            if !always {
                continue;
            }
            if element.index.step == 0 && (uses.written || !has_known_floats(name, shadows)) {
                continue;
            }
            let whole = matches!(element.slice, Expr::Name(_)) && element.index.is_variable();
            if whole && long_enough.as_ref().is_some_and(|slice| is_as_long(name, slice, shadows)) {
                if !uses.written && has_known_floats(name, shadows) {
                    parts.insert(name.clone());
                }
                continue;
            }
            let stem = if element.index.step == 0 { "element" } else { "part" };
            let window = shadows.fresh_name(&format!("{name}_{stem}"));
            lets.push(borrowed(&window, element, uses.written, &walk, shadows));
            if uses.written {
                let kind = elements(name, shadows).and_then(Ty::float_kind);
                written.push(Written { part: window.clone(), kind: kind.cloned() });
            } else if element.index.step == 1 && has_known_floats(name, shadows) {
                parts.insert(window.to_string());
            }
            if element.index.step != 0 {
                made.insert(window.to_string());
            }
            windows.insert(text.clone(), window);
        }
    }
    if !windows.is_empty() {
        let mut rewrite = Rewrite { found: &found, windows: &windows, variable, walk: &walk };
        body.iter_mut().for_each(|stmt| rewrite.stmt(stmt));
    }
    let index = walk.along(variable);
    let along = sums::Along { index: index.clone(), parts: &parts, sums };
    lets.extend(sums::of_products(body, &along, shadows));
    let mut around = Around { front: lets, behind: Vec::new() };
    saves::at_once(&written, &index, walk.down, body, (shadows, &mut around));
    // the loop counts in `usize`
    let indexes = |uses: &Uses| uses.elements.values().any(|(element, _)| element.index.step == 1);
    if uses.values().any(indexes) {
        let count = walk.count(shadows);
        saves::side_by_side(&index, &count, walk.down, body, (shadows, &mut around));
    }
    if walk.down && body.iter().all(|stmt| stays_in_element(stmt, &written)) {
        let (first, end) = (Box::new(walk.first.clone()), Box::new(walk.end.clone()));
        *range = Expr::Range(Some(first), Some(end), false);
    }
    if !windows.is_empty() {
        counted::from_zero(variable, &walk, body, (range, &mut around, shadows));
    }
    around
}

/// Whether a statement defines a value, or writes the element of its iteration: iterations that do nothing
/// else may run in any order.
fn stays_in_element(stmt: &Stmt, written: &[Written]) -> bool {
    match stmt {
        Stmt::Let { init: Some(init), .. } => is_arithmetic(init),
        Stmt::Assign(Expr::Index(part, index), _, value) => {
            let own = matches!(&**part, Expr::Name(name)
                if written.iter().any(|written| written.part == *name));
            own && is_arithmetic(index) && is_arithmetic(value)
        }
        _ => false,
    }
}

/// `x.len()`: of `x`.
fn length_of(expr: &Expr) -> Option<String> {
    match expr {
        Expr::Method(receiver, name, args) if *name == "len" && args.is_empty() => {
            match &**receiver {
                Expr::Name(slice) => Some(slice.to_string()),
                _ => None,
            }
        }
        _ => None,
    }
}

/// The slice itself, or its shadow, which has been cut to the same length; LLVM may have lost those of vectors.
fn is_as_long(name: &str, slice: &str, shadows: &Shadows) -> bool {
    let cut = matches!(shadows.type_of(slice).map(Ty::strip_refs), Some(Ty::Slice(_)));
    name == slice || cut && shadows.is_shadow_of(name, slice)
}

/// The elements of a slice or a vector.
fn elements<'a>(name: &str, shadows: &'a Shadows) -> Option<&'a Ty> {
    let ty = shadows.type_of_shadow(name).or_else(|| shadows.type_of(name));
    match ty.map(Ty::strip_refs) {
        Some(Ty::Slice(element) | Ty::Vec(element)) => Some(element),
        _ => None,
    }
}

/// A slice or a vector of numbers.
fn is_slice(name: &str, shadows: &Shadows) -> bool {
    elements(name, shadows).is_some_and(Ty::is_scalar)
}

/// A slice or a vector of `f64` or `f32`.
pub fn has_known_floats(name: &str, shadows: &Shadows) -> bool {
    let kind = elements(name, shadows).and_then(Ty::float_kind);
    matches!(kind, Some(FloatKind::F64 | FloatKind::F32))
}

/// `let part = window(part(&x[..], a..b), start, count);`, or the one element that the loop reads.
fn borrowed(
    name: &Ident,
    element: &Element,
    written: bool,
    walk: &Walk,
    shadows: &Shadows,
) -> Stmt {
    let (part, window) = if written { ("part_mut", "window_mut") } else { ("part", "window") };
    let helper = |name: &str, args: Vec<Expr>| shadows.primal.helper(name, args);
    fn slice(of: &Expr, written: bool, part: &dyn Fn(Expr, Expr) -> Expr) -> Expr {
        match of {
            Expr::Index(inner, range) => part(slice(inner, written, part), (**range).clone()),
            whole => {
                let whole = whole.clone().index(Expr::Range(None, None, false));
                if written { whole.borrow_mut() } else { whole.borrow() }
            }
        }
    }
    let part = |slice: Expr, range: Expr| helper(part, vec![slice, range]);
    let less = |from: Expr, part: Expr| helper("wrapping_less", vec![from, part]);
    let start = element.index.wrapping_at(&walk.first, &less);
    if element.index.step == 0 {
        let runs = Expr::binary("<", walk.first.clone(), walk.end.clone());
        let init = Some(helper("element", vec![slice(&element.slice, false, &part), start, runs]));
        return Stmt::Let { name: name.clone(), mutable: false, ty: None, init };
    }
    let count = walk.count(shadows);
    let args = vec![slice(&element.slice, written, &part), start, count];
    Stmt::Let { name: name.clone(), mutable: false, ty: None, init: Some(helper(window, args)) }
}

/// The text of an element's indices, and the element, if the loop walks along it.
fn element(place: &Expr, found: &Increments) -> Option<(String, String, Element)> {
    let Expr::Index(slice, index) = place else { return None };
    let index = found.names.affine(index)?;
    let mut text = format!("[{} + {}]", index.kind(), index.constant);
    let mut rest = &**slice;
    while let Expr::Index(inner, range) = rest {
        let Expr::Range(first, end, false) = &**range else { return None };
        let ends = first.iter().chain(end);
        if !ends.clone().all(|end| found.names.is_fixed(end)) {
            return None;
        }
        text = format!("[{}]{text}", affine::written(range)?);
        rest = inner;
    }
    let Expr::Name(name) = rest else { return None };
    let name = name.to_string();
    let element = Element { slice: (**slice).clone(), index };
    Some((name.clone(), format!("{name}{text}"), element))
}

/// Reads how a body uses variables.
struct Reader<'a> {
    found: &'a Increments,
    uses: BTreeMap<String, Uses>,
}

impl Reader<'_> {
    fn of(&mut self, name: &Ident) -> &mut Uses {
        self.uses.entry(name.to_string()).or_default()
    }

    fn stmt(&mut self, stmt: &Stmt, always: bool) {
        if let Stmt::Assign(place, ..) = stmt
            && let Some(name) = base(place)
        {
            self.of(name).written = true;
        }
        if let Stmt::Verbatim(_, names) = stmt {
            for name in names {
                self.of(name).other = true;
                self.of(name).written = true;
            }
        }
        stmt.for_each_expr(&mut |expr| self.expr(expr, always));
        stmt.for_each_block(&mut |block| {
            block.iter().for_each(|stmt| self.stmt(stmt, false));
        });
    }

    fn expr(&mut self, expr: &Expr, always: bool) {
        if let Some((name, text, element)) = element(expr, self.found) {
            let uses = self.uses.entry(name).or_default();
            uses.elements.entry(text).or_insert((element, false)).1 |= always;
            return;
        }
        match expr {
            Expr::Name(name) => self.of(name).other = true,
            Expr::Unary("&mut ", place) => {
                if let Some(name) = base(place) {
                    self.of(name).written = true;
                }
                self.expr(place, always);
            }
            Expr::Method(receiver, name, args) => {
                // of a name alone, it may change what the name refers to
                if let (Expr::Name(base), false) = (&**receiver, *name == "len") {
                    self.of(base).written = true;
                }
                self.expr(receiver, always);
                args.iter().for_each(|arg| self.expr(arg, always));
            }
            Expr::Call(_, args) | Expr::Apply(_, args) => {
                for arg in args {
                    if let Expr::Name(name) = arg {
                        self.of(name).written = true;
                    }
                    self.expr(arg, always);
                }
            }
            Expr::Closure { .. } | Expr::Branch(..) | Expr::Select(..) | Expr::Verbatim(..) => {
                expr.for_each_name(&mut |name| {
                    let uses = self.uses.entry(name.to_string()).or_default();
                    (uses.other, uses.written) = (true, true);
                });
            }
            other => {
                crate::simplify::for_each_child(other, &mut |child| self.expr(child, always));
            }
        }
    }
}

/// Puts the windows' elements in the place of the slices'.
struct Rewrite<'a> {
    found: &'a Increments,
    windows: &'a BTreeMap<String, Ident>,
    variable: &'a Ident,
    walk: &'a Walk,
}

impl Rewrite<'_> {
    fn stmt(&mut self, stmt: &mut Stmt) {
        for_each_expr_mut(stmt, &mut |expr| self.expr(expr));
        for_each_block_mut(stmt, &mut |block| block.iter_mut().for_each(|stmt| self.stmt(stmt)));
    }

    fn expr(&mut self, expr: &mut Expr) {
        if let Some((_, text, element)) = element(expr, self.found)
            && let Some(window) = self.windows.get(&text)
        {
            if element.index.step == 0 {
                *expr = Expr::name(window);
                return;
            }
            *expr = Expr::name(window).index(self.walk.along(self.variable));
            return;
        }
        if !matches!(expr, Expr::Closure { .. } | Expr::Branch(..)) {
            for_each_child_mut(expr, &mut |child| self.expr(child));
        }
    }
}
