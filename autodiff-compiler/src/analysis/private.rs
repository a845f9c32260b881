//! Arrays that belong to one iteration of a loop at a time: working storage, made once in front of the
//! loop.
//!
//! In: a loop. Out: the arrays outside it that nothing but the loop uses, and that each iteration
//! overwrites as a whole before it reads them. What an iteration finds in such an array is never
//! needed, so iterations are as independent as if each had an array of its own; and when an iteration
//! has been reversed, the array's shadow is zero again, since the reverse of each store takes the
//! cotangent of what it stored.

use super::blocks::{inside, mentions, mentions_itself, mentions_operand};
use crate::ir::{
    Block, Function, Literal, Op, Operand, Place, Proj, PureOp, Stmt, StmtKind, VarId, Vars,
};

/// The arrays that are private to the iterations of a loop with this body.
pub fn private(function: &Function, body: &Block) -> Vars {
    let own = inside(body);
    let mut candidates = Vars::new();
    body.walk(&mut |stmt| {
        if let StmtKind::Store { place, .. } = &stmt.kind
            && !own.contains(&place.base)
        {
            candidates.insert(place.base);
        }
    });
    candidates.retain(|var| {
        let data = function.var(*var);
        data.storage
            && data.param.is_none()
            && !function.results.iter().any(|result| mentions_operand(result, *var))
            && length(function, *var).is_some_and(|length| {
                used_by_loop_alone(&function.body, body, *var)
                    && writes_elements(body, *var)
                    && overwrites_first(body, *var, length)
            })
    });
    candidates
}

/// The length of an array that is made of one value repeated.
fn length(function: &Function, array: VarId) -> Option<&Operand> {
    let mut found = None;
    function.body.walk(&mut |stmt| {
        if let StmtKind::Let { var, op: Op::Repeat { len, value, .. } } = &stmt.kind
            && *var == array
            && function.operand_ty(value).is_float()
        {
            found = Some(len);
        }
    });
    let fixed = |operand: &Operand| match operand {
        Operand::Place(place) => place.proj.is_empty() && !function.var(place.base).storage,
        Operand::Literal(_) | Operand::Const(_) => true,
    };
    found.filter(|length| fixed(length))
}

/// Nothing mentions the array outside the loop's body but its definition.
fn used_by_loop_alone(block: &Block, body: &Block, array: VarId) -> bool {
    block.id == body.id
        || block.stmts.iter().all(|stmt| {
            let mut inner = true;
            stmt.for_each_block(&mut |block| inner &= used_by_loop_alone(block, body, array));
            let defines = matches!(&stmt.kind, StmtKind::Let { var, .. } if *var == array);
            inner && (defines || !mentions_itself(stmt, array))
        })
}

/// The body writes the array element by element, so that its length stays.
fn writes_elements(body: &Block, array: VarId) -> bool {
    let mut fits = true;
    body.walk(&mut |stmt| match &stmt.kind {
        StmtKind::Store { place, .. } | StmtKind::Accumulate { place, .. } => {
            fits &= place.base != array || matches!(place.proj.last(), Some(Proj::Index(_)));
        }
        StmtKind::Let { op, .. } | StmtKind::LetMany { op, .. } | StmtKind::CallWith { op, .. } => {
            op.for_each_mutable_argument(&mut |changed| fits &= changed != array);
            // the user's own tokens may change what they name
            if let Op::Pure(PureOp::Verbatim { uses, .. }, _) = op {
                fits &= !uses.contains(&array);
            }
        }
        StmtKind::InPlace(_) | StmtKind::Effect { .. } => fits &= !mentions_itself(stmt, array),
        StmtKind::Declare { .. }
        | StmtKind::Branch { .. }
        | StmtKind::For { .. }
        | StmtKind::While { .. }
        | StmtKind::Map { .. } => {}
    });
    fits
}

/// Whatever the block reads of the array it has written before, every time it runs.
fn overwrites_first(block: &Block, array: VarId, length: &Operand) -> bool {
    for stmt in &block.stmts {
        if is_overwritten_by(stmt, array, length) {
            return true;
        }
        if mentions_itself(stmt, array) {
            return false;
        }
        let mut inner = true;
        stmt.for_each_block(&mut |block| inner &= overwrites_first(block, array, length));
        if !inner {
            return false;
        }
    }
    true
}

/// A loop over all positions, each iteration of which stores the element at its position and reads
/// no other.
fn is_overwritten_by(stmt: &Stmt, array: VarId, length: &Operand) -> bool {
    let StmtKind::For { var, range, body, early: None } = &stmt.kind else { return false };
    if written(&range.lo).as_deref() != Some("0")
        || range.step.is_some()
        || range.inclusive
        || !is_same(&range.hi, length)
    {
        return false;
    }
    let own = |place: &Place| {
        matches!(place.proj.as_slice(), [Proj::Index(Operand::Place(at)), ..]
            if at.proj.is_empty() && at.base == *var)
    };
    let is_store = |stmt: &Stmt| {
        matches!(&stmt.kind, StmtKind::Store { place, .. }
            if place.base == array && place.proj.len() == 1 && own(place))
    };
    let Some(first) = body.stmts.iter().position(is_store) else { return false };
    let (before, behind) = body.stmts.split_at(first);
    let reads_own = |stmt: &Stmt| {
        let mut fits = true;
        for_each_place(stmt, &mut |place| fits &= place.base != array || own(place));
        fits
    };
    let StmtKind::Store { value, .. } = &behind[0].kind else { return false };
    let mut fits = !mentions_operand(value, array);
    fits &= before.iter().all(|stmt| !mentions(stmt, array));
    for stmt in behind {
        fits &= reads_own(stmt);
        stmt.for_each_block(&mut |block| block.walk(&mut |stmt| fits &= reads_own(stmt)));
    }
    fits
}

fn is_same(a: &Operand, b: &Operand) -> bool {
    match (a, b) {
        (Operand::Place(a), Operand::Place(b)) => {
            a.base == b.base && a.proj.is_empty() && b.proj.is_empty()
        }
        _ => written(a).is_some_and(|a| Some(a) == written(b)),
    }
}

/// The text of a literal or of a constant's path; a suffix is another text.
fn written(operand: &Operand) -> Option<String> {
    match operand {
        Operand::Literal(Literal::Written(tokens, _)) | Operand::Const(tokens) => {
            Some(tokens.to_string())
        }
        Operand::Literal(Literal::Number(..)) | Operand::Place(_) => None,
    }
}

/// The places that a statement itself reads or writes.
fn for_each_place(stmt: &Stmt, f: &mut dyn FnMut(&Place)) {
    stmt.written_places().iter().for_each(&mut *f);
    if let StmtKind::Let { op: Op::Load(place) | Op::Copy(place, _), .. } = &stmt.kind {
        f(place);
    }
    stmt.for_each_operand(&mut |operand| {
        if let Operand::Place(place) = operand {
            f(place);
        }
    });
}
