//! Branches and loops.

use super::Fence;
use crate::diagnostics::catalogue;
use crate::lower::iterate::is_adapter;
use syn::{
    BinOp, Expr, ExprForLoop, ExprIf, ExprMatch, ExprMethodCall, ExprRange, ExprWhile, Ident, Pat,
};

impl Fence<'_> {
    pub(super) fn if_else(&mut self, node: &ExprIf) {
        self.condition(&node.cond);
        self.block(&node.then_branch);
        if let Some((_, other)) = &node.else_branch {
            self.statement(other);
        }
    }

    pub(super) fn while_loop(&mut self, node: &ExprWhile) {
        self.condition(&node.cond);
        self.block(&node.body);
    }

    pub(super) fn for_loop(&mut self, node: &ExprForLoop) {
        if over_range(&node.expr) {
            self.iterator(&node.expr);
            self.loop_variable(&node.pat);
        } else {
            self.sequence(&node.expr);
            self.item_pattern(&node.pat);
        }
        self.block(&node.body);
    }

    pub(super) fn match_arms(&mut self, node: &ExprMatch) {
        if node.arms.is_empty() {
            return self.refuse(catalogue::match_without_arms(&node.match_token));
        }
        self.value(&node.expr);
        for arm in &node.arms {
            self.arm_pattern(&arm.pat);
            self.statement(&arm.body);
        }
    }

    /// A condition, with the `let`s that it is a chain of; any other is found where the walk meets it.
    pub(super) fn condition(&mut self, cond: &Expr) {
        match cond {
            Expr::Let(test) => {
                self.pattern(&test.pat);
                self.value(&test.expr);
            }
            Expr::Binary(chain) if matches!(chain.op, BinOp::And(_)) => {
                self.condition(&chain.left);
                self.condition(&chain.right);
            }
            cond => self.value(cond),
        }
    }

    fn loop_variable(&mut self, pat: &Pat) {
        match pat {
            Pat::Ident(ident) if ident.by_ref.is_none() && ident.subpat.is_none() => {}
            Pat::Wild(_) => {}
            Pat::Paren(paren) => self.loop_variable(&paren.pat),
            other => self.refuse(catalogue::loop_pattern(other)),
        }
    }

    /// The names of what a sequence yields.
    fn item_pattern(&mut self, pat: &Pat) {
        match pat {
            Pat::Ident(ident) if ident.by_ref.is_none() && ident.subpat.is_none() => {}
            Pat::Wild(_) => {}
            Pat::Paren(paren) => self.item_pattern(&paren.pat),
            Pat::Reference(reference) => self.item_pattern(&reference.pat),
            Pat::Tuple(tuple) => tuple.elems.iter().for_each(|pat| self.item_pattern(pat)),
            Pat::Slice(slice) => slice.elems.iter().for_each(|pat| self.item_pattern(pat)),
            other => self.refuse(catalogue::item_pattern(other)),
        }
    }

    /// The elements of an array, a slice or a `Vec`, with adapters that need no closure.
    pub(super) fn sequence(&mut self, expr: &Expr) {
        match expr {
            Expr::Paren(paren) => self.sequence(&paren.expr),
            Expr::Group(group) => self.sequence(&group.expr),
            Expr::Reference(reference) => self.part(&reference.expr),
            Expr::MethodCall(call) if is_adapter(call) => {
                self.sequence(&call.receiver);
                for arg in &call.args {
                    if call.method == "zip" { self.sequence(arg) } else { self.value(arg) }
                }
            }
            Expr::Range(range) => self.refuse(catalogue::zipped_range(range)),
            Expr::Lit(_) | Expr::Binary(_) | Expr::Cast(_) => {
                self.refuse(catalogue::not_a_range(expr, walked(expr)));
            }
            Expr::MethodCall(call) if super::calls::is_iterator(call) => {
                self.refuse(catalogue::not_a_range(expr, walked(expr)));
            }
            other => self.part(other),
        }
    }

    /// A range, reversed and thinned out or not; says whether it is one.
    fn iterator(&mut self, expr: &Expr) -> bool {
        match expr {
            Expr::Range(range) => {
                self.bounded(range);
                true
            }
            Expr::Paren(paren) => self.iterator(&paren.expr),
            Expr::Group(group) => self.iterator(&group.expr),
            Expr::MethodCall(call) if is_range_adapter(call) && over_range(&call.receiver) => {
                self.iterator(&call.receiver);
                for arg in &call.args {
                    self.value(arg);
                }
                true
            }
            other => {
                self.refuse(catalogue::not_a_range(other, walked(other)));
                false
            }
        }
    }

    fn bounded(&mut self, range: &ExprRange) {
        for bound in [&range.start, &range.end].into_iter().flatten() {
            self.value(bound);
        }
        if range.start.is_none() || range.end.is_none() {
            self.refuse(catalogue::open_range(range));
        }
    }
}

fn is_range_adapter(call: &ExprMethodCall) -> bool {
    match call.args.len() {
        0 => call.method == "rev",
        1 => call.method == "step_by",
        _ => false,
    }
}

/// Whether the receiver of range adapters is a range in the end.
pub fn over_range(expr: &Expr) -> bool {
    match expr {
        Expr::Range(_) => true,
        Expr::Paren(paren) => over_range(&paren.expr),
        Expr::Group(group) => over_range(&group.expr),
        Expr::MethodCall(call) => is_range_adapter(call) && over_range(&call.receiver),
        _ => false,
    }
}

/// The variable that an iterator expression walks over: `x` of `&x` and of `x.iter().rev()`.
pub(super) fn walked(expr: &Expr) -> Option<&Ident> {
    match expr {
        Expr::Path(path) => path.path.get_ident(),
        Expr::Reference(reference) => walked(&reference.expr),
        Expr::Paren(paren) => walked(&paren.expr),
        Expr::Group(group) => walked(&group.expr),
        Expr::MethodCall(call) => walked(&call.receiver),
        _ => None,
    }
}
