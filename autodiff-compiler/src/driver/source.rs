//! The source file around an annotated item, as text.
//!
//! In: a token of the item. Out: the text of its file, in which definitions are found by keyword and name,
//! comments and literals aside. What stands there is a hint: names are not resolved, so that whatever is
//! concluded from it has to be checked by rustc or to be harmless where it is wrong.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use proc_macro2::{Ident, Span};

extern crate proc_macro;

/// A file, and where in it the macro's item stands.
#[derive(Debug)]
pub struct Source {
    text: String,
    /// Where the token begins that the source was found by.
    at: usize,
}

impl Source {
    /// The file of a token; none where there is no file.
    pub fn of(token: Span) -> Option<Self> {
        if !proc_macro::is_available() {
            return None;
        }
        let span = token.unwrap();
        let text = std::fs::read_to_string(span.local_file()?).ok()?;
        let lines = text.split_inclusive('\n').take(span.line().checked_sub(1)?);
        let at = lines.map(str::len).sum::<usize>() + span.column().checked_sub(1)?;
        Some(Self { text, at })
    }

    /// The text in front of the innermost brace that is open where a function begins, if its `fn` stands
    /// there indeed.
    pub fn header(&self, name: &Ident) -> Option<String> {
        let rest = self.text.get(self.at..)?.strip_prefix("fn")?;
        let name = name.to_string();
        let begins = |text: &str| text.trim_start().starts_with(&name);
        // a name from elsewhere: `fn $name` of a `macro_rules!`
        let stands = begins(rest) || rest.trim_start().starts_with('$');
        stands.then(|| innermost(&self.text[..self.at]))
    }

    /// The places of `keyword name`, of which the first two are enough to know whether there is one.
    pub fn definitions(&self, keyword: &str, name: &str) -> Vec<Definition<'_>> {
        let text = self.text.as_str();
        let code = format!("{keyword} {name}");
        let found = text.match_indices(&code).filter(|(at, all)| {
            let before = text[..*at].chars().next_back();
            let line = text[..*at].rfind('\n').map_or(0, |end| end + 1);
            !before.is_some_and(is_word)
                && !text[at + all.len()..].starts_with(is_word)
                && !text[line..*at].contains("//")
        });
        found.take(2).map(|(at, _)| Definition { text, at }).collect()
    }

    /// What imports at the top of the file bring from a crate: names in the file, and names in the crate.
    pub fn imports(&self, krate: &str) -> Vec<(String, String)> {
        let code = format!("use {krate}::");
        let mut found = Vec::new();
        for (at, _) in self.text.match_indices(&code) {
            let line = self.text[..at].rfind('\n').map_or(0, |end| end + 1);
            let item = self.text[at..].find(';').map(|end| &self.text[at..=at + end]);
            let item = item.and_then(|item| syn::parse_str::<syn::ItemUse>(item).ok());
            let commented = self.text[line..at].contains("//");
            if let (Some(syn::UseTree::Path(path)), false) = (item.map(|item| item.tree), commented)
                && innermost(&self.text[..at]).is_empty()
            {
                leaves(&path.tree, &mut found);
            }
        }
        found
    }

    /// The `impl`s of a trait; none where one of them cannot be read. What a `macro_rules!` names stands for
    /// itself.
    pub fn implementations(&self, of: &str) -> Vec<syn::ItemImpl> {
        let text = self.text.as_str();
        let mut found = Vec::new();
        for (at, _) in text.match_indices(&format!("{of} for ")) {
            let line = text[..at].rfind('\n').map_or(0, |end| end + 1);
            let before = text[..at].chars().next_back();
            if before.is_some_and(is_word) || text[line..at].contains("//") {
                continue;
            }
            let whole = text[line..at].rfind("impl").and_then(|start| {
                let whole = Definition { text, at: line + start }.whole()?;
                syn::parse_str::<syn::ItemImpl>(&whole.replace('$', "")).ok()
            });
            match whole {
                Some(node) => found.push(node),
                None => return Vec::new(),
            }
        }
        found
    }

    /// Whether a piece of code stands anywhere in the file, spaces as written.
    pub fn contains(&self, code: &str) -> bool {
        self.text.contains(code)
    }
}

/// Where the functions and aliases of a file stand, by keyword and name.
type Index = HashMap<String, Vec<Place>>;

/// Where a definition stands: its keyword, and what is open around it.
#[derive(Debug)]
struct Place {
    at: usize,
    around: String,
}

/// The index of the file that was read last: macros are expanded file by file.
static LAST: Mutex<Option<(String, Arc<Index>)>> = Mutex::new(None);

impl Source {
    /// The signature of the only function of this name in the file, if it stands in the module in which
    /// the item of this source stands: a path of this name alone means it.
    pub fn neighbour(&self, name: &str) -> Option<&str> {
        self.beside(&format!("fn {name}"))?.signature()
    }

