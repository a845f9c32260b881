//! Which variables a piece of syntax may write: read before it is lowered, so that values known
//! before a loop are not taken for known inside it.

use syn::parse_quote_spanned;
use syn::spanned::Spanned;
use syn::visit::Visit;
use syn::{BinOp, Expr};

use super::scope::{Binding, Scopes};
use crate::ir::Vars;
use crate::rules::methods::{MethodKind, classify};

/// The variables that assignments and `&mut` borrows inside may write.
///
/// Names that the syntax declares itself may be confused with outer ones: that only makes the
/// answer larger.
pub fn written(scopes: &Scopes, walk: impl FnOnce(&mut Written)) -> Vars {
    let mut visitor = Written { scopes, found: Vars::new() };
    walk(&mut visitor);
    visitor.found
}

pub struct Written<'a> {
    scopes: &'a Scopes,
    found: Vars,
}

impl Written<'_> {
    fn target(&mut self, expr: &Expr) {
        match expr {
            Expr::Path(path) => {
                if let Some(walking) = self.scopes.walking(expr) {
                    self.found.extend(walking.ends);
                }
                if let Some(place) = path.path.get_ident().and_then(|name| self.scopes.place(name))
                {
                    self.found.insert(place.base);
                }
            }
            Expr::Index(index) => self.target(&index.expr),
            Expr::Field(field) => match self.scopes.part(field).map(|part| self.scopes.place(part))
            {
                Some(place) => self.found.extend(place.map(|place| place.base)),
                None => self.target(&field.base),
            },
            Expr::Unary(unary) => self.target(&unary.expr),
            Expr::Paren(paren) => self.target(&paren.expr),
            Expr::Group(group) => self.target(&group.expr),
            Expr::Tuple(tuple) => tuple.elems.iter().for_each(|part| self.target(part)),
            Expr::Array(array) => array.elems.iter().for_each(|part| self.target(part)),
            Expr::Reference(reference) => self.target(&reference.expr),
            Expr::MethodCall(call) => self.target(&call.receiver),
            _ => {}
        }
    }
}

impl Written<'_> {
    fn matched(&mut self, expr: &Expr) {
        if self.scopes.reference_named(expr) == Some(true) {
            self.target(expr);
        }
    }
}

impl<'ast> Visit<'ast> for Written<'_> {
    fn visit_expr_assign(&mut self, node: &'ast syn::ExprAssign) {
        self.target(&node.left);
        syn::visit::visit_expr_assign(self, node);
    }

    fn visit_expr_binary(&mut self, node: &'ast syn::ExprBinary) {
        if is_compound(&node.op) {
            self.target(&node.left);
        }
        syn::visit::visit_expr_binary(self, node);
    }

    fn visit_expr_method_call(&mut self, node: &'ast syn::ExprMethodCall) {
        if !reads_only(node) {
            self.target(&node.receiver);
        }
        syn::visit::visit_expr_method_call(self, node);
    }

    /// A `&mut` that is handed on by its name.
    fn visit_expr_call(&mut self, node: &'ast syn::ExprCall) {
        let memory = super::in_place::memory_function(&node.func).is_some();
        for arg in &node.args {
            if memory || self.scopes.reference_named(arg) == Some(true) {
                self.target(arg);
            }
        }
        syn::visit::visit_expr_call(self, node);
    }

    /// The name of a closure: it may be called.
    fn visit_expr_path(&mut self, node: &'ast syn::ExprPath) {
        let name = node.path.get_ident();
        match name.and_then(|name| self.scopes.find(name)) {
            Some(Binding::Callable(callable)) => self.found.extend(callable.writes()),
            Some(Binding::Chain(named)) => self.found.extend(named.writes()),
            Some(
                Binding::Place(_)
                | Binding::Reference { .. }
                | Binding::Parts(_)
                | Binding::Walking(_)
                | Binding::Kept,
            )
            | None => {}
        }
    }

    /// The names of a pattern over what a `&mut` refers to.
    fn visit_expr_match(&mut self, node: &'ast syn::ExprMatch) {
        self.matched(&node.expr);
        syn::visit::visit_expr_match(self, node);
    }

    fn visit_expr_let(&mut self, node: &'ast syn::ExprLet) {
        self.matched(&node.expr);
        syn::visit::visit_expr_let(self, node);
    }

    fn visit_local_init(&mut self, node: &'ast syn::LocalInit) {
        self.matched(&node.expr);
        syn::visit::visit_local_init(self, node);
    }

    /// The expressions inside the macros of the language.
    fn visit_macro(&mut self, node: &'ast syn::Macro) {
        for expr in crate::parse::macro_expressions(node) {
            self.found
                .extend(written(self.scopes, |visitor: &mut Written| visitor.visit_expr(&expr)));
        }
    }

    fn visit_expr_reference(&mut self, node: &'ast syn::ExprReference) {
        if node.mutability.is_some() {
            self.target(&node.expr);
        }
        syn::visit::visit_expr_reference(self, node);
    }
}

/// A method that is known to leave its receiver as it is.
fn reads_only(call: &syn::ExprMethodCall) -> bool {
    let name = call.method.to_string();
    let kind = classify(&name, call.args.len());
    let known = kind.is_some_and(|kind| kind != MethodKind::InPlace);
    let adapter = is_iteration(call) || super::alias::yields_references(call);
    let option = super::option_changes::changes_option(call);
    (known || adapter) && !option && !name.ends_with("_mut") && !name.starts_with("rotate_")
}

/// A method that begins, changes or consumes an iterator; its closures say what they write.
fn is_iteration(call: &syn::ExprMethodCall) -> bool {
    let is_link = |of_chain| crate::rules::chains::link(call, of_chain).is_some();
    is_link(false) || is_link(true)
}

/// `+=` and its kin.
pub fn is_compound(op: &BinOp) -> bool {
    simple(op).is_some()
}

/// The operator that a compound assignment applies.
pub fn simple(op: &BinOp) -> Option<BinOp> {
    let span = op.span();
    Some(match op {
        BinOp::AddAssign(_) => parse_quote_spanned!(span=> +),
        BinOp::SubAssign(_) => parse_quote_spanned!(span=> -),
        BinOp::MulAssign(_) => parse_quote_spanned!(span=> *),
        BinOp::DivAssign(_) => parse_quote_spanned!(span=> /),
        BinOp::RemAssign(_) => parse_quote_spanned!(span=> %),
        BinOp::BitXorAssign(_) => parse_quote_spanned!(span=> ^),
        BinOp::BitAndAssign(_) => parse_quote_spanned!(span=> &),
        BinOp::BitOrAssign(_) => parse_quote_spanned!(span=> |),
        BinOp::ShlAssign(_) => parse_quote_spanned!(span=> <<),
        BinOp::ShrAssign(_) => parse_quote_spanned!(span=> >>),
        _ => return None,
    })
}
