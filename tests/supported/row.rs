//! The rows of the table of supported constructs.
//!
//! In: sections of examples, each written once. Out: per row its text and what the compiler made of it:
//! a supported row is compiled here and its gradient compared with differences, a refused one is handed
//! to the compiler as text.
//! Invariant: whether a row is supported, and what its refusal says, is found out and never written down;
//! and an example has every name that its row promises.

use autodiff_compiler::{derive, expand};
use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens;

/// A construct with its example.
pub struct Row {
    construct: &'static str,
    example: String,
    state: State,
}

enum State {
    /// The gradient at the section's arguments, or what is wrong with it.
    Compiled(Result<(), String>),
    /// The source that the compiler has to refuse.
    Refused(String),
}

impl Row {
    /// A row whose example was compiled; `checked` is the answer of `check_gradients`.
    pub fn supported<T>(
        construct: &'static str,
        example: &str,
        checked: Result<T, chainrule::GradientMismatch>,
    ) -> Self {
        let checked = checked.map(drop).map_err(|mismatch| mismatch.to_string());
        Self { construct, example: one_line(example), state: State::Compiled(checked) }
    }

    /// A row whose example, in `source`, is refused.
    pub fn refused(construct: &'static str, example: &str, source: String) -> Self {
        Self { construct, example: one_line(example), state: State::Refused(source) }
    }

    /// The row as Markdown.
    ///
    /// # Errors
    /// What contradicts the row: a wrong gradient, or another number of messages than one.
    pub fn markdown(&self) -> Result<String, String> {
        if let Some(name) = self.missing_name() {
            return Err(format!("{}: the example shows no `{name}`", self.construct));
        }
        let state = match &self.state {
            State::Compiled(checked) => {
                checked.clone().map_err(|wrong| format!("{}: {wrong}", self.construct))?;
                "yes".to_owned()
            }
            State::Refused(source) => {
                let found = messages(source);
                let [message] = &found[..] else {
                    return Err(format!("{}: refused with {found:?}, not once", self.construct));
                };
                format!("no: {}", message.replace("\n\nhelp:", "; *help:*"))
            }
        };
        let example = format!("`{}`", self.example);
        let cells = [self.construct, &example, &state].map(|cell| cell.replace('|', "\\|"));
        Ok(format!("| {} |", cells.join(" | ")))
    }

    /// A name that stands in backticks in the construct and nowhere in the example.
    fn missing_name(&self) -> Option<&str> {
        let shown: Vec<&str> = names(&self.example).collect();
        let promised = self.construct.split('`').skip(1).step_by(2).flat_map(names);
        promised.into_iter().find(|name| !shown.contains(name))
    }
}

/// The identifiers and keywords of a text.
fn names(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| c != '_' && !c.is_alphanumeric())
        .filter(|word| word.starts_with(|c: char| c == '_' || c.is_alphabetic()))
}

/// A part of the table.
pub struct Section {
    pub title: &'static str,
    /// The parameters of the examples that are bodies.
    pub parameters: &'static str,
    pub rows: Vec<Row>,
}

impl Section {
    /// The section as Markdown; every contradiction goes to `wrong`.
    pub fn markdown(&self, wrong: &mut Vec<String>) -> String {
        let mut text = format!("## {}\n\n", self.title);
        if self.parameters != "()" {
            let parameters = one_line(self.parameters);
            text += &format!("In bodies of `fn f{parameters} -> f64`:\n\n");
        }
        text += "| construct | example | supported |\n| --- | --- | --- |\n";
        for row in &self.rows {
            match row.markdown() {
                Ok(line) => text += &(line + "\n"),
                Err(contradiction) => wrong.push(contradiction),
            }
        }
        text
    }
}

