//! The parts of `self` that a function of `Index` or `Deref` gives.
//!
//! In: its body. Out: the body with a name for each part, and the parts. What is not a reference to a part of
//! `self` in each arm is refused.

use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens;
use syn::{Block, Expr, Stmt, UnOp, parse_quote};

use crate::diagnostics::{Diagnostics, catalogue};
use crate::parse::diverges;

/// A part of `self`: the place with names for its indices, and the indices.
pub struct Place {
    pub place: Expr,
    pub at: Vec<Expr>,
}

/// Rewrites a body that gives references to parts of `self`.
pub struct Places<'a> {
    /// What the body gives instead are positions.
    pub by_position: bool,
    pub found: Vec<Place>,
    pub diagnostics: &'a mut Diagnostics,
}

impl Places<'_> {
    pub fn block(&mut self, block: &Block) -> Block {
        let mut block = block.clone();
        let Some((last, before)) = block.stmts.split_last_mut() else { return block };
        for stmt in before.iter() {
            self.statement(stmt);
        }
        match last {
            Stmt::Expr(expr, None) => *expr = self.value(expr),
            Stmt::Macro(node) if diverges(&node.mac) => {}
            other => self.diagnostics.push(catalogue::unseen_place(other)),
        }
        if !self.by_position {
            // a tangent has nothing to assert
            block.stmts.retain(|stmt| !matches!(stmt, Stmt::Macro(node) if !diverges(&node.mac)));
        }
        block
    }

    /// What goes before computes numbers from the index, and asserts.
    fn statement(&mut self, stmt: &Stmt) {
        let allowed = match stmt {
            Stmt::Local(local) => {
                local.init.as_ref().is_some_and(|init| init.diverge.is_none())
                    && (self.by_position || !names_self(local))
            }
            Stmt::Macro(node) => {
                let last = node.mac.path.segments.last();
                last.is_some_and(|last| last.ident.to_string().contains("assert"))
            }
            Stmt::Item(_) => true,
            Stmt::Expr(..) => false,
        };
        if !allowed {
            self.diagnostics.push(catalogue::unseen_place(stmt));
        }
    }

    fn value(&mut self, expr: &Expr) -> Expr {
        match expr {
            Expr::Reference(reference) => self.place(&reference.expr),
            Expr::Paren(inner) => self.value(&inner.expr),
            Expr::Group(inner) => self.value(&inner.expr),
            Expr::Block(node) if node.label.is_none() => {
                let block = self.block(&node.block);
                parse_quote!(#block)
            }
            Expr::If(node) => {
                let mut node = node.clone();
                self.condition(&node.cond);
                node.then_branch = self.block(&node.then_branch);
                if let Some((_, other)) = &mut node.else_branch {
                    **other = self.value(other);
                }
                Expr::If(node)
            }
            Expr::Match(node) => {
                let mut node = node.clone();
                self.condition(&node.expr);
                for arm in &mut node.arms {
                    *arm.body = self.value(&arm.body);
                }
                Expr::Match(node)
            }
            Expr::Macro(node) if diverges(&node.mac) => expr.clone(),
            other => {
                self.diagnostics.push(catalogue::unseen_place(other));
                other.clone()
            }
        }
    }

    fn condition(&mut self, expr: &Expr) {
        if !self.by_position && names_self(expr) {
            self.diagnostics.push(catalogue::index_by_fields(expr));
        }
    }

    /// `self.data[i * self.columns + j]`
    fn place(&mut self, expr: &Expr) -> Expr {
        let mut at = Vec::new();
        let Some(place) = of_self(expr, &mut at) else {
            self.diagnostics.push(catalogue::unseen_place(expr));
            return expr.clone();
        };
        if let Some(by_fields) = at.iter().find(|index| !self.by_position && names_self(index)) {
            self.diagnostics.push(catalogue::index_by_fields(by_fields));
            return expr.clone();
        }
        let number = self.found.len();
        self.found.push(Place { place, at: at.clone() });
        match self.by_position {
            true => parse_quote!(position_of!(#number #(, #at)*)),
            false => parse_quote!(part_of!(#number)),
        }
    }
}

/// A place in `self`, with `at!(0)`, `at!(1)`, .. for its indices, which are added to those there are.
fn of_self(expr: &Expr, at: &mut Vec<Expr>) -> Option<Expr> {
    let name = |at: &mut Vec<Expr>, index: &Expr| -> Expr {
        let number = at.len();
        at.push(index.clone());
        parse_quote!(at!(#number))
    };
    match expr {
        Expr::Path(path) if path.path.is_ident("self") => Some(expr.clone()),
        Expr::Paren(inner) => of_self(&inner.expr, at),
        Expr::Group(inner) => of_self(&inner.expr, at),
        Expr::Unary(inner) if matches!(inner.op, UnOp::Deref(_)) => {
            let place = of_self(&inner.expr, at)?;
            Some(parse_quote!((*#place)))
        }
        Expr::Field(field) => {
            let (place, member) = (of_self(&field.base, at)?, &field.member);
            Some(parse_quote!(#place.#member))
        }
        Expr::Index(index) => {
            let place = of_self(&index.expr, at)?;
            let index: Expr = match &*index.index {
                Expr::Range(range) => {
                    let mut range = range.clone();
                    for end in [&mut range.start, &mut range.end].into_iter().flatten() {
                        **end = name(at, end);
                    }
                    Expr::Range(range)
                }
                Expr::Tuple(tuple) => {
                    let parts: Vec<Expr> = tuple.elems.iter().map(|part| name(at, part)).collect();
                    parse_quote!((#(#parts),*))
                }
                Expr::Array(array) => {
                    let parts: Vec<Expr> = array.elems.iter().map(|part| name(at, part)).collect();
                    parse_quote!([#(#parts),*])
                }
                other => name(at, other),
            };
            Some(parse_quote!(#place[#index]))
        }
        _ => None,
    }
}

fn names_self(tokens: &impl ToTokens) -> bool {
    fn search(tokens: TokenStream) -> bool {
        tokens.into_iter().any(|token| match token {
            TokenTree::Group(group) => search(group.stream()),
            TokenTree::Ident(ident) => ident == "self",
            _ => false,
        })
    }
    search(tokens.to_token_stream())
}
