//! Attributes below the function's own.
//!
//! In: the function. Out: a diagnostic for every attribute on a parameter, a statement or an
//! expression whose meaning would be lost in the derivative. Lints and documentation are kept;
//! `#[no_diff]` on a parameter is the signature's, `#[checkpoint]` on a loop the compiler's. Nested items are not entered: those that the
//! body may contain are copied as they are.

use super::Fence;
use crate::diagnostics::catalogue;
use crate::parse::checkpoint::{Request, is_checkpoint, request};
use syn::visit::Visit;
use syn::{Attribute, ExprForLoop, ExprLoop, ExprWhile, FnArg, Item, ItemFn, Path};

/// Attributes that change nothing about what the code computes.
const HARMLESS: [&str; 7] = ["allow", "deny", "doc", "expect", "forbid", "warn", "no_diff"];

impl Fence<'_> {
    pub(super) fn attributes(&mut self, item: &ItemFn) {
        for input in &item.sig.inputs {
            let attributes = match input {
                FnArg::Receiver(receiver) => &receiver.attrs,
                FnArg::Typed(typed) => &typed.attrs,
            };
            for attribute in attributes {
                self.attribute(attribute);
            }
        }
        Walk { fence: self }.visit_block(&item.block);
    }

    fn attribute(&mut self, attribute: &Attribute) {
        let path = attribute.path();
        if is_checkpoint(attribute) {
            self.refuse(catalogue::checkpoint_misplaced(path));
        } else if is_conditional(attribute) {
            self.refuse(catalogue::conditional_attribute(path));
        } else if !is_harmless(path) {
            self.refuse(catalogue::unknown_attribute(path));
        }
    }
}

fn is_conditional(attribute: &Attribute) -> bool {
    attribute.path().is_ident("cfg") || attribute.path().is_ident("cfg_attr")
}

fn is_harmless(path: &Path) -> bool {
    let tool = path.segments.len() > 1
        && ["clippy", "rustfmt"].iter().any(|tool| path.segments[0].ident == tool);
    tool || HARMLESS.iter().any(|name| path.is_ident(name))
}

struct Walk<'w, 'd> {
    fence: &'w mut Fence<'d>,
}

impl Walk<'_, '_> {
    /// The attributes of a loop.
    fn on_loop(&mut self, attributes: &[Attribute]) {
        match request(attributes) {
            Ok(Some(Request::States(value) | Request::Every(value))) => self.fence.value(&value),
            Ok(Some(Request::Default) | None) => {}
            Err(mistake) => self.fence.refuse(mistake),
        }
        for attribute in attributes.iter().filter(|attribute| !is_checkpoint(attribute)) {
            self.fence.attribute(attribute);
        }
    }
}

impl<'ast> Visit<'ast> for Walk<'_, '_> {
    fn visit_attribute(&mut self, attribute: &'ast Attribute) {
        self.fence.attribute(attribute);
    }

    fn visit_expr_for_loop(&mut self, node: &'ast ExprForLoop) {
        self.on_loop(&node.attrs);
        self.visit_pat(&node.pat);
        self.visit_expr(&node.expr);
        self.visit_block(&node.body);
    }

    fn visit_expr_while(&mut self, node: &'ast ExprWhile) {
        self.on_loop(&node.attrs);
        self.visit_expr(&node.cond);
        self.visit_block(&node.body);
    }

    fn visit_expr_loop(&mut self, node: &'ast ExprLoop) {
        self.on_loop(&node.attrs);
        self.visit_block(&node.body);
    }

    fn visit_item(&mut self, item: &'ast Item) {
        match item {
            Item::Const(constant) => {
                constant.attrs.iter().for_each(|attribute| self.visit_attribute(attribute));
            }
            // the others are those of a function anywhere
            Item::Fn(function) => {
                for attribute in function.attrs.iter().filter(|attribute| is_conditional(attribute))
                {
                    self.visit_attribute(attribute);
                }
            }
            _ => {}
        }
    }
}
