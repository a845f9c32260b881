//! Loops and labelled blocks: bodies that may be left, and what is behind them.

use std::collections::BTreeSet;

use proc_macro2::{Ident, Span};
use quote::quote;

use super::super::written::{Written, written};
use super::super::{Lowerer, Val};
use super::{Closed, Exit, Here, Outcome, Target};
use crate::hygiene::Key;
use crate::ir::{Block, Op, Operand, Place, PureOp, StmtKind, Ty, VarId, Vars};
use syn::Expr;
use syn::visit::Visit;

/// A loop's body, and what is behind the loop.
pub struct Repeated {
    pub body: Block,
    /// The loop is left behind an iteration in which this is true.
    pub stop: Option<VarId>,
    /// The exits behind the loop or to its next iteration, and those that lead further.
    own: Vec<Exit>,
    exits: BTreeSet<Exit>,
    /// The variable that holds the number of the exit taken behind the loop.
    left: Option<VarId>,
    slot: Option<VarId>,
}

impl Lowerer<'_> {
    /// Lowers a loop's body.
    pub fn repeated(
        &mut self,
        span: Span,
        label: Option<&syn::Label>,
        lower: impl FnOnce(&mut Self),
    ) -> Repeated {
        let number = self.open_target(label, true);
        let (closed, _) = self.closed(|this| {
            lower(this);
            Val::unit()
        });
        let slot = self.close_target();
        let Closed { block: mut body, outcome, .. } = closed;
        let code = outcome.operand();
        let mut exits = outcome.exits.clone();
        let continues = exits.remove(&Exit::Continue(number));
        let breaks = exits.remove(&Exit::Break(number));
        self.flow.partial |= exits.contains(&Exit::Return);
        let left = (!exits.is_empty()).then(|| self.temp(Ty::Int));
        if let Some(left) = left {
            let name = self.unique(&Ident::new("left", Span::mixed_site()));
            let data = &mut self.function.vars[left.0 as usize];
            (data.name, data.storage) = (name, true);
            let kind = StmtKind::Store { place: Place::var(left), value: code.clone() };
            self.push_into(&mut body, span, kind);
        }
        let stop = (breaks || !exits.is_empty())
            .then(|| self.stop(span, number, continues, &outcome, &mut body));
        let own = [(breaks, Exit::Break(number)), (continues, Exit::Continue(number))];
        let own = own.into_iter().filter_map(|(taken, exit)| taken.then_some(exit)).collect();
        Repeated { body, stop, own, exits, left, slot }
    }

    /// The test at the end of a loop's body.
    fn stop(
        &mut self,
        span: Span,
        number: usize,
        continues: bool,
        outcome: &Outcome,
        body: &mut Block,
    ) -> VarId {
        let name = self.unique(&Ident::new("stop", Span::mixed_site()));
        let stop = self.temp(Ty::Bool);
        self.function.vars[stop.0 as usize].name = name;
        let code = outcome.operand();
        let differs = |other: Operand| {
            Op::Pure(PureOp::Binary(syn::parse_quote!(!=)), vec![code.clone(), other])
        };
        let again = Exit::Continue(number).code();
        let op = match (outcome.is_certain(), outcome.falls, continues) {
            (true, _, _) => Op::Use(Operand::Const(quote!(true))),
            (false, _, false) => differs(super::number(0)),
            (false, false, true) => differs(again),
            (false, true, true) => {
                let (some, other) = (self.temp(Ty::Bool), self.temp(Ty::Bool));
                let op = differs(super::number(0));
                self.push_into(body, span, StmtKind::Let { var: some, op });
                self.push_into(body, span, StmtKind::Let { var: other, op: differs(again) });
                let both = vec![Operand::var(some), Operand::var(other)];
                Op::Pure(PureOp::Binary(syn::parse_quote!(&&)), both)
            }
        };
        self.push_into(body, span, StmtKind::Let { var: stop, op });
        stop
    }

    /// Pushes a loop, and goes on behind it; the value is that of its `break`s. A loop that is not
    /// `endless` may end by itself.
    pub fn push_loop(
        &mut self,
        span: Span,
        repeated: Repeated,
        endless: bool,
        kind: impl FnOnce(&mut Self, Block, Option<VarId>) -> StmtKind,
    ) -> Val {
        let Repeated { mut body, stop, own, exits, left, slot } = repeated;
        let breaks = own.iter().any(|exit| matches!(exit, Exit::Break(_)));
        if let Some(left) = left {
            self.push(span, StmtKind::Let { var: left, op: Op::Use(super::number(0)) });
        }
        let slot = slot.filter(|slot| self.define_slot(span, *slot, &mut body));
        let kind = kind(self, body, stop);
        self.push(span, kind);
        let falls = !endless || breaks;
        let code = left
            .filter(|_| falls || exits.len() > 1)
            .map(|left| self.define(span, Op::Load(Place::var(left)), Ty::Int).operand);
        // the exits to the next iteration are none of a loop that is left
        let own =
            own.into_iter().filter(|exit| falls && !(endless && matches!(exit, Exit::Continue(_))));
        let own: Vec<Exit> = own.collect();
        let exits = exits.into_iter().chain(own.iter().copied()).collect();
        self.go_on(span, Outcome { falls: !endless, exits, code, ..Outcome::default() }, &own);
        slot.map_or_else(Val::unit, |slot| self.read_slot(span, slot))
    }

    /// Defines the variable of `break value` ahead of the block that fills it.
    fn define_slot(&mut self, span: Span, var: VarId, block: &mut Block) -> bool {
        let stmts = self.settle(span, var, &mut [block]);
        let settled = stmts.is_some();
        self.append(stmts.into_iter().flatten());
        settled
    }

    /// The innermost loop: the exits behind it and to its next iteration.
    pub fn innermost_loop(&self) -> Here {
        self.flow.targets.last().map_or(Here::of(0), |target| target.here)
    }

    /// Leaves by an exit.
    pub fn leave(&mut self, exit: Exit) {
        self.end(Outcome::leaves(exit));
    }

    /// Statements that `Exit::Break` of the number leaves, and what is behind them.
    pub fn within_block(&mut self, span: Span, lower: impl FnOnce(&mut Self, usize)) {
        let number = self.open_target(None, false);
        let known = self.current.clone();
        let (closed, _) = self.closed(|this| {
            lower(this, number);
            Val::unit()
        });
        self.flow.targets.pop();
        let Closed { block, outcome, .. } = closed;
        self.current = known;
        let mut writes = Vars::new();
        for stmt in &block.stmts {
            stmt.for_each_written(&mut |var| {
                writes.insert(var);
            });
        }
        self.forget(&writes);
        self.append(block.stmts);
        self.go_on(span, outcome, &[Exit::Break(number)]);
    }

    /// Lowers the body of a `for` whose loops are made of a chain: `break` and `continue` mean the chain.
    pub fn body_of_chain(
        &mut self,
        label: Option<&syn::Label>,
        here: Here,
        lower: impl FnOnce(&mut Self),
    ) {
        let label = label.map(|label| Key::of(&label.name.ident));
        self.flow.targets.push(Target { label, is_loop: true, here, slot: None });
        lower(self);
        self.flow.targets.pop();
    }

    /// `'label: { .. }`
    pub fn labelled_block(&mut self, block: &syn::Block, label: &syn::Label) -> Val {
        let span = label.name.ident.span();
        let writes = written(&self.scopes, |visitor: &mut Written| visitor.visit_block(block));
        let number = self.open_target(Some(label), false);
        self.left_block(span, number, &writes, |this| this.block_value(block))
    }

    /// The body of a closure that returns before its end.
    pub fn left_closure(
        &mut self,
        span: Span,
        output: Option<Ty>,
        body: &Expr,
        written_type: Option<&syn::Type>,
    ) -> Val {
        let writes = written(&self.scopes, |visitor: &mut Written| visitor.visit_expr(body));
        let number = self.open_target(None, false);
        self.flow.closures.push((number, output.clone()));
        let value = self.left_block(span, number, &writes, |this| {
            this.expected(body, output.as_ref(), written_type)
        });
        self.flow.closures.pop();
        value
    }

    /// What is left with its last value, or before.
    fn left_block(
        &mut self,
        span: Span,
        number: usize,
        writes: &Vars,
        lower: impl FnOnce(&mut Self) -> Val,
    ) -> Val {
        let mut known = self.current.clone();
        known.retain(|var, _| !writes.contains(var));
        let (closed, _) = self.closed(|this| {
            let value = lower(this);
            this.leave_target(span, number, Some(value));
            Val::unit()
        });
        let slot = self.close_target();
        self.current = known;
        let Closed { mut block, outcome, .. } = closed;
        let slot = slot.filter(|slot| self.define_slot(span, *slot, &mut block));
        self.append(block.stmts);
        self.go_on(span, outcome, &[Exit::Break(number)]);
        slot.map_or_else(Val::unit, |slot| self.read_slot(span, slot))
    }
}
