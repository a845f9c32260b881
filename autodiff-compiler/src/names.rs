//! Names whose texts are unique within a function.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{Ident, Span};

/// The names in use, and for each stem the next number to try.
#[derive(Clone, Default, Debug)]
pub struct Names {
    used: BTreeSet<String>,
    next: BTreeMap<String, u32>,
}

impl Names {
    /// The names that are in use already.
    pub fn of<'a>(names: impl Iterator<Item = &'a Ident>) -> Self {
        Self { used: names.map(ToString::to_string).collect(), next: BTreeMap::new() }
    }

    /// The wanted name if it is free, else the same with a number, out of the user's reach.
    pub fn unique(&mut self, wanted: &Ident) -> Ident {
        let text = wanted.to_string();
        if self.used.insert(text.clone()) {
            return wanted.clone();
        }
        self.numbered(text.trim_start_matches("r#"), wanted.span())
    }

    /// Keeps a name from being given: it means something else where generated code uses it.
    pub fn reserve(&mut self, name: &Ident) {
        self.used.insert(name.to_string());
    }

    /// A generated name.
    pub fn fresh(&mut self, stem: &str) -> Ident {
        self.unique(&Ident::new(stem, Span::mixed_site()))
    }

    /// Another name for what stands at a place of the source.
    fn numbered(&mut self, stem: &str, at: Span) -> Ident {
        let next = self.next.entry(stem.to_owned()).or_insert(2);
        loop {
            let candidate = format!("{stem}_{next}");
            *next += 1;
            if self.used.insert(candidate.clone()) {
                return Ident::new(&candidate, Span::mixed_site().located_at(at));
            }
        }
    }
}
