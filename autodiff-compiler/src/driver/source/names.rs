//! What names a file can give a meaning to.
//!
//! In: a file's text. Out: whether a function may be defined, whether numbers may have methods of other traits, and
//! which types are the standard library's. Each answer is on the safe side: what a macro or a glob may
//! bring is there.

use std::collections::BTreeSet;

use proc_macro2::Ident;

use super::Source;
use super::index::{DERIVATIVES, File, is_word};

/// Libraries whose globs bring no functions to call by their names alone, and no methods of floats.
const LIBRARIES: [&str; 6] = ["alloc", "chainrule", "core", "libm", "rand", "std"];

impl Source {
    /// The derivatives of a function that the file calls, by names that can mean nothing else.
    pub fn derivatives_called(&self, of: &Ident) -> BTreeSet<String> {
        let of = of.to_string();
        let of = of.trim_start_matches("r#");
        let names = DERIVATIVES.iter().map(|prefix| format!("{prefix}_{of}"));
        let called = self.file.derivatives_called();
        // what a module within the file takes from the one around it stands in the file
        let inner = |import: &&str| import.trim() == "super::*";
        let other = || {
            let text = self.file.text.as_str();
            let top = self.file.imports.iter().map(|at| &text[*at..]);
            let top = top.filter(|rest| rest.starts_with("use super::*")).map(|_| "super::*");
            self.file.uses().filter(move |import| !inner(import)).chain(top)
        };
        names.filter(|name| called.contains(name) && self.is_without(name, other())).collect()
    }

    /// Whether no function of this name can be meant by a path of it alone.
    pub fn lacks_function(&self, name: &str) -> bool {
        self.is_without(name, self.file.uses())
    }

    /// The same with some of the imports.
    fn is_without<'a>(&self, name: &str, mut uses: impl Iterator<Item = &'a str>) -> bool {
        let made = ["fn $", "include!", "macro_rules!", "extern "];
        let made = made.iter().any(|made| self.file.contains(made));
        let named = |import: &str| import.split(|c| !is_word(c)).any(|word| word == name);
        let brought = |import: &str| named(import) || import.contains('*') && !of_library(import);
        !made && self.file.definitions("fn", name).is_empty() && !uses.any(brought)
    }

    /// Whether floats have their own methods here, and no others: no trait is defined, and none imported.
    pub fn has_bare_floats(&self) -> bool {
        let defined = ["trait ", "macro_rules!", "include!"];
        let defined = defined.iter().any(|defined| self.file.contains(defined));
        !defined && self.file.uses().all(of_library)
    }

    /// The traits of operators whose methods a call here may name: those that an import at the top of the file
    /// brings, where the item stands there too. With another trait's method of the name the user's call would be
    /// ambiguous.
    pub fn operators_in_scope(&self) -> BTreeSet<String> {
        let mut found = BTreeSet::new();
        for at in self.file.imports.iter().filter(|_| self.module().is_none()) {
            let text = &self.file.text[*at..];
            let text = &text[..text.find(';').map_or(text.len(), |end| end + 1)];
            let Ok(syn::Item::Use(item)) = syn::parse_str(text) else { continue };
            brought(&item.tree, &mut Vec::new(), &mut found);
        }
        found
    }

    /// Whether a type's name is the standard library's: by an import of that name, and of no other.
    pub fn is_standard_type(&self, name: &str) -> bool {
        let named = |import: &&str| import.split(|c| !is_word(c)).any(|word| word == name);
        let mut imports = self.file.uses().filter(named).peekable();
        imports.peek().is_some() && imports.all(|import| import.starts_with("std::"))
    }

    /// Whether an import brings a function of this name from a module beside the file, or below it: from
    /// `m.rs` or `m/mod.rs`, where the last module of its path is `m`.
    pub fn imports_function(&self, name: &str) -> bool {
        let beside = self.path.with_extension("");
        let folders = [self.path.parent(), Some(beside.as_path())];
        let brings = |import: &str| {
            let Some(module) = module_of(import, name) else { return false };
            let paths = folders.iter().flatten().flat_map(|folder| {
                [folder.join(format!("{module}.rs")), folder.join(module).join("mod.rs")]
            });
            let mut files = paths.filter_map(File::read);
            files.any(|file| {
                let none = |keyword: &&str| file.definitions(keyword, name).is_empty();
                !file.definitions("fn", name).is_empty() && ["struct", "enum"].iter().all(none)
            })
        };
        self.file.uses().any(brings)
    }
}

/// The module from which an import brings a name: `m` of `crate::m::{Name, other}`.
fn module_of<'a>(import: &'a str, name: &str) -> Option<&'a str> {
    let words: Vec<&str> = import.split(|c| !is_word(c)).filter(|word| !word.is_empty()).collect();
    words.contains(&name).then_some(())?;
    let path = import.split_once('{').map_or(import, |(path, _)| path).trim_end();
    let modules = path.split("::").map(str::trim).filter(|part| !part.is_empty() && *part != name);
    modules.last().filter(|module| module.chars().all(is_word))
}

/// Whether an import is of a library that is known.
fn of_library(import: &str) -> bool {
    let root = import.trim_start_matches(':').split(|c| !is_word(c)).next();
    root.is_some_and(|root| LIBRARIES.contains(&root))
}

/// What a tree of imports brings of `std::ops` by its own name.
fn brought(tree: &syn::UseTree, path: &mut Vec<String>, found: &mut BTreeSet<String>) {
    let inside =
        matches!(path.as_slice(), [root, ops] if ops == "ops" && (root == "std" || root == "core"));
    match tree {
        syn::UseTree::Path(inner) => {
            path.push(inner.ident.to_string());
            brought(&inner.tree, path, found);
            path.pop();
        }
        syn::UseTree::Name(name) if inside => drop(found.insert(name.ident.to_string())),
        syn::UseTree::Group(group) => {
            group.items.iter().for_each(|tree| brought(tree, path, found));
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::module_of;

    #[test]
    fn the_last_module_of_an_import_is_found() {
        assert_eq!(module_of("crate::math::bessel::K_nu", "K_nu"), Some("bessel"));
        assert_eq!(module_of("super::bessel::{I_nu, K_nu}", "K_nu"), Some("bessel"));
        assert_eq!(module_of("bessel::K_nu as K", "K_nu"), None);
        assert_eq!(module_of("bessel::I_nu", "K_nu"), None);
    }
}
