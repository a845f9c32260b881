//! The rules of a `macro_rules!`.
//!
//! In: a definition. Out: what a call of it stands for. Invariant: a name that a rule binds is one that no
//! call can name.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{Delimiter, Group, Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens, format_ident, quote};
use syn::parse::{ParseStream, Parser};
use syn::visit::Visit;
use syn::visit_mut::VisitMut;
use syn::{Block, Expr, Macro, Member, Stmt};

/// A macro whose rules are understood.
pub struct Rules {
    pub name: String,
    /// Names of the function's that the rules read.
    pub free: BTreeSet<String>,
    all: Vec<Rule>,
}

struct Rule {
    pattern: Vec<Part>,
    /// With `fragment` names in the place of fragments.
    stands_for: TokenStream,
}

/// A part of a rule's pattern.
enum Part {
    Fragment(String, Kind),
    Token(String),
}

#[derive(Clone, Copy)]
enum Kind {
    Expr,
    Literal,
    Ident,
    Type,
    Tree,
}

/// A name for a fragment while the rule is read.
fn fragment(name: &str) -> Ident {
    format_ident!("__fragment_{name}", span = Span::call_site())
}

impl Rules {
    /// The rules of a definition; none where one of them is not understood.
    pub fn of(name: &Ident, mac: &Macro) -> Option<Self> {
        let mut rules = Self { name: name.to_string(), free: BTreeSet::new(), all: Vec::new() };
        let mut trees = mac.tokens.clone().into_iter();
        while let Some(TokenTree::Group(pattern)) = trees.next() {
            let arrow: String = trees.by_ref().take(2).map(|tree| tree.to_string()).collect();
            let Some(TokenTree::Group(body)) = trees.next() else { return None };
            if arrow != "=>" || trees.next().is_some_and(|tree| tree.to_string() != ";") {
                return None;
            }
            let pattern = parts(pattern.stream())?;
            let stands_for = rules.read(&pattern, body.stream())?;
            rules.all.push(Rule { pattern, stands_for });
        }
        (!rules.all.is_empty()).then_some(rules)
    }

