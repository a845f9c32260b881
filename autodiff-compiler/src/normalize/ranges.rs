//! Ranges that are asked for a number.
//!
//! In: the body of a function. Out: the body, where `(lo..hi).contains(&x)` is the comparison that
//! `contains` makes, `lo <= x && x < hi`; a range is then never a value. The bounds are evaluated before
//! the number, each at most once.

use proc_macro2::Span;
use syn::spanned::Spanned;
use syn::visit_mut::VisitMut;
use syn::{Expr, ExprMethodCall, ExprRange, Ident, ItemFn, RangeLimits, UnOp, parse_quote_spanned};

/// Writes the comparisons out.
pub fn compared_ranges(function: &mut ItemFn) {
    Ranges.visit_block_mut(&mut function.block);
}

/// An expression, as in a macro's tokens, with its comparisons written out.
pub fn without_ranges(expr: &Expr) -> Expr {
    let mut expr = expr.clone();
    Ranges.visit_expr_mut(&mut expr);
    expr
}

struct Ranges;

impl VisitMut for Ranges {
    fn visit_expr_mut(&mut self, expr: &mut Expr) {
        syn::visit_mut::visit_expr_mut(self, expr);
        if let Expr::MethodCall(call) = expr
            && let Some(comparison) = comparison(call)
        {
            *expr = comparison;
        }
    }
}

/// What `range.contains(&number)` compares.
fn comparison(call: &ExprMethodCall) -> Option<Expr> {
    let range = range(&call.receiver)?;
    if call.method != "contains" || call.args.len() != 1 || call.turbofish.is_some() {
        return None;
    }
    let span = call.method.span();
    let number = match &call.args[0] {
        Expr::Reference(reference) if reference.mutability.is_none() => (*reference.expr).clone(),
        other => parse_quote_spanned!(span=> (*#other)),
    };
    if is_simple(&number) {
        return Some(within(range, &number, span));
    }
    // a name that no program has: the bounds are evaluated where it is known
    let name = Ident::new("__asked_for", Span::mixed_site());
    let path: Expr = parse_quote_spanned!(span=> #name);
    let within = within(range, &path, span);
    Some(parse_quote_spanned!(span=> { let #name = #number; #within }))
}

fn within(range: &ExprRange, number: &Expr, span: Span) -> Expr {
    let above = range
        .start
        .as_ref()
        .map(|start| -> Expr { parse_quote_spanned!(start.span()=> (#start) <= #number) });
    let below = range.end.as_ref().map(|end| -> Expr {
        match range.limits {
            RangeLimits::HalfOpen(_) => parse_quote_spanned!(end.span()=> #number < (#end)),
            RangeLimits::Closed(_) => parse_quote_spanned!(end.span()=> #number <= (#end)),
        }
    });
    match (above, below) {
        (Some(above), Some(below)) => parse_quote_spanned!(span=> (#above && #below)),
        (Some(one), None) | (None, Some(one)) => parse_quote_spanned!(span=> (#one)),
        (None, None) => parse_quote_spanned!(span=> true),
    }
}

/// The range that a method is called on.
fn range(receiver: &Expr) -> Option<&ExprRange> {
    match receiver {
        Expr::Paren(inner) => range(&inner.expr),
        Expr::Range(range) => Some(range),
        _ => None,
    }
}

/// Whether reading an expression twice is reading it once.
fn is_simple(expr: &Expr) -> bool {
    match expr {
        Expr::Path(_) | Expr::Lit(_) => true,
        Expr::Paren(inner) => is_simple(&inner.expr),
        Expr::Field(field) => is_simple(&field.base),
        Expr::Unary(unary) => matches!(unary.op, UnOp::Deref(_)) && is_simple(&unary.expr),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use quote::{ToTokens, quote};
    use syn::parse_quote;

    #[test]
    fn comparisons_are_written_out() {
        let mut function: syn::ItemFn = parse_quote! {
            fn f(x: f64, r: &f64) -> bool {
                (0.0..=1.0).contains(&x) && (x..).contains(r) && (..2.0 * x).contains(&x.sin())
            }
        };
        super::compared_ranges(&mut function);
        let expected = quote! {
            { ((0.0) <= x && x <= (1.0)) && ((x) <= (*r))
                && { let __asked_for = x.sin(); (__asked_for < (2.0 * x)) } }
        };
        assert_eq!(function.block.to_token_stream().to_string(), expected.to_string());
    }
}
