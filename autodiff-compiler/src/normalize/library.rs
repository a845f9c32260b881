//! Forms of the standard library and of itertools that others say too.
//!
//! In: the body of a function. Out: the body, in which a slice becomes an array by its elements
//! (`let a: [f64; 3] = v.try_into().unwrap();`), `izip!(a, b, c)` is `zip` of `zip`, and neighbours are the
//! chain beside itself without its first items (`v.iter().tuple_windows()`); `m.axis_iter(Axis(0))` are the rows of a
//! matrix, and `a.iter().eq(b)` compares the items in turn. Invariant: what is written twice
//! contains no closure, and reads only.

use proc_macro2::{Ident, Span};
use quote::quote;
use syn::parse::Parser;
use syn::punctuated::Punctuated;
use syn::spanned::Spanned;
use syn::visit::Visit;
use syn::visit_mut::VisitMut;
use syn::{
    Expr, ExprMethodCall, ItemFn, Local, Pat, Token, Type, parse_quote, parse_quote_spanned,
};

use crate::rules::chains::is_chain;

/// Writes these forms as the others.
pub fn library_forms(function: &mut ItemFn) {
    Forms.visit_block_mut(&mut function.block);
}

struct Forms;

impl VisitMut for Forms {
    fn visit_local_mut(&mut self, local: &mut Local) {
        syn::visit_mut::visit_local_mut(self, local);
        if let (Pat::Type(typed), Some(init)) = (&local.pat, &mut local.init)
            && let Type::Array(array) = &*typed.ty
            && let Some(source) = converted(&init.expr)
        {
            *init.expr = elements(source, &array.len);
        }
    }

    fn visit_expr_mut(&mut self, expr: &mut Expr) {
        syn::visit_mut::visit_expr_mut(self, expr);
        if let Some(array) = array_of(expr) {
            *expr = array;
        } else if let Expr::MethodCall(call) = expr
            && let Some(compared) = compared(call)
        {
            *expr = compared;
        } else if let Expr::Macro(node) = expr
            && node.mac.path.is_ident("izip")
            && let Some(zipped) = zipped(&node.mac)
        {
            *expr = zipped;
        }
    }

    fn visit_expr_method_call_mut(&mut self, call: &mut ExprMethodCall) {
        syn::visit_mut::visit_expr_method_call_mut(self, call);
        if call.method == "axis_iter"
            && let Some(at) = call.args.first().and_then(axis)
            && at < 2
        {
            let lines = if at == 0 { "rows" } else { "columns" };
            call.method = Ident::new(lines, call.method.span());
            call.args.clear();
        }
        if let [Expr::Closure(closure)] = call.args.iter().collect::<Vec<_>>().as_slice()
            && let Some(count) = closure.inputs.first().and_then(parts)
            && let Some(chain) = neighbours(&call.receiver, count)
        {
            *call.receiver = chain;
        }
    }

    fn visit_expr_for_loop_mut(&mut self, node: &mut syn::ExprForLoop) {
        syn::visit_mut::visit_expr_for_loop_mut(self, node);
        if let Some(count) = parts(&node.pat)
            && let Some(chain) = neighbours(&node.expr, count)
        {
            *node.expr = chain;
        }
    }
}

/// The number in `Axis(0)`.
pub fn axis(expr: &Expr) -> Option<usize> {
    let Expr::Call(call) = expr else { return None };
    let Expr::Path(path) = &*call.func else { return None };
    let Expr::Lit(syn::ExprLit { lit: syn::Lit::Int(number), .. }) = call.args.first()? else {
        return None;
    };
    path.path.segments.last().filter(|last| last.ident == "Axis")?;
    number.base10_parse().ok()
}

/// `v` of `v.try_into().unwrap()`.
fn converted(expr: &Expr) -> Option<&Expr> {
    let Expr::MethodCall(opened) = expr else { return None };
    let Expr::MethodCall(call) = &*opened.receiver else { return None };
    let opens = opened.method == "unwrap" || opened.method == "expect";
    (opens && call.method == "try_into" && call.args.is_empty()).then_some(&call.receiver)
}

/// `<[T; N]>::try_from(v).unwrap()`
fn array_of(expr: &Expr) -> Option<Expr> {
    let Expr::MethodCall(opened) = expr else { return None };
    let Expr::Call(call) = &*opened.receiver else { return None };
    let Expr::Path(path) = &*call.func else { return None };
    let Type::Array(array) = &*path.qself.as_ref()?.ty else { return None };
    let opens = opened.method == "unwrap" || opened.method == "expect";
    let source = call.args.first().filter(|_| opens && call.args.len() == 1)?;
    let from = path.path.segments.last().is_some_and(|last| last.ident == "try_from");
    from.then(|| elements(source, &array.len))
}

