//! The IR's contract, checked between passes in tests and debug builds.
//!
//! In: a function. Out: one sentence per breach; none when the function keeps the contract. The walk
//! follows the order of execution: which variables are in scope, and which of them have a value yet.

use std::collections::BTreeSet;

use super::{
    Block, Checkpoint, FloatKind, Function, InPlace, InPlaceOp, Lambda, Op, Operand, Order, Place,
    PureOp, RangeLoop, Stmt, StmtKind, Ty, VarId, Vars,
};
use crate::texts::Texts;

/// What is wrong with a function; empty when it keeps the contract.
pub fn verify(function: &Function) -> Vec<String> {
    let mut verifier = Verifier {
        function,
        errors: Vec::new(),
        statements: BTreeSet::new(),
        blocks: BTreeSet::new(),
        defined: Vars::new(),
        scope: Vars::new(),
        unassigned: Vars::new(),
        outside: vec![Vars::new()],
    };
    verifier.variables();
    verifier.opened(&function.body, &function.params, |this| {
        function.results.iter().for_each(|result| this.operand(result, "the result"));
    });
    verifier.errors
}

/// Whether a variable is written that the source did not declare `mut`.
pub fn writes_immutable(function: &Function) -> bool {
    let mut declared = Vars::new();
    let mut written = Vars::new();
    function.body.walk(&mut |stmt| match &stmt.kind {
        StmtKind::Declare { var } => {
            declared.insert(*var);
        }
        _ => written.extend(stmt.written_places().iter().map(|place| place.base)),
    });
    written.into_iter().any(|var| !function.var(var).storage && !declared.contains(&var))
}

struct Verifier<'a> {
    function: &'a Function,
    errors: Vec<String>,
    statements: BTreeSet<u32>,
    blocks: BTreeSet<u32>,
    /// Every variable that has a definition so far.
    defined: Vars,
    /// The variables that can be named here.
    scope: Vars,
    /// Those of them that were declared and have no value yet on some path to here.
    unassigned: Vars,
    /// Per body that runs repeatedly, innermost last: what was declared around it.
    outside: Vec<Vars>,
}

