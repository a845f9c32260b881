//! Records of a loop side by side: what every iteration saves of its own element is saved in front of the
//! loop, all at once, and what it records otherwise has a place that is known.
//!
//! In: the body of a loop along a slice that it borrows, `part[i]` per iteration. Out: statements for in
//! front of the loop and behind it. A push per iteration keeps LLVM from making a vector loop of the rest.

use proc_macro2::Ident;

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
    let Some(Found { first, last, record, late }) = found else { return };
    body.remove(last);
    body.remove(first);
    let record = Expr::name(&record);
    let code = Stmt::Expr(if down {
        shadows.primal.helper("take_back", vec![Expr::name(part), record.borrow_mut()])
    } else {
        Expr::Method(Box::new(record), method("extend_from_slice"), vec![Expr::name(part)])
    });
    if late { around.behind.push(code) } else { around.front.push(code) }
}

/// A save and its record, or the way back.
struct Found {
    first: usize,
    last: usize,
    record: Ident,
    /// The element is put back when the iteration has read what it left there.
    late: bool,
}

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
        if !names.iter().all(scalar) || !sole {
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

/// `let saved = part[i]; .. record.push(saved);`
fn saved(part: &Ident, element: &Expr, body: &[Stmt]) -> Option<Found> {
    let (first, saved) = body.iter().enumerate().find_map(|(at, stmt)| match stmt {
        Stmt::Let { name, mutable: false, ty: None, init: Some(init) } if same(init, element) => {
            Some((at, name))
        }
        _ => None,
    })?;
    let (last, record) = body.iter().enumerate().find_map(|(at, stmt)| match stmt {
        Stmt::Expr(Expr::Method(record, name, args)) if *name == "push" => {
            match (&**record, args.as_slice()) {
                (Expr::Name(record), [Expr::Name(pushed)]) if pushed == saved => Some((at, record)),
                _ => None,
            }
        }
        _ => None,
    })?;
    let untouched = !body[..first].iter().any(|stmt| mentions(stmt, part));
    let fits = untouched
        && first < last
        && others(body, first, last).all(|stmt| !mentions(stmt, saved) && !mentions(stmt, record));
    fits.then(|| Found { first, last, record: record.clone(), late: false })
}

/// `let Some(saved) = record.pop() else { .. }; .. part[i] = saved;`
fn restored(part: &Ident, element: &Expr, body: &[Stmt]) -> Option<Found> {
    let (first, saved, record) = body.iter().enumerate().find_map(|(at, stmt)| match stmt {
        Stmt::LetSome { names, source: Expr::Method(record, name, _) } if *name == "pop" => {
            match (&**record, names.as_slice()) {
                (Expr::Name(record), [saved]) => Some((at, saved, record)),
                _ => None,
            }
        }
        _ => None,
    })?;
    let last = body.iter().position(|stmt| match stmt {
        Stmt::Assign(place, "=", Expr::Name(value)) => value == saved && same(place, element),
        _ => false,
    })?;
    let early = !body[..last].iter().any(|stmt| mentions(stmt, part));
    let late = !body[last + 1..].iter().any(|stmt| mentions(stmt, part));
    let fits = (early || late)
        && first < last
        && others(body, first, last).all(|stmt| !mentions(stmt, saved) && !mentions(stmt, record));
    fits.then(|| Found { first, last, record: record.clone(), late: !early })
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
