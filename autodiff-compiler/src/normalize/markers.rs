//! The user's item without the attributes that only this macro knows.
//!
//! In and out: tokens. What holds no such attribute keeps its tokens, spans and invisible groups.

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};
use quote::quote;

/// The item's tokens without `#[no_diff]` on parameters and `#[checkpoint]` on loops.
pub fn without_markers(item: TokenStream) -> TokenStream {
    item.into_iter()
        .map(|token| match token {
            TokenTree::Group(group) => TokenTree::Group(match group.delimiter() {
                Delimiter::Parenthesis => rebuilt(&group, without_no_diff(group.stream())),
                Delimiter::Brace => without_checkpoints(&group).unwrap_or(group),
                Delimiter::Bracket | Delimiter::None => group,
            }),
            token => token,
        })
        .collect()
}

fn rebuilt(group: &Group, stream: TokenStream) -> Group {
    let mut inner = Group::new(group.delimiter(), stream);
    inner.set_span(group.span());
    inner
}

fn without_no_diff(parameters: TokenStream) -> TokenStream {
    let tokens: Vec<TokenTree> = parameters.into_iter().collect();
    let ends = |at: usize| attribute(&tokens, at, "no_diff").is_some();
    let kept = (0..tokens.len()).filter(|at| !ends(*at) && !ends(*at + 1));
    kept.map(|at| tokens[at].clone()).collect()
}

/// A block without `#[checkpoint]`; none if there is none.
///
/// A variable in the attribute of a statement stays mentioned: rustc does not call it unused.
fn without_checkpoints(group: &Group) -> Option<Group> {
    let tokens: Vec<TokenTree> = group.stream().into_iter().collect();
    let mut out: Vec<TokenTree> = Vec::with_capacity(tokens.len());
    let mut found = false;
    for (at, token) in tokens.iter().enumerate() {
        if let Some(marker) = attribute(&tokens, at, "checkpoint") {
            found = true;
            out.pop();
            if begins_statement(out.last()) {
                out.extend(mentioned(&marker));
            }
            continue;
        }
        let stripped = match token {
            TokenTree::Group(inner) => without_checkpoints(inner),
            TokenTree::Ident(_) | TokenTree::Punct(_) | TokenTree::Literal(_) => None,
        };
        found |= stripped.is_some();
        out.push(stripped.map_or_else(|| token.clone(), TokenTree::Group));
    }
    found.then(|| rebuilt(group, out.into_iter().collect()))
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
