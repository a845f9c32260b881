//! `#[checkpoint(..)]` on a loop.
//!
//! In: the attributes of an expression. Out: what they ask of the loop; every mistake in them is a
//! diagnostic of its own, at its token.

use proc_macro2::Ident;
use syn::parse::ParseStream;
use syn::{Attribute, Expr, Lit, Meta, Token};

use crate::diagnostics::{Diagnostic, catalogue};

/// How many states of a loop may be kept.
#[derive(Clone, Debug)]
pub enum Request {
    /// `#[checkpoint]`
    Default,
    /// `#[checkpoint(states = s)]`
    States(Expr),
    /// `#[checkpoint(every = k)]`
    Every(Expr),
}

/// Whether an attribute is this one.
pub fn is_checkpoint(attribute: &Attribute) -> bool {
    attribute.path().segments.last().is_some_and(|last| last.ident == "checkpoint")
}

/// What the attributes of a loop ask for.
pub fn request(attributes: &[Attribute]) -> Result<Option<Request>, Diagnostic> {
    let mut found = attributes.iter().filter(|attribute| is_checkpoint(attribute));
    let Some(attribute) = found.next() else { return Ok(None) };
    if let Some(again) = found.next() {
        return Err(catalogue::checkpoint_twice(again.path()));
    }
    match &attribute.meta {
        Meta::Path(_) => Ok(Some(Request::Default)),
        Meta::NameValue(value) => Err(catalogue::checkpoint_form(&value.eq_token)),
        Meta::List(list) if list.tokens.is_empty() => Ok(Some(Request::Default)),
        Meta::List(list) => {
            let parsed = attribute.parse_args_with(argument);
            parsed.unwrap_or_else(|_| Err(catalogue::checkpoint_form(&list.tokens))).map(Some)
        }
    }
}

/// The one argument; `Err` outside where it does not even have the form of one.
fn argument(input: ParseStream) -> syn::Result<Result<Request, Diagnostic>> {
    let name: Ident = input.parse()?;
    let known = name == "states" || name == "every";
    if !known {
        input.parse::<proc_macro2::TokenStream>()?;
        return Ok(Err(catalogue::checkpoint_argument(&name)));
    }
    input.parse::<Token![=]>()?;
    let value: Expr = input.parse()?;
    if input.parse::<Option<Token![,]>>()?.is_some() && !input.is_empty() {
        let second: proc_macro2::TokenStream = input.parse()?;
        return Ok(Err(catalogue::checkpoint_two_arguments(&second)));
    }
    if let Expr::Lit(literal) = &value
        && !is_positive(&literal.lit)
    {
        return Ok(Err(catalogue::checkpoint_number(&value, &name.to_string())));
    }
    Ok(Ok(if name == "states" { Request::States(value) } else { Request::Every(value) }))
}

/// A literal that may be a number of states or iterations.
fn is_positive(literal: &Lit) -> bool {
    match literal {
        Lit::Int(number) => {
            let typed = number.suffix().is_empty() || number.suffix() == "usize";
            typed && number.base10_parse::<usize>().is_ok_and(|number| number > 0)
        }
        _ => false,
    }
}
