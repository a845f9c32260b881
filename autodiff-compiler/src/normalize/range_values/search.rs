//! Which names are ranges, by what binds them.
//!
//! In: a function. Out: the names of which every binding is a range, with how. Invariant: a name that occurs
//! where it cannot be rewritten, inside macros of which the arguments are not known or in text, is none.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{Ident, TokenStream, TokenTree};
use syn::visit::Visit;
use syn::{Block, Expr, ExprForLoop, FnArg, Local, Pat, RangeLimits, Stmt, Type};

use super::values;

/// How a name is bound.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// By a range that is written: two names take its place.
    Pair,
    /// By something of the type `Range<_>`.
    Whole,
    Other,
}

#[derive(Default)]
pub struct Search {
    bound: BTreeMap<String, Vec<Kind>>,
    in_macros: BTreeSet<String>,
}

impl Search {
    pub fn named(self) -> BTreeMap<String, Kind> {
        let uniform = |kinds: &[Kind]| {
            let first = *kinds.first()?;
            (first != Kind::Other && kinds.iter().all(|kind| *kind == first)).then_some(first)
        };
        self.bound
            .iter()
            .filter(|(name, _)| !self.in_macros.contains(*name))
            .filter_map(|(name, kinds)| Some((name.clone(), uniform(kinds)?)))
            .collect()
    }

    fn bind(&mut self, name: &Ident, kind: Kind) {
        self.bound.entry(name.to_string()).or_default().push(kind);
    }

    fn pattern(&mut self, pat: &Pat, value: Option<&Expr>, ty: Option<&Type>) {
        match pat {
            Pat::Ident(name) if name.subpat.is_none() => {
                let plain = name.by_ref.is_none() && name.mutability.is_none();
                let kind = match (value, ty) {
                    _ if !plain => Kind::Other,
                    (Some(value), _) if ends_in(value, &is_written_range) => Kind::Pair,
                    (_, Some(ty)) if range_of(ty).is_some() => Kind::Whole,
                    _ => Kind::Other,
                };
                self.bind(&name.ident, kind);
            }
            Pat::Type(typed) => self.pattern(&typed.pat, value, Some(&typed.ty)),
            Pat::Tuple(tuple) if ty.is_none() => {
                for (at, pat) in tuple.elems.iter().enumerate() {
                    let part = |value: &Expr| {
                        matches!(strip(value), Expr::Tuple(parts)
                        if parts.elems.len() == tuple.elems.len()
                            && parts.elems.iter().nth(at).is_some_and(is_written_range))
                    };
                    let pair = value.is_some_and(|value| ends_in(value, &part));
                    match pat {
                        Pat::Ident(name) if pair && is_plain(name) => {
                            self.bind(&name.ident, Kind::Pair);
                        }
                        pat => self.pattern(pat, None, None),
                    }
                }
            }
            other => syn::visit::visit_pat(self, other),
        }
    }
}

impl<'ast> Visit<'ast> for Search {
    fn visit_fn_arg(&mut self, arg: &'ast FnArg) {
        match arg {
            FnArg::Typed(typed) => self.pattern(&typed.pat, None, Some(&typed.ty)),
            FnArg::Receiver(_) => {}
        }
    }

    fn visit_pat_ident(&mut self, name: &'ast syn::PatIdent) {
        self.bind(&name.ident, Kind::Other);
        syn::visit::visit_pat_ident(self, name);
    }

    fn visit_pat_type(&mut self, typed: &'ast syn::PatType) {
        self.pattern(&typed.pat, None, Some(&typed.ty));
    }

    fn visit_local(&mut self, local: &'ast Local) {
        let value = local.init.as_ref().filter(|init| init.diverge.is_none());
        self.pattern(&local.pat, value.map(|init| &*init.expr), None);
        if let Some(init) = &local.init {
            syn::visit::visit_local_init(self, init);
        }
    }

    fn visit_expr_for_loop(&mut self, node: &'ast ExprForLoop) {
        match (&*node.pat, strip(&node.expr)) {
            (Pat::Ident(name), array) if is_plain(name) && is_array_of_ranges(array) => {
                self.bind(&name.ident, Kind::Pair);
            }
            (pat, _) => self.pattern(pat, None, None),
        }
        self.visit_expr(&node.expr);
        self.visit_block(&node.body);
    }

    fn visit_macro(&mut self, mac: &'ast syn::Macro) {
        let Some((values, _)) = values(mac) else {
            return words(mac.tokens.clone(), &mut self.in_macros);
        };
        for value in values {
            let mut inside = Search::default();
            inside.visit_expr(&value);
            self.in_macros.extend(inside.in_macros);
            for (name, kinds) in inside.bound {
                self.bound.entry(name).or_default().extend(kinds);
            }
        }
    }

