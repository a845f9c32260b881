//! From tokens to pieces: words with the space before them, lists and blocks.
//!
//! In: any token stream. Out: [`Piece`]s whose spaces are those of rustfmt. What a token means is read
//! off its neighbours: a `-` behind an operator is a sign, a `<` behind a type's name opens generics.

use proc_macro2::{Delimiter, Spacing, TokenStream, TokenTree};

/// A part of a line.
#[derive(Clone, Debug)]
pub struct Piece {
    /// A space stands before it, unless it begins a line.
    pub space: bool,
    pub kind: Kind,
}

#[derive(Clone, Debug)]
pub enum Kind {
    Word(String),
    /// A binary operator or an assignment.
    Operator(&'static str),
    /// `(a, b)`, `[a, b]` or `{ x: a }`: delimiters and items.
    List(&'static str, &'static str, Vec<Vec<Piece>>, Trailing),
    Block(Vec<Vec<Piece>>),
}

/// What stands behind the last item of a list.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Trailing {
    /// A comma where an item has a line of its own.
    Free,
    /// A comma: a tuple of one.
    Comma,
    /// Nothing: parentheses around an expression.
    Nothing,
}

impl Piece {
    pub fn is(&self, wanted: &str) -> bool {
        match &self.kind {
            Kind::Word(word) => word == wanted,
            Kind::Operator(operator) => *operator == wanted,
            Kind::List(..) | Kind::Block(_) => false,
        }
    }
}

const OPERATORS: [&str; 28] = [
    "<<=", ">>=", "=>", "->", "==", "!=", "<=", ">=", "&&", "||", "<<", ">>", "+=", "-=", "*=",
    "/=", "%=", "^=", "&=", "|=", "=", "<", ">", "+", "-", "*", "/", "%",
];
const BITS: [&str; 3] = ["&", "|", "^"];
const KEYWORDS: [&str; 21] = [
    "as", "break", "const", "dyn", "else", "for", "if", "impl", "in", "let", "loop", "match",
    "move", "mut", "ref", "return", "static", "unsafe", "use", "where", "while",
];

/// What the last token was, as far as it decides about the next.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Last {
    Start,
    /// A value or a type's end: what follows is a binary operator, a call or an index.
    Value,
    Keyword,
    Operator,
    /// No space may follow: `::`, `.`, a sign.
    Glue,
    /// `..`: no space before its end, if it has one.
    Range,
    Comma,
}

/// The pieces of a token stream, without line breaks.
pub fn pieces(tokens: TokenStream) -> Vec<Piece> {
    let mut reader =
        Reader { out: Vec::new(), last: Last::Start, closure: false, generics: Vec::new() };
    let tokens = flatten(tokens);
    let mut i = 0;
    while i < tokens.len() {
        i += reader.token(&tokens, i);
    }
    reader.out
}

/// Groups that macros leave around single arguments are opened.
pub fn flatten(tokens: TokenStream) -> Vec<TokenTree> {
    let flat = tokens.into_iter().map(|token| match token {
        TokenTree::Group(group) if group.delimiter() == Delimiter::None => flatten(group.stream()),
        other => vec![other],
    });
    flat.flatten().collect()
}

struct Reader {
    out: Vec<Piece>,
    last: Last,
    /// Between the bars of a closure.
    closure: bool,
    /// The open angle brackets, and whether they belong to `impl` or `for`.
    generics: Vec<bool>,
}

impl Reader {
    fn push(&mut self, space: bool, kind: Kind, last: Last) {
        let space = space && !matches!(self.last, Last::Start | Last::Glue);
        self.out.push(Piece { space, kind });
        self.last = last;
    }

    fn word(&mut self, space: bool, word: &str, last: Last) {
        self.push(space, Kind::Word(word.to_owned()), last);
    }

