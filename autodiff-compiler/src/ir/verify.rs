//! The IR's invariants, checked between passes in tests and debug builds.

use std::collections::BTreeSet;

use super::{Block, Function, Op, Operand, PureOp, Stmt, StmtKind, VarId};

/// What is wrong with a function; empty when it keeps the contract.
pub fn verify(function: &Function) -> Vec<String> {
    let mut verifier = Verifier { function, errors: Vec::new(), ids: BTreeSet::new() };
    let mut names = BTreeSet::new();
    for data in &function.vars {
        if !names.insert(data.name.to_string()) {
            verifier.errors.push(format!("two variables are named `{}`", data.name));
        }
    }
    let mut scope: BTreeSet<VarId> = function.params.iter().copied().collect();
    verifier.block(&function.body, &mut scope);
    for result in &function.results {
        verifier.operand(result, &scope, "the result");
    }
    verifier.errors
}

/// Whether a variable is written that the source did not declare `mut`.
pub fn writes_immutable(function: &Function) -> bool {
    let mut declared = BTreeSet::new();
    let mut written = BTreeSet::new();
    function.body.walk(&mut |stmt| match &stmt.kind {
        StmtKind::Declare { var } => {
            declared.insert(*var);
        }
        StmtKind::Store { place, .. } | StmtKind::Accumulate { place, .. } => {
            written.insert(place.base);
        }
        _ => {}
    });
    written.into_iter().any(|var| !function.var(var).storage && !declared.contains(&var))
}

struct Verifier<'a> {
    function: &'a Function,
    errors: Vec<String>,
    ids: BTreeSet<u32>,
}

impl Verifier<'_> {
    fn block(&mut self, block: &Block, scope: &mut BTreeSet<VarId>) {
        for stmt in &block.stmts {
            if !self.ids.insert(stmt.id.0) {
                self.errors.push(format!("statement id {} occurs twice", stmt.id.0));
            }
            self.stmt(stmt, scope);
            stmt.for_each_defined(&mut |var| {
                scope.insert(var);
            });
        }
    }

    fn stmt(&mut self, stmt: &Stmt, scope: &BTreeSet<VarId>) {
        match &stmt.kind {
            StmtKind::Map { params, body, results, inputs, .. } => {
                inputs.iter().for_each(|input| self.operand(input, scope, "an input"));
                let mut inner = scope.clone();
                inner.extend(params);
                self.block(body, &mut inner);
                results.iter().for_each(|result| self.operand(result, &inner, "a result"));
                return;
            }
            StmtKind::While { header, condition, body, .. } => {
                let mut inner = scope.clone();
                self.block(header, &mut inner);
                self.operand(condition, &inner, "a condition");
                self.block(body, &mut scope.clone());
                return;
            }
            StmtKind::Let { op, .. } | StmtKind::LetMany { op, .. } => self.op(op, scope),
            StmtKind::Store { place, .. } | StmtKind::Accumulate { place, .. } => {
                self.known(place.base, scope, "a store");
                self.written(place.base);
            }
            _ => {}
        }
        stmt.for_each_operand(&mut |operand| self.operand(operand, scope, "an operand"));
        if let StmtKind::For { var, body, .. } = &stmt.kind {
            let mut inner = scope.clone();
            inner.insert(*var);
            self.block(body, &mut inner);
        } else {
            stmt.for_each_block(&mut |block| self.block(block, &mut scope.clone()));
        }
    }

    /// Scalar operands are literals, constants or fixed variables.
    fn op(&mut self, op: &Op, scope: &BTreeSet<VarId>) {
        op.for_each_var(&mut |var| self.known(var, scope, "an operation"));
        let scalars: &[Operand] = match op {
            Op::Scalar(_, operands) => operands,
            Op::Pure(PureOp::Binary(_) | PureOp::Cast(_), operands) => operands,
            _ => &[],
        };
        for operand in scalars {
            if let Some(var) = operand.as_var() {
                let data = self.function.var(var);
                if data.storage && data.ty.is_scalar() {
                    self.errors.push(format!("`{}` is storage and read without a load", data.name));
                }
            }
        }
    }

    fn operand(&mut self, operand: &Operand, scope: &BTreeSet<VarId>, what: &str) {
        operand.for_each_var(&mut |var| self.known(var, scope, what));
    }

    fn known(&mut self, var: VarId, scope: &BTreeSet<VarId>, what: &str) {
        if !scope.contains(&var) {
            let name = &self.function.var(var).name;
            self.errors.push(format!("`{name}` is read by {what} before its definition"));
        }
    }

    /// What is written is storage, or was declared ahead of a branch.
    fn written(&mut self, var: VarId) {
        let mut declared = self.function.var(var).storage;
        self.function.body.walk(&mut |stmt| {
            declared |= matches!(stmt.kind, StmtKind::Declare { var: other } if other == var);
        });
        if !declared {
            let name = &self.function.var(var).name;
            self.errors.push(format!("`{name}` is written and not storage"));
        }
    }
}