    /// `"{r:?}"` names a variable.
    fn visit_lit_str(&mut self, text: &'ast syn::LitStr) {
        words(quote::quote!(#text), &mut self.in_macros);
    }
}

/// `a..b`
pub fn is_written_range(expr: &Expr) -> bool {
    matches!(strip(expr), Expr::Range(range) if range.start.is_some()
        && range.end.is_some() && matches!(range.limits, RangeLimits::HalfOpen(_)))
}

pub fn is_array_of_ranges(expr: &Expr) -> bool {
    matches!(expr, Expr::Array(array)
        if !array.elems.is_empty() && array.elems.iter().all(is_written_range))
}

fn is_plain(name: &syn::PatIdent) -> bool {
    name.by_ref.is_none() && name.mutability.is_none() && name.subpat.is_none()
}

/// Whether all values that an expression may have are of a kind; arms that leave have none.
pub fn ends_in(expr: &Expr, known: &dyn Fn(&Expr) -> bool) -> bool {
    let mut values = Vec::new();
    tails(expr, &mut values);
    let leaves = |expr: &Expr| match strip(expr) {
        Expr::Return(_) | Expr::Break(_) | Expr::Continue(_) => true,
        Expr::Macro(node) => ["panic", "unreachable"].iter().any(|m| node.mac.path.is_ident(m)),
        _ => false,
    };
    let mut values = values.into_iter().filter(|value| !leaves(value)).peekable();
    values.peek().is_some() && values.all(known)
}

/// The values that an expression may have.
fn tails<'a>(expr: &'a Expr, found: &mut Vec<&'a Expr>) {
    fn of_block<'a>(block: &'a Block, whole: &'a Expr, found: &mut Vec<&'a Expr>) {
        match block.stmts.last() {
            Some(Stmt::Expr(Expr::Return(_) | Expr::Break(_) | Expr::Continue(_), Some(_))) => {}
            Some(Stmt::Expr(value, None)) => tails(value, found),
            // no range for certain
            _ => found.push(whole),
        }
    }
    match strip(expr) {
        Expr::If(node) => {
            of_block(&node.then_branch, expr, found);
            match &node.else_branch {
                Some((_, other)) => tails(other, found),
                None => found.push(expr),
            }
        }
        Expr::Match(node) => node.arms.iter().for_each(|arm| tails(&arm.body, found)),
        Expr::Block(node) if node.label.is_none() => of_block(&node.block, expr, found),
        value => found.push(value),
    }
}

/// Whether a range among the values has a bound that is written as a float: the other tells its type.
pub fn has_float_bound(expr: &Expr) -> bool {
    let float = |bound: &Option<Box<Expr>>| {
        bound.as_ref().is_some_and(|bound| match strip(bound) {
            Expr::Unary(unary) => {
                matches!(strip(&unary.expr), Expr::Lit(lit) if is_float(&lit.lit))
            }
            Expr::Lit(lit) => is_float(&lit.lit),
            _ => false,
        })
    };
    let mut values = Vec::new();
    tails(expr, &mut values);
    values.into_iter().any(|value| match strip(value) {
        Expr::Range(range) => float(&range.start) || float(&range.end),
        Expr::Tuple(tuple) => tuple.elems.iter().any(has_float_bound),
        Expr::Array(array) => array.elems.iter().any(has_float_bound),
        _ => false,
    })
}

fn is_float(lit: &syn::Lit) -> bool {
    matches!(lit, syn::Lit::Float(_))
}

/// The `T` of `Range<T>`, also behind a reference.
pub fn range_of(ty: &Type) -> Option<&Type> {
    match ty {
        Type::Reference(reference) => range_of(&reference.elem),
        Type::Paren(inner) => range_of(&inner.elem),
        Type::Path(path) => {
            let last = path.path.segments.last().filter(|last| last.ident == "Range")?;
            match &last.arguments {
                syn::PathArguments::AngleBracketed(given) => match given.args.first()? {
                    syn::GenericArgument::Type(ty) => Some(ty),
                    _ => None,
                },
                _ => None,
            }
        }
        _ => None,
    }
}

pub fn strip(expr: &Expr) -> &Expr {
    match expr {
        Expr::Paren(inner) => strip(&inner.expr),
        Expr::Group(inner) => strip(&inner.expr),
        other => other,
    }
}

/// All names in tokens, and all words of texts: `"{r:?}"` names a variable.
fn words(tokens: TokenStream, found: &mut BTreeSet<String>) {
    for token in tokens {
        match token {
            TokenTree::Group(group) => words(group.stream(), found),
            TokenTree::Ident(name) => drop(found.insert(name.to_string())),
            TokenTree::Literal(text) => {
                let text = text.to_string();
                let words = text.split(|c: char| !c.is_alphanumeric() && c != '_');
                found.extend(words.map(str::to_owned));
            }
            TokenTree::Punct(_) => {}
        }
    }
}
