//! The user's mistakes, collected and printed.
//!
//! In: one [`Diagnostic`] per mistake, pushed by any stage that may still refuse the function.
//! Out: one `compile_error!` per mistake, in source order, each underlining exactly the construct
//! that is wrong.
//!
//! Invariant: a mistake that was pushed is reported. With debug assertions on, a [`Diagnostics`]
//! that is dropped while it still holds something panics, so that a stage which forgets to look at
//! its accumulator fails the first test that reaches it.

pub mod catalogue;

use proc_macro2::{Delimiter, Group, Literal, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote_spanned};

extern crate proc_macro;

/// The source line of a span; 0 outside a macro expansion, where none is known.
pub fn line(span: Span) -> usize {
    if proc_macro::is_available() { span.unwrap().line() } else { 0 }
}

/// The source file of a span, where one is known.
pub fn file(span: Span) -> String {
    if proc_macro::is_available() { span.unwrap().file() } else { String::new() }
}

/// One mistake: where it is, what is wrong, and what to write instead.
///
/// The message is lower case, has no final dot and names the user's identifiers in backticks.
#[derive(Clone, Debug)]
pub struct Diagnostic {
    first: Span,
    last: Span,
    message: String,
    help: Option<String>,
}

impl Diagnostic {
    /// A mistake at a single token.
    pub fn at(span: Span, message: impl Into<String>) -> Self {
        Self { first: span, last: span, message: message.into(), help: None }
    }

    /// A mistake that covers `construct` from its first to its last token.
    ///
    /// A construct without tokens is reported at the attribute.
    pub fn over(construct: &impl ToTokens, message: impl Into<String>) -> Self {
        let mut spans = construct.to_token_stream().into_iter().map(|token| token.span());
        let first = spans.next().unwrap_or_else(Span::call_site);
        let last = spans.last().unwrap_or(first);
        Self { last, ..Self::at(first, message) }
    }

    /// The same mistake with the way out.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// The first token and the last token of the construct.
    pub fn spans(&self) -> (Span, Span) {
        (self.first, self.last)
    }

    /// The text as rustc prints it: the message, and the help in a paragraph of its own.
    pub fn text(&self) -> String {
        match &self.help {
            Some(help) => format!("{}\n\nhelp: {help}", self.message),
            None => self.message.clone(),
        }
    }

    /// `::core::compile_error! { "text" }`, underlined from the first token to the last.
    pub fn to_compile_error(&self) -> TokenStream {
        let text = TokenTree::from(Literal::string(&self.text()));
        let mut tokens = quote_spanned!(self.first=> ::core::compile_error!);
        let mut body = Group::new(Delimiter::Brace, TokenStream::from(text));
        body.set_span(self.last);
        tokens.extend([TokenTree::Group(body)]);
        tokens
    }

    /// Line and column of the first and of the last token; unknown outside a macro expansion.
    fn position(&self) -> Option<[(usize, usize); 2]> {
        proc_macro::is_available().then(|| {
            [self.first, self.last].map(|span| {
                let span = span.unwrap();
                (span.line(), span.column())
            })
        })
    }

    /// Whether both report the same mistake at the same place.
    fn repeats(&self, other: &Self) -> bool {
        self.position().is_some()
            && self.position() == other.position()
            && self.message == other.message
            && self.help == other.help
    }
}

/// The accumulator that every stage up to the analyses reports to.
///
/// ```
/// use autodiff_compiler::diagnostics::{Diagnostic, Diagnostics};
/// use proc_macro2::Span;
///
/// let mut diagnostics = Diagnostics::default();
/// assert!(diagnostics.is_empty());
/// diagnostics.push(Diagnostic::at(Span::call_site(), "no").help("yes"));
/// let errors = diagnostics.into_compile_errors().to_string();
/// assert!(errors.contains("compile_error") && errors.contains("help: yes"));
/// ```
#[derive(Debug, Default)]
#[must_use = "mistakes that nobody prints are lost"]
pub struct Diagnostics {
    found: Vec<Diagnostic>,
    left_to_rustc: bool,
}

