//! The source file around an annotated item, as text.
//!
//! In: a token of the item. Out: the text of its file, in which definitions are found by keyword and name,
//! comments and literals aside. What stands there is a hint: names are not resolved, so that whatever is
//! concluded from it has to be checked by rustc or to be harmless where it is wrong.

mod imported;
mod index;
mod macros;
mod names;
mod plain;

use std::path::PathBuf;
use std::sync::Arc;

use proc_macro2::{Ident, Span};

use crate::parse::stripped;
use index::{Block, File, code, is_word};

extern crate proc_macro;

/// A file, and where in it the macro's item stands.
#[derive(Debug)]
pub struct Source {
    file: Arc<File>,
    /// Where it is.
    path: PathBuf,
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
        let path = span.local_file()?;
        let file = File::read(path.clone())?;
        let at = file.line(span.line())? + span.column().checked_sub(1)?;
        Some(Self { file, path, at })
    }

    /// The text in front of the innermost brace that is open where a function begins, if its `fn` stands
    /// there indeed.
    pub fn header(&self, name: &Ident) -> Option<String> {
        let rest = self.file.text.get(self.at..)?.strip_prefix("fn")?.trim_start();
        // a name from elsewhere: `fn $name` of a `macro_rules!`
        let stands = rest.starts_with('$') || rest.starts_with(&name.to_string());
        stands.then(|| innermost(&self.file, self.at))
    }

    /// The places of `keyword name`; where there is more than one, nothing tells which is meant.
    pub fn definitions(&self, keyword: &str, name: &str) -> Vec<Definition<'_>> {
        let found = self.file.definitions(keyword, name).iter();
        found.map(|at| Definition { file: &self.file, at: *at }).collect()
    }

    /// What imports at the top of the file bring from a crate: names in the file, and names in the crate.
    pub fn imports(&self, krate: &str) -> Vec<(String, String)> {
        let begins = format!("use {krate}::");
        let mut found = Vec::new();
        for at in &self.file.imports {
            let text = &self.file.text[*at..];
            if !text.starts_with(&begins) {
                continue;
            }
            let item = text.find(';').map(|end| &text[..=end]);
            let item = item.and_then(|item| syn::parse_str::<syn::ItemUse>(item).ok());
            if let Some(syn::UseTree::Path(path)) = item.map(|item| item.tree) {
                leaves(&path.tree, &mut found);
            }
        }
        found
    }

    /// The `impl`s of a trait; none where one of them cannot be read. What a `macro_rules!` names stands for
    /// itself.
    pub fn implementations(&self, of: &str) -> Vec<syn::ItemImpl> {
        let text = self.file.text.as_str();
        let named = format!("{of} for ");
        let mut found = Vec::new();
        if !self.file.contains(&named) {
            return found;
        }
        for (at, _) in text.match_indices(&named) {
            let line = text[..at].rfind('\n').map_or(0, |end| end + 1);
            let before = text[..at].chars().next_back();
            if before.is_some_and(is_word) || text[line..at].contains("//") {
                continue;
            }
            let whole = text[line..at].rfind("impl").and_then(|start| {
                let whole = Definition { file: &self.file, at: line + start }.whole()?;
                syn::parse_str::<syn::ItemImpl>(&whole.replace('$', "")).ok()
            });
            match whole {
                Some(node) => found.push(node),
                None => return Vec::new(),
            }
        }
        found
    }

    /// The `impl`s of a trait with arguments that can be read.
    pub fn implementations_with_arguments(&self, of: &str) -> Vec<syn::ItemImpl> {
        let text = self.file.text.as_str();
        let named = format!("{of}<");
        if !self.file.contains(&named) {
            return Vec::new();
        }
        let places = text.match_indices(&named).filter_map(|(at, _)| {
            let line = text[..at].rfind('\n').map_or(0, |end| end + 1);
            let apart = !text[..at].ends_with(is_word) && !text[line..at].contains("//");
            text[line..at].find("impl").filter(|_| apart).map(|start| line + start)
        });
        let places: std::collections::BTreeSet<usize> = places.collect();
        let read = places.into_iter().filter_map(|at| {
            let whole = Definition { file: &self.file, at }.whole()?;
            syn::parse_str::<syn::ItemImpl>(whole).ok()
        });
        let of_trait = |node: &syn::ItemImpl| {
            let last = node.trait_.as_ref().and_then(|(path, _)| path.segments.last());
            last.is_some_and(|last| last.ident == of)
        };
        read.filter(of_trait).collect()
    }

    /// Whether the file defines a struct or an enum of this name, once, and no other type.
    pub fn defines_type(&self, name: &str) -> bool {
        let count = |keyword| self.file.definitions(keyword, name).len();
        let own = ["struct", "enum"].map(count).iter().sum::<usize>();
        own == 1 && ["type", "union", "trait"].map(count).iter().sum::<usize>() == 0
    }

    /// Whether a type that the file defines has a tangent, or may have one by another macro's doing.
    pub fn is_differentiable(&self, name: &str) -> bool {
        let found = ["struct", "enum"].map(|keyword| self.definitions(keyword, name)).concat();
        let derived = |definition: &Definition| definition.has_attribute_with("Differentiable");
        found.iter().any(derived) || self.contains(&format!("Differentiable for {name}"))
    }

    /// Whether a type that the file defines certainly has no tangent.
    pub fn lacks_tangent(&self, name: &str) -> bool {
        let found = ["struct", "enum"].map(|keyword| self.definitions(keyword, name)).concat();
        !self.is_differentiable(name) && found.iter().all(Definition::is_plain)
    }

    /// Whether the file defines a trait of this name, once, and nothing annotates it.
    pub fn has_plain_trait(&self, name: &str) -> bool {
        matches!(self.definitions("trait", name).as_slice(), [only] if only.is_plain())
    }

    /// Whether a path of this name alone means a function of the module that nothing annotates.
    pub fn has_plain_neighbour(&self, name: &str) -> bool {
        self.beside("fn", name).is_some_and(|function| function.is_plain())
    }

    /// The only function of this name in the file with its attributes, if it stands in the item's module and
    /// nothing but an attribute of this macro's may rewrite it.
    pub fn annotated_neighbour(&self, name: &str) -> Option<String> {
        let function = self.beside("fn", name)?;
        let around = self.file.around(function.at);
        let plain = around.is_none_or(|block| plain::is_in_modules(&self.file, block));
        let in_front: Vec<&str> = function.lines_in_front().collect();
        let in_front = in_front.into_iter().rev().collect::<Vec<_>>().join("\n");
        (plain && in_front.contains("differentiable"))
            .then(|| function.whole().map(|whole| format!("{in_front}{whole}")))
            .flatten()
    }

    /// A struct as text, from its keyword to its end.
    pub fn structure(&self, name: &str) -> Option<&str> {
        let [at] = self.file.definitions("struct", name) else { return None };
        let text = &self.file.text[*at..];
        let end = text.find(['{', ';'])?;
        if text[end..].starts_with(';') {
            return Some(&text[..=end]);
        }
        Definition { file: &self.file, at: *at }.whole()
    }

    /// An enum as text.
    pub fn enumeration(&self, name: &str) -> Option<&str> {
        let [at] = self.file.definitions("enum", name) else { return None };
        Definition { file: &self.file, at: *at }.whole()
    }

    /// The `impl`s for a type, by their headers and those of their functions.
    pub fn implementations_for(&self, name: &str) -> Vec<Implementation> {
        let file = &self.file;
        let found = file.blocks().iter().filter_map(|block| {
            let header = file.header(block);
            if !header.contains("impl") || !header.contains(name) {
                return None;
            }
            let header = code(header);
            let node: syn::ItemImpl =
                syn::parse_str(&format!("{} {{}}", &header[header.find("impl")?..])).ok()?;
            let node_annotated = header.contains("differentiable");
            let (generics, of_type) = (node.generics.clone(), (*node.self_ty).clone());
            let syn::Type::Path(ty) = stripped(&node.self_ty) else { return None };
            let last = ty.path.segments.last().filter(|last| last.ident == name);
            last?;
            let of =
                node.trait_.and_then(|(path, _)| Some(path.segments.last()?.ident.to_string()));
            let plain = plain::is_plain(file, block);
            let functions = file.inside(block).filter_map(|function| {
                let header = code(file.header(function));
                let plain = plain && plain::has_plain_attributes(&header);
                header.find("fn ").map(|at| (header[at..].trim().to_owned(), plain))
            });
            let lent = |function: &&Block| {
                let header = code(file.header(function));
                let (attributes, signature) = header.split_once("fn ").unwrap_or_default();
                let lends = signature.contains("->") && signature.contains('&');
                let asked = node_annotated || attributes.contains("differentiable");
                lends && asked && !attributes.contains("no_diff")
            };
            let lent = file.inside(block).filter(lent).filter_map(|function| {
                let start = function.start + file.header(function).rfind("fn ")?;
                file.text.get(start..=function.close?)
            });
            let lent = lent.map(str::to_owned).collect();
            let text = &file.text[block.open..block.close.unwrap_or(block.open)];
            let output =
                text.split_once("type Output =").and_then(|(_, rest)| rest.split_once(';'));
            let output = output.map(|(ty, _)| ty.trim().to_owned());
            let (functions, sight) = (functions.collect(), self.sight(block));
            Some(Implementation { of, output, functions, plain, generics, of_type, lent, sight })
        });
        found.collect()
    }

    /// Whether a piece of code stands anywhere in the file, spaces as written.
    pub fn contains(&self, code: &str) -> bool {
        self.file.contains(code)
    }

    /// The signature of the only function of this name in the file, if it stands in the module in which
    /// the item of this source stands: a path of this name alone means it.
    pub fn neighbour(&self, name: &str) -> Option<&str> {
        self.beside("fn", name)?.signature()
    }

    /// The alias of this name, `type Name = ..;`, on the same terms.
    pub fn alias(&self, name: &str) -> Option<&str> {
        let text = &self.file.text[self.beside("type", name)?.at..];
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
    fn beside(&self, keyword: &str, name: &str) -> Option<Definition<'_>> {
        let [only] = *self.file.definitions(keyword, name) else { return None };
        let here = self.file.around(only).map(|block| block.open) == self.module();
        here.then_some(Definition { file: &self.file, at: only })
    }

    /// What of a block in a module holds here.
    fn sight(&self, block: &Block) -> Sight {
        let Some(module) = self.file.outside(block) else {
            return if self.module().is_none() { Sight::Names } else { Sight::Fields };
        };
        if self.module() == Some(module.open) {
            return Sight::Names;
        }
        let inside = module.open < self.at && module.close.is_none_or(|close| self.at < close);
        if inside { Sight::Fields } else { Sight::Nothing }
    }

    /// The brace that is open around the item, but for that of an `impl` or a trait.
    fn module(&self) -> Option<usize> {
        let around = self.file.around(self.at)?;
        let header = code(self.file.header(around));
        let mut words = header.split(|c: char| !is_word(c));
        if words.any(|word| word == "impl" || word == "trait") {
            return self.file.outside(around).map(|block| block.open);
        }
        Some(around.open)
    }
}