    /// The alias of this name, `type Name = ..;`, on the same terms.
    pub fn alias(&self, name: &str) -> Option<&str> {
        let text = &self.text[self.beside(&format!("type {name}"))?.at..];
        let mut depth = 0;
        // not the `;` of an array's length
        let end = text.find(|c| {
            match c {
                '(' | '[' => depth += 1,
                ')' | ']' => depth -= 1,
                _ => {}
            }
            c == ';' && depth == 0
        })?;
        Some(&text[..=end])
    }

    /// The only definition of this keyword and name in the file, if it stands in the item's module.
    fn beside(&self, definition: &str) -> Option<Definition<'_>> {
        let index = self.index();
        let [only] = index.get(definition)?.as_slice() else { return None };
        let here = only.around == self.module()?;
        here.then_some(Definition { text: &self.text, at: only.at })
    }

    /// What is open around the item's module: what is open around the item, but for an `impl`.
    fn module(&self) -> Option<String> {
        let mut open = open_at(&self.text[..self.at]);
        let words = |text: &String| {
            text.split(|c: char| !is_word(c)).any(|word| word == "impl" || word == "trait")
        };
        open.pop_if(|last| words(last));
        Some(open.join("{"))
    }

    fn index(&self) -> Arc<Index> {
        let mut last = LAST.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((text, index)) = &*last
            && *text == self.text
        {
            return Arc::clone(index);
        }
        let mut index = Index::new();
        walk(&self.text, &mut |at, open| {
            let rest = &self.text[at..];
            let in_word = self.text[..at].ends_with(is_word);
            let keyword = ["fn ", "type "].into_iter().find(|keyword| rest.starts_with(keyword));
            if let (false, Some(keyword)) = (in_word, keyword) {
                let name = &rest[keyword.len()..];
                let end = name.find(|c| !is_word(c)).unwrap_or(name.len());
                let place = Place { at, around: open.join("{") };
                let definition = &rest[..keyword.len() + end];
                index.entry(definition.to_owned()).or_default().push(place);
            }
        });
        let index = Arc::new(index);
        *last = Some((self.text.clone(), Arc::clone(&index)));
        index
    }
}

/// A definition in a file.
#[derive(Clone, Copy, Debug)]
pub struct Definition<'a> {
    text: &'a str,
    /// Where its keyword begins.
    at: usize,
}

impl<'a> Definition<'a> {
    /// Whether the attributes in front of it hold a word.
    pub fn has_attribute_with(&self, word: &str) -> bool {
        // the rest of its own line, in front of the keyword
        let start = self.text[..self.at].rfind('\n').map_or(0, |end| end + 1);
        let own = &self.text[start..self.at];
        let above = self.text[..start]
            .lines()
            .rev()
            .map(str::trim)
            .filter(|line| !line.starts_with("//"))
            .take_while(|line| !line.is_empty() && !line.ends_with([';', '{', '}']));
        std::iter::once(own).chain(above).any(|line| line.contains(word))
    }

    /// What stands in front of the innermost brace around it.
    pub fn header(&self) -> String {
        innermost(&self.text[..self.at])
    }

    /// The type of a constant: from the colon behind its name to the value.
    pub fn declared_type(&self) -> Option<&'a str> {
        let text = &self.text[self.at..];
        let text = &text[..text.find('=')?];
        Some(&text[text.find(':')? + 1..])
    }

    /// From the keyword to the brace that opens the body.
    pub fn signature(&self) -> Option<&'a str> {
        let end = self.text[self.at..].find('{')?;
        Some(&self.text[self.at..self.at + end])
    }

    /// From the keyword to the brace that closes the body.
    pub fn whole(&self) -> Option<&'a str> {
        let text = &self.text[self.at..];
        let (mut depth, mut at, mut before) = (0, 0, None);
        while let Some(c) = text[at..].chars().next() {
            let length = opaque(&text[at..], before);
            if length == 0 {
                match c {
                    '{' => depth += 1,
                    '}' if depth == 1 => return Some(&text[..=at]),
                    '}' => depth -= 1,
                    ';' if depth == 0 => return None,
                    _ => {}
                }
            }
            before = Some(if length == 0 { c } else { ' ' });
            at += if length == 0 { c.len_utf8() } else { length };
        }
        None
    }
}

