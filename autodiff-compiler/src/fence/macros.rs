//! Macros with a known meaning.

use super::Fence;
use crate::diagnostics::catalogue;
use crate::normalize::without_ranges;
use crate::parse::{Matches, is_approximate};
use syn::parse::{ParseStream, Parser};
use syn::punctuated::Punctuated;
use syn::{Expr, ExprAssign, ExprLit, Lit, Macro, Token};

/// What a macro's tokens mean.
enum Known {
    /// Conditions or compared values, `usize` of them, then a message.
    Assertion(usize),
    Vec,
    /// ndarray's: elements, or rows.
    Array,
    NoDiff,
    Matches,
    /// A text and the values in it.
    Text,
    /// One value.
    Shown,
    Cfg,
}

/// Macros that are no part of the language, with what to write instead.
const REFUSED: &[(&str, &str)] = &[
    ("s", "read a part by `a.slice(s![..])`, and write its elements in a loop over the indices"),
    ("write", "build the text with `format!(..)`, or write it in the caller"),
    ("writeln", "build the text with `format!(..)`, or write it in the caller"),
];

/// The way out of a macro that nobody knows.
const UNKNOWN: &str = "write out what it stands for, or wrap it in `no_diff!(..)` if its result \
                       has no derivative";

impl Fence<'_> {
    pub(super) fn mac(&mut self, mac: &Macro) {
        let Some(name) = mac.path.segments.last().map(|last| last.ident.to_string()) else {
            return self.refuse(catalogue::unknown_macro(&mac.path, "", UNKNOWN));
        };
        match known(&name) {
            Some(Known::Assertion(values)) => self.assertion(mac, values),
            Some(Known::Vec) => self.vec(mac),
            Some(Known::Array) => self.array(mac),
            Some(Known::Text) => self.assertion(mac, 0),
            Some(Known::Cfg) => {}
            Some(Known::Shown) => match mac.parse_body::<Expr>() {
                Ok(value) => self.value(&value),
                Err(_) => self.refuse(catalogue::several_shown(&mac.path)),
            },
            Some(Known::NoDiff) => match mac.parse_body::<Expr>() {
                Ok(expr) => self.no_diff(&expr),
                Err(_) => self.diagnostics.leave_to_rustc(),
            },
            Some(Known::Matches) => match mac.parse_body::<Matches>() {
                Ok(Matches { value, pat, guard }) => {
                    self.value(&value);
                    self.pattern(&pat);
                    guard.iter().for_each(|guard| self.value(guard));
                }
                Err(_) => self.diagnostics.leave_to_rustc(),
            },
            None => {
                let help = REFUSED.iter().find(|(refused, _)| *refused == name);
                let help = help.map_or(UNKNOWN, |(_, help)| help);
                self.refuse(catalogue::unknown_macro(&mac.path, &name, help));
            }
        }
    }

    fn assertion(&mut self, mac: &Macro, values: usize) {
        let parser = Punctuated::<Expr, Token![,]>::parse_terminated;
        let args = match mac.parse_body_with(parser) {
            Ok(args) if args.len() >= values => args,
            Ok(_) | Err(_) => return self.diagnostics.leave_to_rustc(),
        };
        for condition in args.iter().take(values) {
            self.value(&without_ranges(condition));
        }
        for arg in args.iter().skip(values) {
            self.message_argument(arg);
        }
    }

    /// The text of an assertion's message, or a value printed in it, named or not.
    fn message_argument(&mut self, arg: &Expr) {
        match arg {
            Expr::Lit(ExprLit { lit: Lit::Str(_), .. }) => {}
            Expr::Assign(ExprAssign { right, .. }) => self.message_argument(right),
            other => self.value(other),
        }
    }

    fn array(&mut self, mac: &Macro) {
        let Ok(elements) = mac.parse_body_with(Punctuated::<Expr, Token![,]>::parse_terminated)
        else {
            return self.diagnostics.leave_to_rustc();
        };
        if elements.is_empty() {
            let help = "write its type: `Array1::<f64>::zeros(0)`";
            return self.refuse(catalogue::unknown_macro(&mac.path, "array", help));
        }
        for element in &elements {
            match element {
                Expr::Array(row) if row.elems.iter().any(|x| matches!(x, Expr::Array(_))) => {
                    let help = "build it of its elements: `Array3::from_shape_vec((n, m, k), v)`";
                    return self.refuse(catalogue::unknown_macro(&mac.path, "array", help));
                }
                element => self.value(element),
            }
        }
    }

    fn vec(&mut self, mac: &Macro) {
        match vec_elements.parse2(mac.tokens.clone()) {
            Ok(elements) => self.values(&elements),
            Err(_) => self.diagnostics.leave_to_rustc(),
        }
    }
}

fn known(name: &str) -> Option<Known> {
    match name {
        "assert" | "debug_assert" => Some(Known::Assertion(1)),
        "assert_eq" | "assert_ne" | "debug_assert_eq" | "debug_assert_ne" => {
            Some(Known::Assertion(2))
        }
        name if is_approximate(name) => Some(Known::Assertion(2)),
        name if name.strip_prefix("assert_").is_some_and(is_approximate) => {
            Some(Known::Assertion(2))
        }
        "vec" => Some(Known::Vec),
        "array" => Some(Known::Array),
        "no_diff" => Some(Known::NoDiff),
        "matches" => Some(Known::Matches),
        "eprint" | "eprintln" | "format" | "panic" | "print" | "println" | "todo"
        | "unimplemented" | "unreachable" => Some(Known::Text),
        "dbg" => Some(Known::Shown),
        "cfg" => Some(Known::Cfg),
        _ => None,
    }
}

/// The expressions of `vec![a, b]` and of `vec![x; n]`.
fn vec_elements(input: ParseStream) -> syn::Result<Vec<Expr>> {
    if input.is_empty() {
        return Ok(Vec::new());
    }
    let first: Expr = input.parse()?;
    if input.parse::<Option<Token![;]>>()?.is_some() {
        return Ok(vec![first, input.parse()?]);
    }
    let mut elements = vec![first];
    while input.parse::<Option<Token![,]>>()?.is_some() && !input.is_empty() {
        elements.push(input.parse()?);
    }
    Ok(elements)
}