/// An `impl` as text.
#[derive(Debug)]
pub struct Implementation {
    /// The trait's name.
    pub of: Option<String>,
    /// What it calls `Output`.
    pub output: Option<String>,
    /// The signatures of its functions, and whether they certainly have no derivatives of their own.
    pub functions: Vec<(String, bool)>,
    /// Nothing annotates it.
    pub plain: bool,
    /// What its header declares, and the type that it is for.
    pub generics: syn::Generics,
    pub of_type: syn::Type,
    /// Its annotated functions that give references, as they stand.
    pub lent: Vec<String>,
    pub sight: Sight,
}

/// How much of what a block means holds where an item stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Sight {
    /// All: both are in one module.
    Names,
    /// Which fields there are: the item is in a module inside the block's.
    Fields,
    Nothing,
}

/// A definition in a file.
#[derive(Clone, Copy, Debug)]
pub struct Definition<'a> {
    file: &'a File,
    /// Where its keyword begins.
    at: usize,
}

impl<'a> Definition<'a> {
    /// Whether the attributes in front of it hold a word.
    pub fn has_attribute_with(&self, word: &str) -> bool {
        self.lines_in_front().any(|line| line.contains(word))
    }

    /// Whether the definition is what it looks like, and has no derivative.
    pub fn is_plain(&self) -> bool {
        let in_front: Vec<&str> = self.lines_in_front().collect();
        let in_front = code(&in_front.into_iter().rev().collect::<Vec<_>>().join("\n"));
        let around = self.file.around(self.at);
        let inside = around.is_none_or(|block| plain::is_in_modules(self.file, block));
        plain::has_plain_attributes(&in_front) && !in_front.contains('!') && inside
    }

