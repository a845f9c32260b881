//! What names a file can give a meaning to.
//!
//! In: a file's text. Out: whether a function may be defined, whether numbers may have methods of other traits, and
//! which types are the standard library's. Each answer is on the safe side: what a macro or a glob may
//! bring is there.

use super::index::is_word;
use super::{Definition, Source};

/// Libraries whose globs bring no functions to call by their names alone, and no methods of floats.
const LIBRARIES: [&str; 6] = ["alloc", "chainrule", "core", "libm", "rand", "std"];

impl Source {
    /// Whether no function of this name can be meant by a path of it alone.
    pub fn lacks_function(&self, name: &str) -> bool {
        let text = self.file.text.as_str();
        let made =
            ["fn $", "include!", "macro_rules!", "extern "].iter().any(|made| text.contains(made));
        let named = |import: &str| import.split(|c| !is_word(c)).any(|word| word == name);
        let brought = |import: &str| named(import) || import.contains('*') && !of_library(import);
        !made && self.file.definitions("fn", name).is_empty() && !self.uses().any(brought)
    }

    /// Whether floats have their own methods here, and no others: no trait is defined, and none imported.
    pub fn has_bare_floats(&self) -> bool {
        let text = self.file.text.as_str();
        let defined =
            text.contains("trait ") || text.contains("macro_rules!") || text.contains("include!");
        !defined && self.uses().all(of_library)
    }

    /// Whether a type's name is the standard library's: by an import of that name, and of no other.
    pub fn is_standard_type(&self, name: &str) -> bool {
        let named = |import: &&str| import.split(|c| !is_word(c)).any(|word| word == name);
        let mut imports = self.uses().filter(named).peekable();
        imports.peek().is_some() && imports.all(|import| import.starts_with("std::"))
    }

    /// Whether a struct or an enum of the file is not `Clone`.
    pub fn lacks_clone(&self, name: &str) -> bool {
        let found = ["struct", "enum"].map(|keyword| self.definitions(keyword, name)).concat();
        let cloned =
            |of: &Definition| ["Clone", "cfg_attr"].iter().any(|it| of.has_attribute_with(it));
        !found.is_empty() && !found.iter().any(cloned) && !self.contains("Clone for ")
    }

    /// The imports of the file, from behind `use` to the semicolon.
    fn uses(&self) -> impl Iterator<Item = &str> {
        let text = self.file.text.as_str();
        text.match_indices("use ").filter_map(|(at, word)| {
            let apart = !text[..at].ends_with(is_word);
            let rest = &text[at + word.len()..];
            rest.find(';').filter(|_| apart).map(|end| &rest[..end])
        })
    }
}

/// Whether an import is of a library that is known.
fn of_library(import: &str) -> bool {
    let root = import.trim_start_matches(':').split(|c| !is_word(c)).next();
    root.is_some_and(|root| LIBRARIES.contains(&root))
}
