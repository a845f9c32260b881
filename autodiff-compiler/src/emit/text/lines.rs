//! From the tokens of a block to its lines: statements, items, arms and attributes.

use proc_macro2::{Delimiter, TokenStream, TokenTree};

use super::pieces::{Kind, Piece, flatten, pieces};

/// Words that begin a statement or an item that ends with its block.
const BLOCK_LIKE: [&str; 12] = [
    "if", "match", "for", "while", "loop", "unsafe", "fn", "pub", "impl", "struct", "mod", "const",
];

/// The lines of a block; arms end behind commas, or behind their blocks.
pub fn lines(tokens: TokenStream, arms: bool) -> Vec<Vec<Piece>> {
    let mut out = Vec::new();
    let mut line: Vec<TokenTree> = Vec::new();
    let mut tokens = flatten(tokens).into_iter().peekable();
    while let Some(token) = tokens.next() {
        let ends = match &token {
            TokenTree::Punct(punct) => match punct.as_char() {
                ';' => true,
                ',' => arms && is_arm(&line),
                _ => false,
            },
            TokenTree::Group(group) => match group.delimiter() {
                Delimiter::Bracket => matches!(line.as_slice(), [hash] if is(hash, "#")),
                Delimiter::Brace => match tokens.peek() {
                    // `while { header; condition } { body }`
                    Some(TokenTree::Group(next)) if next.delimiter() == Delimiter::Brace => false,
                    Some(next) if [".", "?", "else", ";", ","].iter().any(|end| is(next, end)) => {
                        false
                    }
                    _ if arms && is_arm(&line) => true,
                    _ => line
                        .first()
                        .is_none_or(|first| BLOCK_LIKE.iter().any(|word| is(first, word))),
                },
                Delimiter::Parenthesis | Delimiter::None => false,
            },
            TokenTree::Ident(_) | TokenTree::Literal(_) => false,
        };
        line.push(token);
        if ends {
            out.push(finished(std::mem::take(&mut line), arms));
        }
    }
    if !line.is_empty() {
        out.push(finished(line, arms));
    }
    out
}

fn is(token: &TokenTree, wanted: &str) -> bool {
    match token {
        TokenTree::Punct(punct) => wanted.len() == 1 && wanted.starts_with(punct.as_char()),
        TokenTree::Ident(ident) => ident == wanted,
        TokenTree::Group(_) | TokenTree::Literal(_) => false,
    }
}

/// `pattern => value` so far.
fn is_arm(line: &[TokenTree]) -> bool {
    line.windows(2).any(|pair| is(&pair[0], "=") && is(&pair[1], ">"))
}

/// The pieces of a line: documentation is a comment, and an arm without block ends with a comma.
fn finished(line: Vec<TokenTree>, arm: bool) -> Vec<Piece> {
    if let Some(text) = documentation(&line) {
        return vec![Piece { space: false, kind: Kind::Word(format!("///{text}")) }];
    }
    let mut line = pieces(line.into_iter().collect());
    let block = line.last().is_some_and(|last| matches!(last.kind, Kind::Block(_)));
    if arm && !block && line.last().is_some_and(|last| !last.is(",")) {
        line.push(Piece { space: false, kind: Kind::Word(",".to_owned()) });
    }
    line
}

/// The text of `#[doc = "text"]`.
fn documentation(line: &[TokenTree]) -> Option<String> {
    let [hash, TokenTree::Group(group)] = line else { return None };
    let inner = flatten(group.stream());
    let [name, equals, TokenTree::Literal(text)] = inner.as_slice() else { return None };
    if !is(hash, "#") || !is(name, "doc") || !is(equals, "=") {
        return None;
    }
    let text: syn::LitStr = syn::parse2(TokenTree::Literal(text.clone()).into()).ok()?;
    let text = text.value();
    (!text.contains('\n')).then(|| if text.starts_with(' ') { text } else { format!(" {text}") })
}
