//! `return`, `break` and `continue`: where they lead, and the values they carry.

use proc_macro2::{Ident, Span};
use syn::Expr;
use syn::visit::Visit;

use super::super::branch::merge;
use super::super::stmt::unknown_for_inert;
use super::super::{Lowerer, Val};
use super::{Closed, Exit, Here, Outcome, Target};
use crate::diagnostics::catalogue;
use crate::hygiene::Key;
use crate::ir::{Block, Op, Operand, Place, StmtKind, Ty, VarId};

/// Whether evaluating an expression may leave what is around it.
pub fn may_leave(expr: &Expr) -> bool {
    let mut search = Exits::default();
    search.visit_expr(expr);
    search.found
}

/// Whether a body returns before its end.
pub fn returns(block: &syn::Block) -> bool {
    let mut search = Exits::default();
    search.visit_block(block);
    search.returns
}

/// Whether a closure's body returns before its end.
pub fn returns_from(body: &Expr) -> bool {
    let mut search = Exits::default();
    search.visit_expr(body);
    search.returns
}

/// Whether a statement that assigns the variable also leaves on some paths, so that the variable has no
/// value on every path to what stands behind it.
pub fn assigns_and_leaves(stmts: &[syn::Stmt], name: &Ident) -> bool {
    let name = Key::of(name);
    stmts.iter().any(|stmt| {
        let mut assigned = Assigned { name: &name, found: false };
        assigned.visit_stmt(stmt);
        let mut exits = Exits::default();
        exits.visit_stmt(stmt);
        assigned.found && exits.jumps
    })
}

/// Whether a variable is assigned.
struct Assigned<'a> {
    name: &'a Key,
    found: bool,
}

impl<'ast> Visit<'ast> for Assigned<'_> {
    fn visit_expr_assign(&mut self, node: &'ast syn::ExprAssign) {
        let mut targets = Names { name: self.name, found: false };
        targets.visit_expr(&node.left);
        self.found |= targets.found;
        syn::visit::visit_expr_assign(self, node);
    }
}

/// Whether a name occurs.
struct Names<'a> {
    name: &'a Key,
    found: bool,
}

impl<'ast> Visit<'ast> for Names<'_> {
    fn visit_expr_path(&mut self, node: &'ast syn::ExprPath) {
        self.found |= node.path.get_ident().is_some_and(|name| Key::of(name) == *self.name);
    }
}

#[derive(Default)]
struct Exits {
    found: bool,
    returns: bool,
    /// By another way than a panic.
    jumps: bool,
}

impl<'ast> Visit<'ast> for Exits {
    fn visit_expr(&mut self, expr: &'ast Expr) {
        let returns = matches!(expr, Expr::Return(_) | Expr::Try(_));
        self.returns |= returns;
        self.jumps |= returns || matches!(expr, Expr::Break(_) | Expr::Continue(_));
        self.found |= self.jumps;
        if !matches!(expr, Expr::Closure(_)) {
            syn::visit::visit_expr(self, expr);
        }
    }

    /// The expressions inside the macros of the language.
    fn visit_macro(&mut self, node: &'ast syn::Macro) {
        self.found |= crate::parse::diverges(node);
        for expr in crate::parse::macro_expressions(node) {
            let mut inside = Self::default();
            inside.visit_expr(&expr);
            self.found |= inside.found;
            self.returns |= inside.returns;
            self.jumps |= inside.jumps;
        }
    }

    fn visit_item(&mut self, _: &'ast syn::Item) {}
}

impl Lowerer<'_> {
    /// Prepares the result of a function that returns early.
    pub fn open_result(&mut self, span: Span) {
        if matches!(self.signature.output_known, Ty::Unit) {
            return;
        }
        let var = self.slot("result", self.signature.output_known.clone());
        self.push(span, StmtKind::Declare { var });
        self.flow.result = Some(var);
    }

    /// The body of a function that always panics, with what would be its result.
    pub fn no_result(&mut self, span: Span) -> (Block, Val) {
        let mut body = self.close_block().block;
        let ty = self.signature.output_known.clone();
        if matches!(ty, Ty::Unit) {
            return (body, Val::unit());
        }
        let var = self.slot("result", ty.clone());
        let declared = self.function.new_stmt(span, StmtKind::Declare { var });
        body.stmts.insert(0, declared);
        (body, Val::new(Operand::var(var), ty))
    }

    /// The function's body with its result, where it returns early.
    pub fn close_result(&mut self, span: Span, closed: Closed) -> (Block, Val) {
        let mut body = closed.block;
        let Some(var) = self.flow.result else { return (body, Val::unit()) };
        let ty = self.function.var(var).ty.clone();
        if !self.flow.partial {
            return (body, Val::new(Operand::var(var), ty));
        }
        let Some(mut stmts) = self.settle(span, var, &mut [&mut body]) else {
            return (body, Val::unit());
        };
        // the slot's definition takes the place of the declaration
        body.stmts
            .retain(|stmt| !matches!(stmt.kind, StmtKind::Declare { var: other } if other == var));
        stmts.append(&mut body.stmts);
        body.stmts = stmts;
        if !ty.is_scalar() {
            return (body, self.read_slot(span, var));
        }
        let value = self.temp(ty.clone());
        let op = Op::Load(Place::var(var));
        self.push_into(&mut body, span, StmtKind::Let { var: value, op });
        (body, Val::new(Operand::var(value), ty))
    }

