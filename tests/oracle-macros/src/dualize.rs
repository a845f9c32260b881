//! A primal's items with every float a dual.
//!
//! What comes in: items over `f64` and `f32`. What goes out: the same items
//! over `chainrule_oracle::Dual`: the types renamed, float literals and std's
//! constants wrapped, imported ones declared, casts made calls, inside the known
//! macros too.
//! Invariant: patterns, integers, control flow and names stay as they are.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote};
use syn::parse::Parser;
use syn::visit_mut::{self, VisitMut};
use syn::{
    BinOp, Expr, ExprCast, Item, Lit, Macro, Pat, Path, Stmt, Token, Type, UnOp, UseTree,
    parse_quote, punctuated::Punctuated,
};

/// The items over duals.
pub fn items(items: &[Item]) -> Vec<Item> {
    let mut items = items.to_vec();
    items.iter_mut().for_each(|item| Dualize.visit_item_mut(item));
    items
}

struct Dualize;

/// The digits of a float literal, if it is one.
fn float_digits(expr: &Expr) -> Option<TokenStream> {
    let Expr::Lit(literal) = expr else { return None };
    let digits = match &literal.lit {
        Lit::Float(float) => float.base10_digits().to_owned(),
        Lit::Int(int) if matches!(int.suffix(), "f64" | "f32") => {
            format!("{}.0", int.base10_digits())
        }
        _ => return None,
    };
    let float = syn::LitFloat::new(&digits, Span::call_site());
    Some(float.into_token_stream())
}

/// `f64` alone, or the `f64` of `f64::sin`.
fn names_a_float(path: &Path) -> bool {
    path.segments.len() <= 2
        && path.segments.first().is_some_and(|first| first.ident == "f64" || first.ident == "f32")
}

/// `std::f64::consts::PI` and the like.
fn is_std_constant(expr: &Expr) -> bool {
    matches!(expr, Expr::Path(path)
        if path.path.segments.iter().any(|segment| segment.ident == "consts"))
}