    /// Reads what begins at `tokens[i]`; how many tokens it is.
    fn token(&mut self, tokens: &[TokenTree], i: usize) -> usize {
        match &tokens[i] {
            TokenTree::Ident(ident) => {
                let text = ident.to_string();
                let keyword = KEYWORDS.contains(&text.as_str());
                let space = keyword || self.last != Last::Range;
                self.word(space, &text, if keyword { Last::Keyword } else { Last::Value });
                1
            }
            TokenTree::Literal(literal) => {
                self.word(self.last != Last::Range, &literal.to_string(), Last::Value);
                1
            }
            TokenTree::Group(group) => {
                self.group(group);
                1
            }
            TokenTree::Punct(punct) if punct.as_char() == '\'' => {
                let name = tokens.get(i + 1).map(ToString::to_string).unwrap_or_default();
                self.word(true, &format!("'{name}"), Last::Keyword);
                2
            }
            TokenTree::Punct(_) => {
                let text = joined(&tokens[i..]);
                self.punct(tokens, i, &text)
            }
        }
    }

    fn punct(&mut self, tokens: &[TokenTree], i: usize, joined: &str) -> usize {
        let first = joined.chars().next().unwrap_or_default();
        let value = self.last == Last::Value;
        for glue in ["..=", "..", "::"] {
            if joined.starts_with(glue) {
                let bound = self.out.last().is_some_and(|last| last.is("@"));
                let path_start = glue == "::" && !value || bound;
                let last = if glue == "::" { Last::Glue } else { Last::Range };
                self.word(path_start && self.last != Last::Range, glue, last);
                return glue.len();
            }
        }
        let bracket = first == '<' && self.opens_generics(tokens, i);
        match first {
            ',' => self.word(false, ",", Last::Comma),
            ';' | ':' => self.word(false, &first.to_string(), Last::Comma),
            '.' => self.word(false, ".", Last::Glue),
            '?' if value => self.word(false, "?", Last::Value),
            '?' => self.word(true, "?", Last::Glue),
            '#' | '$' => self.word(true, &first.to_string(), Last::Glue),
            '!' if value && !joined.starts_with("!=") => {
                let block = matches!(tokens.get(i + 1), Some(TokenTree::Group(group))
                    if group.delimiter() == Delimiter::Brace);
                self.word(false, "!", if block { Last::Keyword } else { Last::Glue });
            }
            '<' if bracket => {
                let binder = self.out.last().is_some_and(|last| last.is("for") || last.is("impl"));
                self.generics.push(binder);
                self.word(!value && !binder, "<", Last::Glue);
            }
            '>' if !self.generics.is_empty() && !joined.starts_with(">=") => {
                let binder = self.generics.pop() == Some(true);
                self.word(false, ">", if binder { Last::Keyword } else { Last::Value });
            }
            '|' if self.closure => {
                self.closure = false;
                self.word(false, "|", Last::Keyword);
            }
            '|' if !value && !joined.starts_with("||") => {
                self.closure = true;
                self.word(true, "|", Last::Glue);
            }
            '|' if !value => {
                self.word(true, "||", Last::Keyword);
                return 2;
            }
            '&' | '*' | '-' | '!' if !value => {
                self.word(self.last != Last::Range, &first.to_string(), Last::Glue);
            }
            _ => return self.operator(joined, first),
        }
        1
    }

    fn operator(&mut self, joined: &str, first: char) -> usize {
        let known = OPERATORS.iter().chain(&BITS).find(|known| joined.starts_with(**known));
        match known {
            Some(known) => {
                self.push(true, Kind::Operator(known), Last::Operator);
                known.len()
            }
            None => {
                self.word(true, &first.to_string(), Last::Operator);
                1
            }
        }
    }

    /// `<` behind `::`, a type's name, `impl` or a function's name, with a `>` to it.
    fn opens_generics(&self, tokens: &[TokenTree], i: usize) -> bool {
        let name = |at: usize| match tokens.get(at) {
            Some(TokenTree::Ident(ident)) => ident.to_string(),
            _ => String::new(),
        };
        let before = i.checked_sub(1).map(name).unwrap_or_default();
        let declared = i >= 2 && matches!(name(i - 2).as_str(), "fn" | "struct" | "enum" | "type");
        let upper = before.starts_with(char::is_uppercase);
        let path = self.last != Last::Value;
        if !(path || upper || declared) {
            return false;
        }
        let mut depth = 0_usize;
        for (j, token) in tokens[i..].iter().enumerate() {
            match token {
                TokenTree::Punct(punct) => match punct.as_char() {
                    '<' => depth += 1,
                    '>' if j > 0
                        && !matches!(&tokens[i + j - 1], TokenTree::Punct(p) if p.as_char() == '-') =>
                    {
                        depth -= 1;
                    }
                    ';' | '+' | '-' | '|' => {}
                    _ => {}
                },
                TokenTree::Group(group) if group.delimiter() == Delimiter::Brace => return false,
                _ => {}
            }
            if depth == 0 {
                return true;
            }
        }
        false
    }

