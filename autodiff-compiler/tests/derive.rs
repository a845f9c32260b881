//! What `#[derive(Differentiable)]` writes: the expansions of the definitions in `tests/derive`.
//!
//! `UPDATE_EXPECT=1` writes them.

use autodiff_compiler::derive;
use expect_test::expect_file;
use proc_macro2::TokenStream;

/// Where the expansion begins in a file.
const EXPANSION: &str = "// expands to:\n";

/// The file with the expansion that the compiler writes now.
fn expanded(text: &str) -> String {
    let source = text.split(EXPANSION).next().unwrap_or_default().trim_end();
    let tokens: TokenStream = source
        .lines()
        .filter(|line| !line.starts_with("//!"))
        .collect::<Vec<_>>()
        .join("\n")
        .parse()
        .expect("the source is Rust");
    let file = syn::parse2(derive(tokens)).expect("the expansion is Rust");
    format!("{source}\n\n{EXPANSION}\n{}", prettyplease::unparse(&file))
}

#[test]
fn tangents_read_well() {
    for name in ["line", "shape"] {
        let path = format!("{}/tests/derive/{name}.rs", env!("CARGO_MANIFEST_DIR"));
        let text = std::fs::read_to_string(&path).expect("the file can be read");
        expect_file![path].assert_eq(&expanded(&text));
    }
}

#[test]
fn definitions_of_every_form_expand_or_are_refused() {
    let accepted = [
        "struct Unit;",
        "struct Empty {}",
        "struct Nothing();",
        "pub(crate) struct Pair<A, B>(pub A, B);",
        "struct View<'a, T: Real> { x: &'a [T], #[no_diff] name: &'a str }",
        "struct Fixed<T: Real, const N: usize> where [T; N]: Sized { x: [T; N] }",
        "struct r#Type { r#in: f64 }",
        "enum Never {}",
        "enum One { Only(f64) }",
        "enum Several<T> { Named { x: T, #[no_diff] k: u8 }, Tuple(T, f64), Unit }",
        "struct Tree { value: f64, branches: Vec<Tree> }",
        "#[chainrule(crate = other::path)] struct Renamed { x: f64 }",
    ];
    for source in accepted {
        let tokens = derive(source.parse().expect("the source is Rust"));
        assert!(!tokens.to_string().contains("compile_error"), "{source}: {tokens}");
        let file: Result<syn::File, _> = syn::parse2(tokens);
        assert!(file.is_ok_and(|file| file.items.len() > 10), "{source}");
    }
    let refused = [
        "union Either { a: f64, b: u64 }",
        "#[no_diff] struct Marked { x: f64 }",
        "enum Marked { #[no_diff] A(f64) }",
        "struct Given { #[no_diff(all)] x: f64 }",
        "struct Named { #[no_diff = 1] x: f64 }",
        "struct Twice { #[no_diff] #[no_diff] x: f64 }",
        "#[chainrule] struct Plain { x: f64 }",
        "#[chainrule(krate = path)] struct Misspelled { x: f64 }",
        "fn function() {}",
    ];
    for source in refused {
        let text = derive(source.parse().expect("the source is Rust")).to_string();
        assert_eq!(text.matches("compile_error").count(), 1, "{source}: {text}");
        assert!(syn::parse_file(&text).is_ok(), "{source}: {text}");
    }
}