/// The names that a tree of imports brings, and what they name.
fn leaves(tree: &syn::UseTree, found: &mut Vec<(String, String)>) {
    match tree {
        syn::UseTree::Name(name) => found.push((name.ident.to_string(), name.ident.to_string())),
        syn::UseTree::Rename(name) => {
            found.push((name.rename.to_string(), name.ident.to_string()));
        }
        syn::UseTree::Group(group) => group.items.iter().for_each(|tree| leaves(tree, found)),
        syn::UseTree::Path(_) | syn::UseTree::Glob(_) => {}
    }
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// The text in front of the innermost brace that is open at the end of a source; empty if none is.
pub fn innermost(source: &str) -> String {
    open_at(source).pop().unwrap_or_default()
}

/// The text in front of each brace that is open at the end of a source, outermost first.
fn open_at(source: &str) -> Vec<String> {
    walk(source, &mut |_, _| {})
}

/// Visits every position that is neither in a comment nor in a literal, with the text in front of each
/// brace that is open there; returns what is open at the end.
fn walk(source: &str, visit: &mut dyn FnMut(usize, &[String])) -> Vec<String> {
    let mut open: Vec<String> = Vec::new();
    let mut text = String::new();
    let mut at = 0;
    while let Some(c) = source[at..].chars().next() {
        let length = opaque(&source[at..], text.chars().next_back());
        if length > 0 {
            text.push(' ');
            at += length;
            continue;
        }
        visit(at, &open);
        match c {
            '{' => open.push(std::mem::take(&mut text)),
            '}' => {
                open.pop();
                text.clear();
            }
            ';' => text.clear(),
            other => text.push(other),
        }
        at += c.len_utf8();
    }
    open
}

/// The length of the comment or literal that a text begins with; 0 if there is none.
fn opaque(text: &str, before: Option<char>) -> usize {
    let ends = |start: usize, end: &str| {
        text[start..].find(end).map_or(text.len(), |at| start + at + end.len())
    };
    let in_word = before.is_some_and(|c| c.is_alphanumeric() || c == '_');
    if text.starts_with("//") {
        return text.find('\n').unwrap_or(text.len());
    }
    if text.starts_with("/*") {
        return block_comment(text);
    }
    if let Some(hashes) = raw_string(text).filter(|_| !in_word) {
        let start = text.find('"').map_or(0, |at| at + 1);
        return ends(start, &format!("\"{}", "#".repeat(hashes)));
    }
    match text.as_bytes() {
        [b'"', ..] => quoted(text, '"'),
        // a character, not a lifetime
        [b'\'', b'\\', ..] => quoted(text, '\''),
        [b'\'', ..] if text.chars().nth(2) == Some('\'') => {
            1 + text.chars().nth(1).map_or(0, char::len_utf8) + 1
        }
        _ => 0,
    }
}

/// The length of a literal in quotes, with escapes.
fn quoted(text: &str, quote: char) -> usize {
    let mut escaped = true;
    for (at, c) in text.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            c if c == quote => return at + c.len_utf8(),
            _ => {}
        }
    }
    text.len()
}

/// How many `#` the raw string has that a text begins with: `r"`, `br##"`, `cr#"`.
fn raw_string(text: &str) -> Option<usize> {
    let rest = text.strip_prefix(['b', 'c']).unwrap_or(text).strip_prefix('r')?;
    let quoted = rest.trim_start_matches('#');
    quoted.starts_with('"').then_some(rest.len() - quoted.len())
}

/// The length of a comment in `/* */`, which nest.
fn block_comment(text: &str) -> usize {
    let (mut depth, mut at) = (0, 0);
    while at < text.len() {
        let rest = &text[at..];
        if rest.starts_with("/*") {
            (depth, at) = (depth + 1, at + 2);
        } else if rest.starts_with("*/") {
            (depth, at) = (depth - 1, at + 2);
            if depth == 0 {
                return at;
            }
        } else {
            at += rest.chars().next().map_or(1, char::len_utf8);
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::Source;

    #[test]
    fn definitions_are_found_outside_of_comments() {
        let text = "// enum Kind {}\n#[derive(Debug)]\n/// One of {two}.\npub enum Kind {\n A = 1, // }\n \
                    B('}') }\nenum Kinds {}\nfn enum_Kind() {}\nfn f(x: [u8; 2]) -> bool { true }";
        let source = Source { text: text.to_owned(), at: 0 };
        let found = source.definitions("enum", "Kind");
        let [only] = found.as_slice() else { panic!("{found:?}") };
        assert!(only.has_attribute_with("Debug") && !only.has_attribute_with("Clone"));
        let text = "#[derive(Clone)]\nenum A {}\nenum B {}\n#[derive(Debug)]\nenum C {}";
        let plain = Source { text: text.to_owned(), at: 0 };
        let with = |name| plain.definitions("enum", name)[0].has_attribute_with("derive");
        assert_eq!(["A", "B", "C"].map(with), [true, false, true]);
        assert_eq!(only.whole(), Some("enum Kind {\n A = 1, // }\n B('}') }"));
        let text = "type A = [f64; 2];\npub type B = (A, [A; 3]);\nfn g() {}\nmod m { type A = f64; type C = A; }";
        let beside = Source { text: text.to_owned(), at: text.find("fn g").unwrap_or(0) };
        assert_eq!(beside.alias("B"), Some("type B = (A, [A; 3]);"));
        assert_eq!((beside.alias("A"), beside.alias("C")), (None, None));
        let functions = source.definitions("fn", "f");
        assert_eq!(functions[0].signature(), Some("fn f(x: [u8; 2]) -> bool "));
        assert!(source.definitions("fn", "g").is_empty());
    }
}
