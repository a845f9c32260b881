//! Generated code as text: the expansions of the corpus, laid out, are the same tokens again, with the
//! spaces that prettyplease sets, in lines of at most 100 columns.

use autodiff_compiler::emit::text::layout;
use autodiff_compiler::expand;
use proc_macro2::{Delimiter, TokenStream, TokenTree};
use quote::{ToTokens, quote};

/// The functions of the corpus: those in modules called `functions`.
fn functions() -> Vec<syn::ItemFn> {
    let directory = concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/corpus");
    let mut files: Vec<_> = std::fs::read_dir(directory)
        .expect("the corpus is beside the compiler")
        .map(|entry| entry.expect("a readable entry").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "rs"))
        .collect();
    files.sort();
    let mut out = Vec::new();
    for path in files {
        let text = std::fs::read_to_string(&path).expect("a readable file");
        let file = syn::parse_file(&text).expect("the corpus is Rust");
        collect(file.items, false, &mut out);
    }
    out
}

fn collect(items: Vec<syn::Item>, inside: bool, out: &mut Vec<syn::ItemFn>) {
    for item in items {
        match item {
            syn::Item::Fn(mut function) if inside => {
                function.attrs.clear();
                for input in &mut function.sig.inputs {
                    if let syn::FnArg::Typed(input) = input {
                        input.attrs.retain(|attribute| attribute.path().is_ident("no_diff"));
                    }
                }
                out.push(function);
            }
            syn::Item::Mod(module) if module.ident == "functions" => {
                collect(module.content.map(|(_, items)| items).unwrap_or_default(), true, out);
            }
            _ => {}
        }
    }
}

/// What the macro emits for a function; for every fourth with second derivatives, if it has them.
fn expansion(i: usize, function: &syn::ItemFn) -> TokenStream {
    let all = expand(quote!(second_order), function.to_token_stream());
    if !i.is_multiple_of(4) || all.to_string().contains("compile_error") {
        return expand(TokenStream::new(), function.to_token_stream());
    }
    all
}

/// The expansion without the user's function, if that calls methods of methods: long chains of calls
/// stay on their lines, and generated code has none.
fn generated(expansion: TokenStream, function: &syn::ItemFn) -> TokenStream {
    struct Chained(bool);
    impl<'ast> syn::visit::Visit<'ast> for Chained {
        fn visit_expr_method_call(&mut self, call: &'ast syn::ExprMethodCall) {
            self.0 |= matches!(&*call.receiver, syn::Expr::MethodCall(inner)
                if matches!(&*inner.receiver, syn::Expr::MethodCall(_)));
            syn::visit::visit_expr_method_call(self, call);
        }
    }
    let mut chained = Chained(false);
    syn::visit::Visit::visit_item_fn(&mut chained, function);
    if !chained.0 {
        return expansion;
    }
    let file: syn::File = syn::parse2(expansion).expect("an expansion is items");
    let own = |item: &&syn::Item| !matches!(item, syn::Item::Fn(item) if item.sig.ident == function.sig.ident);
    file.items.iter().filter(own).map(ToTokens::to_token_stream).collect()
}

#[test]
fn the_corpus_is_laid_out() {
    let functions = functions();
    assert!(functions.len() > 100, "{} functions", functions.len());
    for (i, function) in functions.iter().enumerate() {
        let name = function.sig.ident.to_string();
        let tokens = generated(expansion(i, function), function);
        let text = layout(tokens.clone());
        same_tokens(&name, tokens.clone(), &text);
        lines_fit(&name, &text);
        spaces_of_prettyplease(&name, tokens, &text);
    }
}

/// The tokens joined (`t.1.0` has one token for the two numbers when it is read), without commas and braces: a list may end with a comma, an arm need not,
/// and a long closure has braces.
fn flatten(tokens: TokenStream, out: &mut String) {
    for token in tokens {
        match token {
            TokenTree::Group(group) => {
                let (open, close) = match group.delimiter() {
                    Delimiter::Parenthesis => ("(", ")"),
                    Delimiter::Bracket => ("[", "]"),
                    Delimiter::Brace | Delimiter::None => ("", ""),
                };
                out.push_str(open);
                flatten(group.stream(), out);
                out.push_str(close);
            }
            TokenTree::Punct(comma) if comma.as_char() == ',' => {}
            // documentation has a space before it as a comment
            token => out.push_str(&token.to_string().replace("\" ", "\"")),
        }
    }
}

