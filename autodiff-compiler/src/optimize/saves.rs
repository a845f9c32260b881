//! Records of a loop side by side: what every iteration saves of its own element is saved in front of the
//! loop, all at once, and what it records otherwise has a place that is known.
//!
//! In: the body of a loop along a slice that it borrows, `part[i]` per iteration. Out: statements for in
//! front of the loop and behind it. A push per iteration keeps LLVM from making a vector loop of the rest.

use proc_macro2::Ident;
use quote::quote;

use crate::code::{Expr, Stmt};
use crate::emit::primal::method;
use crate::ir::Ty;
use crate::transform::adjoint::Shadows;

/// What stands around a loop.
#[derive(Default)]
pub struct Around {
    pub front: Vec<Stmt>,
    pub behind: Vec<Stmt>,
}

/// Takes what each iteration saves of `part[index]`, or puts back there, out of a loop in ascending or
/// descending order.
pub fn at_once(
    part: &Ident,
    index: &Expr,
    down: bool,
    body: &mut Vec<Stmt>,
    (shadows, around): (&Shadows, &mut Around),
) {
    let element = Expr::name(part).index(index.clone());
    let found = if down { restored(part, &element, body) } else { saved(part, &element, body) };
    let Some(Found { first, last, way, late }) = found else { return };
    // all records of a tape are on one stack: a row of them stays together if there are no others
    let tape = way.tape.as_ref().and_then(crate::simplify::base);
    if tape.is_some_and(|tape| others(body, first, last).any(|stmt| mentions(stmt, tape))) {
        return;
    }
    body.remove(last);
    if first != last {
        body.remove(first);
    }
    let (part, record) = (Expr::name(part), Expr::name(&way.record));
    let row = |name: &str, tape: Expr| {
        let condition = way.condition.clone().unwrap_or_else(|| Expr::Atom(quote!(true)));
        Expr::Method(Box::new(record.clone()), method(name), vec![tape, condition, part.clone()])
    };
    let code = match (&way.tape, down) {
        (Some(tape), false) => row("push_row", tape.clone()),
        (Some(tape), true) => row("pop_row", tape.clone()),
        (None, true) => {
            shadows.primal.helper("take_back", vec![part.clone(), record.clone().borrow_mut()])
        }
        (None, false) => {
            Expr::Method(Box::new(record.clone()), method("extend_from_slice"), vec![part.clone()])
        }
    };
    let code = match (&way.tape, way.condition) {
        (None, Some(condition)) => Stmt::If(condition, vec![Stmt::Expr(code)], Vec::new()),
        _ => Stmt::Expr(code),
    };
    if late { around.behind.push(code) } else { around.front.push(code) }
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
    first: usize,
    last: usize,
    way: Way,
    /// The element is put back when the iteration has read what it left there.
    late: bool,
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
fn saved(part: &Ident, element: &Expr, body: &[Stmt]) -> Option<Found> {
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
    fits.then(|| Found { first, last, way: Way { record, tape, condition }, late: false })
}

/// `let Some(saved) = record.pop() else { .. }; .. part[i] = saved;`, or on condition.
fn restored(part: &Ident, element: &Expr, body: &[Stmt]) -> Option<Found> {
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
    fits.then_some(Found { first, last, way, late: !early })
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

/// `restore_some(&mut part[i], record.pop_if(tape, condition));`
fn restored_on_condition(element: &Expr, body: &[Stmt]) -> Option<Restored> {
    body.iter().enumerate().find_map(|(at, stmt)| {
        let Stmt::Expr(Expr::Call(_, args)) = stmt else { return None };
        let [Expr::Unary("&mut ", place), Expr::Method(record, name, popped)] = args.as_slice()
        else {
            return None;
        };
        let (Expr::Name(record), [tape, condition]) = (&**record, popped.as_slice()) else {
            return None;
        };
        if *name != "pop_if" || !same(place, element) || !is_name(condition) {
            return None;
        }
        let (tape, condition) = (Some(tape.clone()), Some(condition.clone()));
        Some((at, at, None, Way { record: record.clone(), tape, condition }))
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

fn same(a: &Expr, b: &Expr) -> bool {
    format!("{a:?}") == format!("{b:?}")
}
