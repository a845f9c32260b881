//! The expressions inside the macros of the language.

use syn::parse::{ParseStream, Parser};
use syn::{Expr, Macro, Token};

use super::Matches;

/// What a macro evaluates: the elements of `vec!`, the conditions of an assertion, the value and the
/// guard of `matches!`. None where its tokens are no expressions.
pub fn macro_expressions(mac: &Macro) -> Vec<Expr> {
    if let Ok(Matches { value, guard, .. }) = mac.parse_body::<Matches>() {
        return [value].into_iter().chain(guard).collect();
    }
    list.parse2(mac.tokens.clone()).unwrap_or_default()
}

/// Whether nothing behind a macro is reached.
pub fn diverges(mac: &Macro) -> bool {
    const DIVERGING: [&str; 4] = ["panic", "todo", "unimplemented", "unreachable"];
    let name = mac.path.segments.last();
    name.is_some_and(|name| DIVERGING.iter().any(|known| name.ident == known))
}

/// `a, b` or `x; n`.
fn list(input: ParseStream) -> syn::Result<Vec<Expr>> {
    let mut found = Vec::new();
    while !input.is_empty() {
        found.push(input.parse()?);
        if input.parse::<Option<Token![;]>>()?.is_none() {
            input.parse::<Option<Token![,]>>()?;
        }
    }
    Ok(found)
}

/// Whether a macro compares two numbers within a tolerance: those of the crate `approx`, whose result is a
/// `bool`.
pub fn is_approximate(name: &str) -> bool {
    const APPROXIMATE: [&str; 6] =
        ["abs_diff_eq", "abs_diff_ne", "relative_eq", "relative_ne", "ulps_eq", "ulps_ne"];
    APPROXIMATE.contains(&name)
}
