//! Branches and loops.

use super::Fence;
use crate::diagnostics::catalogue;
use syn::{BinOp, Expr, ExprForLoop, ExprIf, ExprMatch, ExprWhile, Ident};

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
        let before = self.diagnostics.len();
        self.sequence(&node.expr);
        if self.diagnostics.len() == before {
            self.pattern(&node.pat);
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