    fn group(&mut self, group: &proc_macro2::Group) {
        let stream = group.stream();
        let (open, close) = match group.delimiter() {
            Delimiter::Brace if self.is_type() && is_fields(&stream) => {
                let (items, _) = split(pieces(stream));
                return self.push(true, Kind::List("{", "}", items, Trailing::Free), Last::Value);
            }
            Delimiter::Brace => {
                let block = super::lines::lines(stream, self.is_match());
                return self.push(true, Kind::Block(block), Last::Value);
            }
            Delimiter::Bracket => ("[", "]"),
            Delimiter::Parenthesis | Delimiter::None => ("(", ")"),
        };
        let (items, comma) = split(pieces(stream));
        // `(a,)` is a tuple, `f(a,)` just a call
        let alone = open == "(" && items.len() == 1 && self.last != Last::Value;
        let trailing = match (alone, comma) {
            (true, true) => Trailing::Comma,
            (true, false) => Trailing::Nothing,
            (false, _) => Trailing::Free,
        };
        let space = !matches!(self.last, Last::Value | Last::Range);
        self.push(space, Kind::List(open, close, items, trailing), Last::Value);
    }

    /// The last word is a type's name, or its generic arguments end here.
    fn is_type(&self) -> bool {
        self.out.last().is_some_and(|last| match &last.kind {
            Kind::Word(word) => word == ">" || word.starts_with(char::is_uppercase),
            Kind::Operator(_) | Kind::List(..) | Kind::Block(_) => false,
        })
    }

    /// The block that comes is the body of a `match`.
    fn is_match(&self) -> bool {
        let control = self.out.iter().rev().find(|piece| {
            matches!(piece.kind, Kind::Block(_))
                || ["match", "if", "else", "=>"].iter().any(|word| piece.is(word))
        });
        control.is_some_and(|piece| piece.is("match"))
    }
}

/// `x: a, ..base`, as in a struct's literal or pattern.
fn is_fields(stream: &TokenStream) -> bool {
    let tokens: Vec<TokenTree> = stream.clone().into_iter().collect();
    match tokens.as_slice() {
        [TokenTree::Punct(first), TokenTree::Punct(_), ..] => first.as_char() == '.',
        [TokenTree::Ident(_)] => true,
        [TokenTree::Ident(_) | TokenTree::Literal(_), TokenTree::Punct(next), ..] => {
            next.as_char() == ',' || next.as_char() == ':' && next.spacing() == Spacing::Alone
        }
        _ => false,
    }
}

/// The punctuation that is written without space from here.
fn joined(tokens: &[TokenTree]) -> String {
    let mut text = String::new();
    for token in tokens {
        let TokenTree::Punct(punct) = token else { break };
        text.push(punct.as_char());
        if punct.spacing() == Spacing::Alone {
            break;
        }
    }
    text
}

/// The items between commas, and whether a comma is behind the last.
fn split(pieces: Vec<Piece>) -> (Vec<Vec<Piece>>, bool) {
    let mut items = Vec::new();
    let mut item = Vec::new();
    let (mut angles, mut closure) = (0_usize, false);
    for mut piece in pieces {
        if let Kind::Word(word) = &piece.kind {
            angles += usize::from(word == "<");
            angles -= usize::from(word == ">" && angles > 0);
            closure ^= word == "|";
        }
        if angles == 0 && !closure && piece.is(",") {
            items.push(std::mem::take(&mut item));
            continue;
        }
        piece.space &= !item.is_empty();
        item.push(piece);
    }
    let comma = item.is_empty() && !items.is_empty();
    if !item.is_empty() {
        items.push(item);
    }
    (items, comma)
}
