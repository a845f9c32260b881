//! Records of a loop side by side: what every iteration saves of its own element is saved in front of the
//! loop, all at once, and what it records otherwise has a place that is known.
//!
//! In: the body of a loop along a slice that it borrows, `part[i]` per iteration. Out: statements for in
//! front of the loop and behind it. A push per iteration keeps LLVM from making a vector loop of the rest.

use std::collections::BTreeSet;

use proc_macro2::Ident;
use quote::quote;

use super::affine::same;
use crate::code::{Expr, Stmt};
use crate::emit::primal::method;
use crate::ir::{FloatKind, Ty};
use crate::transform::adjoint::Shadows;

/// What stands around a loop.
#[derive(Default)]
pub struct Around {
    pub front: Vec<Stmt>,
    pub behind: Vec<Stmt>,
}

/// A slice that a loop writes, and the kind of its numbers.
pub struct Written {
    pub part: Ident,
    pub kind: Option<FloatKind>,
}

/// Takes what each iteration saves of its elements `part[index]`, or puts back there, out of a loop in
/// ascending or descending order.
pub fn at_once(
    written: &[Written],
    index: &Expr,
    down: bool,
    body: &mut Vec<Stmt>,
    (shadows, around): (&Shadows, &mut Around),
) {
    let found = written.iter().filter_map(|written| {
        let element = Expr::name(&written.part).index(index.clone());
        match down {
            true => restored(written, &element, body),
            false => saved(written, &element, body),
        }
    });
    let (mut taped, own): (Vec<_>, Vec<_>) = found.partition(|row: &Found| row.way.tape.is_some());
    taped.sort_by_key(|row| row.order);
    let mut lines = BTreeSet::new();
    for row in &own {
        let code = row.own_code(down, shadows);
        if row.early {
            around.front.push(code)
        } else {
            around.behind.push(code)
        }
        lines.extend([row.first, row.last]);
    }
    if let Some((code, early)) = on_tape(&taped, down, body) {
        if early {
            around.front.push(code)
        } else {
            around.behind.push(code)
        }
        lines.extend(taped.iter().flat_map(|row| [row.first, row.last]));
    }
    let mut at = 0;
    body.retain(|_| {
        at += 1;
        !lines.contains(&(at - 1))
    });
}

/// The rows that go to a tape: their code, and whether it stands in front of the loop.
///
/// All records of a tape are on one stack, and the other sweep may take its elements one by one: what the rows
/// leave there is what the loop would.
fn on_tape(rows: &[Found], down: bool, body: &[Stmt]) -> Option<(Stmt, bool)> {
    let first = rows.first()?;
    let tape = first.way.tape.as_ref()?;
    let name = crate::simplify::base(tape)?;
    let lines: BTreeSet<usize> = rows.iter().flat_map(|row| [row.first, row.last]).collect();
    let mut others = body.iter().enumerate().filter(|(at, _)| !lines.contains(at));
    if others.any(|(_, stmt)| mentions(stmt, name)) {
        return None;
    }
    let alike = |row: &Found| {
        let condition = match (&row.way.condition, &first.way.condition) {
            (Some(one), Some(other)) => same(one, other),
            (one, other) => one.is_none() && other.is_none(),
        };
        row.kind.is_some() && row.kind == first.kind && condition
    };
    let early = rows.iter().all(|row| row.early);
    if !early && !rows.iter().all(|row| row.late) || rows.len() > 1 && !rows.iter().all(alike) {
        return None;
    }
    let lent = |row: &Found| {
        Expr::unary(if down { "&mut " } else { "&" }, Expr::unary("*", Expr::name(&row.part)))
    };
    let (method_name, parts) = match (rows, down) {
        ([row], false) => ("push_row", Expr::name(&row.part)),
        ([row], true) => ("pop_row", Expr::name(&row.part)),
        (rows, false) => ("push_rows", Expr::Array(rows.iter().map(lent).collect())),
        (rows, true) => ("pop_rows", Expr::Array(rows.iter().map(lent).collect())),
    };
    let always = || Expr::Atom(quote!(true));
    let condition = first.way.condition.clone().unwrap_or_else(always);
    let args = vec![tape.clone(), condition, parts];
    let record = Box::new(Expr::name(&first.way.record));
    Some((Stmt::Expr(Expr::Method(record, method(method_name), args)), early))
}

/// Where a save goes.
struct Way {
    record: Ident,
    tape: Option<Expr>,
    /// Whether it is kept at all; none: always.
    condition: Option<Expr>,
}

/// A save and its record, or the way back.
struct Found {
    part: Ident,
    kind: Option<FloatKind>,
    first: usize,
    last: usize,
    /// The line that pushes or pops.
    order: usize,
    way: Way,
    /// Nothing reads the element before it is saved or put back,
    early: bool,
    /// or behind that.
    late: bool,
}

