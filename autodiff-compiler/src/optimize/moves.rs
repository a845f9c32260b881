//! Values that go from one variable to another without a copy.
//!
//! In and out: simplified code of an adjoint. The sweeps copy what a variable holds wherever it may be asked
//! for again (`cur = keep(&next)`, `saved = keep(&cur)`). Where the block shows that it is not, because the
//! variable ends with the block or gets another value at once, its content moves: a step between buffers
//! then copies none. The same for cotangents that are added to a shadow known to be zero.
//!
//! Only inside of loops and branches: their variables end there.

use std::collections::BTreeSet;

use proc_macro2::Ident;
use quote::quote;

use crate::code::{Expr, Stmt, ends_in};
use crate::ir::Ty;
use crate::simplify::{for_each_block_mut, is_arithmetic};
use crate::transform::adjoint::Shadows;

/// Moves what the blocks inside of these statements copy without need.
pub fn moves(stmts: &mut [Stmt], shadows: &Shadows) {
    for stmt in stmts {
        for_each_block_mut(stmt, &mut |block| {
            moves(block, shadows);
            last_uses(block);
            exchanges(block);
            additions(block, shadows);
        });
    }
}

// ----- copies of variables that end here -----

fn last_uses(block: &mut [Stmt]) {
    for at in 0..block.len() {
        let Some(source) = copied(&block[at]).cloned() else { continue };
        let (before, rest) = block.split_at_mut(at);
        let Some((stmt, behind)) = rest.split_first_mut() else { continue };
        let Some(born) = before.iter().rposition(|stmt| defines(stmt, &source)) else { continue };
        let holders = holders(&source, &before[born..]);
        if !behind.iter().any(|stmt| mentions(stmt, &|name| holders.contains(&name.to_string()))) {
            set_value(stmt, Expr::Name(source));
        }
    }
}

/// The variable whose copy a statement takes, and nothing else.
fn copied(stmt: &Stmt) -> Option<&Ident> {
    let (target, value) = match stmt {
        Stmt::Let { name, init: Some(init), .. } => (name, init),
        Stmt::Assign(Expr::Name(name), "=", value) => (name, value),
        _ => return None,
    };
    copy_of(value).filter(|source| *source != target)
}

/// `y` of `keep(&y)`.
fn copy_of(expr: &Expr) -> Option<&Ident> {
    match expr {
        Expr::Call(path, args) if ends_in(path, &["keep"]) => match args.as_slice() {
            [Expr::Unary("&", inner)] => match &**inner {
                Expr::Name(name) => Some(name),
                _ => None,
            },
            _ => None,
        },
        _ => None,
    }
}

fn defines(stmt: &Stmt, name: &Ident) -> bool {
    matches!(stmt, Stmt::Let { name: defined, .. } if defined == name)
}

fn set_value(stmt: &mut Stmt, new: Expr) {
    match stmt {
        Stmt::Let { init: Some(value), .. } | Stmt::Assign(_, _, value) => *value = new,
        _ => {}
    }
}

/// A variable and all that may have borrowed from it: what stands in statements that name it, arithmetic and
/// lengths aside.
fn holders(source: &Ident, stmts: &[Stmt]) -> BTreeSet<String> {
    let mut found = BTreeSet::from([source.to_string()]);
    for stmt in stmts {
        let (names, value): (Vec<&Ident>, _) = match stmt {
            Stmt::Let { name, init: Some(init), .. } => (vec![name], init),
            Stmt::LetTuple { names, init } | Stmt::LetSome { names, source: init } => {
                (names.iter().collect(), init)
            }
            Stmt::Assign(place, _, value) => {
                (crate::simplify::base(place).into_iter().collect(), value)
            }
            _ => continue,
        };
        let plain = is_arithmetic(value) || copy_of(value).is_some() || is_length(value);
        let mut named = false;
        value.for_each_name(&mut |name| named |= found.contains(&name.to_string()));
        if named && !plain {
            found.extend(names.into_iter().map(ToString::to_string));
        }
    }
    found
}

fn is_length(expr: &Expr) -> bool {
    matches!(expr, Expr::Method(_, name, args) if *name == "len" && args.is_empty())
}

fn mentions(stmt: &Stmt, wanted: &dyn Fn(&Ident) -> bool) -> bool {
    let mut found = false;
    stmt.for_each_name(&mut |name| found |= wanted(name));
    found
}

// ----- copies of variables that get another value -----

/// `let saved = keep(&x); x = y;` becomes `let saved = replace(&mut x, y);`.
fn exchanges(block: &mut Vec<Stmt>) {
    let mut at = 1;
    while at < block.len() {
        if let [first, second] = &block[at - 1..=at]
            && let Stmt::Let { name, mutable: false, ty: None, init: Some(init) } = first
            && let Stmt::Assign(Expr::Name(target), "=", value) = second
            && copy_of(init) == Some(target)
            && moved_in(value).is_some_and(|source| source != target && source != name)
        {
            let init = replaced(target, value.clone());
            block[at - 1] =
                Stmt::Let { name: name.clone(), mutable: false, ty: None, init: Some(init) };
            block.remove(at);
        }
        at += 1;
    }
}