/// `use std::f64::consts::PI;` as a constant over duals; groups of imports are not read.
fn imported_constants(tree: &UseTree) -> Option<TokenStream> {
    let mut path = Vec::new();
    let mut tree = tree;
    while let UseTree::Path(part) = tree {
        path.push(&part.ident);
        tree = &part.tree;
    }
    let (constant, name) = match tree {
        UseTree::Name(last) => (&last.ident, &last.ident),
        UseTree::Rename(last) => (&last.ident, &last.rename),
        _ => return None,
    };
    path.last().filter(|module| **module == "consts")?;
    Some(quote! {
        const #name: ::chainrule_oracle::Dual =
            ::chainrule_oracle::Dual::lit(#(#path::)* #constant);
    })
}

/// `place op= value` on primitives evaluates the value first; on duals, whose
/// operator is a method, the order is made explicit.
fn value_first(assignment: &syn::ExprBinary) -> Expr {
    let syn::ExprBinary { left, op, right, .. } = assignment;
    // not a user's variable of that name
    let value = Ident::new("value", Span::mixed_site());
    parse_quote!({ let #value = #right; #left #op #value; })
}

fn is_compound_assignment(op: &BinOp) -> bool {
    matches!(
        op,
        BinOp::AddAssign(_)
            | BinOp::SubAssign(_)
            | BinOp::MulAssign(_)
            | BinOp::DivAssign(_)
            | BinOp::RemAssign(_)
    )
}

fn cast(cast: &ExprCast) -> Expr {
    let ty = &cast.ty;
    let inner = match &*cast.expr {
        Expr::Paren(inner) => &inner.expr,
        inner => inner,
    };
    parse_quote!(::chainrule_oracle::cast::CastTo::<#ty>::cast_to(#inner))
}

/// `T::from_f64(x)`, whose argument is a dual here, as `<T as NumCast>::from(x)`.
fn from_float(expr: &Expr) -> Option<Expr> {
    let Expr::Call(call) = expr else { return None };
    let Expr::Path(path) = &*call.func else { return None };
    let mut segments = path.path.segments.iter();
    let (owner, last, rest) = (segments.next()?, segments.next()?, segments.next());
    let known = rest.is_none() && (last.ident == "from_f64" || last.ident == "from_f32");
    let args = &call.args;
    known.then(|| parse_quote!(<#owner as ::num_traits::NumCast>::from(#args)))
}

impl Dualize {
    fn arguments(&mut self, mac: &mut Macro) {
        if mac.path.is_ident("matches") {
            if let Ok((mut value, mut pat)) = value_and_pattern.parse2(mac.tokens.clone()) {
                self.visit_expr_mut(&mut value);
                self.visit_pat_mut(&mut pat);
                mac.tokens = quote!(#value, #pat);
            }
            return;
        }
        let list = Punctuated::<Expr, Token![,]>::parse_terminated;
        if let Ok(mut arguments) = list.parse2(mac.tokens.clone()) {
            arguments.iter_mut().for_each(|argument| self.visit_expr_mut(argument));
            mac.tokens = arguments.into_token_stream();
        } else if let Ok((mut item, count)) = repeat.parse2(mac.tokens.clone()) {
            self.visit_expr_mut(&mut item);
            mac.tokens = quote!(#item; #count);
        }
    }
}

/// `value, pattern` of `matches!`; a guard is part of the pattern.
fn value_and_pattern(input: syn::parse::ParseStream<'_>) -> syn::Result<(Expr, Pat)> {
    let value = input.parse()?;
    input.parse::<Token![,]>()?;
    let pat = Pat::parse_multi_with_leading_vert(input)?;
    let Some(if_token) = input.parse::<Option<Token![if]>>()? else { return Ok((value, pat)) };
    let guard = Box::new(input.parse()?);
    let guarded = syn::PatGuard { attrs: Vec::new(), pat: Box::new(pat), if_token, guard };
    Ok((value, Pat::Guard(guarded)))
}

/// `item; count` of `vec!`.
fn repeat(input: syn::parse::ParseStream<'_>) -> syn::Result<(Expr, Expr)> {
    let item = input.parse()?;
    input.parse::<Token![;]>()?;
    Ok((item, input.parse()?))
}

/// The standard derives of a struct, without the one under test.
fn plain(attributes: &mut [syn::Attribute]) {
    for attribute in attributes.iter_mut().filter(|attribute| attribute.path().is_ident("derive")) {
        let list = Punctuated::<Path, Token![,]>::parse_terminated;
        if let Ok(all) = attribute.parse_args_with(list) {
            let kept = all.iter().filter(|path| {
                path.segments.last().is_none_or(|last| last.ident != "Differentiable")
            });
            *attribute = parse_quote!(#[derive(#(#kept),*)]);
        }
    }
}

/// `no_diff!(value)`
fn without_derivative(mac: &Macro) -> Option<Expr> {
    let last = mac.path.segments.last()?;
    let value = &mac.tokens;
    (last.ident == "no_diff").then(|| parse_quote!(::chainrule_oracle::cast::constant(#value)))
}

impl VisitMut for Dualize {
    fn visit_item_mut(&mut self, item: &mut Item) {
        match item {
            Item::Const(constant) if is_float(&constant.ty) => {
                let value = &constant.expr;
                let wrapped: Expr = parse_quote!(::chainrule_oracle::Dual::lit(#value));
                *constant.expr = wrapped;
                constant.ty = parse_quote!(::chainrule_oracle::Dual);
            }
            Item::Use(import) => {
                if let Some(constants) = imported_constants(&import.tree) {
                    *item = Item::Verbatim(constants);
                }
            }
            Item::Fn(function) => {
                for input in &mut function.sig.inputs {
                    if let syn::FnArg::Typed(typed) = input {
                        typed.attrs.clear();
                    }
                }
                visit_mut::visit_item_fn_mut(self, function);
            }
            Item::Struct(definition) => {
                plain(&mut definition.attrs);
                definition.fields.iter_mut().for_each(|field| field.attrs.clear());
                visit_mut::visit_item_struct_mut(self, definition);
            }
            other => visit_mut::visit_item_mut(self, other),
        }
    }

    fn visit_expr_mut(&mut self, expr: &mut Expr) {
        if let Some(digits) = float_digits(expr) {
            *expr = parse_quote!(::chainrule_oracle::Dual::lit(#digits));
        } else if is_std_constant(expr) {
            *expr = parse_quote!(::chainrule_oracle::Dual::lit(#expr));
        } else if let Expr::Unary(unary) = expr
            && matches!(unary.op, UnOp::Neg(_))
            && let Some(digits) = float_digits(&unary.expr)
        {
            *expr = parse_quote!(::chainrule_oracle::Dual::lit(-#digits));
        } else {
            if let Some(conversion) = from_float(expr) {
                *expr = conversion;
            }
            visit_mut::visit_expr_mut(self, expr);
            match expr {
                Expr::Cast(inner) => *expr = cast(inner),
                Expr::Binary(inner) if is_compound_assignment(&inner.op) => {
                    *expr = value_first(inner);
                }
                Expr::Macro(inner) => {
                    self.arguments(&mut inner.mac);
                    if let Some(constant) = without_derivative(&inner.mac) {
                        *expr = constant;
                    }
                }
                _ => {}
            }
        }
    }

    /// What bounds the memory of a derivative, or asks for one, means nothing to duals.
    fn visit_attributes_mut(&mut self, attributes: &mut Vec<syn::Attribute>) {
        attributes.retain(|attribute| {
            let last = attribute.path().segments.last();
            !last.is_some_and(|last| last.ident == "checkpoint" || last.ident == "differentiable")
        });
    }

    fn visit_stmt_mut(&mut self, stmt: &mut Stmt) {
        visit_mut::visit_stmt_mut(self, stmt);
        if let Stmt::Macro(inner) = stmt {
            self.arguments(&mut inner.mac);
        }
    }

    /// Patterns hold integers and names only; a type in one is a type.
    fn visit_pat_mut(&mut self, pat: &mut Pat) {
        match pat {
            Pat::Type(typed) => self.visit_type_mut(&mut typed.ty),
            Pat::Guard(guarded) => self.visit_expr_mut(&mut guarded.guard),
            _ => {}
        }
    }

    fn visit_path_mut(&mut self, path: &mut Path) {
        visit_mut::visit_path_mut(self, path);
        if names_a_float(path) {
            let rest = path.segments.iter().skip(1);
            *path = parse_quote!(::chainrule_oracle::Dual #(:: #rest)*);
        }
    }
}

fn is_float(ty: &Type) -> bool {
    matches!(ty, Type::Path(path) if path.path.segments.len() == 1 && names_a_float(&path.path))
}