    /// The text of a rule, with names of its own for what it binds.
    fn read(&mut self, pattern: &[Part], body: TokenStream) -> Option<TokenStream> {
        let body = marked(body, pattern)?;
        let mut stmts = Block::parse_within.parse2(body).ok()?;
        let mut names = Names::default();
        stmts.iter().for_each(|stmt| names.visit_stmt(stmt));
        if names.items {
            return None;
        }
        let free = names.read.difference(&names.bound);
        self.free.extend(free.filter(|name| !name.starts_with("__fragment_")).cloned());
        let mut own = OwnNames { bound: &names.bound, of: &self.name };
        stmts.iter_mut().for_each(|stmt| own.visit_stmt_mut(stmt));
        Some(quote!(#(#stmts)*))
    }

    /// What a call stands for.
    pub fn expand(&self, call: &Macro) -> Option<TokenStream> {
        self.all.iter().find_map(|rule| {
            let fragments = |input: ParseStream| matched(&rule.pattern, input);
            let fragments = fragments.parse2(call.tokens.clone()).ok()?;
            Some(filled(rule.stands_for.clone(), &fragments))
        })
    }
}

/// The parts of a pattern.
fn parts(pattern: TokenStream) -> Option<Vec<Part>> {
    let mut parts = Vec::new();
    let mut trees = pattern.into_iter();
    while let Some(tree) = trees.next() {
        parts.push(match tree {
            TokenTree::Punct(punct) if punct.as_char() == '$' => {
                let Some(TokenTree::Ident(name)) = trees.next() else { return None };
                trees.next()?;
                let kind = match trees.next()?.to_string().as_str() {
                    "expr" => Kind::Expr,
                    "literal" => Kind::Literal,
                    "ident" => Kind::Ident,
                    "ty" => Kind::Type,
                    "tt" => Kind::Tree,
                    _ => return None,
                };
                Part::Fragment(name.to_string(), kind)
            }
            TokenTree::Group(_) => return None,
            other => Part::Token(other.to_string()),
        });
    }
    Some(parts)
}

/// A rule's text with names for `$x`; none where it repeats something.
fn marked(body: TokenStream, pattern: &[Part]) -> Option<TokenStream> {
    let known = |wanted: &Ident| {
        pattern.iter().any(|part| matches!(part, Part::Fragment(name, _) if wanted == name))
    };
    let mut marked = TokenStream::new();
    let mut trees = body.into_iter();
    while let Some(tree) = trees.next() {
        marked.extend([match tree {
            TokenTree::Punct(punct) if punct.as_char() == '$' => match trees.next() {
                Some(TokenTree::Ident(name)) if known(&name) => {
                    TokenTree::Ident(fragment(&name.to_string()))
                }
                _ => return None,
            },
            TokenTree::Group(group) => {
                let mut inner = Group::new(group.delimiter(), marked_group(&group, pattern)?);
                inner.set_span(group.span());
                TokenTree::Group(inner)
            }
            other => other,
        }]);
    }
    Some(marked)
}

fn marked_group(group: &Group, pattern: &[Part]) -> Option<TokenStream> {
    marked(group.stream(), pattern)
}

/// The fragments of a call that fits a pattern.
fn matched(pattern: &[Part], input: ParseStream) -> syn::Result<BTreeMap<String, TokenStream>> {
    let mut fragments = BTreeMap::new();
    for part in pattern {
        match part {
            Part::Fragment(name, kind) => {
                let found = match kind {
                    Kind::Expr => whole(input.parse::<Expr>()?),
                    Kind::Literal => whole(literal(input)?),
                    Kind::Ident => input.parse::<Ident>()?.into_token_stream(),
                    Kind::Type => input.parse::<syn::Type>()?.into_token_stream(),
                    Kind::Tree => input.parse::<TokenTree>()?.into_token_stream(),
                };
                fragments.insert(fragment(name).to_string(), found);
            }
            Part::Token(text) => {
                let tree: TokenTree = input.parse()?;
                if tree.to_string() != *text {
                    return Err(syn::Error::new(tree.span(), "another token"));
                }
            }
        }
    }
    Ok(fragments)
}

fn literal(input: ParseStream) -> syn::Result<Expr> {
    if input.peek(syn::Token![-]) {
        let minus: syn::Token![-] = input.parse()?;
        let value: syn::Lit = input.parse()?;
        return Ok(syn::parse_quote!(#minus #value));
    }
    let value: syn::Lit = input.parse()?;
    Ok(syn::parse_quote!(#value))
}

/// What stays together, whatever stands around it.
fn whole(expr: Expr) -> TokenStream {
    TokenTree::Group(Group::new(Delimiter::None, expr.into_token_stream())).into()
}

/// A rule's text with the fragments in their places.
fn filled(text: TokenStream, fragments: &BTreeMap<String, TokenStream>) -> TokenStream {
    let trees = text.into_iter().flat_map(|tree| match tree {
        TokenTree::Ident(name) => match fragments.get(&name.to_string()) {
            Some(found) => found.clone(),
            None => TokenTree::Ident(name).into(),
        },
        TokenTree::Group(group) => {
            let mut inner = Group::new(group.delimiter(), filled(group.stream(), fragments));
            inner.set_span(group.span());
            TokenTree::Group(inner).into()
        }
        other => other.into(),
    });
    trees.collect()
}

/// The names that a rule binds and reads.
#[derive(Default)]
struct Names {
    bound: BTreeSet<String>,
    read: BTreeSet<String>,
    /// Whether it defines more than variables.
    items: bool,
}

impl Names {
    /// Any name in tokens that are not parsed may be a read.
    fn tokens(&mut self, tokens: TokenStream) {
        for tree in tokens {
            match tree {
                TokenTree::Ident(name) => {
                    self.read.insert(name.to_string());
                }
                TokenTree::Group(group) => self.tokens(group.stream()),
                TokenTree::Punct(_) | TokenTree::Literal(_) => {}
            }
        }
    }
}

impl<'ast> Visit<'ast> for Names {
    fn visit_pat_ident(&mut self, pat: &'ast syn::PatIdent) {
        let name = pat.ident.to_string();
        if !name.starts_with(char::is_uppercase) && !name.starts_with("__fragment_") {
            self.bound.insert(name);
        }
        syn::visit::visit_pat_ident(self, pat);
    }

    fn visit_expr_path(&mut self, path: &'ast syn::ExprPath) {
        self.read.extend(path.path.get_ident().map(ToString::to_string));
        syn::visit::visit_expr_path(self, path);
    }

    fn visit_macro(&mut self, mac: &'ast Macro) {
        self.tokens(mac.tokens.clone());
    }

    fn visit_stmt(&mut self, stmt: &'ast Stmt) {
        self.items |= matches!(stmt, Stmt::Item(_));
        syn::visit::visit_stmt(self, stmt);
    }

    fn visit_lifetime(&mut self, _: &'ast syn::Lifetime) {
        // a label means one of the rule's own, or none
        self.items = true;
    }
}

/// Gives what a rule binds names of its own.
struct OwnNames<'a> {
    bound: &'a BTreeSet<String>,
    of: &'a str,
}

impl OwnNames<'_> {
    fn rename(&self, name: &mut Ident) {
        if self.bound.contains(&name.to_string()) {
            *name = format_ident!("{name}__of_{}", self.of, span = name.span());
        }
    }

    /// In tokens that are not parsed: a name behind a dot is a field or a method.
    fn renamed(&self, tokens: TokenStream) -> TokenStream {
        let mut dots = 0;
        let trees = tokens.into_iter().map(|tree| match tree {
            TokenTree::Ident(mut name) => {
                if dots != 1 {
                    self.rename(&mut name);
                }
                dots = 0;
                TokenTree::Ident(name)
            }
            TokenTree::Group(group) => {
                dots = 0;
                let mut inner = Group::new(group.delimiter(), self.renamed(group.stream()));
                inner.set_span(group.span());
                TokenTree::Group(inner)
            }
            other => {
                dots = if other.to_string() == "." { dots + 1 } else { 0 };
                other
            }
        });
        trees.collect()
    }
}

impl VisitMut for OwnNames<'_> {
    fn visit_pat_ident_mut(&mut self, pat: &mut syn::PatIdent) {
        self.rename(&mut pat.ident);
        syn::visit_mut::visit_pat_ident_mut(self, pat);
    }

    fn visit_field_pat_mut(&mut self, field: &mut syn::FieldPat) {
        // `S { x }` is `S { x: x }`
        field.colon_token.get_or_insert_default();
        self.visit_pat_mut(&mut field.pat);
    }

    fn visit_field_value_mut(&mut self, field: &mut syn::FieldValue) {
        if matches!(field.member, Member::Named(_)) {
            field.colon_token.get_or_insert_default();
        }
        self.visit_expr_mut(&mut field.expr);
    }

    fn visit_expr_path_mut(&mut self, path: &mut syn::ExprPath) {
        if path.qself.is_none() && path.path.get_ident().is_some() {
            self.rename(&mut path.path.segments[0].ident);
        }
        syn::visit_mut::visit_expr_path_mut(self, path);
    }

    fn visit_macro_mut(&mut self, mac: &mut Macro) {
        mac.tokens = self.renamed(std::mem::take(&mut mac.tokens));
    }
}
