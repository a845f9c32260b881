//! Iterator chains: what begins them, what changes their items, what consumes them.
//!
//! The fence knows a chain by its syntax ([`crate::rules::chains`]), and by the name that a `let` gives
//! one: a name that was a chain anywhere is taken for one, and the lowering knows which it is.

use super::Fence;
use crate::diagnostics::catalogue;
use crate::rules::chains::{Link, consumes, function, is_chain, link, refused};
use syn::{Block, Expr, ExprMethodCall, Ident, Pat, Stmt};

impl Fence<'_> {
    pub(super) fn is_chain(&self, expr: &Expr) -> bool {
        is_chain(expr, &|name| self.chains.contains(name))
    }

    /// What a `for`, `zip` or `extend` walks over: a chain, or the elements of an expression.
    pub(super) fn sequence(&mut self, expr: &Expr) {
        match expr {
            Expr::Paren(paren) => self.sequence(&paren.expr),
            Expr::Group(group) => self.sequence(&group.expr),
            chain if self.is_chain(chain) => self.chain(chain),
            Expr::Reference(reference) => self.part(&reference.expr),
            Expr::Lit(_) | Expr::Binary(_) | Expr::Cast(_) => {
                // nothing of these is walked over
                self.diagnostics.leave_to_rustc();
            }
            other => self.part(other),
        }
    }

    /// A method call that is a link of a chain: whether it was one.
    pub(super) fn chain_method(&mut self, call: &ExprMethodCall) -> bool {
        let named = |name: &Ident| self.chains.contains(name);
        let method = &call.method;
        if consumes(call, &named) {
            self.chain(&call.receiver);
            if let Some(turbofish) = &call.turbofish {
                self.type_arguments(turbofish);
            }
            for (at, arg) in call.args.iter().enumerate() {
                // a number of items, or what a fold starts with
                let name = method.to_string();
                let number = matches!(name.as_str(), "nth" | "nth_back");
                if number || name.ends_with("fold") && at == 0 {
                    self.value(arg);
                } else {
                    self.callable(arg);
                }
            }
            return true;
        }
        if !is_chain(&call.receiver, &named) {
            return match link(call, false) {
                Some(Link::Source) => {
                    self.standing_chain(method);
                    true
                }
                Some(Link::Adapter | Link::Consumer) | None => false,
            };
        }
        match (link(call, true), refused(method)) {
            (Some(_), _) => self.standing_chain(method),
            (None, Some(help)) => self.refuse(catalogue::refused_link(method, help)),
            (None, None) => return false,
        }
        true
    }

    /// A chain that nothing consumes; where the result was refused for being one, it is no mistake more.
    fn standing_chain(&mut self, method: &syn::Ident) {
        if !self.returns_function {
            self.refuse(catalogue::standing_chain(method));
        }
    }

    /// `let it = x.iter().skip(1);`: whether it is one.
    pub(super) fn named_chain(&mut self, pat: &Pat, expr: &Expr) -> bool {
        let Pat::Ident(name) = pat else { return false };
        if let Expr::MethodCall(call) = expr
            && self.is_chain(&call.receiver)
            && refused(&call.method).is_some()
        {
            // what is done with it is the same mistake
            self.chains.insert(name.ident.clone());
            return self.chain_method(call);
        }
        let value = match expr {
            Expr::Range(_) => name.mutability.is_none(),
            Expr::Call(_) | Expr::Path(_) => true,
            _ => false,
        };
        if value || !self.is_chain(expr) {
            return false;
        }
        self.chain(expr);
        self.chains.insert(name.ident.clone());
        true
    }

    /// A chain, from its source on.
    fn chain(&mut self, expr: &Expr) {
        match expr {
            Expr::Paren(paren) => self.chain(&paren.expr),
            Expr::Group(group) => self.chain(&group.expr),
            Expr::Range(range) => {
                for bound in [&range.start, &range.end].into_iter().flatten() {
                    self.value(bound);
                }
                if range.start.is_none() {
                    self.diagnostics.leave_to_rustc();
                }
            }
            Expr::Call(call) => {
                for (at, arg) in call.args.iter().enumerate() {
                    match (function(call), at) {
                        (Some("zip"), _) => self.sequence(arg),
                        (Some("successors"), 1) | (Some("from_fn" | "repeat_with"), _) => {
                            self.callable(arg);
                        }
                        (_, _) => self.value(arg),
                    }
                }
            }
            Expr::MethodCall(call) => self.link(call),
            // a name
            _ => {}
        }
    }

    /// The closure of `flat_map`, which ends in what is walked over.
    fn items_of(&mut self, function: &Expr) {
        match function {
            Expr::Paren(paren) => self.items_of(&paren.expr),
            Expr::Group(group) => self.items_of(&group.expr),
            Expr::Closure(closure) => {
                if self.closure_header(closure) {
                    self.last_items(&closure.body);
                }
            }
            other => self.callable(other),
        }
    }

    fn last_items(&mut self, body: &Expr) {
        match body {
            Expr::Block(node) if node.label.is_none() => match node.block.stmts.split_last() {
                Some((Stmt::Expr(last, None), before)) => {
                    let brace_token = node.block.brace_token;
                    self.block(&Block { brace_token, stmts: before.to_vec() });
                    self.last_items(last);
                }
                _ => self.block(&node.block),
            },
            items => self.sequence(items),
        }
    }

    fn link(&mut self, call: &ExprMethodCall) {
        let of_chain = self.is_chain(&call.receiver);
        let before = self.diagnostics.len();
        if of_chain {
            self.chain(&call.receiver);
        } else {
            self.part(&call.receiver);
        }
        if self.diagnostics.len() > before {
            // what it is called on is the mistake
            return;
        }
        for (at, arg) in call.args.iter().enumerate() {
            match (call.method.to_string().as_str(), at) {
                ("zip" | "chain", _) => self.sequence(arg),
                ("take" | "skip" | "step_by", _) | ("scan", 0) => self.value(arg),
                ("flat_map", _) => self.items_of(arg),
                _ if of_chain => self.callable(arg),
                ("drain", _) => match arg {
                    Expr::Range(range) => self.ends(range),
                    other => self.value(other),
                },
                // what compares has no derivative
                ("chunk_by", _) => self.no_diff(arg),
                // the size of windows
                _ => self.value(arg),
            }
        }
    }
}