    /// The type that `return` and `?` give: the closure's whose body this is, or the function's.
    pub fn output(&self) -> Option<Ty> {
        match self.flow.closures.last() {
            Some((_, output)) => output.clone(),
            None => Some(self.signature.output_known.clone()),
        }
    }

    /// `return value`
    pub fn leave_function(&mut self, span: Span, value: Val) {
        if self.has_left() {
            return;
        }
        if let Some((number, _)) = self.flow.closures.last() {
            return self.leave_target(span, *number, Some(value));
        }
        let expected = self.signature.output_known.clone();
        let value = self.typed(value, &expected);
        if let Some(var) = self.flow.result {
            self.push(span, StmtKind::Store { place: Place::var(var), value: value.operand });
        }
        self.end(Outcome::leaves(Exit::Return));
    }

    /// `break`, `continue` and `return`.
    pub fn exit(&mut self, expr: &Expr) -> Val {
        match expr {
            Expr::Return(node) => {
                let output = self.output();
                let value = match &node.expr {
                    Some(value) => {
                        let written = self.signature.output.clone();
                        let written = self.flow.closures.is_empty().then_some(&written);
                        self.expected(value, output.as_ref(), written)
                    }
                    None => Val::unit(),
                };
                self.leave_function(node.return_token.span, value);
            }
            Expr::Break(node) => {
                let value = node.expr.as_ref().map(|value| self.expr(value));
                self.leave_block(node.break_token.span, node.label.as_ref(), value);
            }
            Expr::Continue(node) => {
                let found = self.target(node.label.as_ref()).map(|target| target.here.again);
                match found {
                    Some(again) => self.end(Outcome::leaves(again)),
                    None => self.diagnostics.leave_to_rustc(),
                }
            }
            _ => self.diagnostics.push(catalogue::not_lowered(expr)),
        }
        Val::unit()
    }

    /// The loop or block that a label names; without label the innermost loop.
    fn target(&mut self, label: Option<&syn::Lifetime>) -> Option<&mut Target> {
        let label = label.map(|label| Key::of(&label.ident));
        self.flow.targets.iter_mut().rev().find(|target| match &label {
            Some(label) => target.label.as_ref() == Some(label),
            None => target.is_loop,
        })
    }

    pub(super) fn leave_block(
        &mut self,
        span: Span,
        label: Option<&syn::Lifetime>,
        value: Option<Val>,
    ) {
        let Some(target) = self.target(label) else { return self.diagnostics.leave_to_rustc() };
        let end = target.here.end;
        self.leave_by(span, end, value);
    }

    /// `break 'target value`
    pub(super) fn leave_target(&mut self, span: Span, number: usize, value: Option<Val>) {
        self.leave_by(span, Exit::Break(number), value);
    }

    fn leave_by(&mut self, span: Span, end: Exit, value: Option<Val>) {
        let target = |target: &&mut Target| target.here.end == end;
        let Some(found) = self.flow.targets.iter_mut().find(target) else { return };
        let slot = found.slot;
        if let Some(value) = value.filter(|_| !self.has_left())
            && !matches!(value.ty, Ty::Unit)
        {
            let var = match slot {
                Some(var) => {
                    let ty = self.function.var(var).ty.clone();
                    self.unify(&ty, &value.ty);
                    self.function.vars[var.0 as usize].ty = merge(ty, value.ty);
                    var
                }
                None => {
                    let var = self.slot("value", value.ty);
                    if let Some(target) = self.flow.targets.iter_mut().find(target) {
                        target.slot = Some(var);
                    }
                    var
                }
            };
            if self.is_untyped(&value.operand) {
                self.untyped.insert(var);
            }
            self.push(span, StmtKind::Store { place: Place::var(var), value: value.operand });
        }
        self.end(Outcome::leaves(end));
    }

    /// Closes the innermost target: the variable of the values that were carried there. A constant on all ways
    /// may still be a float; on some, it has the type of the others.
    pub(super) fn close_target(&mut self) -> Option<VarId> {
        let slot = self.flow.targets.pop()?.slot?;
        let ty = &mut self.function.vars[slot.0 as usize].ty;
        *ty = unknown_for_inert(std::mem::replace(ty, Ty::Unit));
        Some(slot)
    }

    pub(super) fn open_target(&mut self, label: Option<&syn::Label>, is_loop: bool) -> usize {
        let number = self.flow.count;
        self.flow.count += 1;
        let label = label.map(|label| Key::of(&label.name.ident));
        let here = Here::of(number);
        self.flow.targets.push(Target { label, is_loop, here, slot: None });
        number
    }

    /// Leaves the innermost loop.
    pub fn leave_loop(&mut self) {
        if let Some(end) = self.target(None).map(|target| target.here.end) {
            self.end(Outcome::leaves(end));
        }
    }
}
