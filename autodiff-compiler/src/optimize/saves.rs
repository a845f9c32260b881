//! What every iteration saves of its own element is saved in front of the loop, all at once.
//!
//! In: the body of a loop along a slice that it borrows, `part[i]` per iteration. Out: a statement for in
//! front of the loop. A push per iteration keeps LLVM from making a vector loop of the rest; the elements
//! lie side by side, so that their saves are one copy, and so is putting them back.

use proc_macro2::Ident;

use crate::code::{Expr, Stmt};
use crate::emit::primal::method;
use crate::transform::adjoint::Shadows;

/// Takes what each iteration saves of `part[index]`, or puts back there, out of a loop in ascending or
/// descending order.
pub fn at_once(
    part: &Ident,
    index: &Expr,
    down: bool,
    body: &mut Vec<Stmt>,
    shadows: &Shadows,
) -> Option<Stmt> {
    let element = Expr::name(part).index(index.clone());
    let (first, last, record) =
        if down { restored(part, &element, body)? } else { saved(part, &element, body)? };
    body.remove(last);
    body.remove(first);
    let record = Expr::name(&record);
    Some(Stmt::Expr(if down {
        shadows.primal.helper("take_back", vec![Expr::name(part), record.borrow_mut()])
    } else {
        Expr::Method(Box::new(record), method("extend_from_slice"), vec![Expr::name(part)])
    }))
}

/// `let saved = part[i]; .. record.push(saved);`
fn saved(part: &Ident, element: &Expr, body: &[Stmt]) -> Option<(usize, usize, Ident)> {
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
    fits.then(|| (first, last, record.clone()))
}

/// `let Some(saved) = record.pop() else { .. }; .. part[i] = saved;`
fn restored(part: &Ident, element: &Expr, body: &[Stmt]) -> Option<(usize, usize, Ident)> {
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
    let untouched = !body[..last].iter().any(|stmt| mentions(stmt, part));
    let fits = untouched
        && first < last
        && others(body, first, last).all(|stmt| !mentions(stmt, saved) && !mentions(stmt, record));
    fits.then(|| (first, last, record.clone()))
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
