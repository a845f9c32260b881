//! The names in what a rule stands for.
//!
//! In: an expansion in which what the rule's text names is marked. Out: the same, in which names that the rule
//! binds occur nowhere else, and which others it reads.

use std::collections::BTreeSet;

use proc_macro2::{Group, Ident, TokenStream, TokenTree};
use quote::{ToTokens, format_ident};
use syn::parse::Parser;
use syn::visit::Visit;
use syn::visit_mut::VisitMut;
use syn::{Block, Macro, Member, Stmt};

/// What the names of a rule's text begin with.
pub const MARK: &str = "__rule_";

/// An expansion.
pub struct Expansion {
    pub stmts: Vec<Stmt>,
    /// The names from around the definition that it reads.
    pub free: BTreeSet<String>,
    /// The names of the call's that it binds.
    pub given: BTreeSet<String>,
}

/// Gives the names of an expansion their meaning; none where it holds more than statements with variables.
pub fn expansion(tokens: TokenStream, suffix: &str) -> Option<Expansion> {
    let mut stmts = Block::parse_within.parse2(tokens).ok()?;
    let mut names = Names::default();
    stmts.iter().for_each(|stmt| names.visit_stmt(stmt));
    let written =
        |name: &String| names.texts.iter().any(|text| text.contains(&format!("{{{name}")));
    if names.items || names.bound.iter().any(written) {
        return None;
    }
    let free = names.read.difference(&names.bound).cloned().collect();
    let mut own = OwnNames { bound: &names.bound, suffix };
    stmts.iter_mut().for_each(|stmt| own.visit_stmt_mut(stmt));
    let tokens = stmts.iter().map(ToTokens::to_token_stream).collect();
    let stmts = Block::parse_within.parse2(without_marks(tokens)).ok()?;
    Some(Expansion { stmts, free, given: names.given })
}

/// A marked name without its mark.
fn unmarked(name: &Ident) -> Option<String> {
    name.to_string().strip_prefix(MARK).map(str::to_owned)
}

fn without_marks(tokens: TokenStream) -> TokenStream {
    let trees = tokens.into_iter().map(|tree| match tree {
        TokenTree::Ident(name) => match unmarked(&name) {
            Some(text) => Ident::new(&text, name.span()).into(),
            None => name.into(),
        },
        TokenTree::Group(group) => {
            let mut inner = Group::new(group.delimiter(), without_marks(group.stream()));
            inner.set_span(group.span());
            inner.into()
        }
        other => other,
    });
    trees.collect()
}

/// The names that a rule binds and reads, without their marks.
#[derive(Default)]
struct Names {
    bound: BTreeSet<String>,
    read: BTreeSet<String>,
    given: BTreeSet<String>,
    /// Literals, which may name variables: `"{x}"`.
    texts: Vec<String>,
    /// Whether it defines more than variables.
    items: bool,
}

impl Names {
    /// Any name in tokens that are not parsed may be a read.
    fn tokens(&mut self, tokens: TokenStream) {
        for tree in tokens {
            match tree {
                TokenTree::Ident(name) => self.read.extend(unmarked(&name)),
                TokenTree::Group(group) => self.tokens(group.stream()),
                TokenTree::Literal(text) => self.texts.push(text.to_string()),
                TokenTree::Punct(_) => {}
            }
        }
    }
}

impl<'ast> Visit<'ast> for Names {
    fn visit_pat_ident(&mut self, pat: &'ast syn::PatIdent) {
        match unmarked(&pat.ident) {
            Some(name) if name.starts_with(char::is_uppercase) => {}
            Some(name) => drop(self.bound.insert(name)),
            None => drop(self.given.insert(pat.ident.to_string())),
        }
        syn::visit::visit_pat_ident(self, pat);
    }

    fn visit_expr_path(&mut self, path: &'ast syn::ExprPath) {
        self.read.extend(path.path.get_ident().and_then(unmarked));
        syn::visit::visit_expr_path(self, path);
    }

    fn visit_macro(&mut self, mac: &'ast Macro) {
        self.tokens(mac.tokens.clone());
    }

    fn visit_stmt(&mut self, stmt: &'ast Stmt) {
        self.items |= matches!(stmt, Stmt::Item(_));
        syn::visit::visit_stmt(self, stmt);
    }

    fn visit_lifetime(&mut self, lifetime: &'ast syn::Lifetime) {
        // a label means one of the rule's own, or none
        self.items |= unmarked(&lifetime.ident).is_some();
    }
}

/// Gives what a rule binds names of its own.
struct OwnNames<'a> {
    bound: &'a BTreeSet<String>,
    suffix: &'a str,
}

impl OwnNames<'_> {
    fn rename(&self, name: &mut Ident) {
        if let Some(text) = unmarked(name).filter(|text| self.bound.contains(text)) {
            *name = format_ident!("{text}__{}", self.suffix, span = name.span());
        }
    }

    /// In tokens that are not parsed: a name behind a dot is a field or a method.
    fn renamed(&self, tokens: TokenStream) -> TokenStream {
        let mut dots = 0;
        let trees = tokens.into_iter().map(|tree| match tree {
            TokenTree::Ident(mut name) => {
                if dots != 1 {
                    self.rename(&mut name);
                }
                dots = 0;
                TokenTree::Ident(name)
            }
            TokenTree::Group(group) => {
                dots = 0;
                let mut inner = Group::new(group.delimiter(), self.renamed(group.stream()));
                inner.set_span(group.span());
                TokenTree::Group(inner)
            }
            other => {
                dots = if other.to_string() == "." { dots + 1 } else { 0 };
                other
            }
        });
        trees.collect()
    }
}

impl VisitMut for OwnNames<'_> {
    fn visit_pat_ident_mut(&mut self, pat: &mut syn::PatIdent) {
        self.rename(&mut pat.ident);
        syn::visit_mut::visit_pat_ident_mut(self, pat);
    }

    fn visit_field_pat_mut(&mut self, field: &mut syn::FieldPat) {
        // `S { x }` is `S { x: x }`
        field.colon_token.get_or_insert_default();
        self.visit_pat_mut(&mut field.pat);
    }

    fn visit_field_value_mut(&mut self, field: &mut syn::FieldValue) {
        if matches!(field.member, Member::Named(_)) {
            field.colon_token.get_or_insert_default();
        }
        self.visit_expr_mut(&mut field.expr);
    }

    fn visit_expr_path_mut(&mut self, path: &mut syn::ExprPath) {
        if path.qself.is_none() && path.path.get_ident().is_some() {
            self.rename(&mut path.path.segments[0].ident);
        }
        syn::visit_mut::visit_expr_path_mut(self, path);
    }

    fn visit_macro_mut(&mut self, mac: &mut Macro) {
        mac.tokens = self.renamed(std::mem::take(&mut mac.tokens));
    }
}
