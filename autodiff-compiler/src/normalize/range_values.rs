//! Ranges that have names.
//!
//! In: the body of a function. Out: the body, in which a range that a `let` names is the pair of its bounds:
//! `let r = a..b;` is `let (r_start, r_end) = (a, b);`, and `r` is `r_start..r_end` wherever it stands. A range
//! is then written out where something walks over it, indexes with it or takes it as an argument. Of a
//! parameter, and of a variable whose type is written `Range<_>`, the bounds are its fields. Invariant: a name
//! is rewritten only if all that binds it does so with a range, so that scopes stay as they are.

mod search;

use std::collections::BTreeMap;

use proc_macro2::{Ident, Span};
use syn::parse::{ParseStream, Parser};
use syn::punctuated::Punctuated;
use syn::visit::Visit;
use syn::visit_mut::VisitMut;
use syn::{
    Block, Expr, ExprForLoop, ExprMethodCall, ExprRange, ItemFn, Local, Member, Pat, Stmt, Token,
    parse_quote, parse_quote_spanned,
};

use crate::rules::chains::{Link, link};
use search::{Kind, Search, has_float_bound, range_of, strip};

/// Writes named ranges as pairs.
pub fn named_ranges(function: &mut ItemFn) {
    let mut search = Search::default();
    search.visit_item_fn(function);
    let named = search.named();
    if !named.is_empty() {
        Rewrite { named }.visit_block_mut(&mut function.block);
    }
}

struct Rewrite {
    named: BTreeMap<String, Kind>,
}

impl Rewrite {
    fn kind(&self, expr: &Expr) -> Option<(Ident, Kind)> {
        let Expr::Path(path) = strip(expr) else { return None };
        let name = path.path.get_ident()?;
        self.named.get(&name.to_string()).map(|kind| (name.clone(), *kind))
    }

