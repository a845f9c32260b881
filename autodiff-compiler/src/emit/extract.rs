//! What a person wants to read of an expansion: the derivatives.
//!
//! In: the tokens of an expansion. Out: the same without what is the same for every function:
//! attributes for lints and inlining, the sweeps `fwd` and `rev` (which call the others), and the
//! implementation of the function trait.

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};

/// Functions of the companion that only call others, or say what others need not keep.
const WRAPPERS: [&str; 6] = ["fwd", "rev", "jvp_fwd", "jvp_rev", "needs", "jvp_needs"];
const ATTRIBUTES: [&str; 3] = ["inline", "allow", "hidden"];

/// Leaves out attributes, wrappers and the function trait.
pub fn readable(tokens: TokenStream) -> TokenStream {
    let mut out = TokenStream::new();
    let mut item: Vec<TokenTree> = Vec::new();
    for token in tokens {
        let attribute = matches!(&token, TokenTree::Group(group) if group.delimiter() == Delimiter::Bracket)
            && matches!(item.last(), Some(TokenTree::Punct(hash)) if hash.as_char() == '#');
        if attribute && mentions(&token, &ATTRIBUTES) {
            item.pop();
            continue;
        }
        let end = match &token {
            TokenTree::Group(group) => group.delimiter() == Delimiter::Brace,
            TokenTree::Punct(punct) => punct.as_char() == ';',
            TokenTree::Ident(_) | TokenTree::Literal(_) => false,
        };
        item.push(token);
        if end {
            out.extend(item_of(std::mem::take(&mut item)));
        }
    }
    out.extend(item);
    out
}

/// An item as it is shown, if it is.
fn item_of(mut item: Vec<TokenTree>) -> Vec<TokenTree> {
    let is =
        |token: &TokenTree, word: &str| matches!(token, TokenTree::Ident(ident) if ident == word);
    let implementation = item.iter().any(|token| is(token, "impl"));
    let wrapper = item
        .windows(2)
        .any(|pair| is(&pair[0], "fn") && WRAPPERS.iter().any(|name| is(&pair[1], name)));
    let function_trait = item.iter().any(|token| is(token, "DifferentiableFn"));
    if wrapper || implementation && function_trait {
        return Vec::new();
    }
    if let (true, Some(TokenTree::Group(body))) = (implementation, item.last_mut()) {
        *body = Group::new(Delimiter::Brace, readable(body.stream()));
    }
    item
}

/// Whether an attribute has one of the words.
fn mentions(attribute: &TokenTree, words: &[&str]) -> bool {
    match attribute {
        TokenTree::Group(group) => group.stream().into_iter().any(|token| mentions(&token, words)),
        TokenTree::Ident(ident) => words.iter().any(|word| ident == word),
        TokenTree::Punct(_) | TokenTree::Literal(_) => false,
    }
}
