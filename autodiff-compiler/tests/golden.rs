//! Expansions as a reader of `#[differentiable(print)]` meets them: a function and its derivatives per
//! file, in `tests/golden`.
//!
//! The comment of a file says what it shows, and with `shows:` which of the companion's functions;
//! `attribute:` holds the arguments of the attribute. `UPDATE_EXPECT=1` writes the expansions.

use autodiff_compiler::emit::{extract::readable, text::layout};
use autodiff_compiler::expand;
use expect_test::expect_file;
use proc_macro2::{Delimiter, TokenStream, TokenTree};

/// Where the expansion begins in a file.
const EXPANSION: &str = "// expands to:\n";

/// The value behind `name:` in the comment of a file.
fn setting<'a>(source: &'a str, name: &str) -> Option<&'a str> {
    source
        .lines()
        .find_map(|line| line.strip_prefix("//! ")?.strip_prefix(name)?.strip_prefix(": "))
}

/// The functions with these names in the implementation blocks of an expansion.
fn functions(tokens: TokenStream, wanted: &[&str]) -> TokenStream {
    let bodies = tokens.into_iter().filter_map(|token| match token {
        TokenTree::Group(group) if group.delimiter() == Delimiter::Brace => Some(group.stream()),
        _ => None,
    });
    let mut out = TokenStream::new();
    for body in bodies {
        let mut function: Vec<TokenTree> = Vec::new();
        for token in body {
            let end =
                matches!(&token, TokenTree::Group(group) if group.delimiter() == Delimiter::Brace);
            function.push(token);
            let is_wanted = |pair: &[TokenTree]| {
                pair[0].to_string() == "fn" && wanted.contains(&pair[1].to_string().as_str())
            };
            if end {
                let function = std::mem::take(&mut function);
                let first = function[0].to_string();
                if (first == "pub" || first == "fn") && function.windows(2).any(is_wanted) {
                    out.extend(function);
                }
            }
        }
    }
    out
}

/// The file with the expansion that the compiler writes now.
fn expanded(text: &str) -> String {
    let source = text.split(EXPANSION).next().unwrap_or_default().trim_end();
    let attribute = setting(source, "attribute").unwrap_or_default();
    let shows: Vec<&str> =
        setting(source, "shows").expect("a line `//! shows:`").split(", ").collect();
    let tokens: TokenStream = source
        .lines()
        .filter(|line| !line.starts_with("//!"))
        .collect::<Vec<_>>()
        .join("\n")
        .parse()
        .expect("the source is Rust");
    let expansion = expand(attribute.parse().expect("an attribute"), tokens);
    assert!(!expansion.to_string().contains("compile_error"), "refused:\n{text}\n{expansion}");
    let shown = functions(readable(expansion), &shows);
    format!("{source}\n\n{EXPANSION}\n{}", layout(shown))
}

#[test]
fn expansions_read_well() {
    let directory = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/golden");
    let files = std::fs::read_dir(directory).expect("the directory of golden files");
    let mut paths: Vec<_> = files.map(|file| file.expect("a readable entry").path()).collect();
    paths.sort();
    assert!(paths.len() >= 12);
    for path in paths {
        let text = std::fs::read_to_string(&path).expect("a readable file");
        expect_file![path].assert_eq(&expanded(&text));
    }
}