impl Diagnostics {
    /// Adds one mistake.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.found.push(diagnostic);
    }

    /// Notes a mistake that rustc reports in the function as it stands, such as a mismatch of types:
    /// derivatives would only repeat it.
    pub fn leave_to_rustc(&mut self) {
        self.left_to_rustc = true;
    }

    /// Whether nothing was pushed, and rustc will report something.
    pub fn is_left_to_rustc(&self) -> bool {
        self.found.is_empty() && self.left_to_rustc
    }

    /// Takes over the mistakes of another accumulator.
    pub fn extend(&mut self, mut other: Self) {
        self.left_to_rustc |= other.left_to_rustc;
        self.found.append(&mut other.found);
    }

    /// Adds what syn found wrong while parsing.
    pub fn push_syntax(&mut self, error: syn::Error) {
        let parts = error.into_iter();
        self.found.extend(parts.map(|error| Diagnostic::at(error.span(), error.to_string())));
    }

    /// Whether nothing is wrong so far.
    pub fn is_empty(&self) -> bool {
        self.found.is_empty() && !self.left_to_rustc
    }

    /// Whether a mistake was pushed that begins at a token; positions are known within a macro expansion only.
    pub fn has_at(&self, token: Span) -> bool {
        let at = Diagnostic::at(token, "").position().map(|[first, _]| first);
        at.is_some()
            && self.found.iter().any(|found| found.position().map(|[first, _]| first) == at)
    }

    /// How many mistakes were pushed so far.
    pub fn len(&self) -> usize {
        self.found.len()
    }

    /// The mistakes in source order, each once.
    ///
    /// Outside a macro expansion positions are unknown; the order is then that of the pushes.
    pub fn into_sorted(mut self) -> Vec<Diagnostic> {
        let mut found = std::mem::take(&mut self.found);
        found.sort_by_key(Diagnostic::position);
        let mut kept: Vec<Diagnostic> = Vec::with_capacity(found.len());
        for diagnostic in found {
            if !kept.iter().any(|earlier| earlier.repeats(&diagnostic)) {
                kept.push(diagnostic);
            }
        }
        kept
    }

    /// One `::core::compile_error!` item per mistake; no tokens when there is none.
    pub fn into_compile_errors(self) -> TokenStream {
        self.into_sorted().iter().map(Diagnostic::to_compile_error).collect()
    }
}

impl Drop for Diagnostics {
    fn drop(&mut self) {
        if cfg!(debug_assertions) && !self.found.is_empty() && !std::thread::panicking() {
            panic!("unreported diagnostics: {:#?}", self.found);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use quote::quote;

    fn two() -> Diagnostics {
        let mut diagnostics = Diagnostics::default();
        diagnostics.push(Diagnostic::at(Span::call_site(), "first is wrong"));
        diagnostics.push(Diagnostic::over(&quote!(a + b), "second is wrong").help("write `c`"));
        diagnostics
    }

    #[test]
    fn every_mistake_becomes_one_compile_error() {
        let expected = quote! {
            ::core::compile_error! { "first is wrong" }
            ::core::compile_error! { "second is wrong\n\nhelp: write `c`" }
        };
        assert_eq!(two().into_compile_errors().to_string(), expected.to_string());
    }

    #[test]
    fn extending_takes_over_the_contents() {
        let mut all = two();
        all.extend(two());
        assert_eq!(all.len(), 4);
        assert_eq!(all.into_sorted().len(), 4);
    }

    #[test]
    fn syntax_errors_arrive_one_by_one() {
        let mut error = syn::Error::new(Span::call_site(), "one");
        error.combine(syn::Error::new(Span::call_site(), "two"));
        let mut diagnostics = Diagnostics::default();
        diagnostics.push_syntax(error);
        let texts: Vec<_> = diagnostics.into_sorted().iter().map(Diagnostic::text).collect();
        assert_eq!(texts, ["one", "two"]);
    }

    #[test]
    #[should_panic(expected = "unreported diagnostics")]
    #[cfg(debug_assertions)]
    fn dropping_unreported_mistakes_panics() {
        drop(two());
    }
}
