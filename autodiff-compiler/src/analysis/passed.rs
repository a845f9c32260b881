//! Which arguments a reverse sweep reads, for callers that could spare themselves to keep them.
//!
//! In: a function and its plan. Out: per parameter who reads what the argument holds when the reverse
//! sweep begins; nobody, where it may hold any numbers by then.
//!
//! The reverse sweep of a program that is run again runs its forward sweep on these numbers, whose results
//! nobody takes: it must not compare them, or make integers of them.

use super::plan::Plan;
use super::readers::{Reader, Readers};
use crate::ir::{Block, Function, Op, Stmt, StmtKind, Ty, VarId, Vars};

/// Who reads what a parameter holds when the reverse sweep begins; `again`: the forward sweep runs again.
pub fn readers(function: &Function, plan: &Plan, param: VarId, again: bool) -> Readers {
    let here = Readers::of(Reader::Here);
    let inout = function.is_inout(param);
    if !holds_numbers(&function.var(param).ty, inout) {
        return here;
    }
    if again && !is_harmless(function, plan, param) {
        return here;
    }
    let read = plan.read.readers(param);
    let others = read.iter().filter(|reader| *reader != Reader::Caller);
    others.fold(Readers::default(), |mut all, reader| {
        all.extend(&Readers::of(reader));
        all
    })
}

/// Whether a parameter is an array of numbers whose shape nothing changes.
pub fn holds_numbers(ty: &Ty, inout: bool) -> bool {
    match ty {
        Ty::Ref(inner) => match &**inner {
            Ty::Vec(part) => !inout && numbers(part),
            inner => numbers(inner),
        },
        Ty::Float(_) => false,
        ty => numbers(ty),
    }
}

/// Whether a variable is a sequence of numbers, or of arrays of numbers.
pub fn lists_numbers(ty: &Ty) -> bool {
    ty.element().is_some_and(numbers)
}

/// A number, or numbers side by side.
fn numbers(ty: &Ty) -> bool {
    match ty {
        Ty::Float(_) => true,
        Ty::Array(part, _) | Ty::Slice(part) => numbers(part),
        Ty::Tuple(parts) => parts.iter().all(numbers),
        _ => false,
    }
}

/// Whether the reverse sweep needs nothing that is computed from a parameter, and whether the forward
/// sweep does nothing but arithmetic with it.
fn is_harmless(function: &Function, plan: &Plan, param: VarId) -> bool {
    let mut from = Vars::from([param]);
    loop {
        let before = from.len();
        if !spreads(function, &function.body, &mut from) {
            return false;
        }
        if from.len() == before {
            break;
        }
    }
    from.remove(&param);
    plan.read.vars().all(|read| !from.contains(&read))
}

/// Adds what is computed from the variables; false, when something else is done with one.
fn spreads(function: &Function, block: &Block, from: &mut Vars) -> bool {
    block.stmts.iter().all(|stmt| stmt_spreads(function, stmt, from))
}

fn stmt_spreads(function: &Function, stmt: &Stmt, from: &mut Vars) -> bool {
    let mut reads = false;
    let mut indices = false;
    stmt.for_each_operand(&mut |operand| {
        operand.for_each_var(&mut |var| reads |= from.contains(&var))
    });
    for place in stmt.written_places() {
        place.for_each_index(&mut |var| indices |= from.contains(&var));
    }
    match &stmt.kind {
        StmtKind::Let { var, op } => {
            op.for_each_var(&mut |read| reads |= from.contains(&read));
            let arithmetic = match op {
                Op::Use(_) | Op::Load(_) | Op::Scalar(..) | Op::Tuple(_) | Op::Array(_) => true,
                Op::Struct(_)
                | Op::Boxed(_)
                | Op::Variant(..)
                | Op::Pure(..)
                | Op::VecLit(_)
                | Op::Repeat { .. }
                | Op::Copy(..)
                | Op::Prim(..)
                | Op::Call(..)
                | Op::Zero(_) => !reads,
            };
            if reads {
                from.insert(*var);
            }
            let data = &function.var(*var).ty;
            arithmetic && !indices && (!reads || holds_floats(data))
        }
        StmtKind::Store { place, .. } | StmtKind::Accumulate { place, .. } => {
            if reads {
                from.insert(place.base);
            }
            !indices
        }
        StmtKind::For { body, early: None, .. } => !reads && spreads(function, body, from),
        StmtKind::Declare { .. } => true,
        StmtKind::LetMany { .. }
        | StmtKind::InPlace(_)
        | StmtKind::Branch { .. }
        | StmtKind::For { .. }
        | StmtKind::While { .. }
        | StmtKind::Map { .. }
        | StmtKind::CallWith { .. }
        | StmtKind::Effect { .. } => false,
    }
}

fn holds_floats(ty: &Ty) -> bool {
    matches!(ty, Ty::Float(_)) || holds_numbers(ty, false)
}