/// The variable that a value is, or is a copy of.
fn moved_in(value: &Expr) -> Option<&Ident> {
    match value {
        Expr::Name(name) => Some(name),
        other => copy_of(other),
    }
}

fn replaced(target: &Ident, value: Expr) -> Expr {
    let place = Expr::unary("&mut ", Expr::name(target));
    Expr::Call(quote!(::core::mem::replace), vec![place, value])
}

// ----- cotangents added to zero -----

/// `accumulate(&mut d_y, &taken)` where `d_y` is zero and nothing takes `taken` any more: moves it there.
fn additions(block: &mut Vec<Stmt>, shadows: &Shadows) {
    let mut at = 0;
    while at < block.len() {
        if let Some((target, taken)) = addition(&block[at])
            && let Some(zeroed) = zeroed(target, taken, &block[..at], shadows)
            && !block[at + 1..].iter().any(|stmt| mentions(stmt, &|name| name == taken))
        {
            let (target, taken) = (target.clone(), Expr::name(taken));
            match &mut block[zeroed] {
                // its definition: it moves here, for what the addition takes may be defined later
                Stmt::Let { name, init, .. } if *name == target => {
                    *init = Some(taken);
                    let definition = block.remove(zeroed);
                    block[at - 1] = definition;
                    continue;
                }
                // it was taken away, and its place needs nothing until then
                Stmt::Let { init: Some(Expr::Call(path, args)), .. } => {
                    *path = quote!(::core::mem::take);
                    args.truncate(1);
                    block[at] = Stmt::Assign(Expr::name(&target), "=", taken);
                }
                _ => {}
            }
        }
        at += 1;
    }
}

/// The shadow that a statement adds a whole cotangent to, and the name of that.
fn addition(stmt: &Stmt) -> Option<(&Ident, &Ident)> {
    let Stmt::Expr(Expr::Call(path, args)) = stmt else { return None };
    let [Expr::Unary("&mut ", target), Expr::Unary("&", taken)] = args.as_slice() else {
        return None;
    };
    match (&**target, &**taken) {
        (Expr::Name(target), Expr::Name(taken)) if ends_in(path, &["accumulate"]) => {
            Some((target, taken))
        }
        _ => None,
    }
}

/// Where a shadow became zero, if nothing has named it since and what is added is a list of the same type that
/// was taken from another shadow in the same block.
fn zeroed(target: &Ident, taken: &Ident, before: &[Stmt], shadows: &Shadows) -> Option<usize> {
    let ty = shadows.type_of_shadow(&target.to_string())?;
    let from = before.iter().find_map(|stmt| match stmt {
        Stmt::Let { name, init: Some(init), .. } if name == taken => taken_from(init),
        _ => None,
    })?;
    let other = shadows.type_of_shadow(&from.to_string())?;
    if !same_lists(ty, other) {
        return None;
    }
    let at = before
        .iter()
        .rposition(|stmt| mentions(stmt, &|name| name == target) || defines(stmt, target))?;
    let zero = match &before[at] {
        Stmt::Let { name, init: Some(init), .. } if name == target => is_zero(init),
        Stmt::Let { name, init: Some(init), .. } if name != taken => {
            taken_from(init) == Some(target)
        }
        _ => false,
    };
    (zero && !before[at..].iter().any(leaves)).then_some(at)
}

/// Lists of the same floats, also lists of lists.
fn same_lists(left: &Ty, right: &Ty) -> bool {
    match (left, right) {
        (Ty::Vec(left), Ty::Vec(right)) => {
            let floats = left.float_kind().is_some() && left.float_kind() == right.float_kind();
            floats || same_lists(left, right)
        }
        _ => false,
    }
}

/// Whether a statement may leave its loop.
fn leaves(stmt: &Stmt) -> bool {
    let mut found = matches!(stmt, Stmt::Break | Stmt::Verbatim(..));
    stmt.for_each_block(&mut |block| found |= block.iter().any(leaves));
    found
}

/// `d_x` of `replace(&mut d_x, zero)`.
fn taken_from(init: &Expr) -> Option<&Ident> {
    let Expr::Call(path, args) = init else { return None };
    let [Expr::Unary("&mut ", place), zero] = args.as_slice() else { return None };
    match &**place {
        Expr::Name(name) if ends_in(path, &["replace"]) && is_zero(zero) => Some(name),
        _ => None,
    }
}

fn is_zero(expr: &Expr) -> bool {
    match expr {
        Expr::VecRepeat(element, _) => element.is_number(0.0),
        Expr::Call(path, _) => ends_in(path, &["zero_tangent"]),
        _ => false,
    }
}
