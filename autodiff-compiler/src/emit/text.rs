//! Generated code as indented text, for `print` and for golden files.
//!
//! Only line breaks and indentation are made here; the tokens are printed as they are.

use proc_macro2::{Delimiter, Spacing, TokenStream, TokenTree};

/// Lays tokens out in lines: a line per statement, four spaces per brace.
pub fn layout(tokens: TokenStream) -> String {
    let mut out = Layout::default();
    out.stream(tokens);
    out.text.trim_end().to_owned() + "\n"
}

#[derive(Default)]
struct Layout {
    text: String,
    depth: usize,
    /// No space before the next token.
    tight: bool,
}

impl Layout {
    fn newline(&mut self) {
        while self.text.ends_with(' ') {
            self.text.pop();
        }
        if !self.text.is_empty() && !self.text.ends_with('\n') {
            self.text.push('\n');
        }
        self.tight = true;
    }

    fn word(&mut self, word: &str) {
        if self.text.is_empty() || self.text.ends_with('\n') {
            self.text.push_str(&"    ".repeat(self.depth));
        } else if !self.tight {
            self.text.push(' ');
        }
        self.text.push_str(word);
        self.tight = false;
    }

    fn stream(&mut self, tokens: TokenStream) {
        let tokens: Vec<TokenTree> = tokens.into_iter().collect();
        let mut i = 0;
        while i < tokens.len() {
            match &tokens[i] {
                TokenTree::Group(group) => self.group(group, tokens.get(i + 1)),
                TokenTree::Punct(_) => i = self.punct(&tokens, i),
                TokenTree::Ident(ident) => self.word(&ident.to_string()),
                TokenTree::Literal(literal) => self.word(&literal.to_string()),
            }
            i += 1;
        }
    }

    /// Prints an operator made of joint characters; returns its last position.
    fn punct(&mut self, tokens: &[TokenTree], start: usize) -> usize {
        let mut text = String::new();
        let mut i = start;
        loop {
            let Some(TokenTree::Punct(punct)) = tokens.get(i) else { break };
            text.push(punct.as_char());
            let joint = punct.spacing() == Spacing::Joint;
            if !joint || !matches!(tokens.get(i + 1), Some(TokenTree::Punct(_))) {
                break;
            }
            i += 1;
        }
        let ends = |c: char| self.text.ends_with(c);
        let unary = self.tight
            || ends('(')
            || ends('=')
            || ends(',')
            || ends('*') && text != "="
            || self.text.ends_with('\n')
            || ends('[');
        match text.as_str() {
            ";" | "," => {
                self.tight = true;
                self.word(&text);
                if text == ";" && self.in_block() {
                    self.newline();
                }
            }
            "." | "::" | "?" | ".." | "..=" => {
                self.tight = text != "::" || self.tight || !ends_with_operator(&self.text);
                self.word(&text);
                self.tight = true;
            }
            ":" => {
                self.tight = true;
                self.word(&text);
            }
            "!" | "#" => {
                let before = text == "!" && !unary && ends_with_word(&self.text);
                self.tight |= before;
                self.word(&text);
                self.tight = true;
            }
            "&" | "*" | "-" if unary => {
                self.word(&text);
                self.tight = true;
            }
            "<" | ">" if ends_with_word(&self.text) || ends(':') || ends('>') => {
                self.word(&text);
            }
            _ => self.word(&text),
        }
        i
    }

    fn in_block(&self) -> bool {
        self.text.rfind(['{', '[', '(']).is_none_or(|at| !self.text[at..].starts_with('[') || true)
    }

    fn group(&mut self, group: &proc_macro2::Group, next: Option<&TokenTree>) {
        match group.delimiter() {
            Delimiter::Brace => {
                self.word("{");
                self.newline();
                self.depth += 1;
                self.stream(group.stream());
                self.newline();
                self.depth -= 1;
                self.word("}");
                let goes_on = matches!(next, Some(TokenTree::Punct(punct)) if matches!(punct.as_char(), ',' | ';' | '.' | ')'))
                    || matches!(next, Some(TokenTree::Ident(ident)) if ident == "else");
                if !goes_on {
                    self.newline();
                }
            }
            Delimiter::Parenthesis | Delimiter::Bracket => {
                let (open, close) = match group.delimiter() {
                    Delimiter::Parenthesis => ("(", ")"),
                    _ => ("[", "]"),
                };
                self.tight |=
                    ends_with_word(&self.text) || self.text.ends_with([')', ']', '>', '!']);
                let attribute = self.text.ends_with('#');
                self.word(open);
                self.tight = true;
                self.stream(group.stream());
                self.tight = true;
                self.word(close);
                if attribute {
                    self.newline();
                }
            }
            Delimiter::None => self.stream(group.stream()),
        }
    }
}

fn ends_with_word(text: &str) -> bool {
    let word: String =
        text.chars().rev().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
    let word: String = word.chars().rev().collect();
    !word.is_empty()
        && !matches!(
            word.as_str(),
            "in" | "if" | "let" | "match" | "mut" | "return" | "while" | "else" | "as"
        )
}

fn ends_with_operator(text: &str) -> bool {
    text.ends_with(['=', '+', '-', '*', '/', ',', '<', '>', '&', '|', '{', '\n'])
}
