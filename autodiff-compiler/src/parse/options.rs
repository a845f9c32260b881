//! The arguments of `#[differentiable(..)]`.
//!
//! In: the attribute's tokens. Out: [`Options`]; unknown or malformed arguments are reported and
//! skipped.

use std::collections::BTreeMap;

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;
use syn::ext::IdentExt;
use syn::parse::{ParseStream, Parser};
use syn::punctuated::Punctuated;
use syn::{LitBool, LitStr, Path, Token, WherePredicate};

use super::Facts;
use crate::diagnostics::{Diagnostics, catalogue};

/// Derivatives that the user wrote.
#[derive(Clone, Debug, Default)]
pub struct Rules {
    /// The value and a closure from the seed to the gradients.
    pub vjp: Option<Path>,
    /// As the generated `jvp_`.
    pub jvp: Option<Path>,
    /// As the generated `adjoint_`.
    pub adjoint: Option<Path>,
}

impl Rules {
    /// Whether the body is left alone.
    pub fn any(&self) -> bool {
        self.vjp.is_some() || self.jvp.is_some() || self.adjoint.is_some()
    }

    /// Whether a function of this name is one of the rules.
    pub fn are_called(&self, name: &Ident) -> bool {
        let rules = [&self.vjp, &self.jvp, &self.adjoint];
        rules.into_iter().flatten().any(|rule| rule.is_ident(name) || is_own(rule, name))
    }
}

/// `Self::name`
fn is_own(rule: &Path, name: &Ident) -> bool {
    let segments = &rule.segments;
    segments.len() == 2 && segments[0].ident == "Self" && segments[1].ident == *name
}

/// What to generate, and how.
#[derive(Clone, Debug)]
pub struct Options {
    /// `second_order`: `hvp_` and `hessian_` too, for scalar outputs; a function with another output
    /// carries its second derivatives for annotated callers only. `hessian_` exists where the
    /// differentiable parameters are scalars or one array.
    pub second_order: Option<Span>,
    /// `jacobian`: `jacobian_` too; a mistake unless one one-dimensional array goes to another.
    pub jacobian: Option<Span>,
    /// `wrt(x, w)`: only these parameters.
    pub wrt: Option<Vec<Ident>>,
    /// `bound = "T: ..."` replaces the added bounds.
    pub bound: Option<Vec<WherePredicate>>,
    /// `companion = Name`: the name of the companion type.
    pub companion: Option<Ident>,
    /// `companions(f = path::Name)`: companions of callees.
    pub companions: Vec<(Ident, Path)>,
    /// `vjp = path`, `jvp = path`, `adjoint = path`
    pub rules: Rules,
    /// `modes(forward, reverse)`
    pub forward: bool,
    pub reverse: bool,
    /// `crate = path`
    pub krate: TokenStream,
    /// `analysis = false` stores everything: for tests of the analyses.
    pub analysis: bool,
    /// `print`: show the generated code.
    pub print: bool,
    /// `report`: say what the derivatives keep in memory, and why.
    pub report: bool,
    /// The type of `self`, where the macro knows it; no argument.
    pub self_type: Option<syn::Type>,
    /// The same in an `impl` of a trait, where the type has type parameters in it; no argument.
    pub hidden_self: Option<syn::Type>,
    /// What the functions beside it in the same `impl` or trait return, by name; no argument.
    pub siblings: BTreeMap<String, syn::Type>,
    /// What the type parameters of a trait are in an `impl` of it.
    pub trait_arguments: Vec<syn::Type>,
    /// The type parameters that the function itself has no names for; no argument.
    pub anonymous: Vec<Ident>,
    /// The positions of parameters that the function itself takes as arrays of any ownership, and whether
    /// it has type parameters for that; no arguments.
    pub viewed: Vec<usize>,
    pub left_out: bool,
    /// The body has parts that are compiled on condition.
    pub configured: bool,
    /// What the source file shows of the names in the function; no argument.
    pub facts: Facts,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            second_order: None,
            jacobian: None,
            wrt: None,
            bound: None,
            companion: None,
            companions: Vec::new(),
            rules: Rules::default(),
            forward: true,
            reverse: true,
            krate: quote!(::chainrule),
            analysis: true,
            print: false,
            report: false,
            self_type: None,
            hidden_self: None,
            siblings: BTreeMap::new(),
            trait_arguments: Vec::new(),
            anonymous: Vec::new(),
            viewed: Vec::new(),
            left_out: false,
            configured: false,
            facts: Facts::default(),
        }
    }
}

impl Options {
    /// Reads the attribute's tokens.
    pub fn parse(tokens: TokenStream, diagnostics: &mut Diagnostics) -> Self {
        Self::default().with(tokens, diagnostics)
    }

    /// What the functions of an `impl` inherit: how derivatives are made, not of which parameters.
    #[must_use]
    pub fn of_block(&self) -> Self {
        Self { jacobian: None, wrt: None, companion: None, rules: Rules::default(), ..self.clone() }
    }

    /// Whether an `impl` is asked for what belongs to one of its functions.
    pub fn check_block(&self, diagnostics: &mut Diagnostics) {
        let names = self.wrt.iter().flatten().map(|name| ("wrt(..)", name.span()));
        let companion = self.companion.iter().map(|name| ("companion", name.span()));
        let jacobian = self.jacobian.iter().map(|span| ("jacobian", *span));
        if let Some((argument, span)) = names.chain(companion).chain(jacobian).next() {
            diagnostics.push(catalogue::argument_of_a_method(span, argument));
        }
    }

