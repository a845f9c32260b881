//! What is kept on condition: for a caller that asks for its `&mut` arguments, or for a callee whose
//! reverse sweep reads what it is given.
//!
//! In: the readers that the plan names. Out: a boolean per set of readers, declared once per function; and
//! the question to a callee, on the tape, whether it has to restore what it changes. A callee that is not
//! asked restores, so the question is taken back behind the call.

use std::collections::BTreeMap;

use proc_macro2::{Ident, Literal};
use quote::quote;

use super::sweep::Sweep;
use crate::analysis::{Reader, Readers};
use crate::code::{Expr, Stmt as Code};
use crate::emit::needs;
use crate::emit::primal::{method, tape_name};
use crate::ir::{Op, Stmt, StmtKind, Target};

/// How many calls deep it is asked what a reverse sweep reads; behind them everything is.
const DEPTH: usize = 3;

/// The conditions of a function, and what they are called.
pub type Conditions = BTreeMap<Readers, Ident>;

impl Sweep<'_> {
    /// Whether one of the readers asks for what is kept.
    pub(super) fn condition(&mut self, readers: &Readers) -> Expr {
        let shadows = self.shadows;
        let name = self.conditions.entry(readers.clone()).or_insert_with(|| {
            shadows.fresh_name(if is_callers(readers) { "restoring" } else { "kept" })
        });
        Expr::name(name)
    }

    /// The declarations of all conditions.
    pub(super) fn declare_conditions(&mut self) -> Vec<Code> {
        let caller = Readers::of(Reader::Caller);
        let take =
            Expr::Method(Box::new(Expr::Name(tape_name())), method("take_restoring"), Vec::new());
        let mut code = Vec::new();
        let asks = |readers: &Readers| readers.iter().any(|reader| reader == Reader::Caller);
        if self.conditions.keys().any(asks) {
            let Expr::Name(name) = self.condition(&caller) else { return code };
            code.push(Code::Let { name, mutable: false, ty: None, init: Some(take) });
        } else if self.taped && !self.shadows.primal.function.inout.is_empty() {
            code.push(Code::Expr(take));
        }
        for (readers, name) in &self.conditions {
            if !is_callers(readers) {
                let init = Some(self.any_of(readers));
                code.push(Code::Let { name: name.clone(), mutable: false, ty: None, init });
            }
        }
        code
    }

    /// `restoring || const { <f>::needs(0, 4) }`
    fn any_of(&self, readers: &Readers) -> Expr {
        let mut callees: BTreeMap<String, Expr> = BTreeMap::new();
        let mut terms = Vec::new();
        for reader in readers.iter() {
            match reader {
                Reader::Here => terms.push(Expr::Atom(quote!(true))),
                Reader::Caller => {
                    terms.extend(self.conditions.get(&Readers::of(reader)).map(Expr::name));
                }
                Reader::Callee { .. } => {
                    let depth = Literal::usize_unsuffixed(DEPTH);
                    if let Some(asked) = needs::asked(self.shadows, reader, &quote!(#depth)) {
                        let term = quote!(const { #asked });
                        callees.insert(term.to_string(), Expr::Atom(term));
                    }
                }
            }
        }
        terms.extend(callees.into_values());
        let any = terms.into_iter().reduce(|left, right| Expr::binary("||", left, right));
        any.unwrap_or_else(|| Expr::Atom(quote!(false)))
    }

    /// A call, between asking its callee whether it has to restore what it changes and taking that back.
    pub(super) fn asking(&mut self, stmt: &Stmt, sweep: bool, call: Code, code: &mut Vec<Code>) {
        let asked = if sweep { self.asked(stmt) } else { None };
        let asks = asked.is_some();
        code.extend(asked.map(set_restoring));
        code.push(call);
        code.extend(asks.then(|| set_restoring(Expr::Atom(quote!(true)))));
    }

    /// Whether a callee has to restore what it changes; none, where it has to anyway.
    pub(super) fn asked(&mut self, stmt: &Stmt) -> Option<Expr> {
        let (StmtKind::Let { op, .. } | StmtKind::LetMany { op, .. }) = &stmt.kind else {
            return None;
        };
        let Op::Call(callee, _) = op else { return None };
        let keeps = match &callee.target {
            Target::Companion { .. } | Target::Associated { .. } | Target::Method(_) => true,
            Target::Parameter(_) | Target::Operator(_) => false,
        };
        if !keeps || !op.is_call_in_place() {
            return None;
        }
        match self.plan.calls.get(&stmt.id) {
            None => Some(Expr::Atom(quote!(false))),
            Some(readers) if readers.always() => None,
            Some(readers) => Some(self.condition(readers)),
        }
    }
}

/// `tape.set_restoring(restoring);`
pub fn set_restoring(restoring: Expr) -> Code {
    let tape = Box::new(Expr::Name(tape_name()));
    Code::Expr(Expr::Method(tape, method("set_restoring"), vec![restoring]))
}

/// The caller alone.
fn is_callers(readers: &Readers) -> bool {
    readers.iter().all(|reader| reader == Reader::Caller)
}