impl Found {
    /// Saves the row in a stack of its own, or puts it back.
    fn own_code(&self, down: bool, shadows: &Shadows) -> Stmt {
        let (part, record) = (Expr::name(&self.part), Expr::name(&self.way.record));
        let code = match down {
            true => shadows.primal.helper("take_back", vec![part, record.borrow_mut()]),
            false => Expr::Method(Box::new(record), method("extend_from_slice"), vec![part]),
        };
        match &self.way.condition {
            Some(condition) => Stmt::If(condition.clone(), vec![Stmt::Expr(code)], Vec::new()),
            None => Stmt::Expr(code),
        }
    }
}

/// The longest tuple that has a default.
const LONGEST: usize = 12;

/// Gives the records of a loop of `count` iterations their elements: `record_part[index]` for a push or a
/// pop, of numbers alone.
pub fn side_by_side(
    index: &Expr,
    count: &Expr,
    down: bool,
    body: &mut [Stmt],
    (shadows, around): (&Shadows, &mut Around),
) {
    for at in 0..body.len() {
        let Some((record, names)) = recorded(&body[at], down) else { continue };
        let scalar = |name: &Ident| shadows.type_of(&name.to_string()).is_some_and(Ty::is_scalar);
        let sole = others(body, at, at).all(|stmt| !mentions(stmt, &record));
        if names.len() > LONGEST || !names.iter().all(scalar) || !sole {
            continue;
        }
        let part = shadows.fresh_name(&format!("{record}_part"));
        let element = Expr::name(&part).index(index.clone());
        let mut values: Vec<Expr> = names.iter().map(Expr::name).collect();
        let helper =
            |name: &str, record: Expr| shadows.primal.helper(name, vec![record, count.clone()]);
        let whole = Expr::name(&record);
        let init = match down {
            true => helper("last_of", whole.clone().borrow()),
            false => helper("room_for", whole.clone().borrow_mut()),
        };
        around.front.push(Stmt::Let { name: part, mutable: false, ty: None, init: Some(init) });
        body[at] = if !down {
            let value = if values.len() == 1 { values.remove(0) } else { Expr::Tuple(values) };
            Stmt::Assign(element, "=", value)
        } else {
            around.behind.push(Stmt::Expr(helper("drop_last", whole.borrow_mut())));
            match names.as_slice() {
                [name] => {
                    let (name, init) = (name.clone(), Some(element));
                    Stmt::Let { name, mutable: false, ty: None, init }
                }
                _ => Stmt::LetTuple { names, init: element },
            }
        };
    }
}

/// `record.push((a, b))`, or `let Some((a, b)) = record.pop() else { .. };`
fn recorded(stmt: &Stmt, down: bool) -> Option<(Ident, Vec<Ident>)> {
    let (name, call, names) = match stmt {
        Stmt::Expr(Expr::Method(record, name, args)) if !down => {
            let names = match args.as_slice() {
                [Expr::Name(name)] => vec![name.clone()],
                [Expr::Tuple(parts)] => parts
                    .iter()
                    .map(|part| match part {
                        Expr::Name(name) => Some(name.clone()),
                        _ => None,
                    })
                    .collect::<Option<_>>()?,
                _ => return None,
            };
            (record, name, names)
        }
        Stmt::LetSome { names, source: Expr::Method(record, name, _) } if down => {
            (record, name, names.clone())
        }
        _ => return None,
    };
    let expected = if down { "pop" } else { "push" };
    match &**name {
        Expr::Name(record) if *call == expected => Some((record.clone(), names)),
        _ => None,
    }
}

/// `let saved = part[i]; .. record.push(saved);`, or on condition.
fn saved(written: &Written, element: &Expr, body: &[Stmt]) -> Option<Found> {
    let Written { part, kind } = written;
    let (first, saved, condition) = body.iter().enumerate().find_map(|(at, stmt)| {
        let Stmt::Let { name, mutable: false, ty: None, init: Some(init) } = stmt else {
            return None;
        };
        match init {
            Expr::Method(condition, then, args) if *then == "then_some" && is_name(condition) => {
                let kept = args.first().is_some_and(|kept| same(kept, element));
                kept.then(|| (at, name, Some((**condition).clone())))
            }
            init => same(init, element).then_some((at, name, None)),
        }
    })?;
    let (last, record, tape) = body.iter().enumerate().find_map(|(at, stmt)| {
        let Stmt::Expr(Expr::Method(record, name, args)) = stmt else { return None };
        let Expr::Name(record) = &**record else { return None };
        let (tape, pushed) = match args.as_slice() {
            [pushed] => (None, pushed),
            [tape, pushed] => (Some(tape.clone()), pushed),
            _ => return None,
        };
        let expected = match (&condition, &tape) {
            (None, _) => "push",
            (Some(_), None) => "extend",
            (Some(_), Some(_)) => "push_some",
        };
        let fits = *name == expected && matches!(pushed, Expr::Name(pushed) if pushed == saved);
        fits.then(|| (at, record.clone(), tape))
    })?;
    let untouched = !body[..first].iter().any(|stmt| mentions(stmt, part));
    let fits = untouched
        && first < last
        && others(body, first, last).all(|stmt| !mentions(stmt, saved) && !mentions(stmt, &record));
    let (part, kind, way) = (part.clone(), kind.clone(), Way { record, tape, condition });
    fits.then_some(Found { part, kind, first, last, order: last, way, early: true, late: false })
}