fn same_tokens(name: &str, tokens: TokenStream, text: &str) {
    let read: TokenStream = text.parse().unwrap_or_else(|error| panic!("{name}: {error}\n{text}"));
    let (mut before, mut after) = (String::new(), String::new());
    flatten(tokens, &mut before);
    flatten(read, &mut after);
    assert_eq!(before, after, "{name}");
}

/// Comments aside: they are not broken.
fn lines_fit(name: &str, text: &str) {
    for line in text.lines().filter(|line| !line.trim_start().starts_with("///")) {
        assert!(line.chars().count() <= 100, "{name}: {line}");
    }
}

/// What stands before a character.
#[derive(Clone, Copy, PartialEq, Debug)]
enum Gap {
    None,
    Space,
    Line,
}

/// Characters with the gaps before them.
type Spaced = Vec<(Gap, char)>;

/// The characters of a text with the gaps before them; braces, and commas at the ends of lists and
/// behind blocks aside.
fn spacing(text: &str) -> Spaced {
    let mut out = Spaced::new();
    let (mut gap, mut behind_block) = (Gap::None, false);
    for c in text.chars() {
        match c {
            '\n' => gap = Gap::Line,
            ' ' if gap != Gap::Line => gap = Gap::Space,
            ' ' => {}
            // the value of a long closure has braces in one of the texts only
            '{' | '}' => {
                if c == '}' && matches!(out.last(), Some((_, ','))) {
                    out.pop();
                }
                (gap, behind_block) = (Gap::Line, c == '}');
            }
            ',' if behind_block => behind_block = false,
            c => {
                behind_block = false;
                if let (')' | ']' | '>', Gap::Line, Some((_, ','))) = (c, gap, out.last()) {
                    out.pop();
                }
                out.push((gap, c));
                gap = Gap::None;
            }
        }
    }
    out
}

/// Drops the comma behind the value of an arm that has braces, and so no comma, in the other text.
fn without_arm_commas(ours: Spaced, theirs: Spaced) -> (Spaced, Spaced) {
    let ends_line = |text: &[(Gap, char)], at: usize| {
        text.get(at).is_some_and(|(_, c)| *c == ',')
            && text.get(at + 1).is_some_and(|(gap, _)| *gap == Gap::Line)
    };
    let (mut a, mut b) = (Vec::new(), Vec::new());
    let (mut i, mut j) = (0, 0);
    while i < ours.len() || j < theirs.len() {
        let equal = ours.get(i).map(|one| one.1) == theirs.get(j).map(|one| one.1);
        if !equal && ends_line(&ours, i) {
            i += 1;
        } else if !equal && ends_line(&theirs, j) {
            j += 1;
        } else {
            a.extend(ours.get(i));
            b.extend(theirs.get(j));
            (i, j) = (i + 1, j + 1);
        }
    }
    (a, b)
}

fn spaces_of_prettyplease(name: &str, tokens: TokenStream, ours: &str) {
    let theirs = prettyplease::unparse(&syn::parse2(tokens).expect("an expansion is Rust"));
    // it leaves the tokens in macros as they are
    let mut theirs = theirs.replace("///", "/// ").replace(" ! ", " !");
    for before in ["(", "[", ", ", "* ", "+ ", "/ ", "- ", "= ", "mut "] {
        for operator in ["&", "-", "*"] {
            theirs =
                theirs.replace(&format!("{before}{operator} "), &format!("{before}{operator}"));
        }
    }
    let (a, b) = without_arm_commas(spacing(ours), spacing(&theirs));
    // a line may break in one of the texts only
    let same = |(a, b): (&(Gap, char), &(Gap, char))| {
        a.1 == b.1 && (a.0 == b.0 || a.0 == Gap::Line || b.0 == Gap::Line)
    };
    let show = |text: &[(Gap, char)], at: usize| -> String {
        let part = &text[at.saturating_sub(60)..(at + 20).min(text.len())];
        part.iter()
            .map(|(gap, c)| if *gap == Gap::None { c.to_string() } else { format!(" {c}") })
            .collect()
    };
    if let Some(at) = a.iter().zip(&b).position(|pair| !same(pair)) {
        panic!("{name}:\n{}\n{}", show(&a, at), show(&b, at));
    }
    assert_eq!(a.len(), b.len(), "{name}");
}
