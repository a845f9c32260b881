//! Whether a value may be computed again in the reverse sweep, or has to be recorded and why.

use super::chosen;
use super::lengths;
use super::plan::{Frame, Planner};
use crate::ir::{
    Arg, Block, CopyKind, Function, Op, Operand, Place, PureOp, Rest, Stmt, StmtId, StmtKind, Ty,
    VarId, Variant, Vars,
};

/// Why a value is recorded.
#[derive(Clone, Copy, Debug)]
pub struct Reason {
    /// The statement whose reverse needs it; none: the start of the block's reverse sweep.
    pub needed: Option<StmtId>,
    pub cause: Cause,
}

/// Why a value is not computed again.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Cause {
    /// That would cost more than keeping it.
    Dear,
    /// A variable that it is computed from has another content by then.
    Overwritten(VarId),
    /// It is a variable that changes in place.
    Storage,
    /// The analysis is switched off.
    Unanalysed,
}

impl Planner<'_> {
    /// What computing the value again at `position` reads, when that is cheap and possible.
    pub(super) fn recomputable(
        &self,
        block: &Block,
        defined: usize,
        position: usize,
        early: bool,
    ) -> Result<Vars, Cause> {
        let function = self.shadows.primal.function;
        let cause = if self.analysis { Cause::Dear } else { Cause::Unanalysed };
        let leaves = self.read_again(block, defined).ok_or(cause)?;
        let measured = lengths::measured(function, &block.stmts[defined]);
        let measured = measured.filter(|list| self.keeps_length(*list));
        let scalar_storage = leaves.iter().find(|leaf| {
            let data = function.var(*leaf);
            data.storage && data.ty.is_scalar()
        });
        // reading an array again means that deeper loops must save what they overwrite in it
        let deeply_written = leaves.iter().find(|leaf| {
            let deepest = self.layout.write_depths.get(leaf).copied().unwrap_or(0);
            Some(*leaf) != measured
                && function.var(*leaf).storage
                && deepest > self.depth()
                && self.is_overwritten(*leaf)
        });
        if let Some(leaf) = scalar_storage.or(deeply_written) {
            return Err(Cause::Overwritten(leaf));
        }
        // an atomic statement that saves has undone its own write before its reverse runs
        let nested = block.stmts.get(position).is_some_and(|stmt| {
            let mut nested = false;
            stmt.for_each_block(&mut |_| nested = true);
            nested
        });
        let restored =
            block.stmts.get(position).is_some_and(|stmt| self.plan.saves.contains_key(&stmt.id));
        let until = if nested || early || !restored { position + 1 } else { position };
        let between = &block.stmts[defined..until.min(block.stmts.len())];
        for stmt in between.iter().skip(1) {
            let mut changed = None;
            stmt.for_each_written(&mut |var| {
                if leaves.contains(&var) && Some(var) != measured {
                    changed = Some(var);
                }
            });
            if let Some(var) = changed {
                return Err(Cause::Overwritten(var));
            }
        }
        Ok(leaves)
    }
}

impl Planner<'_> {
    /// Whether a value is one that borrows from what changes; then it is made again at `position`.
    pub(super) fn is_made_for_each_use(
        &mut self,
        frame: &mut Frame,
        var: VarId,
        defined: Option<usize>,
        (position, early): (usize, bool),
    ) -> bool {
        let Some(leaves) = self.lent_by_what_changes(frame.block, var, defined, position) else {
            return false;
        };
        let at = frame.block.stmts.get(position).map(|stmt| stmt.id);
        if !frame.recompute.entry(at).or_default().contains(&var) {
            for leaf in leaves {
                self.demand(frame, leaf, position, early);
            }
            frame.recompute.entry(at).or_default().push(var);
        }
        true
    }

    /// What a call reads whose result borrows from variables that change: while those are restored it may not
    /// be alive, so it is made for each use. None where what it borrows from changes in front of a use: then it
    /// does not borrow.
    fn lent_by_what_changes(
        &self,
        block: &Block,
        var: VarId,
        defined: Option<usize>,
        position: usize,
    ) -> Option<Vars> {
        let function = self.shadows.primal.function;
        if !function.views.contains(&var) {
            return None;
        }
        let leaves = self.read_again(block, defined?)?;
        let changed_in = |stmts: &[Stmt]| {
            let mut changed = false;
            for stmt in stmts {
                stmt.for_each_written(&mut |written| changed |= leaves.contains(&written));
            }
            changed
        };
        let of_another = leaves.iter().any(|leaf| function.views.contains(&leaf));
        if !of_another && !changed_in(&function.body.stmts) {
            return None;
        }
        // of the start of the reverse sweep only the shape is asked
        let between = match position < block.stmts.len() {
            true => &block.stmts[defined? + 1..position],
            false => &[],
        };
        (!changed_in(between)).then_some(leaves)
    }

    /// What the statement that defines a value reads, if it can run again.
    fn read_again(&self, block: &Block, defined: usize) -> Option<Vars> {
        let function = self.shadows.primal.function;
        let StmtKind::Let { var, op } = &block.stmts[defined].kind else {
            return chosen::reads(function, &block.stmts[defined..]).filter(|_| self.analysis);
        };
        // of a value without derivative nothing else may be needed, and its type need not have a record
        let of_data = match op {
            Op::Pure(pure, operands) if asks_for_payload(pure) => operands.iter().all(|operand| {
                matches!(operand, Operand::Place(place) if !self.shadows.is_active(place.base)
                    && function.var(place.base).param.is_none())
            }),
            _ => false,
        };
        // what is made by a call that changes nothing
        let lent = function.views.contains(var) && !op.is_call_in_place();
        let cheap = self.analysis && (is_of_integers(function, op) || is_cheap(op));
        if of_data || !(lent || is_view(function, op) || cheap) {
            return None;
        }
        let mut leaves = Vars::new();
        op.for_each_var(&mut |leaf| {
            leaves.insert(leaf);
        });
        Some(leaves)
    }
}

