//! Where a function stands: in a module, an `impl` or a trait.
//!
//! In: the function that an attribute is given, which is all that a macro sees. Out: its
//! [`Surroundings`]. A receiver, or a mention of `Self`, shows that it stands in an `impl`. A function
//! like `fn area(r: f64) -> f64` shows nothing, and the generics of an `impl` are not in the tokens
//! either: so the [`Source`] is read up to the function, brace by brace. Where there is no file (tools
//! that expand macros without one) such a function is taken for a free one.

use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens;
use syn::{Generics, ItemFn, ItemImpl, ItemTrait, Type};

use super::has_receiver;
use super::source::Source;

/// What is around a function.
#[derive(Debug)]
pub enum Surroundings {
    Module,
    /// An `impl` of a type.
    Impl {
        generics: Generics,
        /// The type, where its tokens can be read.
        of: Option<Box<Type>>,
    },
    /// A trait, or an `impl` of one: nothing can be added to it.
    Trait,
}

/// The surroundings of an annotated function.
pub fn of(function: &ItemFn, source: Option<&Source>) -> Surroundings {
    match source.and_then(|source| source.header(&function.sig.ident)) {
        Some(header) => from_header(&header),
        None if has_receiver(function) || mentions_self(function) => {
            Surroundings::Impl { generics: Generics::default(), of: None }
        }
        None => Surroundings::Module,
    }
}

/// Whether an item or a type names `Self`.
pub fn mentions_self(node: &impl ToTokens) -> bool {
    fn inside(tokens: TokenStream) -> bool {
        tokens.into_iter().any(|token| match token {
            TokenTree::Ident(ident) => ident == "Self",
            TokenTree::Group(group) => inside(group.stream()),
            TokenTree::Punct(_) | TokenTree::Literal(_) => false,
        })
    }
    inside(node.to_token_stream())
}

/// What stands in front of the brace around a function.
pub(super) fn from_header(header: &str) -> Surroundings {
    let item = format!("{header} {{}}");
    if let Ok(block) = syn::parse_str::<ItemImpl>(&item) {
        return match block.trait_ {
            Some(_) => Surroundings::Trait,
            None => Surroundings::Impl { generics: block.generics, of: Some(block.self_ty) },
        };
    }
    if syn::parse_str::<ItemTrait>(&item).is_ok() {
        return Surroundings::Trait;
    }
    // the `$name` of a `macro_rules!` is no syntax
    let mut words = header.split(|c: char| !c.is_alphanumeric() && c != '_');
    match words.find(|word| !matches!(*word, "" | "unsafe" | "default" | "pub")) {
        Some("impl") if words.any(|word| word == "for") => Surroundings::Trait,
        Some("impl") => Surroundings::Impl { generics: Generics::default(), of: None },
        Some("trait") => Surroundings::Trait,
        Some(_) | None => Surroundings::Module,
    }
}

#[cfg(test)]
mod tests {
    use super::{Surroundings, from_header};
    use crate::driver::source::innermost_of;

    fn shown(source: &str) -> String {
        match from_header(&innermost_of(source)) {
            Surroundings::Module => "module".to_owned(),
            Surroundings::Trait => "trait".to_owned(),
            Surroundings::Impl { generics, .. } => {
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
            ("impl<const N: usize> Tr for S<[f64; 3]> { ", "trait"),
            ("impl S<[f64; 3]> { fn a(x: [f64; 2]) { call(|| { 1; }); } ", "impl"),
            ("macro_rules! m { ($t:ty) => { impl $t { ", "impl"),
            ("macro_rules! m { ($n:ident) => { ", "module"),
        ];
        for (source, expected) in cases {
            assert_eq!(shown(source), expected, "{source}");
        }
    }
}