/// A section: its title, the parameters of examples that are bodies, the point where they are checked,
/// and its rows.
///
/// An example in braces is a body; behind `items` stands the function `f`, with what it needs, and behind
/// `at` the arguments where it is checked. Behind `refused` stands a body that the compiler refuses,
/// behind `refused_items` whole items.
macro_rules! section {
    ($title:literal, $parameters:tt at $args:tt;
     $($construct:literal $($form:ident)? { $($example:tt)* } $(at $own:tt)?)*) => {
        /// The rows of this section.
        #[allow(unused, reason = "an example uses some of the parameters")]
        #[allow(clippy::style, clippy::complexity, clippy::perf, reason = "examples show one construct, not the best one for the task")]
        pub fn section() -> $crate::row::Section {
            $crate::row::Section {
                title: $title,
                parameters: stringify!($parameters),
                rows: vec![$($crate::row::row!(
                    $parameters $args $construct $($form)? { $($example)* } $(at $own)?
                )),*],
            }
        }
    };
}
pub(crate) use section;

macro_rules! row {
    ($parameters:tt $args:tt $construct:literal refused { $($body:tt)* }) => {
        $crate::row::Row::refused(
            $construct,
            stringify!($($body)*),
            concat!(
                "#[differentiable] fn f", stringify!($parameters), " -> f64 {",
                stringify!($($body)*), "}"
            ).to_owned(),
        )
    };
    ($parameters:tt $args:tt $construct:literal refused_items { $($items:tt)* }) => {
        $crate::row::Row::refused(
            $construct, stringify!($($items)*), stringify!($($items)*).to_owned(),
        )
    };
    ($parameters:tt $args:tt $construct:literal items { $($items:tt)* } at $own:tt) => {{
        $($items)*
        $crate::row::Row::supported(
            $construct, stringify!($($items)*), chainrule::check_gradients::<f>($own),
        )
    }};
    (($($parameter:tt)*) $args:tt $construct:literal { $($body:tt)* }) => {{
        #[chainrule::differentiable]
        fn f($($parameter)*) -> f64 {
            $($body)*
        }
        $crate::row::Row::supported(
            $construct, stringify!($($body)*), chainrule::check_gradients::<f>($args),
        )
    }};
}
pub(crate) use row;

/// The text with single spaces.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What the compiler says to the annotated items of `source`, each message once.
fn messages(source: &str) -> Vec<String> {
    let file = syn::parse_file(source).expect("the examples are Rust");
    let mut found = Vec::new();
    for item in file.items {
        if let Some(expansion) = expansion(item) {
            compile_errors(expansion, &mut found);
        }
    }
    found
}

/// What the attribute or the derive writes for an item; none for an item without either.
fn expansion(mut item: syn::Item) -> Option<TokenStream> {
    let attributes = match &mut item {
        syn::Item::Fn(item) => &mut item.attrs,
        syn::Item::Impl(item) => &mut item.attrs,
        syn::Item::Trait(item) => &mut item.attrs,
        syn::Item::Struct(item) => &mut item.attrs,
        syn::Item::Enum(item) => &mut item.attrs,
        syn::Item::Union(item) => &mut item.attrs,
        _ => return None,
    };
    let is = |attribute: &syn::Attribute, name: &str| attribute.path().is_ident(name);
    if let Some(at) = attributes.iter().position(|attribute| is(attribute, "differentiable")) {
        let arguments = match attributes.remove(at).meta {
            syn::Meta::List(list) => list.tokens,
            _ => TokenStream::new(),
        };
        return Some(expand(arguments, item.into_token_stream()));
    }
    let derives = attributes.iter().any(|attribute| is(attribute, "derive"));
    attributes.retain(|attribute| !is(attribute, "derive"));
    derives.then(|| derive(item.into_token_stream()))
}

/// The texts of `compile_error!`s.
fn compile_errors(tokens: TokenStream, found: &mut Vec<String>) {
    let mut follows_name = false;
    for token in tokens {
        match token {
            TokenTree::Group(group) if follows_name => {
                let text: syn::LitStr = syn::parse2(group.stream()).expect("a message");
                if !found.contains(&text.value()) {
                    found.push(text.value());
                }
                follows_name = false;
            }
            TokenTree::Group(group) => compile_errors(group.stream(), found),
            TokenTree::Ident(name) => follows_name = name == "compile_error",
            TokenTree::Punct(punct) if punct.as_char() == '!' => {}
            TokenTree::Punct(_) | TokenTree::Literal(_) => follows_name = false,
        }
    }
}
