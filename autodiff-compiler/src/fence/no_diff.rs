//! What stands inside `no_diff!(..)`.
//!
//! In: the wrapped expression, any Rust. Out: a diagnostic where it would reach outside: an exit
//! that leaves it, or a store to a variable declared around it. The reverse sweep could undo
//! neither. Names are compared by spelling, so a variable declared inside hides an outer one of
//! the same name.

use super::Fence;
use super::calls::is_mutating;
use crate::diagnostics::catalogue;
use crate::rules::methods::{MethodKind, classify};
use std::collections::BTreeSet;
use syn::punctuated::Punctuated;
use syn::visit::{self, Visit};
use syn::{
    Expr, ExprAssign, ExprAsync, ExprAwait, ExprBinary, ExprBreak, ExprClosure, ExprContinue,
    ExprForLoop, ExprLoop, ExprMethodCall, ExprReference, ExprReturn, ExprTry, ExprWhile,
    ExprYield, Ident, Item, Lifetime, Macro, PatIdent, Token,
};

impl Fence<'_> {
    pub(super) fn no_diff(&mut self, expr: &Expr) {
        Walk { fence: self, declared: BTreeSet::new(), loops: 0, closures: 0 }.visit_expr(expr);
    }
}

struct Walk<'w, 'd> {
    fence: &'w mut Fence<'d>,
    /// The names bound inside so far.
    declared: BTreeSet<Ident>,
    /// How many loops of the wrapped expression surround the node.
    loops: usize,
    /// How many closures and `async` blocks of the wrapped expression surround the node.
    closures: usize,
}

impl Walk<'_, '_> {
    fn exit(&mut self, token: &impl quote::ToTokens) {
        if self.closures == 0 {
            self.fence.refuse(catalogue::no_diff_exit(token));
        }
    }

    /// A jump to a label or to the innermost loop; labels inside belong to a loop inside.
    fn jump(&mut self, token: &impl quote::ToTokens, label: Option<&Lifetime>) {
        if self.loops == 0 && label.is_none() {
            self.exit(token);
        }
    }

    fn store(&mut self, place: &Expr) {
        if let Some(root) = root(place)
            && !self.declared.contains(root)
        {
            self.fence.refuse(catalogue::no_diff_store(root));
        }
    }

    fn inside_loop(&mut self, walk: impl FnOnce(&mut Self)) {
        self.loops += 1;
        walk(self);
        self.loops -= 1;
    }

    fn inside_closure(&mut self, walk: impl FnOnce(&mut Self)) {
        self.closures += 1;
        walk(self);
        self.closures -= 1;
    }
}

impl<'ast> Visit<'ast> for Walk<'_, '_> {
    fn visit_expr_method_call(&mut self, node: &'ast ExprMethodCall) {
        let changes = classify(&node.method.to_string(), node.args.len());
        if changes == Some(MethodKind::InPlace) || is_mutating(&node.method) {
            self.store(&node.receiver);
        }
        visit::visit_expr_method_call(self, node);
    }

    fn visit_expr_return(&mut self, node: &'ast ExprReturn) {
        self.exit(&node.return_token);
        visit::visit_expr_return(self, node);
    }

    fn visit_expr_try(&mut self, node: &'ast ExprTry) {
        self.exit(&node.question_token);
        visit::visit_expr_try(self, node);
    }

    fn visit_expr_await(&mut self, node: &'ast ExprAwait) {
        self.exit(&node.await_token);
        visit::visit_expr_await(self, node);
    }

    fn visit_expr_yield(&mut self, node: &'ast ExprYield) {
        self.exit(&node.yield_token);
        visit::visit_expr_yield(self, node);
    }

    fn visit_expr_break(&mut self, node: &'ast ExprBreak) {
        self.jump(&node.break_token, node.label.as_ref());
        visit::visit_expr_break(self, node);
    }

    fn visit_expr_continue(&mut self, node: &'ast ExprContinue) {
        self.jump(&node.continue_token, node.label.as_ref());
    }

    fn visit_expr_for_loop(&mut self, node: &'ast ExprForLoop) {
        self.inside_loop(|walk| visit::visit_expr_for_loop(walk, node));
    }

    fn visit_expr_while(&mut self, node: &'ast ExprWhile) {
        self.inside_loop(|walk| visit::visit_expr_while(walk, node));
    }

    fn visit_expr_loop(&mut self, node: &'ast ExprLoop) {
        self.inside_loop(|walk| visit::visit_expr_loop(walk, node));
    }

    fn visit_expr_closure(&mut self, node: &'ast ExprClosure) {
        self.inside_closure(|walk| visit::visit_expr_closure(walk, node));
    }

    fn visit_expr_async(&mut self, node: &'ast ExprAsync) {
        self.inside_closure(|walk| visit::visit_expr_async(walk, node));
    }

    fn visit_pat_ident(&mut self, node: &'ast PatIdent) {
        self.declared.insert(node.ident.clone());
        visit::visit_pat_ident(self, node);
    }

    fn visit_expr_assign(&mut self, node: &'ast ExprAssign) {
        self.store(&node.left);
        visit::visit_expr_assign(self, node);
    }

    fn visit_expr_binary(&mut self, node: &'ast ExprBinary) {
        if super::expressions::is_compound(&node.op) {
            self.store(&node.left);
        }
        visit::visit_expr_binary(self, node);
    }

    fn visit_expr_reference(&mut self, node: &'ast ExprReference) {
        if node.mutability.is_some() {
            self.store(&node.expr);
        }
        visit::visit_expr_reference(self, node);
    }

    // the arguments of `vec!`, `assert!`, `format!` and their like; others stay closed
    fn visit_macro(&mut self, node: &'ast Macro) {
        let parser = Punctuated::<Expr, Token![,]>::parse_terminated;
        if let Ok(args) = node.parse_body_with(parser) {
            let mut walk = Walk {
                fence: &mut *self.fence,
                declared: self.declared.clone(),
                loops: self.loops,
                closures: self.closures,
            };
            for arg in args.iter().map(argument) {
                walk.visit_expr(arg);
            }
        }
    }

    // items see nothing of the function around them
    fn visit_item(&mut self, _: &'ast Item) {}
}

/// The value of a macro's argument, which may be named: `{name}` with `name = value`.
fn argument(arg: &Expr) -> &Expr {
    match arg {
        Expr::Assign(ExprAssign { right, .. }) => right,
        other => other,
    }
}

/// The variable that a place belongs to.
fn root(place: &Expr) -> Option<&Ident> {
    match place {
        Expr::Path(path) => path.path.get_ident(),
        Expr::Index(index) => root(&index.expr),
        Expr::Field(field) => root(&field.base),
        Expr::Unary(unary) => root(&unary.expr),
        Expr::Paren(paren) => root(&paren.expr),
        Expr::Group(group) => root(&group.expr),
        _ => None,
    }
}
