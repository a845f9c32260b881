//! Where a function stands: in a module, an `impl` or a trait.
//!
//! In: the function that an attribute is given, which is all that a macro sees. Out: its
//! [`Surroundings`]. A receiver, or a mention of `Self`, shows that it stands in an `impl`. A function
//! like `fn area(r: f64) -> f64` shows nothing, and the generics of an `impl` are not in the tokens
//! either: so the source file is read up to the function, brace by brace. Where there is no file (tools
//! that expand macros without one) such a function is taken for a free one.

use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens;
use syn::{Generics, ItemFn, ItemImpl, ItemTrait};

use super::has_receiver;

extern crate proc_macro;

/// What is around a function.
#[derive(Debug)]
pub enum Surroundings {
    Module,
    /// An `impl` of a type.
    Impl {
        generics: Generics,
    },
    /// A trait, or an `impl` of one: nothing can be added to it.
    Trait,
}

/// The surroundings of an annotated function.
pub fn of(function: &ItemFn) -> Surroundings {
    match header(function) {
        Some(header) => from_header(&header),
        None if has_receiver(function) || mentions_self(function.to_token_stream()) => {
            Surroundings::Impl { generics: Generics::default() }
        }
        None => Surroundings::Module,
    }
}

fn mentions_self(tokens: TokenStream) -> bool {
    tokens.into_iter().any(|token| match token {
        TokenTree::Ident(ident) => ident == "Self",
        TokenTree::Group(group) => mentions_self(group.stream()),
        TokenTree::Punct(_) | TokenTree::Literal(_) => false,
    })
}

/// What stands in front of the brace around a function.
fn from_header(header: &str) -> Surroundings {
    let item = format!("{header} {{}}");
    if let Ok(block) = syn::parse_str::<ItemImpl>(&item) {
        return match block.trait_ {
            Some(_) => Surroundings::Trait,
            None => Surroundings::Impl { generics: block.generics },
        };
    }
    if syn::parse_str::<ItemTrait>(&item).is_ok() {
        return Surroundings::Trait;
    }
    // the `$name` of a `macro_rules!` is no syntax
    let mut words = header.split(|c: char| !c.is_alphanumeric() && c != '_');
    match words.find(|word| !matches!(*word, "" | "unsafe" | "default" | "pub")) {
        Some("impl") if words.any(|word| word == "for") => Surroundings::Trait,
        Some("impl") => Surroundings::Impl { generics: Generics::default() },
        Some("trait") => Surroundings::Trait,
        Some(_) | None => Surroundings::Module,
    }
}

/// The text in front of the innermost brace that is open where the function begins.
///
/// None where the position is not known, or nothing says that the function stands there.
fn header(function: &ItemFn) -> Option<String> {
    if !proc_macro::is_available() {
        return None;
    }
    let span = function.sig.fn_token.span.unwrap();
    let source = std::fs::read_to_string(span.local_file()?).ok()?;
    let lines = source.split_inclusive('\n').take(span.line().checked_sub(1)?);
    let at = lines.map(str::len).sum::<usize>() + span.column().checked_sub(1)?;
    let rest = source.get(at..)?.strip_prefix("fn")?;
    let name = function.sig.ident.to_string();
    let begins = |text: &str| text.trim_start().starts_with(&name);
    // a name from elsewhere: `fn $name` of a `macro_rules!`
    let stands = begins(rest) || rest.trim_start().starts_with('$');
    stands.then(|| innermost(&source[..at]))
}

/// The text in front of the innermost brace that is open at the end of a source; empty if none is.
fn innermost(source: &str) -> String {
    let mut open: Vec<String> = Vec::new();
    let mut text = String::new();
    let mut rest = source;
    while let Some(c) = rest.chars().next() {
        let length = opaque(rest, text.chars().next_back());
        if length > 0 {
            text.push(' ');
            rest = &rest[length..];
            continue;
        }
        match c {
            '{' => open.push(std::mem::take(&mut text)),
            '}' => {
                open.pop();
                text.clear();
            }
            ';' => text.clear(),
            other => text.push(other),
        }
        rest = &rest[c.len_utf8()..];
    }
    open.pop().unwrap_or_default()
}

