//! The macros that a file defines.
//!
//! In: what functions call. Out: definitions of `macro_rules!` that these calls certainly mean. A macro that
//! stands in front of a call, in a block around it, is found before any that is imported.

use std::collections::BTreeSet;

use syn::{Block, ImplItem, ItemImpl, ItemMacro, ItemTrait, Signature, TraitItem};

use super::index::{MACRO, code};
use super::{Definition, Source};
use crate::normalize;

impl Source {
    /// Writes out what calls of the file's macros stand for.
    pub fn expand_macros(&self, sig: &Signature, block: &mut Block) {
        normalize::macros_of_file(sig, block, &self.macros_of(block));
    }

    /// An `impl` with its functions' calls written out.
    pub fn expanded_impl(&self, block: &ItemImpl) -> ItemImpl {
        let mut block = block.clone();
        for item in &mut block.items {
            if let ImplItem::Fn(function) = item {
                self.expand_macros(&function.sig, &mut function.block);
            }
        }
        block
    }

    /// A trait with its functions' calls written out.
    pub fn expanded_trait(&self, node: &ItemTrait) -> ItemTrait {
        let mut node = node.clone();
        for item in &mut node.items {
            if let TraitItem::Fn(function) = item
                && let Some(body) = &mut function.default
            {
                self.expand_macros(&function.sig, body);
            }
        }
        node
    }

    /// The macros of the file that a block calls, and those that they call.
    fn macros_of(&self, block: &Block) -> Vec<ItemMacro> {
        let mut found = Vec::new();
        let mut wanted: Vec<String> = normalize::macros_called(block).into_iter().collect();
        let mut seen = BTreeSet::new();
        while let Some(name) = wanted.pop() {
            if !seen.insert(name.clone()) {
                continue;
            }
            if let Some(definition) = self.macro_rules(&name) {
                wanted.extend(words(definition.mac.tokens.clone()));
                found.push(definition);
            }
        }
        found
    }

    /// The only definition of a macro's name.
    fn macro_rules(&self, name: &str) -> Option<ItemMacro> {
        let [at] = *self.file.definitions(MACRO, name) else { return None };
        let definition = Definition { file: &self.file, at };
        let unnamed = !self.file.definitions(MACRO, "").is_empty();
        let between = code(self.file.text.get(at..self.at)?);
        if unnamed || definition.has_attribute_with("cfg") || between.contains("macro_use") {
            return None;
        }
        let encloses = self.file.around(at).is_none_or(|block| {
            block.open < self.at && block.close.is_none_or(|close| self.at < close)
        });
        encloses.then(|| definition.macro_rules()).flatten()
    }
}

impl Definition<'_> {
    /// A macro's definition as it is written: up to its brace, or up to the first `;` at which it is one, since
    /// its rules may stand in parentheses or brackets too.
    fn macro_rules(&self) -> Option<ItemMacro> {
        let whole = self.whole().and_then(|text| syn::parse_str(text).ok());
        whole.or_else(|| {
            let text = self.file.text.get(self.at..)?;
            let ends = text.match_indices(';').take(MOST_ENDS);
            ends.map(|(end, _)| &text[..=end]).find_map(|text| syn::parse_str(text).ok())
        })
    }
}

/// How many ends of a definition are tried.
const MOST_ENDS: usize = 100;

/// The names in tokens.
fn words(tokens: proc_macro2::TokenStream) -> Vec<String> {
    let words = tokens.into_iter().flat_map(|tree| match tree {
        proc_macro2::TokenTree::Ident(name) => vec![name.to_string()],
        proc_macro2::TokenTree::Group(group) => words(group.stream()),
        _ => Vec::new(),
    });
    words.collect()
}
