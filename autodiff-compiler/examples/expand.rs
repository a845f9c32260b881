//! Prints the expansion of the functions on standard input, each as if it were annotated.
//!
//! `cargo run -p autodiff-compiler --example expand -- second_order < file.rs`; the arguments are those
//! of the attribute. With `--ir` as the first argument the IR is printed instead.

use std::io::Read;

use autodiff_compiler::{dump, emit::text::layout, expand};
use quote::ToTokens;

fn main() {
    let mut source = String::new();
    if let Err(error) = std::io::stdin().read_to_string(&mut source) {
        eprintln!("standard input cannot be read: {error}");
        std::process::exit(1);
    }
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let ir = arguments.first().is_some_and(|argument| argument == "--ir");
    let attribute = if ir { String::new() } else { arguments.join(" ") };
    match (syn::parse_file(&source), attribute.parse()) {
        (Ok(file), Ok(attribute)) => {
            let attribute: proc_macro2::TokenStream = attribute;
            for item in file.items {
                if let syn::Item::Fn(mut item) = item {
                    item.attrs.clear();
                    if ir {
                        println!("{}", dump(&item));
                    } else {
                        println!("{}", layout(expand(attribute.clone(), item.into_token_stream())));
                    }
                }
            }
        }
        (Err(error), _) => eprintln!("not Rust: {error}"),
        (_, Err(error)) => eprintln!("not an attribute: {error}"),
    }
}
