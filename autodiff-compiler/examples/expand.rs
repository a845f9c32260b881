//! Prints the expansion of the functions and `impl`s on standard input, each as if it were annotated.
//!
//! `cargo run -p autodiff-compiler --example expand -- second_order < file.rs`; the arguments are those
//! of the attribute. Everything that the macro emits is printed, with the function itself; with
//! `print` among the arguments, what `#[differentiable(print)]` shows while it compiles the function.
//! With `--ir` as the first argument the IR is printed instead, with `--report` what the derivatives
//! keep in memory and why.

use std::io::Read;

use autodiff_compiler::emit::{extract::readable, text::layout};
use autodiff_compiler::{diagnostics::Diagnostics, parse::Options, programs_with};
use autodiff_compiler::{dump, expand};
use quote::ToTokens;

fn main() {
    let mut source = String::new();
    if let Err(error) = std::io::stdin().read_to_string(&mut source) {
        eprintln!("standard input cannot be read: {error}");
        std::process::exit(1);
    }
    let mut arguments: Vec<String> = std::env::args().skip(1).collect();
    let ir = arguments.first().is_some_and(|argument| argument == "--ir");
    let report = arguments.first().is_some_and(|argument| argument == "--report");
    let print = arguments.iter().any(|argument| argument == "print");
    arguments.retain(|argument| argument != "print" && !argument.starts_with("--"));
    match (syn::parse_file(&source), arguments.join(" ").parse()) {
        (Ok(file), Ok(attribute)) => {
            let attribute: proc_macro2::TokenStream = attribute;
            for item in file.items {
                if let syn::Item::Impl(mut item) = item {
                    item.attrs.clear();
                    let tokens = expand(attribute.clone(), item.into_token_stream());
                    println!("{}", layout(if print { readable(tokens) } else { tokens }));
                } else if let syn::Item::Fn(mut item) = item {
                    item.attrs.clear();
                    if ir {
                        println!("{}", dump(&item));
                        continue;
                    }
                    if report {
                        println!("{}", reported(attribute.clone(), &item));
                        continue;
                    }
                    let tokens = expand(attribute.clone(), item.into_token_stream());
                    println!("{}", layout(if print { readable(tokens) } else { tokens }));
                }
            }
        }
        (Err(error), _) => eprintln!("not Rust: {error}"),
        (_, Err(error)) => eprintln!("not an attribute: {error}"),
    }
}

fn reported(attribute: proc_macro2::TokenStream, item: &syn::ItemFn) -> String {
    let mut diagnostics = Diagnostics::default();
    let options = Options::parse(attribute, &mut diagnostics);
    let mistakes = diagnostics.into_sorted();
    match programs_with(item, &options) {
        Ok(programs) if mistakes.is_empty() => programs.report(&options, &|span| span.start().line),
        Ok(_) => mistakes.iter().map(|mistake| mistake.text()).collect(),
        Err(refusal) => refusal,
    }
}