    /// With rules, the modes that there are rules for.
    pub fn restrict_to_rules(&mut self) {
        if self.rules.any() {
            self.forward &= self.rules.jvp.is_some();
            self.reverse &= self.rules.vjp.is_some() || self.rules.adjoint.is_some();
        }
    }

    /// These options with the arguments of another attribute.
    #[must_use]
    pub fn with(self, tokens: TokenStream, diagnostics: &mut Diagnostics) -> Self {
        let mut options = self;
        let mut seen: Vec<Ident> = Vec::new();
        let result = (|input: ParseStream| {
            while !input.is_empty() {
                let name = input.call(Ident::parse_any)?;
                if seen.contains(&name) {
                    diagnostics.push(catalogue::repeated_argument(&name));
                }
                if let Err(error) = options.argument(&name, input, diagnostics) {
                    let (found, form) = (error.to_string(), form(&name.to_string()));
                    let text = name.to_string();
                    let at = error.span();
                    diagnostics.push(catalogue::malformed_argument(at, &text, &found, form));
                    skip_argument(input)?;
                }
                seen.push(name);
                if !input.is_empty() {
                    input.parse::<Token![,]>()?;
                }
            }
            Ok(())
        })
        .parse2(tokens);
        if let Err(error) = result {
            diagnostics.push(catalogue::arguments_syntax(error.span()));
        }
        options
    }

    fn argument(
        &mut self,
        name: &Ident,
        input: ParseStream,
        diagnostics: &mut Diagnostics,
    ) -> syn::Result<()> {
        match name.to_string().as_str() {
            "second_order" => self.second_order = Some(name.span()),
            "jacobian" => self.jacobian = Some(name.span()),
            "print" => self.print = true,
            "report" => self.report = true,
            "crate" => {
                input.parse::<Token![=]>()?;
                let path: Path = input.call(Path::parse_mod_style)?;
                self.krate = quote!(#path);
            }
            "analysis" => {
                input.parse::<Token![=]>()?;
                self.analysis = input.parse::<LitBool>()?.value;
            }
            "companion" => {
                input.parse::<Token![=]>()?;
                self.companion = Some(input.parse()?);
            }
            "bound" => {
                input.parse::<Token![=]>()?;
                let text: LitStr = input.parse()?;
                let parser = Punctuated::<WherePredicate, Token![,]>::parse_terminated;
                self.bound = Some(text.parse_with(parser)?.into_iter().collect());
            }
            "wrt" => self.wrt = Some(idents(input)?),
            "modes" => self.modes(input, diagnostics)?,
            "vjp" => self.rules.vjp = Some(path(input)?),
            "jvp" => self.rules.jvp = Some(path(input)?),
            "adjoint" => self.rules.adjoint = Some(path(input)?),
            "companions" => self.companions.extend(companions(input)?),
            _ => {
                diagnostics.push(catalogue::unknown_argument(name));
                skip_argument(input)?;
            }
        }
        let flag =
            matches!(name.to_string().as_str(), "second_order" | "jacobian" | "print" | "report");
        if flag || input.is_empty() || input.peek(Token![,]) {
            Ok(())
        } else {
            Err(input.error("expected a comma"))
        }
    }

    fn modes(&mut self, input: ParseStream, diagnostics: &mut Diagnostics) -> syn::Result<()> {
        (self.forward, self.reverse) = (false, false);
        for mode in idents(input)? {
            match mode.to_string().as_str() {
                "forward" => self.forward = true,
                "reverse" => self.reverse = true,
                _ => diagnostics.push(catalogue::unknown_mode(&mode)),
            }
        }
        Ok(())
    }
}

/// `= path`
fn path(input: ParseStream) -> syn::Result<Path> {
    input.parse::<Token![=]>()?;
    input.call(Path::parse_mod_style)
}

/// `(f = path::Name, ..)`
fn companions(input: ParseStream) -> syn::Result<Vec<(Ident, Path)>> {
    let content;
    syn::parenthesized!(content in input);
    let pair = |input: ParseStream| {
        let callee = input.parse()?;
        input.parse::<Token![=]>()?;
        Ok((callee, input.call(Path::parse_mod_style)?))
    };
    let pairs = content.parse_terminated(pair, Token![,])?;
    Ok(pairs.into_iter().collect())
}

/// How an argument is written.
fn form(name: &str) -> &'static str {
    match name {
        "wrt" => "wrt(x, w)",
        "modes" => "modes(forward, reverse)",
        "bound" => "bound = \"T: Real\"",
        "companion" => "companion = Name",
        "companions" => "companions(f = path::Name)",
        "crate" => "crate = path",
        "vjp" => "vjp = path",
        "jvp" => "jvp = path",
        "adjoint" => "adjoint = path",
        "analysis" => "analysis = false",
        _ => "second_order",
    }
}

fn idents(input: ParseStream) -> syn::Result<Vec<Ident>> {
    let content;
    syn::parenthesized!(content in input);
    // `self` is one
    let names = content.parse_terminated(Ident::parse_any, Token![,])?;
    Ok(names.into_iter().collect())
}

/// Skips to the next comma, so that one unknown argument gives one message.
fn skip_argument(input: ParseStream) -> syn::Result<()> {
    while !input.is_empty() && !input.peek(Token![,]) {
        input.parse::<proc_macro2::TokenTree>()?;
    }
    Ok(())
}
