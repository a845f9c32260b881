//! Variables whose names begin with a capital.
//!
//! In a pattern a capital begins a constant or a variant, by custom. Where a pattern must fit, in a `let`,
//! the head of a loop, a closure's or function's parameters, it is the name of a variable all the same:
//! `let A = x;` becomes `let A @ _ = x;`, which can be nothing else.

use syn::visit_mut::VisitMut;
use syn::{Expr, ExprClosure, ExprForLoop, ItemFn, Local, Pat, PatIdent, PatWild, Token};

/// Says of names in patterns that must fit that they are variables.
pub fn capital_variables(function: &mut ItemFn) {
    for input in &mut function.sig.inputs {
        if let syn::FnArg::Typed(typed) = input
            && !matches!(&*typed.pat, Pat::Ident(_))
        {
            Names.visit_pat_mut(&mut typed.pat);
        }
    }
    Fitting.visit_block_mut(&mut function.block);
}

/// The same of a closure, its parameters among them.
pub fn capital_variables_of_closure(closure: &mut ExprClosure) {
    Fitting.visit_expr_closure_mut(closure);
}

/// Finds patterns that must fit.
struct Fitting;

impl VisitMut for Fitting {
    fn visit_local_mut(&mut self, node: &mut Local) {
        let fits = |init: &syn::LocalInit| {
            init.diverge.is_none() && !matches!(&*init.expr, Expr::Closure(_))
        };
        if node.init.as_ref().is_some_and(fits) {
            Names.visit_pat_mut(&mut node.pat);
        }
        syn::visit_mut::visit_local_mut(self, node);
    }

    fn visit_expr_for_loop_mut(&mut self, node: &mut ExprForLoop) {
        Names.visit_pat_mut(&mut node.pat);
        syn::visit_mut::visit_expr_for_loop_mut(self, node);
    }

    fn visit_expr_closure_mut(&mut self, node: &mut ExprClosure) {
        node.inputs.iter_mut().for_each(|pat| Names.visit_pat_mut(pat));
        syn::visit_mut::visit_expr_closure_mut(self, node);
    }
}

/// Marks the names of a pattern.
struct Names;

impl VisitMut for Names {
    fn visit_pat_ident_mut(&mut self, node: &mut PatIdent) {
        let capital = node.ident.to_string().starts_with(char::is_uppercase);
        if capital && node.subpat.is_none() {
            let underscore = Token![_](node.ident.span());
            let any = Pat::Wild(PatWild { attrs: Vec::new(), underscore_token: underscore });
            node.subpat = Some((Token![@](node.ident.span()), Box::new(any)));
        }
        syn::visit_mut::visit_pat_ident_mut(self, node);
    }
}