/// `let Some(saved) = record.pop() else { .. }; .. part[i] = saved;`, or on condition.
fn restored(written: &Written, element: &Expr, body: &[Stmt]) -> Option<Found> {
    let Written { part, kind } = written;
    let (first, last, saved, way) =
        always_restored(element, body).or_else(|| restored_on_condition(element, body))?;
    let early = !body[..last].iter().any(|stmt| mentions(stmt, part));
    let late = !body[last + 1..].iter().any(|stmt| mentions(stmt, part));
    let fits = (early || late)
        && first <= last
        && others(body, first, last).all(|stmt| {
            !mentions(stmt, &way.record)
                && !saved.as_ref().is_some_and(|saved| mentions(stmt, saved))
        });
    let (part, kind) = (part.clone(), kind.clone());
    fits.then_some(Found { part, kind, first, last, order: first, way, early, late })
}

type Restored = (usize, usize, Option<Ident>, Way);

fn always_restored(element: &Expr, body: &[Stmt]) -> Option<Restored> {
    let pop = |call: &Expr| match call {
        Expr::Method(record, name, args) if *name == "pop" => match &**record {
            Expr::Name(record) => Some((record.clone(), args.first().cloned())),
            _ => None,
        },
        _ => None,
    };
    let (first, saved, (record, tape)) =
        body.iter().enumerate().find_map(|(at, stmt)| match stmt {
            Stmt::LetSome { names, source } => match names.as_slice() {
                [saved] => Some((at, saved, pop(source)?)),
                _ => None,
            },
            Stmt::Let { name, mutable: false, init: Some(init), .. } => {
                Some((at, name, pop(init)?))
            }
            _ => None,
        })?;
    let last = body.iter().position(|stmt| match stmt {
        Stmt::Assign(place, "=", Expr::Name(value)) => value == saved && same(place, element),
        _ => false,
    })?;
    let way = Way { record, tape, condition: None };
    (first < last).then(|| (first, last, Some(saved.clone()), way))
}

/// `restore_some(&mut part[i], record.pop_if(tape, condition));`, or of a name for what was popped.
fn restored_on_condition(element: &Expr, body: &[Stmt]) -> Option<Restored> {
    body.iter().enumerate().find_map(|(last, stmt)| {
        let Stmt::Expr(Expr::Call(_, args)) = stmt else { return None };
        let [Expr::Unary("&mut ", place), popped] = args.as_slice() else { return None };
        if !same(place, element) {
            return None;
        }
        let (first, saved, popped) = match popped {
            Expr::Name(saved) => {
                let named = body[..last].iter().enumerate().find_map(|(at, stmt)| match stmt {
                    Stmt::Let { name, mutable: false, init: Some(init), .. } if name == saved => {
                        Some((at, init))
                    }
                    _ => None,
                });
                let (at, init) = named?;
                (at, Some(saved.clone()), init)
            }
            popped => (last, None, popped),
        };
        let Expr::Method(record, name, popped) = popped else { return None };
        let (Expr::Name(record), [tape, condition]) = (&**record, popped.as_slice()) else {
            return None;
        };
        if *name != "pop_if" || !is_name(condition) {
            return None;
        }
        let (tape, condition) = (Some(tape.clone()), Some(condition.clone()));
        Some((first, last, saved, Way { record: record.clone(), tape, condition }))
    })
}

fn is_name(expr: &Expr) -> bool {
    matches!(expr, Expr::Name(_))
}

/// All statements but two.
fn others(body: &[Stmt], first: usize, last: usize) -> impl Iterator<Item = &Stmt> {
    let numbered = body.iter().enumerate();
    numbered.filter(move |(at, _)| *at != first && *at != last).map(|(_, stmt)| stmt)
}

fn mentions(stmt: &Stmt, name: &Ident) -> bool {
    let mut found = false;
    stmt.for_each_name(&mut |other| found |= other == name);
    found
}
