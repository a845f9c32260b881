//! Which variables carry derivatives: those that depend on a differentiable parameter and on which
//! the result depends.
//!
//! In: a function and its active parameters. Out: [`Activity`], a set of variables. Flow
//! insensitive: a storage is active when any of its values is.

use crate::ir::{Block, Function, Op, Operand, Place, ScalarOp, StmtKind, VarId, VarTable, Vars};
use crate::rules::scalar::{Formula, Partial, partial};

/// The active variables of a function.
#[derive(Clone, Debug, Default)]
pub struct Activity {
    active: Vars,
}

impl Activity {
    /// Varied from the active parameters, and useful to the results.
    pub fn of(function: &Function, active_params: &[VarId]) -> Self {
        let mut edges = Vec::new();
        collect(function, &function.body, &mut edges);
        // what is left in a `&mut` parameter is a result
        let mut results: Vec<VarId> =
            active_params.iter().copied().filter(|param| function.is_inout(*param)).collect();
        for result in &function.results {
            result.for_each_var(&mut |var| results.push(var));
        }
        results.extend(&function.discarded);
        let varied = reached(active_params, edges.iter().copied());
        let useful = reached(&results, edges.iter().map(|(from, to)| (*to, *from)));
        Self { active: varied.intersection(&useful) }
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
        self.active.iter()
    }
}

/// From which variable to which a block lets derivatives flow.
fn collect(f: &Function, block: &Block, edges: &mut Vec<(VarId, VarId)>) {
    let flow = |from: &Operand, to: VarId, edges: &mut Vec<(VarId, VarId)>| {
        if let Operand::Place(place) = from
            && !f.operand_ty(from).is_inert()
            && !f.var(to).ty.is_inert()
        {
            edges.push((place.base, to));
        }
    };
    for stmt in &block.stmts {
        match &stmt.kind {
            StmtKind::Let { var, op } => {
                for_each_source(op, &mut |from| flow(from, *var, edges));
                changed_arguments(op, &mut |from, to| flow(from, to, edges));
            }
            StmtKind::LetMany { vars, op } => {
                for var in vars {
                    for_each_source(op, &mut |from| flow(from, *var, edges));
                }
                changed_arguments(op, &mut |from, to| flow(from, to, edges));
            }
            StmtKind::Store { place, value } | StmtKind::Accumulate { place, value, .. } => {
                flow(value, place.base, edges);
            }
            StmtKind::InPlace(change) => {
                let whole = |place: &Place| Operand::Place(place.clone());
                for place in &change.places {
                    change.data().into_iter().for_each(|data| flow(data, place.base, edges));
                    change.result.into_iter().for_each(|var| flow(&whole(place), var, edges));
                    for other in &change.places {
                        flow(&whole(other), place.base, edges);
                    }
                }
            }
            StmtKind::Map { vars, inputs, params, body, results } => {
                for (input, param) in inputs.iter().zip(params) {
                    flow(input, *param, edges);
                }
                for (result, var) in results.iter().zip(vars) {
                    flow(result, *var, edges);
                }
                collect(f, body, edges);
            }
            StmtKind::CallWith { vars, op, lambdas } => {
                for var in vars {
                    for_each_source(op, &mut |from| flow(from, *var, edges));
                }
                changed_arguments(op, &mut |from, to| flow(from, to, edges));
                // what a closure is called with, the callee makes of all that it is given
                for lambda in lambdas {
                    for var in lambda.vars() {
                        for_each_source(op, &mut |from| flow(from, var, edges));
                        let of_var = Operand::var(var);
                        lambda.params().iter().for_each(|param| flow(&of_var, *param, edges));
                        lambda.results().iter().for_each(|result| flow(result, var, edges));
                    }
                    lambda.block().into_iter().for_each(|block| collect(f, block, edges));
                }
            }
            StmtKind::Declare { .. }
            | StmtKind::Branch { .. }
            | StmtKind::For { .. }
            | StmtKind::While { .. }
            | StmtKind::Effect { .. } => {
                stmt.for_each_block(&mut |inner| collect(f, inner, edges));
            }
        }
    }
}

/// A call lets every argument flow into those that it changes.
fn changed_arguments(op: &Op, f: &mut dyn FnMut(&Operand, VarId)) {
    op.for_each_mutable_argument(&mut |to| for_each_source(op, &mut |from| f(from, to)));
}

/// All variables that the edges lead to.
fn reached(start: &[VarId], edges: impl Iterator<Item = (VarId, VarId)>) -> Vars {
    let mut next: VarTable<Vec<VarId>> = VarTable::new();
    for (from, to) in edges {
        next.slot(from).get_or_insert_default().push(to);
    }
    let mut found = Vars::new();
    let mut work = start.to_vec();
    while let Some(var) = work.pop() {
        if found.insert(var) {
            work.extend(next.get(&var).into_iter().flatten());
        }
    }
    found
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
        // rustc would ask for a tangent of the error
        Op::Variant(variant, _) if !variant.is_present() => {}
        Op::Use(_)
        | Op::Tuple(_)
        | Op::Boxed(_)
        | Op::Variant(..)
        | Op::Array(_)
        | Op::VecLit(_)
        | Op::Call(..) => {
            op.for_each_operand(&mut |operand| f(operand));
        }
        Op::Struct(made) => made.for_each_source(&mut |operand| f(operand)),
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