/// `x.is_ok()` and its kin.
fn asks_for_payload(op: &PureOp) -> bool {
    match op {
        PureOp::Present => true,
        PureOp::Method(name) => {
            ["is_ok", "is_err", "is_some", "is_none"].iter().any(|known| name == known)
        }
        PureOp::Binary(_)
        | PureOp::Unary(_)
        | PureOp::Cast(_)
        | PureOp::Checked(_)
        | PureOp::Error(_)
        | PureOp::Call(_)
        | PureOp::CallByReference(..)
        | PureOp::Select { .. }
        | PureOp::Verbatim { .. } => false,
    }
}

/// A view, an iterator, or a struct that holds references: it costs little, and cannot be recorded on a tape.
/// Nor can a `None` that rustc takes for one of references.
fn is_view(function: &Function, op: &Op) -> bool {
    match op {
        Op::Copy(place, CopyKind::Iter | CopyKind::IntoIter) => place.proj.is_empty(),
        Op::Variant(Variant::None, _) => true,
        Op::Prim(prim, operands) if prim.is_view() => operands.iter().all(is_plain),
        Op::Struct(made) if made.tangent_of.is_none() && matches!(made.rest, Rest::Nothing) => {
            let borrowed = |part: &Arg| {
                part.reference == Some(false)
                    || matches!(function.operand_ty(&part.operand), Ty::Ref(_))
            };
            let copied = |part: &Arg| {
                part.reference.is_none() && function.operand_ty(&part.operand).is_scalar()
            };
            let parts = || made.parts.iter().map(|(_, part)| part);
            parts().any(borrowed) && parts().all(|part| borrowed(part) || copied(part))
        }
        _ => false,
    }
}

/// A method that takes an instruction or two where it is called on integers.
fn is_of_integers(function: &Function, op: &Op) -> bool {
    const CHEAP: [&str; 12] = [
        "abs_diff",
        "count_ones",
        "leading_zeros",
        "max",
        "min",
        "reverse_bits",
        "saturating_add",
        "saturating_sub",
        "trailing_zeros",
        "wrapping_add",
        "wrapping_mul",
        "wrapping_sub",
    ];
    let Op::Pure(PureOp::Method(name) | PureOp::Checked(name), operands) = op else { return false };
    let integer = |operand: &Operand| matches!(function.operand_ty(operand), Ty::Int);
    let integers = operands.iter().all(integer);
    integers && CHEAP.iter().any(|cheap| name == cheap)
}

/// Computing it again beats storing it.
pub(super) fn is_cheap(op: &Op) -> bool {
    match op {
        Op::Use(operand) => is_plain(operand),
        Op::Load(_) => true,
        Op::Scalar(op, operands) => op.is_cheap() && operands.iter().all(is_plain),
        Op::Pure(op, _) => match op {
            PureOp::Binary(_) | PureOp::Unary(_) | PureOp::Cast(_) | PureOp::Present => true,
            PureOp::Method(name) | PureOp::Checked(name) => {
                let name = name.to_string();
                name == "len" || name == "nrows" || name == "ncols" || name.starts_with("is_")
            }
            PureOp::Error(_)
            | PureOp::Call(_)
            | PureOp::CallByReference(..)
            | PureOp::Select { .. }
            | PureOp::Verbatim { .. } => false,
        },
        Op::Tuple(_)
        | Op::Boxed(_)
        | Op::Struct(_)
        | Op::Variant(..)
        | Op::Array(_)
        | Op::VecLit(_)
        | Op::Repeat { .. }
        | Op::Copy(..)
        | Op::Prim(..)
        | Op::Call(..)
        | Op::Zero(_) => false,
    }
}

fn is_plain(operand: &Operand) -> bool {
    match operand {
        Operand::Place(Place { proj, .. }) => proj.is_empty(),
        Operand::Literal(_) | Operand::Const(_) => true,
    }
}
