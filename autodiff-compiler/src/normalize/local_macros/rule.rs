//! The rules of a `macro_rules!`.
//!
//! In: a definition. Out: what a call of it stands for. Invariant: a name that a rule binds is one that no
//! call can name.

use std::collections::BTreeMap;

use proc_macro2::{Delimiter, Group, Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens, format_ident};
use syn::Macro;
use syn::ext::IdentExt;
use syn::parse::discouraged::Speculative;
use syn::parse::{ParseStream, Parser};
use syn::{Block, Expr};

use super::own::MARK;

/// A macro whose rules are understood.
#[derive(Debug)]
pub struct Rules {
    pub name: String,
    all: Vec<Rule>,
}

#[derive(Debug)]
struct Rule {
    pattern: Vec<Part>,
    stands_for: Vec<Part>,
}

/// A part of a rule's pattern, or of its text.
#[derive(Debug)]
enum Part {
    Fragment(String, Kind),
    Token(TokenTree),
    Group(Delimiter, Span, Vec<Part>),
    Repeated(Repeated),
}

/// `$( .. ),*`
#[derive(Debug)]
struct Repeated {
    parts: Vec<Part>,
    separator: Vec<TokenTree>,
    least: usize,
    most: usize,
}

#[derive(Clone, Copy, Debug)]
enum Kind {
    Block,
    Expr,
    Ident,
    Literal,
    Path,
    Pattern,
    Tree,
    Type,
    /// In a rule's text, where the pattern says what it is.
    Used,
}

/// What a fragment is in a call.
#[derive(Clone, Debug)]
enum Given {
    Once(TokenStream),
    Repeated(Vec<Given>),
}

type Fragments = BTreeMap<String, Given>;

impl Rules {
    /// The rules of a definition; none where one of them is not understood.
    pub fn of(name: &Ident, mac: &Macro) -> Option<Self> {
        let mut all = Vec::new();
        let mut trees = mac.tokens.clone().into_iter();
        while let Some(TokenTree::Group(pattern)) = trees.next() {
            let arrow: String = trees.by_ref().take(2).map(|tree| tree.to_string()).collect();
            let Some(TokenTree::Group(body)) = trees.next() else { return None };
            if arrow != "=>" || trees.next().is_some_and(|tree| tree.to_string() != ";") {
                return None;
            }
            let pattern = parts(pattern.stream(), None)?;
            let mut known = Vec::new();
            names(&pattern, &mut known);
            let stands_for = parts(body.stream(), Some(&known))?;
            all.push(Rule { pattern, stands_for });
        }
        (!all.is_empty()).then(|| Self { name: name.to_string(), all })
    }

    /// What a call stands for, at a place of its own if there is one; its names are marked.
    pub fn expand(&self, call: &Macro, place: Option<Span>) -> Option<TokenStream> {
        self.all.iter().find_map(|rule| {
            let fragments = |input: ParseStream| matched(&rule.pattern, input);
            let fragments = fragments.parse2(call.tokens.clone()).ok()?;
            filled(&rule.stands_for, &fragments, place)
        })
    }
}

/// The parts of a pattern, or of a text in which names are `known`.
fn parts(tokens: TokenStream, known: Option<&[String]>) -> Option<Vec<Part>> {
    let mut parts = Vec::new();
    let mut trees = tokens.into_iter().peekable();
    while let Some(tree) = trees.next() {
        parts.push(match tree {
            TokenTree::Punct(punct) if punct.as_char() == '$' => match trees.next()? {
                TokenTree::Group(group) => repeated(&group, &mut trees, known)?,
                TokenTree::Ident(name) => fragment(name.to_string(), &mut trees, known)?,
                _ => return None,
            },
            TokenTree::Group(group) => {
                let inner = self::parts(group.stream(), known)?;
                Part::Group(group.delimiter(), group.span(), inner)
            }
            TokenTree::Ident(name) if known.is_some() => Part::Token(marked(name).into()),
            other => Part::Token(other),
        });
    }
    Some(parts)
}

fn fragment(
    name: String,
    trees: &mut impl Iterator<Item = TokenTree>,
    known: Option<&[String]>,
) -> Option<Part> {
    if let Some(known) = known {
        return known.contains(&name).then_some(Part::Fragment(name, Kind::Used));
    }
    trees.next()?;
    let kind = match trees.next()?.to_string().as_str() {
        "block" => Kind::Block,
        "expr" => Kind::Expr,
        "ident" => Kind::Ident,
        "literal" => Kind::Literal,
        "pat" => Kind::Pattern,
        "path" => Kind::Path,
        "tt" => Kind::Tree,
        "ty" => Kind::Type,
        _ => return None,
    };
    Some(Part::Fragment(name, kind))
}

fn repeated(
    group: &Group,
    trees: &mut impl Iterator<Item = TokenTree>,
    known: Option<&[String]>,
) -> Option<Part> {
    let parts = parts(group.stream(), known)?;
    let mut separator = Vec::new();
    let (least, most) = loop {
        let tree = trees.next()?;
        match tree.to_string().as_str() {
            "*" => break (0, usize::MAX),
            "+" => break (1, usize::MAX),
            "?" => break (0, 1),
            _ => separator.push(tree),
        }
    };
    Some(Part::Repeated(Repeated { parts, separator, least, most }))
}

/// A name of a rule's text, with the mark that tells it from the names of its calls.
fn marked(name: Ident) -> Ident {
    let text = name.to_string();
    // keywords and `_` stay what they are
    match syn::parse_str::<Ident>(&text) {
        Ok(_) if !text.starts_with("r#") => format_ident!("{MARK}{text}", span = name.span()),
        _ => name,
    }
}