    /// The rest of its line in front of its keyword, and the lines above it up to what ends an item.
    fn lines_in_front(&self) -> impl Iterator<Item = &'a str> {
        // the rest of its own line, in front of the keyword
        let text = &self.file.text;
        let start = text[..self.at].rfind('\n').map_or(0, |end| end + 1);
        let own = &text[start..self.at];
        let above = text[..start]
            .lines()
            .rev()
            .map(str::trim)
            .filter(|line| !line.starts_with("//"))
            .take_while(|line| !line.ends_with([';', '{', '}']));
        std::iter::once(own).chain(above)
    }

    /// What stands in front of the innermost brace around it.
    pub fn header(&self) -> String {
        innermost(self.file, self.at)
    }

    /// The type of a constant: from the colon behind its name to the value.
    pub fn declared_type(&self) -> Option<&'a str> {
        let text = &self.file.text[self.at..];
        let text = &text[..text.find('=')?];
        Some(&text[text.find(':')? + 1..])
    }

    /// The value of a constant.
    pub fn value(&self) -> Option<&'a str> {
        let text = &self.file.text[self.at..];
        let text = &text[text.find('=')? + 1..];
        text.get(..text.find(';')?)
    }

    /// From the keyword to the brace that opens the body.
    pub fn signature(&self) -> Option<&'a str> {
        Some(&self.file.text[self.at..self.body()?.open])
    }

    /// From the keyword to the brace that closes the body.
    pub fn whole(&self) -> Option<&'a str> {
        Some(&self.file.text[self.at..=self.body()?.close?])
    }

    /// The braces that belong to it.
    fn body(&self) -> Option<&'a Block> {
        self.file.behind(self.at).filter(|block| block.start <= self.at)
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

