//! Blocks and what stands in them.

use super::Fence;
use super::types::Place;
use crate::diagnostics::catalogue;
use crate::lower::alias::gives_pair;
use crate::lower::closure::is_closure;
use quote::ToTokens;
use syn::visit::Visit;
use syn::{Block, Expr, Ident, Item, Local, Pat, Stmt, Type};

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
            return self.deferred(local);
        };
        self.pattern(&local.pat);
        let before = self.diagnostics.len();
        if gives_pair(&init.expr) {
            self.pair(&init.expr);
        } else if is_closure(&init.expr) {
            self.callable(&init.expr);
        } else if self.named_chain(&local.pat, &init.expr) {
        } else if let (Pat::Tuple(_), Expr::Tuple(values)) = (&local.pat, &*init.expr) {
            for value in &values.elems {
                if is_closure(value) { self.callable(value) } else { self.value(value) }
            }
        } else {
            self.value(&init.expr);
        }
        if let Some((_, otherwise)) = &init.diverge {
            self.value(otherwise);
        }
        // a wrong value often shows in the annotation too: one mistake
        if self.diagnostics.len() == before
            && let Pat::Type(typed) = &local.pat
        {
            match typed.ty.as_ref() {
                // what the reference refers to is what the name stands for
                Type::Reference(reference) if reference.mutability.is_some() => {
                    self.ty(&reference.elem, Place::Inner);
                }
                ty => self.ty(ty, Place::Inner),
            }
        }
    }

    /// `let x;`
    fn deferred(&mut self, local: &Local) {
        let (pat, ty) = match &local.pat {
            Pat::Type(typed) => (&*typed.pat, Some(&*typed.ty)),
            pat => (pat, None),
        };
        match pat {
            Pat::Ident(ident) if ident.by_ref.is_none() && ident.subpat.is_none() => {}
            other => return self.refuse(catalogue::deferred_pattern(other)),
        }
        if let Some(ty) = ty {
            self.ty(ty, Place::Inner);
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
            pop if self.dropped_pop(pop) => {}
            // a lone semicolon
            Expr::Verbatim(tokens) if tokens.is_empty() => {}
            other => self.value(other),
        }
    }

    /// What every copy of the body may contain: constants, imports, functions, names of types. A static
    /// only where each copy is like the other; everything else belongs outside.
    fn item(&mut self, item: &Item) {
        fn report(fence: &mut Fence, keyword: &impl ToTokens, what: &str, name: Option<&Ident>) {
            fence.refuse(catalogue::nested_item(keyword, what, name));
        }
        match item {
            Item::Const(_) | Item::Use(_) | Item::Type(_) => {}
            Item::Static(i)
                if is_plain(&i.ty) && matches!(i.mutability, syn::StaticMutability::None) => {}
            Item::Fn(i) => Statics { fence: self }.visit_block(&i.block),
            Item::Enum(i) => report(self, &i.ident, "enum", Some(&i.ident)),
            Item::ExternCrate(i) => report(self, &i.ident, "crate", Some(&i.ident)),
            Item::ForeignMod(i) => report(self, &i.abi, "an `extern` block", None),
            Item::Impl(i) => report(self, &i.impl_token, "an `impl` block", None),
            Item::Macro(i) => report(self, &i.mac.path, "a macro item", i.ident.as_ref()),
            Item::Mod(i) => report(self, &i.ident, "module", Some(&i.ident)),
            Item::Static(i) => report(self, &i.ident, "static", Some(&i.ident)),
            Item::Struct(i) => report(self, &i.ident, "struct", Some(&i.ident)),
            Item::Trait(i) => report(self, &i.ident, "trait", Some(&i.ident)),
            Item::TraitAlias(i) => report(self, &i.ident, "trait alias", Some(&i.ident)),
            Item::Union(i) => report(self, &i.ident, "union", Some(&i.ident)),
            Item::Verbatim(tokens) => report(self, tokens, "this item", None),
            other => report(self, other, "this item", None),
        }
    }
}

/// Finds statics in functions inside: state that the copies would not share.
struct Statics<'f, 'd> {
    fence: &'f mut Fence<'d>,
}

impl<'ast> Visit<'ast> for Statics<'_, '_> {
    fn visit_item_static(&mut self, item: &'ast syn::ItemStatic) {
        self.fence.item(&Item::Static(item.clone()));
    }

    fn visit_macro(&mut self, mac: &'ast syn::Macro) {
        if mac.path.segments.last().is_some_and(|last| last.ident == "thread_local") {
            self.fence.refuse(catalogue::nested_item(&mac.path, "a macro item", None));
        }
    }
}

/// A type without state that can change: numbers, text, and arrays and tuples of them.
fn is_plain(ty: &Type) -> bool {
    const NAMES: [&str; 17] = [
        "bool", "char", "f32", "f64", "i128", "i16", "i32", "i64", "i8", "isize", "str", "u128",
        "u16", "u32", "u64", "u8", "usize",
    ];
    match ty {
        Type::Path(path) => NAMES.iter().any(|name| path.path.is_ident(name)),
        Type::Array(array) => is_plain(&array.elem),
        Type::Slice(slice) => is_plain(&slice.elem),
        Type::Reference(reference) => is_plain(&reference.elem),
        Type::Tuple(tuple) => tuple.elems.iter().all(is_plain),
        Type::Paren(paren) => is_plain(&paren.elem),
        Type::Group(group) => is_plain(&group.elem),
        _ => false,
    }
}