/// The fragments in parts.
fn names(parts: &[Part], found: &mut Vec<String>) {
    for part in parts {
        match part {
            Part::Fragment(name, _) => found.push(name.clone()),
            Part::Token(_) => {}
            Part::Group(_, _, parts) => names(parts, found),
            Part::Repeated(repeated) => names(&repeated.parts, found),
        }
    }
}

/// The fragments of a call that fits a pattern.
fn matched(pattern: &[Part], input: ParseStream) -> syn::Result<Fragments> {
    let mut fragments = Fragments::new();
    for part in pattern {
        match part {
            Part::Fragment(name, kind) => {
                fragments.insert(name.clone(), Given::Once(given(*kind, input)?));
            }
            Part::Token(wanted) => token(wanted, input)?,
            Part::Group(delimiter, _, parts) => {
                let tree: TokenTree = input.parse()?;
                let TokenTree::Group(group) = &tree else { return Err(another(&tree)) };
                if group.delimiter() != *delimiter {
                    return Err(another(&tree));
                }
                let inside = |inner: ParseStream| matched(parts, inner);
                fragments.extend(inside.parse2(group.stream())?);
            }
            Part::Repeated(repeated) => fragments.extend(repetitions(repeated, input)?),
        }
    }
    Ok(fragments)
}

/// The fragments of as many repetitions as there are.
fn repetitions(repeated: &Repeated, input: ParseStream) -> syn::Result<Fragments> {
    let mut inside = Vec::new();
    names(&repeated.parts, &mut inside);
    let mut found: BTreeMap<String, Vec<Given>> =
        inside.into_iter().map(|name| (name, Vec::new())).collect();
    let mut times = 0;
    while times < repeated.most {
        let ahead = input.fork();
        let separated =
            times == 0 || repeated.separator.iter().all(|tree| token(tree, &ahead).is_ok());
        if !separated || ahead.is_empty() {
            break;
        }
        let Ok(fragments) = matched(&repeated.parts, &ahead) else { break };
        input.advance_to(&ahead);
        times += 1;
        for (name, given) in fragments {
            found.entry(name).or_default().push(given);
        }
    }
    if times < repeated.least {
        return Err(input.error("too few"));
    }
    Ok(found.into_iter().map(|(name, all)| (name, Given::Repeated(all))).collect())
}

fn token(wanted: &TokenTree, input: ParseStream) -> syn::Result<()> {
    let tree: TokenTree = input.parse()?;
    if tree.to_string() == wanted.to_string() { Ok(()) } else { Err(another(&tree)) }
}

fn another(tree: &TokenTree) -> syn::Error {
    syn::Error::new(tree.span(), "another token")
}

fn given(kind: Kind, input: ParseStream) -> syn::Result<TokenStream> {
    Ok(match kind {
        Kind::Block => input.parse::<Block>()?.into_token_stream(),
        Kind::Expr => whole(input.parse::<Expr>()?),
        Kind::Ident if input.peek(syn::Token![_]) => return Err(input.error("not a name")),
        Kind::Ident => Ident::parse_any(input)?.into_token_stream(),
        Kind::Literal => whole(literal(input)?),
        Kind::Path => input.parse::<syn::Path>()?.into_token_stream(),
        Kind::Pattern => syn::Pat::parse_multi(input)?.into_token_stream(),
        Kind::Tree => input.parse::<TokenTree>()?.into_token_stream(),
        Kind::Type => input.parse::<syn::Type>()?.into_token_stream(),
        Kind::Used => return Err(input.error("no pattern")),
    })
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
fn filled(text: &[Part], fragments: &Fragments, place: Option<Span>) -> Option<TokenStream> {
    let mut tokens = TokenStream::new();
    let placed = |mut tree: TokenTree| {
        tree.set_span(place.unwrap_or_else(|| tree.span()));
        tree
    };
    for part in text {
        match part {
            Part::Fragment(name, _) => match fragments.get(name)? {
                Given::Once(given) => tokens.extend(given.clone()),
                Given::Repeated(_) => return None,
            },
            Part::Token(tree) => tokens.extend([placed(tree.clone())]),
            Part::Group(delimiter, span, parts) => {
                let mut group = Group::new(*delimiter, filled(parts, fragments, place)?);
                group.set_span(*span);
                tokens.extend([placed(group.into())]);
            }
            Part::Repeated(repeated) => {
                for (time, fragments) in each(repeated, fragments)?.iter().enumerate() {
                    if time > 0 {
                        tokens.extend(repeated.separator.iter().cloned().map(placed));
                    }
                    tokens.extend(filled(&repeated.parts, fragments, place)?);
                }
            }
        }
    }
    Some(tokens)
}

/// The fragments of each repetition; none where they do not say how many there are.
fn each(repeated: &Repeated, fragments: &Fragments) -> Option<Vec<Fragments>> {
    let mut used = Vec::new();
    names(&repeated.parts, &mut used);
    let mut times: Option<Vec<Fragments>> = None;
    for name in used {
        let Some(Given::Repeated(all)) = fragments.get(&name) else { continue };
        let times = times.get_or_insert_with(|| vec![fragments.clone(); all.len()]);
        if times.len() != all.len() {
            return None;
        }
        for (fragments, given) in times.iter_mut().zip(all) {
            fragments.insert(name.clone(), given.clone());
        }
    }
    times
}
