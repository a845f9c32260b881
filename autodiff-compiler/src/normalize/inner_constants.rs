//! Constants of inner blocks.
//!
//! In: the body of a function. Out: the body, in which a constant that stands in an inner
//! block has a name that occurs nowhere else, if its own occurs outside of the block: lowering gives a function's
//! blocks one scope of items, where `const D` of an arm and `const D` of another would be one. Invariant: a path
//! that meant the constant means it still. Where text that is printed may name it (`"{D}"`), it keeps its name.

use proc_macro2::{Group, Ident, TokenStream, TokenTree};
use quote::{ToTokens, format_ident, quote};
use syn::parse::Parser;
use syn::punctuated::Punctuated;
use syn::visit_mut::VisitMut;
use syn::{Block, Expr, FieldValue, Item, ItemFn, Macro, PatIdent, PathSegment, Stmt, Token};

use crate::lower::words;

/// Gives constants of inner blocks names of their own.
pub fn named_apart(function: &mut ItemFn) {
    let mut search = Search { whole: quote!(#function), count: 0 };
    search.visit_item_fn_mut(function);
}

/// Finds blocks with constants, the innermost first.
struct Search {
    /// The function as it is written.
    whole: TokenStream,
    count: usize,
}

impl VisitMut for Search {
    fn visit_block_mut(&mut self, block: &mut Block) {
        syn::visit_mut::visit_block_mut(self, block);
        for name in block.stmts.iter().filter_map(named).collect::<Vec<_>>() {
            self.rename(&name, block);
        }
    }

    /// The block of a function is no inner one.
    fn visit_item_fn_mut(&mut self, function: &mut ItemFn) {
        function.block.stmts.iter_mut().for_each(|stmt| self.visit_stmt_mut(stmt));
    }
}

impl Search {
    fn rename(&mut self, name: &Ident, block: &mut Block) {
        let text = name.to_string();
        let everywhere = words(self.whole.clone());
        let inside = quote!(#block);
        if words(inside.clone()).get(&text) == everywhere.get(&text) || is_printed(&text, inside) {
            return;
        }
        let own = loop {
            self.count += 1;
            let own = format_ident!("{}_{}", name, self.count);
            if !everywhere.contains_key(&own.to_string()) {
                break own;
            }
        };
        Rename { text, own }.visit_block_mut(block);
    }
}

/// The name of a constant.
fn named(stmt: &Stmt) -> Option<Ident> {
    match stmt {
        Stmt::Item(Item::Const(item)) if item.ident != "_" => Some(item.ident.clone()),
        _ => None,
    }
}

/// Whether a literal may print a name.
fn is_printed(name: &str, tokens: TokenStream) -> bool {
    let mut trees = tokens.into_iter();
    trees.any(|tree| match tree {
        TokenTree::Literal(text) => text.to_string().contains(&format!("{{{name}")),
        TokenTree::Group(group) => is_printed(name, group.stream()),
        TokenTree::Ident(_) | TokenTree::Punct(_) => false,
    })
}

/// Writes another name where a name stands for the constant.
struct Rename {
    text: String,
    own: Ident,
}

impl Rename {
    fn ident(&self, name: &mut Ident) {
        if *name == self.text {
            *name = Ident::new(&self.own.to_string(), name.span());
        }
    }

    /// A macro's tokens that are no expressions; what stands behind a dot is a field or a method.
    fn tokens(&self, tokens: TokenStream) -> TokenStream {
        let mut dot = false;
        let trees = tokens.into_iter().map(|tree| {
            let behind = std::mem::replace(
                &mut dot,
                matches!(&tree, TokenTree::Punct(punct) if punct.as_char() == '.'),
            );
            match tree {
                TokenTree::Ident(mut name) if !behind => {
                    self.ident(&mut name);
                    TokenTree::Ident(name)
                }
                TokenTree::Group(group) => {
                    let mut inner = Group::new(group.delimiter(), self.tokens(group.stream()));
                    inner.set_span(group.span());
                    TokenTree::Group(inner)
                }
                other => other,
            }
        });
        trees.collect()
    }
}

impl VisitMut for Rename {
    fn visit_item_const_mut(&mut self, item: &mut syn::ItemConst) {
        self.ident(&mut item.ident);
        syn::visit_mut::visit_item_const_mut(self, item);
    }

    fn visit_path_mut(&mut self, path: &mut syn::Path) {
        if path.leading_colon.is_none()
            && let Some(PathSegment { ident, .. }) = path.segments.first_mut()
        {
            self.ident(ident);
        }
        syn::visit_mut::visit_path_mut(self, path);
    }

    /// In a pattern the name of a constant is the constant.
    fn visit_pat_ident_mut(&mut self, pat: &mut PatIdent) {
        if pat.subpat.is_none() {
            self.ident(&mut pat.ident);
        }
        syn::visit_mut::visit_pat_ident_mut(self, pat);
    }

    fn visit_field_value_mut(&mut self, field: &mut FieldValue) {
        if field.colon_token.is_none() && field.member.to_token_stream().to_string() == self.text {
            field.colon_token = Some(Token![:](self.own.span()));
        }
        syn::visit_mut::visit_field_value_mut(self, field);
    }

    fn visit_macro_mut(&mut self, mac: &mut Macro) {
        let exprs = Punctuated::<Expr, Token![,]>::parse_terminated;
        mac.tokens = match exprs.parse2(mac.tokens.clone()) {
            Ok(mut exprs) => {
                exprs.iter_mut().for_each(|expr| self.visit_expr_mut(expr));
                exprs.into_token_stream()
            }
            Err(_) => self.tokens(mac.tokens.clone()),
        };
    }
}
