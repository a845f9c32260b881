//! Every message of the catalogue is one that somebody can meet: a program in `tests/ui` is refused with
//! it.
//!
//! The messages are read from the catalogue's source: the strings of `messages!`, and those that the
//! functions hand to a diagnostic; what they fill in may be anything.

use std::collections::BTreeMap;
use std::path::Path;

use syn::parse::{Parse, ParseStream};
use syn::visit::Visit;
use syn::{Expr, Ident, ItemFn, LitStr, Token};

/// Messages that no program for the pinned toolchain gets, with the reason; the tests of the fence print
/// those about syntax.
const UNREACHABLE: &[(&str, &str)] = &[
    ("broken_contract", "a mistake of the compiler's own, which debug builds look for"),
    ("default_function", "not Rust on a free function"),
    ("inner_guard", "syntax of nightly"),
    ("safe_qualifier", "not Rust outside of `extern` blocks"),
    ("try_block", "syntax of nightly"),
    ("unknown_expression", "syntax that syn does not know yet"),
    ("unknown_literal", "syntax that syn does not know yet"),
    ("unknown_type", "syntax that syn does not know yet"),
    ("variadic", "syntax of nightly on a function that is not foreign"),
    ("yield_expression", "syntax of nightly"),
];

/// `name: "message" => "help";`
struct Entry {
    name: Ident,
    message: LitStr,
}

impl Parse for Entry {
    fn parse(input: ParseStream) -> syn::Result<Self> {
        let name = input.parse()?;
        input.parse::<Token![:]>()?;
        let message = input.parse()?;
        input.parse::<Token![=>]>()?;
        input.parse::<LitStr>()?;
        input.parse::<Token![;]>()?;
        Ok(Self { name, message })
    }
}

fn entries(input: ParseStream) -> syn::Result<Vec<Entry>> {
    let mut found = Vec::new();
    while !input.is_empty() {
        found.push(input.parse()?);
    }
    Ok(found)
}

/// Finds the messages of one file, by the name of their function.
#[derive(Default)]
struct Messages {
    function: String,
    found: BTreeMap<String, Vec<String>>,
}

impl Messages {
    fn add(&mut self, name: String, message: &LitStr) {
        self.found.entry(name).or_default().push(message.value());
    }
}

impl<'ast> Visit<'ast> for Messages {
    fn visit_item_fn(&mut self, item: &'ast ItemFn) {
        let public = matches!(item.vis, syn::Visibility::Public(_));
        if public {
            self.function = item.sig.ident.to_string();
            syn::visit::visit_item_fn(self, item);
        }
    }

    fn visit_item_macro(&mut self, item: &'ast syn::ItemMacro) {
        if item.mac.path.is_ident("messages") {
            for Entry { name, message } in item.mac.parse_body_with(entries).expect("entries") {
                self.add(name.to_string(), &message);
            }
        }
    }

    /// `Diagnostic::at(span, message)` and `Diagnostic::over(tokens, message)`.
    fn visit_expr_call(&mut self, call: &'ast syn::ExprCall) {
        let name = match &*call.func {
            Expr::Path(path) => path.path.segments.last().map(|last| last.ident.to_string()),
            _ => None,
        };
        let name = name.as_deref();
        if let (Some("at" | "over"), Some(message)) = (name, call.args.iter().nth(1)) {
            let literal = match message {
                Expr::Lit(syn::ExprLit { lit: syn::Lit::Str(text), .. }) => Some(text.clone()),
                Expr::Macro(format) => format
                    .mac
                    .parse_body_with(|input: ParseStream| {
                        let text = input.parse::<LitStr>()?;
                        input.parse::<proc_macro2::TokenStream>()?;
                        Ok(text)
                    })
                    .ok(),
                _ => None,
            };
            let literal = literal.unwrap_or_else(|| panic!("no message in `{}`", self.function));
            self.add(self.function.clone(), &literal);
        }
        syn::visit::visit_expr_call(self, call);
    }
}

/// The parts of a message between what it fills in.
fn parts(message: &str) -> Vec<&str> {
    let inside = message.split('{').enumerate().map(|(i, part)| match (i, part.split_once('}')) {
        (0, _) | (_, None) => part,
        (_, Some((_, rest))) => rest,
    });
    inside.filter(|part| !part.is_empty()).collect()
}

/// Whether a line has all parts in their order.
fn says(line: &str, parts: &[&str]) -> bool {
    let mut rest = line;
    parts.iter().all(|part| match rest.find(part) {
        Some(at) => {
            rest = &rest[at + part.len()..];
            true
        }
        None => false,
    })
}

fn files(directory: &Path, extension: &str) -> Vec<String> {
    let entries = std::fs::read_dir(directory).expect("a directory of the repository");
    let paths = entries.map(|entry| entry.expect("a readable entry").path());
    let wanted = paths.filter(|path| path.extension().is_some_and(|found| found == extension));
    wanted.map(|path| std::fs::read_to_string(path).expect("a readable file")).collect()
}

#[test]
fn every_message_is_shown_by_a_program() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut messages = Messages::default();
    for text in files(&root.join("src/diagnostics/catalogue"), "rs") {
        messages.visit_file(&syn::parse_file(&text).expect("the catalogue is Rust"));
    }
    assert!(messages.found.len() > 80, "{} messages", messages.found.len());
    let shown = files(&root.join("../tests/ui"), "stderr").concat();
    let lines: Vec<&str> = shown.lines().filter_map(|line| line.strip_prefix("error: ")).collect();
    let mut missing = Vec::new();
    for (name, texts) in &messages.found {
        for text in texts {
            let is_shown = lines.iter().any(|line| says(line, &parts(text)));
            let excused = UNREACHABLE.iter().any(|(excused, _)| excused == name);
            if is_shown == excused {
                missing.push(format!("{name}: {text}"));
            }
        }
    }
    assert!(missing.is_empty(), "without a program in tests/ui:\n{}", missing.join("\n"));
}
