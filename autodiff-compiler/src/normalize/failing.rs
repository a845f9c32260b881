//! `bail!(..)` and `ensure!(..)`: macros that return an error.
//!
//! In: a body. Out: the body, where such a macro stands in a closure of its own that gives what it returns,
//! and `?` returns that: `(|| { ensure!(x > 0.0); Ok(()) })()?`. So the `return` in it is seen, and
//! whatever the macro makes of its arguments is left to it. Invariant: an error has no derivative.

use proc_macro2::Span;
use syn::spanned::Spanned;
use syn::visit_mut::VisitMut;
use syn::{Block, Expr, ItemFn, Macro, Stmt, parse_quote_spanned};

/// Writes the returns of such macros out.
pub fn failing_macros(function: &mut ItemFn) {
    Failing.visit_block_mut(&mut function.block);
}

struct Failing;

impl VisitMut for Failing {
    fn visit_block_mut(&mut self, block: &mut Block) {
        syn::visit_mut::visit_block_mut(self, block);
        let stmts = std::mem::take(&mut block.stmts);
        for stmt in stmts {
            match &stmt {
                Stmt::Macro(node) if is_one(&node.mac) => {
                    let expr = written_out(&node.mac);
                    block.stmts.push(match bails(&node.mac) {
                        true => Stmt::Expr(expr, None),
                        false => Stmt::Expr(expr, Some(syn::Token![;](node.mac.span()))),
                    });
                }
                _ => block.stmts.push(stmt),
            }
        }
    }

    fn visit_expr_mut(&mut self, expr: &mut Expr) {
        syn::visit_mut::visit_expr_mut(self, expr);
        if let Expr::Macro(node) = expr
            && is_one(&node.mac)
        {
            *expr = written_out(&node.mac);
        }
    }
}

fn is_one(mac: &Macro) -> bool {
    bails(mac) || mac.path.segments.last().is_some_and(|last| last.ident == "ensure")
}

fn bails(mac: &Macro) -> bool {
    mac.path.segments.last().is_some_and(|last| last.ident == "bail")
}

fn written_out(mac: &Macro) -> Expr {
    let span = Span::mixed_site().located_at(mac.path.span());
    match bails(mac) {
        true => parse_quote_spanned! {span=>
            {
                no_diff!((|| -> ::core::result::Result<(), _> { #mac; })())?;
                ::core::unreachable!()
            }
        },
        false => parse_quote_spanned! {span=>
            no_diff!((|| -> ::core::result::Result<(), _> { #mac; ::core::result::Result::Ok(()) })())?
        },
    }
}