    /// The range that a name stands for: `r`, `r.clone()`.
    fn range(&self, expr: &Expr) -> Option<ExprRange> {
        let (name, kind) = match strip(expr) {
            Expr::MethodCall(call) if call.method == "clone" => self.kind(&call.receiver)?,
            other => self.kind(other)?,
        };
        let span = name.span();
        Some(match kind {
            Kind::Pair => {
                let (start, end) = bounds(&name);
                parse_quote_spanned!(span=> #start..#end)
            }
            Kind::Whole | Kind::Other => parse_quote_spanned!(span=> #name.start..#name.end),
        })
    }

    fn is_pair(&self, expr: &Expr) -> bool {
        let inner = match strip(expr) {
            Expr::MethodCall(call) if call.method == "clone" => &call.receiver,
            other => other,
        };
        self.kind(inner).is_some_and(|(_, kind)| kind == Kind::Pair)
    }

    /// The pattern with two names for each that is a pair; bounds of a type that one of them tells are an
    /// array.
    fn pair_pattern(&self, pat: &mut Pat, alike: bool) {
        match pat {
            Pat::Ident(name) if self.named.get(&name.ident.to_string()) == Some(&Kind::Pair) => {
                let (start, end) = bounds(&name.ident);
                *pat = match alike {
                    true => parse_quote!([#start, #end]),
                    false => parse_quote!((#start, #end)),
                };
            }
            Pat::Type(typed) => {
                let before = typed.pat.clone();
                self.pair_pattern(&mut typed.pat, alike);
                if let (true, Some(bound)) = (before != typed.pat, range_of(&typed.ty).cloned()) {
                    *typed.ty = match alike {
                        true => parse_quote!([#bound; 2]),
                        false => parse_quote!((#bound, #bound)),
                    };
                }
            }
            Pat::Tuple(tuple) => {
                tuple.elems.iter_mut().for_each(|pat| self.pair_pattern(pat, alike));
            }
            _ => {}
        }
    }

    /// The value that such a pattern takes apart.
    fn pair_value(&self, pat: &Pat, value: &mut Expr, alike: bool) {
        match (pat, value) {
            (pat, Expr::Paren(inner)) => self.pair_value(pat, &mut inner.expr, alike),
            (pat, Expr::Group(inner)) => self.pair_value(pat, &mut inner.expr, alike),
            (pat, Expr::If(node)) => {
                self.pair_tail(pat, &mut node.then_branch, alike);
                if let Some((_, other)) = &mut node.else_branch {
                    self.pair_value(pat, other, alike);
                }
            }
            (pat, Expr::Match(node)) => {
                node.arms.iter_mut().for_each(|arm| self.pair_value(pat, &mut arm.body, alike));
            }
            (pat, Expr::Block(node)) => self.pair_tail(pat, &mut node.block, alike),
            (Pat::Type(typed), value) => self.pair_value(&typed.pat, value, alike),
            (Pat::Tuple(pats), Expr::Tuple(values)) => {
                for (pat, value) in pats.elems.iter().zip(&mut values.elems) {
                    if let Pat::Ident(_) = pat {
                        self.pair_value(pat, value, alike);
                    }
                }
            }
            (Pat::Ident(name), value) => {
                if self.named.get(&name.ident.to_string()) == Some(&Kind::Pair)
                    && let Expr::Range(ExprRange { start: Some(start), end: Some(end), .. }) = value
                {
                    *value = match alike {
                        true => parse_quote!([#start, #end]),
                        false => parse_quote!((#start, #end)),
                    };
                }
            }
            _ => {}
        }
    }

    fn pair_tail(&self, pat: &Pat, block: &mut Block, alike: bool) {
        if let Some(Stmt::Expr(value, None)) = block.stmts.last_mut() {
            self.pair_value(pat, value, alike);
        }
    }
}

impl VisitMut for Rewrite {
    fn visit_local_mut(&mut self, local: &mut Local) {
        let alike = local.init.as_ref().is_some_and(|init| has_float_bound(&init.expr));
        if let Some(init) = &mut local.init {
            self.visit_expr_mut(&mut init.expr);
            self.pair_value(&local.pat, &mut init.expr, alike);
            if let Some((_, otherwise)) = &mut init.diverge {
                self.visit_expr_mut(otherwise);
            }
        }
        self.pair_pattern(&mut local.pat, alike);
    }

    fn visit_expr_for_loop_mut(&mut self, node: &mut ExprForLoop) {
        let alike = has_float_bound(&node.expr);
        if let Some(range) = self.range(&node.expr) {
            *node.expr = Expr::Range(range);
        } else if let (Pat::Ident(_), Expr::Array(array)) = (&*node.pat, &mut *node.expr) {
            array.elems.iter_mut().for_each(|range| self.pair_value(&node.pat, range, alike));
        }
        self.visit_expr_mut(&mut node.expr);
        self.pair_pattern(&mut node.pat, alike);
        self.visit_block_mut(&mut node.body);
    }

    fn visit_macro_mut(&mut self, mac: &mut syn::Macro) {
        let Some((mut values, repeated)) = values(mac) else { return };
        values.iter_mut().for_each(|value| self.visit_expr_mut(value));
        mac.tokens = match repeated {
            true => quote::quote!(#(#values);*),
            false => quote::quote!(#(#values),*),
        };
    }

    fn visit_field_value_mut(&mut self, field: &mut syn::FieldValue) {
        if field.colon_token.is_none() && self.is_pair(&field.expr) {
            field.colon_token = Some(syn::token::Colon::default());
        }
        syn::visit_mut::visit_field_value_mut(self, field);
    }

    fn visit_expr_mut(&mut self, expr: &mut Expr) {
        match expr {
            Expr::Index(index) => {
                if let Some(range) = self.range(&index.index) {
                    *index.index = Expr::Range(range);
                }
            }
            Expr::Field(field) => {
                if let (Some((name, Kind::Pair)), Member::Named(member)) =
                    (self.kind(&field.base), &field.member)
                {
                    let (start, end) = bounds(&name);
                    *expr = match member == "start" {
                        true => parse_quote!(#start),
                        false => parse_quote!(#end),
                    };
                    return;
                }
            }
            Expr::MethodCall(call) => {
                if let Some(value) = self.method(call) {
                    *expr = value;
                    return self.visit_expr_mut(expr);
                }
            }
            _ => {}
        }
        if self.is_pair(expr)
            && let Some(range) = self.range(expr)
        {
            *expr = Expr::Range(range);
            return;
        }
        syn::visit_mut::visit_expr_mut(self, expr);
    }
}

impl Rewrite {
    /// A method of a named range, or one whose argument is walked over.
    fn method(&self, call: &mut ExprMethodCall) -> Option<Expr> {
        if matches!(call.method.to_string().as_str(), "zip" | "chain" | "extend")
            && let Some(range) = call.args.first().and_then(|arg| self.range(arg))
            && let Some(arg) = call.args.first_mut()
        {
            *arg = Expr::Range(range);
        }
        if call.method == "clone" {
            return None;
        }
        let range = self.range(&call.receiver)?;
        let (ExprRange { start: Some(start), end: Some(end), .. }, span) =
            (&range, call.method.span())
        else {
            return None;
        };
        match call.method.to_string().as_str() {
            "len" => return Some(parse_quote_spanned!(span=> (#range).count())),
            "is_empty" => return Some(parse_quote_spanned!(span=> (!(#start < #end)))),
            "contains" => {}
            _ => match link(call, true) {
                Some(Link::Adapter | Link::Consumer) => {}
                Some(Link::Source) | None => return None,
            },
        }
        *call.receiver = parse_quote!((#range));
        None
    }
}

/// The expressions in a macro of the standard library or this one's, and whether they are `[value; count]`.
fn values(mac: &syn::Macro) -> Option<(Vec<Expr>, bool)> {
    const KNOWN: [&str; 13] = [
        "assert",
        "assert_eq",
        "assert_ne",
        "debug_assert",
        "debug_assert_eq",
        "debug_assert_ne",
        "format",
        "no_diff",
        "panic",
        "print",
        "println",
        "unreachable",
        "vec",
    ];
    let name = &mac.path.segments.last()?.ident;
    if !KNOWN.iter().any(|known| name == known) {
        return None;
    }
    let list = |input: ParseStream| {
        let all = Punctuated::<Expr, Token![,]>::parse_terminated(input)?;
        Ok((all.into_iter().collect(), false))
    };
    let repeated = |input: ParseStream| {
        let value = input.parse()?;
        input.parse::<Token![;]>()?;
        Ok((vec![value, input.parse()?], true))
    };
    list.parse2(mac.tokens.clone()).or_else(|_| repeated.parse2(mac.tokens.clone())).ok()
}

/// The names that stand for the bounds.
fn bounds(name: &Ident) -> (Ident, Ident) {
    let span = Span::mixed_site().located_at(name.span());
    let bound = |end: &str| Ident::new(&format!("{name}_{end}"), span);
    (bound("start"), bound("end"))
}

#[cfg(test)]
mod tests {
    use quote::{ToTokens, quote};
    use syn::parse_quote;

    #[test]
    fn named_ranges_become_pairs() {
        let mut function: syn::ItemFn = parse_quote! {
            fn f(x: &[f64], q: Range<usize>, k: usize) -> f64 {
                let (r, s) = if k > 1 { (0..k, 1.0) } else { (k..2, 2.0) };
                for i in r.clone() { g(x[i]); }
                h(&x[r.clone()], r.start, r, q.clone()) + q.map(|i| x[i]).sum::<f64>()
            }
        };
        super::named_ranges(&mut function);
        let expected = quote! {{
            let ((r_start, r_end), s) = if k > 1 { ((0, k), 1.0) } else { ((k, 2), 2.0) };
            for i in r_start..r_end { g(x[i]); }
            h(&x[r_start..r_end], r_start, r_start..r_end, q.clone())
                + (q.start..q.end).map(|i| x[i]).sum::<f64>()
        }};
        assert_eq!(function.block.to_token_stream().to_string(), expected.to_string());
    }

    #[test]
    fn other_bindings_of_the_name_keep_it() {
        let mut function: syn::ItemFn = parse_quote! {
            fn f(k: usize) -> usize { let r = 0..k; let r = r.len(); r }
        };
        let before = function.clone();
        super::named_ranges(&mut function);
        assert_eq!(function, before);
    }
}