/// `a.iter().eq(b)`, `a.iter().partial_cmp(b)` and their like: the items in turn, then the numbers of items.
fn compared(call: &ExprMethodCall) -> Option<Expr> {
    let (left, right) = (&call.receiver, call.args.first().filter(|_| call.args.len() == 1)?);
    let name = call.method.to_string();
    let known =
        matches!(name.as_str(), "cmp" | "eq" | "ge" | "gt" | "le" | "lt" | "ne" | "partial_cmp");
    if !known || !is_chain(left, &|_| false) || has_closure(left) || has_closure(right) {
        return None;
    }
    let span = call.method.span();
    let [a, b, order] = ["__a", "__b", "__order"].map(|name| Ident::new(name, Span::mixed_site()));
    let (one, other) = (quote!(#left.count()), quote!((#right).into_iter().count()));
    if name == "eq" || name == "ne" {
        let same = quote!((#one == #other && #left.zip(#right).all(|(#a, #b)| #a == #b)));
        return Some(match name.as_str() {
            "eq" => parse_quote_spanned!(span=> #same),
            _ => parse_quote_spanned!(span=> (!#same)),
        });
    }
    let natural = name == "cmp";
    let by = Ident::new(if natural { "cmp" } else { "partial_cmp" }, span);
    let equal = match natural {
        true => quote!(::core::cmp::Ordering::Equal),
        false => quote!(::core::option::Option::Some(::core::cmp::Ordering::Equal)),
    };
    let test = match name.as_str() {
        "lt" => quote!(is_lt),
        "le" => quote!(is_le),
        "gt" => quote!(is_gt),
        _ => quote!(is_ge),
    };
    let whole = quote!({
        let mut #order = #equal;
        for (#a, #b) in #left.zip(#right) {
            if ::core::matches!(#order, #equal) {
                #order = #a.#by(#b);
            }
        }
        if ::core::matches!(#order, #equal) {
            #order = (#one).#by(&(#other));
        }
        #order
    });
    Some(match name.as_str() {
        "cmp" | "partial_cmp" => parse_quote_spanned!(span=> #whole),
        _ => parse_quote_spanned!(span=> ::core::matches!(#whole,
            ::core::option::Option::Some(#order) if #order.#test())),
    })
}

/// The array of the elements of a slice, which has as many.
fn elements(source: &Expr, len: &Expr) -> Expr {
    let span = source.span();
    let items = Ident::new("__items", Span::mixed_site());
    let i = Ident::new("__i", Span::mixed_site());
    let source = match source {
        Expr::Reference(reference) => &*reference.expr,
        other => other,
    };
    let argument: syn::GenericArgument = match len {
        Expr::Lit(_) | Expr::Path(_) => parse_quote!(#len),
        _ => parse_quote!({ #len }),
    };
    parse_quote_spanned! {span=> {
        let #items = &#source;
        ::core::assert!(#items.len() == #len, "a slice that becomes an array has another length");
        ::core::array::from_fn::<_, #argument, _>(|#i| #items[#i])
    }}
}

/// How many parts a pattern has that is a tuple.
fn parts(pat: &Pat) -> Option<usize> {
    match pat {
        Pat::Tuple(tuple) => Some(tuple.elems.len()),
        Pat::Type(typed) => parts(&typed.pat),
        Pat::Paren(inner) => parts(&inner.pat),
        _ => None,
    }
}

/// `v.iter().tuple_windows()`, of two or three items side by side.
fn neighbours(expr: &Expr, count: usize) -> Option<Expr> {
    let Expr::MethodCall(call) = expr else { return None };
    let chain = &call.receiver;
    if call.method != "tuple_windows" || !call.args.is_empty() || has_closure(chain) {
        return None;
    }
    match count {
        2 => Some(parse_quote!(#chain.zip(#chain.skip(1)))),
        3 => {
            let [a, b, c] = ["__a", "__b", "__c"].map(|name| Ident::new(name, Span::mixed_site()));
            Some(parse_quote! {
                #chain.zip(#chain.skip(1)).zip(#chain.skip(2)).map(|((#a, #b), #c)| (#a, #b, #c))
            })
        }
        _ => None,
    }
}

fn has_closure(expr: &Expr) -> bool {
    struct Search(bool);
    impl<'ast> Visit<'ast> for Search {
        fn visit_expr_closure(&mut self, _: &'ast syn::ExprClosure) {
            self.0 = true;
        }
    }
    let mut search = Search(false);
    search.visit_expr(expr);
    search.0
}

/// `izip!(a, b)`: pairs; of three and more, flat tuples.
fn zipped(mac: &syn::Macro) -> Option<Expr> {
    let parse = Punctuated::<Expr, Token![,]>::parse_terminated;
    let chains: Vec<Expr> = parse.parse2(mac.tokens.clone()).ok()?.into_iter().collect();
    let (first, rest) = chains.split_first().filter(|(_, rest)| !rest.is_empty())?;
    let names: Vec<Ident> =
        (0..chains.len()).map(|i| Ident::new(&format!("__z{i}"), Span::mixed_site())).collect();
    let (mut all, mut nested): (Expr, Pat) = (first.clone(), {
        let name = &names[0];
        parse_quote!(#name)
    });
    for (chain, name) in rest.iter().zip(&names[1..]) {
        all = parse_quote!(::core::iter::zip(#all, #chain));
        nested = parse_quote!((#nested, #name));
    }
    if rest.len() > 1 {
        // what is said of the chain is said at the macro's name
        let at = Span::mixed_site().located_at(mac.path.get_ident()?.span());
        let map = Ident::new("map", at);
        all = parse_quote!(#all.#map(|#nested| (#(#names),*)));
    }
    Some(all)
}