/// The length of the comment or literal that a text begins with; 0 if there is none.
fn opaque(text: &str, before: Option<char>) -> usize {
    let ends = |start: usize, end: &str| {
        text[start..].find(end).map_or(text.len(), |at| start + at + end.len())
    };
    let in_word = before.is_some_and(|c| c.is_alphanumeric() || c == '_');
    if text.starts_with("//") {
        return text.find('\n').unwrap_or(text.len());
    }
    if text.starts_with("/*") {
        return block_comment(text);
    }
    if let Some(hashes) = raw_string(text).filter(|_| !in_word) {
        let start = text.find('"').map_or(0, |at| at + 1);
        return ends(start, &format!("\"{}", "#".repeat(hashes)));
    }
    match text.as_bytes() {
        [b'"', ..] => quoted(text, '"'),
        // a character, not a lifetime
        [b'\'', b'\\', ..] => quoted(text, '\''),
        [b'\'', ..] if text.chars().nth(2) == Some('\'') => {
            1 + text.chars().nth(1).map_or(0, char::len_utf8) + 1
        }
        _ => 0,
    }
}

/// The length of a literal in quotes, with escapes.
fn quoted(text: &str, quote: char) -> usize {
    let mut escaped = true;
    for (at, c) in text.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            c if c == quote => return at + c.len_utf8(),
            _ => {}
        }
    }
    text.len()
}

/// How many `#` the raw string has that a text begins with: `r"`, `br##"`, `cr#"`.
fn raw_string(text: &str) -> Option<usize> {
    let rest = text.strip_prefix(['b', 'c']).unwrap_or(text).strip_prefix('r')?;
    let quoted = rest.trim_start_matches('#');
    quoted.starts_with('"').then_some(rest.len() - quoted.len())
}

/// The length of a comment in `/* */`, which nest.
fn block_comment(text: &str) -> usize {
    let (mut depth, mut at) = (0, 0);
    while at < text.len() {
        let rest = &text[at..];
        if rest.starts_with("/*") {
            (depth, at) = (depth + 1, at + 2);
        } else if rest.starts_with("*/") {
            (depth, at) = (depth - 1, at + 2);
            if depth == 0 {
                return at;
            }
        } else {
            at += rest.chars().next().map_or(1, char::len_utf8);
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::{Surroundings, from_header, innermost};

    fn shown(source: &str) -> String {
        match from_header(&innermost(source)) {
            Surroundings::Module => "module".to_owned(),
            Surroundings::Trait => "trait".to_owned(),
            Surroundings::Impl { generics } => {
                let generics = &generics.params;
                format!("impl {}", quote::quote!(#generics)).trim().to_owned()
            }
        }
    }

    #[test]
    fn the_innermost_open_brace_decides() {
        let cases = [
            ("", "module"),
            ("mod m { use a::b; #[x] pub", "module"),
            ("impl S { ", "impl"),
            (
                "impl<T: Real> S<T> where T: Copy { fn a() { 1.0 } #[differentiable]",
                "impl T : Real",
            ),
            ("impl Tr for S { fn a() {}", "trait"),
            ("pub trait Tr: Copy { fn a();", "trait"),
            ("impl S { fn outer() { let x = 1; ", "module"),
            ("struct S { x: f64 } impl S {} ", "module"),
            (
                "impl S { const A: &str = \"} // \\\" {\"; // {\n /* { /* } */ */ fn b<'a>(c: char) { c == '{' } ",
                "impl",
            ),
            (
                "impl S { const A: &str = r#\"{\"\"#; const B: char = '\\''; const C: u8 = b'{'; ",
                "impl",
            ),
            ("macro_rules! m { ($t:ty) => { impl $t { ", "impl"),
            ("macro_rules! m { ($n:ident) => { ", "module"),
        ];
        for (source, expected) in cases {
            assert_eq!(shown(source), expected, "{source}");
        }
    }
}
