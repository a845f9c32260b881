//! Tokens that stay as the user wrote them (assertions, `no_diff!`, match guards): the variables in
//! them are found and spelled as generated code spells them.

use proc_macro2::{Group, Ident, Punct, Spacing, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::spanned::Spanned;
use syn::visit_mut::VisitMut;

use super::Lowerer;
use super::scope::{Binding, Scopes};
use crate::diagnostics::catalogue;
use crate::ir::VarId;

impl Lowerer<'_> {
    /// As [`Self::verbatim`], for tokens that are not checked for changes elsewhere.
    pub fn unchanging(&mut self, tokens: TokenStream) -> (TokenStream, Vec<VarId>) {
        if let Some(token) = mutable_borrow(&tokens) {
            self.diagnostics.push(catalogue::change_in_tokens(&token));
        }
        self.verbatim(tokens)
    }

    /// The tokens with names as generated code has them, and the variables they read.
    pub fn verbatim(&mut self, tokens: TokenStream) -> (TokenStream, Vec<VarId>) {
        let mut uses = Vec::new();
        let tokens = with_named_fields(tokens);
        let tokens = self.rewrite_in(&self.scopes, tokens, &mut uses).unwrap_or_else(|name| {
            self.diagnostics.push(catalogue::change_in_tokens(&name));
            TokenStream::new()
        });
        uses.sort_unstable();
        uses.dedup();
        for var in &uses {
            let data = &mut self.function.vars[var.0 as usize];
            data.named = true;
        }
        (tokens, uses)
    }

    /// A place as tokens among the user's.
    pub fn place_tokens(&self, place: &crate::ir::Place) -> TokenStream {
        crate::emit::place_tokens(&self.function, place, &self.options.krate)
    }

    /// The tokens with the names of `scopes`; where one is a closure that changes something, its name.
    pub(super) fn rewrite_in(
        &self,
        scopes: &Scopes,
        tokens: TokenStream,
        uses: &mut Vec<VarId>,
    ) -> Result<TokenStream, Ident> {
        let tokens: Vec<TokenTree> = tokens.into_iter().collect();
        let mut out = TokenStream::new();
        for (i, token) in tokens.iter().enumerate() {
            match token {
                TokenTree::Group(group) => {
                    let mut content = self.rewrite_in(scopes, group.stream(), uses)?;
                    if formats(&tokens[..i]) {
                        self.pass_captured(scopes, &group.stream(), &mut content, uses);
                    }
                    let mut inner = Group::new(group.delimiter(), content);
                    inner.set_span(group.span());
                    out.extend([TokenTree::Group(inner)]);
                }
                TokenTree::Ident(ident) if is_variable(&tokens, i) => match scopes.find(ident) {
                    Some(Binding::Place(place)) => {
                        uses.push(place.base);
                        place.for_each_index(&mut |var| uses.push(var));
                        out.extend(self.place_tokens(place));
                    }
                    Some(Binding::Reference { place, .. }) => {
                        uses.push(place.base);
                        place.for_each_index(&mut |var| uses.push(var));
                        let place = self.place_tokens(place);
                        out.extend(quote!((&#place)));
                    }
                    Some(Binding::Callable(callable)) => {
                        let callable = self.callable_tokens(callable, uses);
                        out.extend(callable.ok_or_else(|| ident.clone())??);
                    }
                    Some(Binding::Parts(parts)) => {
                        let parts = parts
                            .iter()
                            .map(|part| self.rewrite_in(scopes, part.to_token_stream(), uses));
                        let parts = parts.collect::<Result<Vec<_>, _>>()?;
                        out.extend(quote!((#(#parts,)*)));
                    }
                    Some(Binding::Walking(walking)) => {
                        let part = self.rewrite_in(scopes, walking.part.to_token_stream(), uses)?;
                        out.extend(quote!((#part)));
                    }
                    Some(Binding::Chain(_)) => return Err(ident.clone()),
                    Some(Binding::Kept) | None => out.extend([token.clone()]),
                },
                _ => out.extend([token.clone()]),
            }
        }
        Ok(out)
    }

    /// Tokens of an assertion: also names that its format string captures.
    pub fn assertion(&mut self, tokens: TokenStream) -> (TokenStream, Vec<VarId>) {
        let written = tokens.clone();
        let (mut tokens, mut uses) = self.unchanging(tokens);
        self.pass_captured(&self.scopes, &written, &mut tokens, &mut uses);
        for var in &uses {
            self.function.vars[var.0 as usize].named = true;
        }
        (tokens, uses)
    }

    /// Passes what the format string among a macro's arguments captures as arguments of their own.
    fn pass_captured(
        &self,
        scopes: &Scopes,
        written: &TokenStream,
        tokens: &mut TokenStream,
        uses: &mut Vec<VarId>,
    ) {
        for name in captured_names(written) {
            let Some(place) = scopes.place(&name) else { continue };
            uses.push(place.base);
            let value = self.place_tokens(place);
            let trailing = matches!(tokens.clone().into_iter().last(),
                Some(TokenTree::Punct(punct)) if punct.as_char() == ',');
            let comma = (!trailing).then(|| Punct::new(',', Spacing::Alone));
            tokens.extend(quote!(#comma #name = #value));
        }
    }
}

/// `S { a: a }` for `S { a }`: the value is not spelled like the field in generated code.
fn with_named_fields(tokens: TokenStream) -> TokenStream {
    struct Fields(bool);
    impl VisitMut for Fields {
        fn visit_field_value_mut(&mut self, field: &mut syn::FieldValue) {
            if field.colon_token.is_none() {
                field.colon_token = Some(syn::Token![:](field.member.span()));
                self.0 = true;
            }
            syn::visit_mut::visit_field_value_mut(self, field);
        }
    }
    let Ok(mut expr) = syn::parse2::<syn::Expr>(tokens.clone()) else { return tokens };
    let mut fields = Fields(false);
    fields.visit_expr_mut(&mut expr);
    // what is parsed and printed may lose the invisible groups of macros
    if fields.0 { quote!(#expr) } else { tokens }
}

/// Macros whose arguments are a format string and values.
const FORMATTING: [&str; 19] = [
    "anyhow",
    "assert",
    "assert_eq",
    "assert_ne",
    "bail",
    "debug_assert",
    "ensure",
    "eprint",
    "eprintln",
    "eyre",
    "format",
    "format_args",
    "panic",
    "print",
    "println",
    "todo",
    "unreachable",
    "write",
    "writeln",
];

/// Whether what follows the tokens are the arguments of such a macro.
fn formats(before: &[TokenTree]) -> bool {
    match before {
        [.., TokenTree::Ident(name), TokenTree::Punct(bang)] => {
            bang.as_char() == '!' && FORMATTING.iter().any(|known| name == known)
        }
        _ => false,
    }
}

/// The `mut` of the first `&mut`.
fn mutable_borrow(tokens: &TokenStream) -> Option<Ident> {
    let mut after_and = false;
    for token in tokens.clone() {
        match token {
            TokenTree::Ident(ident) if after_and && ident == "mut" => return Some(ident),
            TokenTree::Group(group) => {
                if let Some(found) = mutable_borrow(&group.stream()) {
                    return Some(found);
                }
                after_and = false;
            }
            TokenTree::Punct(punct) => after_and = punct.as_char() == '&',
            TokenTree::Ident(_) | TokenTree::Literal(_) => after_and = false,
        }
    }
    None
}

/// An identifier that is not a field, a method, a part of a longer path or a macro's name; with a type
/// behind it, it is a parameter.
pub(super) fn is_variable(tokens: &[TokenTree], i: usize) -> bool {
    let punct = |i: Option<usize>| match i.and_then(|i| tokens.get(i)) {
        Some(TokenTree::Punct(punct)) => Some((punct.as_char(), punct.spacing())),
        _ => None,
    };
    let after_dot = punct(i.checked_sub(1)).is_some_and(|(c, _)| c == '.')
        && punct(i.checked_sub(2)).is_none_or(|(c, _)| c != '.');
    let after_path = punct(i.checked_sub(1)).is_some_and(|(c, _)| c == ':')
        && punct(i.checked_sub(2)) == Some((':', Spacing::Joint));
    let before_path = punct(Some(i + 1)) == Some((':', Spacing::Joint));
    let names_field = matches!(punct(Some(i + 1)), Some((':', Spacing::Alone)));
    let is_macro = punct(Some(i + 1)).is_some_and(|(c, _)| c == '!')
        && matches!(tokens.get(i + 2), Some(TokenTree::Group(_)));
    !(after_dot || after_path || before_path || names_field || is_macro)
}

/// Names in braces of the string literals, `{x}` and `{x:?}`.
fn captured_names(tokens: &TokenStream) -> Vec<Ident> {
    let mut names: Vec<Ident> = Vec::new();
    for token in tokens.clone() {
        let TokenTree::Literal(literal) = token else { continue };
        let text = literal.to_string();
        if !text.starts_with('"') && !text.starts_with('r') {
            continue;
        }
        let text = text.replace("{{", "");
        for part in text.split('{').skip(1) {
            let name: String =
                part.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
            let starts = name.chars().next().is_some_and(|c| c.is_alphabetic() || c == '_');
            if starts && syn::parse_str::<Ident>(&name).is_ok() {
                let ident = Ident::new(&name, literal.span());
                if !names.contains(&ident) {
                    names.push(ident);
                }
            }
        }
    }
    names
}
