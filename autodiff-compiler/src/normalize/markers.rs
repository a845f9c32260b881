//! The user's item without the attributes that only this macro knows.
//!
//! In and out: tokens. What holds no such attribute keeps its tokens, spans and invisible groups.

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};
use quote::quote;

/// The item's tokens without `#[no_diff]` on parameters and `#[checkpoint]` on loops, also those of
/// functions inside that are not annotated themselves.
pub fn without_markers(item: TokenStream) -> TokenStream {
    let tokens = item.into_iter().map(|token| of_function(&token).unwrap_or(token));
    tokens.collect()
}

/// The tokens of an `impl` or a trait without this macro's attributes on its functions and inside them.
pub fn without_block_markers(item: TokenStream) -> TokenStream {
    let bare = item.into_iter().map(|token| match token {
        TokenTree::Group(group) if group.delimiter() == Delimiter::Brace => {
            let tokens: Vec<TokenTree> = group.stream().into_iter().collect();
            let marker = |at: usize| {
                let named = |name| attribute(&tokens, at, name).is_some();
                named("differentiable") || named("no_diff")
            };
            let kept = (0..tokens.len()).filter(|at| !marker(*at) && !marker(*at + 1));
            TokenTree::Group(rebuilt(&group, kept.map(|at| tokens[at].clone()).collect()))
        }
        other => other,
    });
    without_markers(bare.collect())
}

/// An item of the body as the copies of the body hold it.
pub fn of_item(item: TokenStream) -> TokenStream {
    let body = Group::new(Delimiter::Brace, item.clone());
    without_inner(&body).map_or(item, |body| body.stream())
}

/// Parameters or body of a function without its markers; none if there is none.
fn of_function(token: &TokenTree) -> Option<TokenTree> {
    let TokenTree::Group(group) = token else { return None };
    let stripped = match group.delimiter() {
        Delimiter::Parenthesis => without_no_diff(group),
        Delimiter::Brace => without_inner(group),
        Delimiter::Bracket | Delimiter::None => None,
    };
    stripped.map(TokenTree::Group)
}

fn rebuilt(group: &Group, stream: TokenStream) -> Group {
    let mut inner = Group::new(group.delimiter(), stream);
    inner.set_span(group.span());
    inner
}

fn without_no_diff(parameters: &Group) -> Option<Group> {
    let tokens: Vec<TokenTree> = parameters.stream().into_iter().collect();
    let ends = |at: usize| attribute(&tokens, at, "no_diff").is_some();
    let kept = (0..tokens.len()).filter(|at| !ends(*at) && !ends(*at + 1));
    let kept: Vec<TokenTree> = kept.map(|at| tokens[at].clone()).collect();
    (kept.len() < tokens.len()).then(|| rebuilt(parameters, kept.into_iter().collect()))
}

/// A block without `#[checkpoint]`, and its functions without markers; none if there is none.
///
/// A variable in the attribute of a statement stays mentioned: rustc does not call it unused.
fn without_inner(group: &Group) -> Option<Group> {
    let tokens: Vec<TokenTree> = group.stream().into_iter().collect();
    let mut out: Vec<TokenTree> = Vec::with_capacity(tokens.len());
    let mut found = false;
    // the end of the function that begins before `at`, and whether it is annotated
    let (mut end, mut annotated) = (0, false);
    for (at, token) in tokens.iter().enumerate() {
        if let Some(body) = function_at(&tokens, at) {
            (end, annotated) = (body + 1, is_annotated(&tokens[..at]));
        }
        if let (true, Some(marker)) = (at >= end, attribute(&tokens, at, "checkpoint")) {
            found = true;
            out.pop();
            if begins_statement(out.last()) {
                out.extend(mentioned(&marker));
            }
            continue;
        }
        let stripped = match token {
            _ if at < end && annotated => None,
            token if at < end => of_function(token),
            TokenTree::Group(inner) => without_inner(inner).map(TokenTree::Group),
            TokenTree::Ident(_) | TokenTree::Punct(_) | TokenTree::Literal(_) => None,
        };
        found |= stripped.is_some();
        out.push(stripped.unwrap_or_else(|| token.clone()));
    }
    found.then(|| rebuilt(group, out.into_iter().collect()))
}

/// The position of the body of the function that begins at a position.
fn function_at(tokens: &[TokenTree], at: usize) -> Option<usize> {
    let (TokenTree::Ident(keyword), Some(TokenTree::Ident(_))) = (&tokens[at], tokens.get(at + 1))
    else {
        return None;
    };
    let is_body = |token: &TokenTree| match token {
        TokenTree::Group(group) => group.delimiter() == Delimiter::Brace,
        TokenTree::Ident(_) | TokenTree::Punct(_) | TokenTree::Literal(_) => false,
    };
    let body = tokens[at..].iter().position(is_body)?;
    (keyword == "fn").then_some(at + body)
}

/// Whether this macro's attribute stands among those in front of a function, which reach back to the
/// end of the item or statement before.
fn is_annotated(before: &[TokenTree]) -> bool {
    let start = (0..before.len()).rev().find(|at| begins_statement(before[..=*at].last()));
    let start = start.map_or(0, |end| end + 1);
    (start..before.len()).any(|at| attribute(before, at, "differentiable").is_some())
}

/// The content of the attribute with this name that ends at a position.
fn attribute(tokens: &[TokenTree], at: usize, name: &str) -> Option<TokenStream> {
    let (TokenTree::Punct(hash), TokenTree::Group(group)) =
        (tokens.get(at.checked_sub(1)?)?, tokens.get(at)?)
    else {
        return None;
    };
    let content = unwrapped(group.stream());
    let path = |token: &TokenTree| match token {
        TokenTree::Ident(_) => true,
        TokenTree::Punct(punct) => punct.as_char() == ':',
        TokenTree::Group(_) | TokenTree::Literal(_) => false,
    };
    let last = content.clone().into_iter().take_while(path).last();
    let wanted = hash.as_char() == '#'
        && group.delimiter() == Delimiter::Bracket
        && matches!(last, Some(TokenTree::Ident(last)) if last == name);
    wanted.then_some(content)
}

/// What a `$attribute:meta` of a `macro_rules!` holds.
fn unwrapped(content: TokenStream) -> TokenStream {
    let mut tokens = content.clone().into_iter();
    match (tokens.next(), tokens.next()) {
        (Some(TokenTree::Group(group)), None) if group.delimiter() == Delimiter::None => {
            group.stream()
        }
        _ => content,
    }
}

fn begins_statement(before: Option<&TokenTree>) -> bool {
    match before {
        None => true,
        Some(TokenTree::Punct(punct)) => punct.as_char() == ';',
        Some(TokenTree::Group(group)) => group.delimiter() == Delimiter::Brace,
        Some(TokenTree::Ident(_) | TokenTree::Literal(_)) => false,
    }
}

/// `let _ = || value;` for `checkpoint(name = value)`, unless the value is a literal.
fn mentioned(marker: &TokenStream) -> TokenStream {
    let Some(TokenTree::Group(arguments)) = marker.clone().into_iter().last() else {
        return TokenStream::new();
    };
    let equals =
        |token: &TokenTree| matches!(token, TokenTree::Punct(punct) if punct.as_char() == '=');
    let value: TokenStream =
        arguments.stream().into_iter().skip_while(|token| !equals(token)).skip(1).collect();
    let literal = value.clone().into_iter().all(|token| matches!(token, TokenTree::Literal(_)));
    if literal || syn::parse2::<syn::Expr>(value.clone()).is_err() {
        return TokenStream::new();
    }
    quote!(let _ = || #value;)
}