/// The text in front of the innermost brace that is open at a position; empty if none is.
fn innermost(file: &File, at: usize) -> String {
    file.around(at).map(|block| code(file.header(block))).unwrap_or_default()
}

/// The text in front of the innermost brace that is open at the end of a source.
#[cfg(test)]
pub fn innermost_of(source: &str) -> String {
    innermost(&File::new(source.to_owned()), source.len())
}

#[cfg(test)]
mod tests {
    use super::{File, PathBuf, Source};
    use std::sync::Arc;

    fn source(text: &str, at: usize) -> Source {
        Source { file: Arc::new(File::new(text.to_owned())), path: PathBuf::new(), at }
    }

    #[test]
    fn definitions_are_found_outside_of_comments() {
        let text = "// enum Kind {}\n#[derive(Debug)]\n/// One of {two}.\npub enum Kind {\n A = 1, // }\n \
                    B('}') }\nenum Kinds {}\nfn enum_Kind() {}\nfn f(x: [u8; 2]) -> bool { true }";
        let here = source(text, 0);
        let found = here.definitions("enum", "Kind");
        let [only] = found.as_slice() else { panic!("{found:?}") };
        assert!(only.has_attribute_with("Debug") && !only.has_attribute_with("Clone"));
        assert_eq!(only.whole(), Some("enum Kind {\n A = 1, // }\n B('}') }"));
        let text = "#[derive(Clone)]\n\nenum A {}\nenum B {}\n#[derive(Debug)]\nenum C {}";
        let plain = source(text, 0);
        let with = |name| plain.definitions("enum", name)[0].has_attribute_with("derive");
        assert_eq!(["A", "B", "C"].map(with), [true, false, true]);
        let functions = here.definitions("fn", "f");
        assert_eq!(functions[0].signature(), Some("fn f(x: [u8; 2]) -> bool "));
        assert!(here.definitions("fn", "g").is_empty());
    }

    #[test]
    fn names_mean_what_stands_in_the_same_module() {
        let text = "type A = [f64; 2];\npub type B = (A, [A; 3]);\nfn g() {}\nimpl S { fn h() {} }\n\
                    mod m { type A = f64; type C = A; fn k(x: [u8; 2]) -> f64 { 1.0 } }";
        let at = |code: &str| source(text, text.find(code).expect("it is there"));
        for inside in ["fn g", "fn h"] {
            let here = at(inside);
            assert_eq!(here.alias("B"), Some("type B = (A, [A; 3]);"));
            assert_eq!((here.alias("A"), here.alias("C")), (None, None));
            assert_eq!((here.neighbour("g"), here.neighbour("k")), (Some("fn g() "), None));
        }
        assert_eq!(at("type C").neighbour("k"), Some("fn k(x: [u8; 2]) -> f64 "));
    }
}
