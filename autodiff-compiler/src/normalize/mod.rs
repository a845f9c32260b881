//! What is made equal before lowering.
//!
//! A `$x:expr` fragment of a `macro_rules!` arrives in an invisible group that keeps `a + b` together
//! in `$x * c`. rustc honours such a group only in the original tokens, not in printed ones, so the
//! groups of the body become parentheses. The user's function itself is never printed from syntax:
//! its tokens are returned as they came, but for the attributes that only this macro knows.

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};
use syn::visit_mut::VisitMut;
use syn::{Expr, ItemFn, token};

/// Makes invisible groups visible.
pub fn visible_groups(function: &mut ItemFn) {
    Visible.visit_block_mut(&mut function.block);
}

struct Visible;

impl VisitMut for Visible {
    fn visit_expr_mut(&mut self, expr: &mut Expr) {
        syn::visit_mut::visit_expr_mut(self, expr);
        if let Expr::Group(group) = expr {
            let inner = (*group.expr).clone();
            *expr = match inner {
                Expr::Path(_)
                | Expr::Lit(_)
                | Expr::Paren(_)
                | Expr::Call(_)
                | Expr::MethodCall(_)
                | Expr::Index(_)
                | Expr::Field(_)
                | Expr::Macro(_) => inner,
                inner => Expr::Paren(syn::ExprParen {
                    attrs: Vec::new(),
                    paren_token: token::Paren::default(),
                    expr: Box::new(inner),
                }),
            };
        }
    }
}

/// The item's tokens without `#[no_diff]` on parameters and `#[checkpoint]` on loops.
pub fn without_markers(item: TokenStream) -> TokenStream {
    item.into_iter()
        .map(|token| match token {
            TokenTree::Group(group) => TokenTree::Group(match group.delimiter() {
                Delimiter::Parenthesis => rebuilt(&group, strip(group.stream(), "no_diff")),
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

/// A block without `#[checkpoint]`; none if there is none: what is not touched keeps its tokens.
fn without_checkpoints(group: &Group) -> Option<Group> {
    let mut tokens: Vec<TokenTree> = group.stream().into_iter().collect();
    let mut found = (1..tokens.len()).any(|at| is_attribute(&tokens, at, "checkpoint"));
    for token in &mut tokens {
        if let TokenTree::Group(inner) = token
            && let Some(stripped) = without_checkpoints(inner)
        {
            *inner = stripped;
            found = true;
        }
    }
    found.then(|| rebuilt(group, strip(tokens.into_iter().collect(), "checkpoint")))
}

/// Whether the token at a position ends an attribute with this name, with arguments or without.
fn is_attribute(tokens: &[TokenTree], at: usize, name: &str) -> bool {
    let (TokenTree::Punct(hash), TokenTree::Group(group)) = (&tokens[at - 1], &tokens[at]) else {
        return false;
    };
    let path = |token: &TokenTree| match token {
        TokenTree::Ident(_) => true,
        TokenTree::Punct(punct) => punct.as_char() == ':',
        TokenTree::Group(_) | TokenTree::Literal(_) => false,
    };
    let last = group.stream().into_iter().take_while(path).last();
    hash.as_char() == '#'
        && group.delimiter() == Delimiter::Bracket
        && matches!(last, Some(TokenTree::Ident(last)) if last == name)
}

/// Removes the attributes with this name.
fn strip(tokens: TokenStream, name: &str) -> TokenStream {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let ends = |at: usize| at > 0 && at < tokens.len() && is_attribute(&tokens, at, name);
    let kept = (0..tokens.len()).filter(|at| !ends(*at) && !ends(*at + 1));
    kept.map(|at| tokens[at].clone()).collect()
}
