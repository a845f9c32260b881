//! Which variables carry derivatives: those that depend on a differentiable parameter and on which
//! the result depends.
//!
//! In: a function and its active parameters. Out: [`Activity`], a set of variables. Flow
//! insensitive: a storage is active when any of its values is.

use std::collections::BTreeSet;

use crate::ir::{Block, Function, Op, Operand, ScalarOp, StmtKind, VarId};
use crate::rules::scalar::{Formula, Partial, partial};

/// The active variables of a function.
#[derive(Clone, Debug, Default)]
pub struct Activity {
    active: BTreeSet<VarId>,
}

impl Activity {
    /// Varied from the active parameters, and useful to the results.
    pub fn of(function: &Function, active_params: &[VarId]) -> Self {
        let mut varied: BTreeSet<VarId> = active_params.iter().copied().collect();
        while grow(function, &function.body, &mut varied, Direction::Varied) {}
        let mut useful = BTreeSet::new();
        for result in &function.results {
            result.for_each_var(&mut |var| {
                useful.insert(var);
            });
        }
        while grow(function, &function.body, &mut useful, Direction::Useful) {}
        Self { active: varied.intersection(&useful).copied().collect() }
    }

    pub fn is_active(&self, var: VarId) -> bool {
        self.active.contains(&var)
    }

    /// Whether an operand carries a derivative.
    pub fn operand(&self, function: &Function, operand: &Operand) -> bool {
        match operand {
            Operand::Place(place) => {
                self.is_active(place.base) && !function.operand_ty(operand).is_inert()
            }
            Operand::Literal(_) | Operand::Const(_) => false,
        }
    }

    /// The active variables in order.
    pub fn iter(&self) -> impl Iterator<Item = VarId> {
        self.active.iter().copied()
    }
}

#[derive(Clone, Copy, PartialEq)]
enum Direction {
    Varied,
    Useful,
}

/// One pass; true when the set grew.
fn grow(f: &Function, block: &Block, set: &mut BTreeSet<VarId>, direction: Direction) -> bool {
    let mut grew = false;
    for stmt in &block.stmts {
        let mut flow = |from: &Operand, to: VarId| grew |= propagate(f, from, to, set, direction);
        match &stmt.kind {
            StmtKind::Let { var, op } => for_each_source(op, &mut |from| flow(from, *var)),
            StmtKind::LetMany { vars, op } => {
                for var in vars {
                    for_each_source(op, &mut |from| flow(from, *var));
                }
            }
            StmtKind::Store { place, value } | StmtKind::Accumulate { place, value, .. } => {
                flow(value, place.base);
            }
            StmtKind::Map { vars, inputs, params, body, results } => {
                for (input, param) in inputs.iter().zip(params) {
                    flow(input, *param);
                }
                for (result, var) in results.iter().zip(vars) {
                    flow(result, *var);
                }
                grew |= grow(f, body, set, direction);
            }
            StmtKind::Declare { .. }
            | StmtKind::Branch { .. }
            | StmtKind::For { .. }
            | StmtKind::While { .. }
            | StmtKind::Effect { .. } => {
                stmt.for_each_block(&mut |inner| grew |= grow(f, inner, set, direction));
            }
        }
    }
    grew
}

fn propagate(
    f: &Function,
    from: &Operand,
    to: VarId,
    set: &mut BTreeSet<VarId>,
    direction: Direction,
) -> bool {
    let Operand::Place(place) = from else { return false };
    if f.operand_ty(from).is_inert() || f.var(to).ty.is_inert() {
        return false;
    }
    let (source, target) = match direction {
        Direction::Varied => (place.base, to),
        Direction::Useful => (to, place.base),
    };
    set.contains(&source) && set.insert(target)
}

/// The operands through which derivatives flow into the result.
pub fn for_each_source(op: &Op, f: &mut dyn FnMut(&Operand)) {
    match op {
        Op::Load(place) | Op::Copy(place, _) => f(&Operand::Place(place.clone())),
        Op::Scalar(op, operands) => {
            for (i, operand) in operands.iter().enumerate() {
                if carries(*op, i, operands.len()) {
                    f(operand);
                }
            }
        }
        Op::Prim(prim, operands) => operands.iter().take(prim.data_operands()).for_each(f),
        Op::Repeat { value, .. } => f(value),
        Op::Use(_) | Op::Tuple(_) | Op::Array(_) | Op::VecLit(_) | Op::Call(..) => {
            op.for_each_operand(&mut |operand| f(operand));
        }
        Op::Pure(..) | Op::Zero(_) => {}
    }
}

/// Whether the derivative by an operand is not zero everywhere.
pub fn carries(op: ScalarOp, wrt: usize, count: usize) -> bool {
    let unknown = Formula::Number(0.0);
    let args = vec![unknown.clone(); count];
    matches!(
        partial(op, wrt, &args, &unknown),
        Partial::Factor(_) | Partial::Guarded(..) | Partial::Shielded(_)
    )
}
