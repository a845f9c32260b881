//! Blocks and what stands in them.

use super::Fence;
use super::types::Place;
use crate::diagnostics::catalogue;
use quote::ToTokens;
use syn::{Block, Expr, Ident, Item, Local, Pat, Stmt};

impl Fence<'_> {
    pub(super) fn block(&mut self, block: &Block) {
        for stmt in &block.stmts {
            match stmt {
                Stmt::Local(local) => self.local(local),
                Stmt::Item(item) => self.item(item),
                Stmt::Expr(expr, _) => self.statement(expr),
                Stmt::Macro(stmt) => self.mac(&stmt.mac),
            }
        }
    }

    fn local(&mut self, local: &Local) {
        let Some(init) = &local.init else {
            self.refuse(catalogue::deferred_initialisation(local));
            return;
        };
        self.pattern(&local.pat);
        let before = self.diagnostics.len();
        self.value(&init.expr);
        if let Some((_, otherwise)) = &init.diverge {
            self.value(otherwise);
        }
        // a wrong value often shows in the annotation too: one mistake
        if self.diagnostics.len() == before
            && let Pat::Type(typed) = &local.pat
        {
            self.ty(&typed.ty, Place::Inner);
        }
    }

    /// An expression in the place of a statement, the only one where an assignment may stand.
    pub(super) fn statement(&mut self, expr: &Expr) {
        match expr {
            Expr::Assign(assign) => {
                self.target(&assign.left);
                self.value(&assign.right);
            }
            Expr::Binary(binary) if super::expressions::is_compound(&binary.op) => {
                self.target(&binary.left);
                self.value(&binary.right);
            }
            Expr::Paren(paren) => self.statement(&paren.expr),
            Expr::Group(group) => self.statement(&group.expr),
            // a lone semicolon
            Expr::Verbatim(tokens) if tokens.is_empty() => {}
            other => self.value(other),
        }
    }

    /// Constants and imports are copied as they are; everything else belongs outside.
    fn item(&mut self, item: &Item) {
        fn report(fence: &mut Fence, keyword: &impl ToTokens, what: &str, name: Option<&Ident>) {
            fence.refuse(catalogue::nested_item(keyword, what, name));
        }
        match item {
            Item::Const(_) | Item::Use(_) => {}
            Item::Enum(i) => report(self, &i.ident, "enum", Some(&i.ident)),
            Item::ExternCrate(i) => report(self, &i.ident, "crate", Some(&i.ident)),
            Item::Fn(i) => report(self, &i.sig.ident, "function", Some(&i.sig.ident)),
            Item::ForeignMod(i) => report(self, &i.abi, "an `extern` block", None),
            Item::Impl(i) => report(self, &i.impl_token, "an `impl` block", None),
            Item::Macro(i) => report(self, &i.mac.path, "a macro item", i.ident.as_ref()),
            Item::Mod(i) => report(self, &i.ident, "module", Some(&i.ident)),
            Item::Static(i) => report(self, &i.ident, "static", Some(&i.ident)),
            Item::Struct(i) => report(self, &i.ident, "struct", Some(&i.ident)),
            Item::Trait(i) => report(self, &i.ident, "trait", Some(&i.ident)),
            Item::TraitAlias(i) => report(self, &i.ident, "trait alias", Some(&i.ident)),
            Item::Type(i) => report(self, &i.ident, "type alias", Some(&i.ident)),
            Item::Union(i) => report(self, &i.ident, "union", Some(&i.ident)),
            Item::Verbatim(tokens) => report(self, tokens, "this item", None),
            other => report(self, other, "this item", None),
        }
    }
}