impl Verifier<'_> {
    fn breach(&mut self, error: String) {
        self.errors.push(error);
    }

    fn name(&self, var: VarId) -> String {
        self.function.var(var).name.to_string()
    }

    /// Names are unique, parameters know their positions, float kinds are resolved.
    fn variables(&mut self) {
        let mut names = Texts::default();
        for data in &self.function.vars {
            if !names.insert(&data.name) {
                self.errors.push(format!("two variables are named `{}`", data.name));
            }
            if is_inferring(&data.ty) {
                self.errors.push(format!("the float kind of `{}` is left open", data.name));
            }
        }
        for (position, param) in self.function.params.iter().enumerate() {
            let data = self.function.var(*param);
            if data.param != Some(position) {
                self.errors.push(format!("`{}` is not parameter {position}", data.name));
            }
        }
    }

    /// A block with variables of its header; `last` is checked in its scope.
    fn opened(&mut self, block: &Block, header: &[VarId], last: impl FnOnce(&mut Self)) {
        if !self.blocks.insert(block.id.0) {
            self.breach(format!("block id {} occurs twice", block.id.0));
        }
        if block.id.0 > self.function.next_block {
            self.breach(format!("block id {} is not taken from the counter", block.id.0));
        }
        if let Some(count) = self.function.checkpoints.get(&block.id).and_then(Checkpoint::operand)
        {
            self.steering(count, "a checkpoint");
        }
        let around = self.scope.clone();
        header.iter().for_each(|var| self.define(*var));
        for stmt in &block.stmts {
            if !self.statements.insert(stmt.id.0) {
                self.breach(format!("statement id {} occurs twice", stmt.id.0));
            }
            if stmt.id.0 > self.function.next_stmt {
                self.breach(format!("statement id {} is not taken from the counter", stmt.id.0));
            }
            self.stmt(stmt);
            stmt.for_each_defined(&mut |var| self.define(var));
            if let StmtKind::Declare { var } = &stmt.kind {
                self.unassigned.insert(*var);
            }
        }
        last(self);
        self.unassigned.retain(|var| around.contains(var));
        self.scope = around;
    }

    fn define(&mut self, var: VarId) {
        if !self.defined.insert(var) {
            let name = self.name(var);
            self.breach(format!("`{name}` is defined twice"));
        }
        self.scope.insert(var);
    }

    /// A block that may run any number of times: what it assigns may have no value behind it.
    fn repeated(&mut self, block: &Block, header: &[VarId], last: impl FnOnce(&mut Self)) {
        let unassigned = self.unassigned.clone();
        self.outside.push(self.scope.clone());
        self.opened(block, header, last);
        self.outside.pop();
        self.unassigned = unassigned;
    }

    fn stmt(&mut self, stmt: &Stmt) {
        match &stmt.kind {
            StmtKind::Let { var, op } => {
                self.op(op);
                self.result(*var, op);
            }
            StmtKind::LetMany { vars, op } => self.several(vars, op),
            StmtKind::Declare { .. } => {}
            StmtKind::Store { place, value } => {
                self.operand(value, "a store");
                self.written(place);
            }
            StmtKind::Accumulate { place, value, .. } => {
                self.operand(value, "a store");
                self.read(place, "a store");
                self.written(place);
            }
            StmtKind::InPlace(change) => self.change(change),
            StmtKind::Branch { selector, is_bool, arms } => self.branch(selector, *is_bool, arms),
            StmtKind::For { var, range, body, early } => {
                self.range(range);
                self.fixed_int(*var, "the variable of a loop");
                early.iter().for_each(|early| self.fixed_int(early.trips, "the count of a loop"));
                self.repeated(body, &[*var], |this| this.stop(early.map(|early| early.stop)));
            }
            StmtKind::While { header, condition, body, trips, stop } => {
                self.fixed_int(*trips, "the count of a loop");
                self.only_reads(header, "the header of a loop");
                self.repeated(header, &[], |this| this.steering(condition, "a condition"));
                self.repeated(body, &[], |this| this.stop(*stop));
            }
            StmtKind::Map { vars, inputs, params, body, results } => {
                inputs.iter().for_each(|input| self.operand(input, "a map"));
                if inputs.len() != params.len() || results.len() != vars.len() {
                    self.breach("a map's closure does not fit its arrays".to_owned());
                }
                self.only_reads(body, "a map");
                self.repeated(body, params, |this| {
                    results.iter().for_each(|result| this.operand(result, "a map"));
                });
            }
            StmtKind::CallWith { vars, op, lambdas } => self.call_with(vars, op, lambdas),
            StmtKind::Effect { uses, diverges, .. } => {
                uses.iter().for_each(|var| self.known(*var, "an effect"));
                if *diverges {
                    self.unassigned.clear();
                }
            }
        }
    }

    /// Functions are given to calls; their bodies write nothing from outside.
    fn call_with(&mut self, vars: &[VarId], op: &Op, lambdas: &[Lambda]) {
        for lambda in lambdas {
            lambda.vars().for_each(|var| self.define(var));
            let Some(block) = lambda.block() else { continue };
            self.only_reads(block, "a closure");
            self.repeated(block, lambda.params(), |this| {
                lambda.results().iter().for_each(|result| this.operand(result, "a closure"));
            });
        }
        self.op(op);
        let count = match op {
            Op::Call(callee, _) if callee.order == Order::Tangent => 2,
            _ => 1,
        };
        if !matches!(op, Op::Call(..)) || vars.len() != count {
            let shown = self.function.show_op(op);
            self.breach(format!("{} variables for the results of {shown}", vars.len()));
        }
        lambdas.iter().flat_map(Lambda::vars).for_each(|var| {
            self.defined.remove(&var);
        });
    }

    /// Places that have values are written, at positions that do not change.
    fn change(&mut self, change: &InPlace) {
        change.positions().for_each(|position| self.steering(position, "a change in place"));
        change.data().into_iter().for_each(|data| self.operand(data, "a change in place"));
        for place in &change.places {
            self.read(place, "a change in place");
            self.written(place);
        }
        let places = if change.op == InPlaceOp::Swap { 2 } else { 1 };
        if change.places.len() != places || change.data().is_some() != change.carries_data() {
            self.breach(format!("{:?} has other operands", change.op));
        }
    }

    /// The test behind an iteration.
    fn stop(&mut self, stop: Option<VarId>) {
        if let Some(stop) = stop {
            self.steering(&Operand::var(stop), "the end of a loop");
        }
    }

    /// Arms start from what is there before; behind them a variable has a value if it has one in all.
    fn branch(&mut self, selector: &Operand, is_bool: bool, arms: &[Block]) {
        self.steering(selector, "a selector");
        let fits = match self.function.operand_ty(selector) {
            Ty::Bool => is_bool,
            Ty::Int => !is_bool,
            Ty::Inert | Ty::Data | Ty::Opaque(_) => true,
            Ty::Float(_)
            | Ty::Unit
            | Ty::Tuple(_)
            | Ty::Array(..)
            | Ty::Slice(_)
            | Ty::Vec(_)
            | Ty::Nd(..)
            | Ty::Option(_)
            | Ty::Result(_)
            | Ty::Ref(_) => false,
        };
        if !fits {
            self.breach(format!("`{}` selects no arm", self.function.show(selector)));
        }
        if arms.is_empty() || is_bool && arms.len() != 2 {
            self.breach(format!("a branch has {} arms", arms.len()));
        }
        let before = self.unassigned.clone();
        let mut after = Vars::new();
        for arm in arms {
            self.unassigned = before.clone();
            self.opened(arm, &[], |_| {});
            after.extend(&self.unassigned);
        }
        self.unassigned = after;
    }

    fn range(&mut self, range: &RangeLoop) {
        self.steering(&range.lo, "a range");
        self.steering(&range.hi, "a range");
        range.step.iter().for_each(|step| self.steering(step, "a range"));
    }

    /// Operands are read in scope; calls and rules have as many as they take.
    fn op(&mut self, op: &Op) {
        // behind a reference a scalar is a place, and a zero needs no more than its shape
        let is_zero = matches!(op, Op::Zero(_));
        op.for_each_argument(&mut |reference, operand| match operand {
            Operand::Place(place) if is_zero || reference.is_some() => {
                self.read(place, "an operation");
            }
            _ => self.operand(operand, "an operation"),
        });
        match op {
            Op::Scalar(op, operands) if operands.len() != op.arity() => {
                self.breach(format!("{op:?} of {} operands", operands.len()));
            }
            Op::Prim(prim, operands) if operands.len() != prim.arity() => {
                self.breach(format!("{prim:?} of {} operands", operands.len()));
            }
            Op::Variant(variant, operands) if operands.len() != variant.arity() => {
                self.breach(format!("{variant:?} of {} operands", operands.len()));
            }
            Op::Load(place) | Op::Copy(place, _) => self.read(place, "an operation"),
            Op::Pure(PureOp::Select { uses, .. } | PureOp::Verbatim { uses, .. }, _) => {
                uses.iter().for_each(|var| self.known(*var, "the user's tokens"));
            }
            Op::Call(callee, args) if !callee.takes(args.len()) => {
                self.breach("a tangent is missing in a call".to_owned());
            }
            Op::Use(_)
            | Op::Scalar(..)
            | Op::Pure(..)
            | Op::Tuple(_)
            | Op::Boxed(_)
            | Op::Struct(_)
            | Op::Variant(..)
            | Op::Array(_)
            | Op::VecLit(_)
            | Op::Repeat { .. }
            | Op::Prim(..)
            | Op::Call(..)
            | Op::Zero(_) => {}
        }
        op.for_each_mutable_argument(&mut |var| {
            if !self.function.var(var).storage {
                self.errors.push(format!("`{}` is written and not storage", self.name(var)));
            }
        });
    }

    /// The variable can hold what the operation gives.
    fn result(&mut self, var: VarId, op: &Op) {
        let data = self.function.var(var);
        let fits = match op {
            Op::Scalar(..) => matches!(data.ty, Ty::Float(_) | Ty::Opaque(_)),
            Op::Load(_) => !data.storage,
            Op::Call(callee, _) => callee.order == Order::Primal,
            Op::Use(_)
            | Op::Pure(..)
            | Op::Tuple(_)
            | Op::Boxed(_)
            | Op::Struct(_)
            | Op::Variant(..)
            | Op::Array(_)
            | Op::VecLit(_)
            | Op::Repeat { .. }
            | Op::Copy(..)
            | Op::Prim(..)
            | Op::Zero(_) => true,
        };
        if !fits {
            let shown = self.function.show_op(op);
            self.breach(format!("`{}` cannot hold {shown}", data.name));
        }
    }

    /// Several results: value and tangent of a call.
    fn several(&mut self, vars: &[VarId], op: &Op) {
        self.op(op);
        let tangent = matches!(op, Op::Call(callee, _) if callee.order == Order::Tangent);
        if !tangent || vars.len() != 2 {
            let shown = self.function.show_op(op);
            self.breach(format!("{} variables for the results of {shown}", vars.len()));
        }
    }

    /// An operand: all its variables have values, and a scalar in it does not change any more.
    fn operand(&mut self, operand: &Operand, what: &str) {
        if let Operand::Place(place) = operand {
            self.read(place, what);
            let data = self.function.var(place.base);
            if data.storage && self.function.operand_ty(operand).is_scalar() {
                self.breach(format!("`{}` is storage and read without a load", data.name));
            }
        }
    }

    /// An operand that decides what runs, or which element is meant.
    fn steering(&mut self, operand: &Operand, what: &str) {
        self.operand(operand, what);
        if let Operand::Place(place) = operand
            && self.function.var(place.base).storage
        {
            let name = self.name(place.base);
            self.breach(format!("`{name}` is storage and steers {what}"));
        }
    }

    fn read(&mut self, place: &Place, what: &str) {
        self.known(place.base, what);
        self.indices(place);
    }

    fn indices(&mut self, place: &Place) {
        let mut found = Vec::new();
        place.for_each_index(&mut |var| found.push(var));
        for var in found {
            self.known(var, "an index");
            if self.function.var(var).storage {
                let name = self.name(var);
                self.breach(format!("`{name}` is storage and steers an index"));
            }
        }
    }

    fn known(&mut self, var: VarId, what: &str) {
        if !self.scope.contains(&var) || self.unassigned.contains(&var) {
            let name = self.name(var);
            self.breach(format!("`{name}` is read by {what} before it has a value"));
        }
    }

    /// Storage is written at will, what is only declared once, as a whole and not in a loop.
    fn written(&mut self, place: &Place) {
        let var = place.base;
        self.indices(place);
        let whole = place.proj.is_empty();
        let first = self.unassigned.contains(&var);
        if !whole || !self.scope.contains(&var) {
            self.known(var, "a store");
        }
        let repeated = self.outside.last().is_some_and(|outside| outside.contains(&var));
        if !self.function.var(var).storage && (!whole || !first || repeated) {
            let name = self.name(var);
            self.breach(format!("`{name}` is written and not storage"));
        }
        if whole {
            self.unassigned.remove(&var);
        }
    }

    fn fixed_int(&mut self, var: VarId, what: &str) {
        let data = self.function.var(var);
        if data.storage || !matches!(data.ty, Ty::Int) {
            self.breach(format!("`{}` is not an integer that {what} can be", data.name));
        }
    }

    /// Writes nothing from outside.
    fn only_reads(&mut self, block: &Block, what: &str) {
        let mut written = Vars::new();
        for stmt in &block.stmts {
            stmt.for_each_written(&mut |var| {
                written.insert(var);
            });
        }
        for var in written.intersection(&self.scope) {
            let name = self.name(var);
            self.breach(format!("`{name}` is written by {what}"));
        }
    }
}

/// Whether a float in a type is not known as it should be after lowering.
fn is_inferring(ty: &Ty) -> bool {
    match ty {
        Ty::Float(kind) => match kind {
            FloatKind::Infer(_) => true,
            FloatKind::F64 | FloatKind::F32 | FloatKind::Generic(_) | FloatKind::Unspecified => {
                false
            }
        },
        Ty::Tuple(parts) => parts.iter().any(is_inferring),
        Ty::Array(inner, _)
        | Ty::Slice(inner)
        | Ty::Vec(inner)
        | Ty::Nd(inner, _)
        | Ty::Option(inner)
        | Ty::Result(inner)
        | Ty::Ref(inner) => is_inferring(inner),
        Ty::Int | Ty::Bool | Ty::Inert | Ty::Data | Ty::Unit | Ty::Opaque(_) => false,
    }
}
