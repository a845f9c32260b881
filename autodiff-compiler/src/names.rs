//! Names whose texts are unique within a function.

use proc_macro2::{Ident, Span};

use crate::texts::Texts;

/// The names in use, and for each stem the next number to try.
#[derive(Clone, Default, Debug)]
pub struct Names {
    used: Texts,
    stems: Texts,
    next: Vec<u32>,
}

impl Names {
    /// The names that are in use already.
    pub fn of<'a>(names: impl Iterator<Item = &'a Ident>) -> Self {
        let mut out = Self::default();
        names.for_each(|name| out.reserve(name));
        out
    }

    /// The wanted name if it is free, else the same with a number, out of the user's reach.
    pub fn unique(&mut self, wanted: &Ident) -> Ident {
        if self.used.insert(wanted) {
            return wanted.clone();
        }
        let text = wanted.to_string();
        self.numbered(text.trim_start_matches("r#"), wanted.span())
    }

    /// Keeps a name from being given: it means something else where generated code uses it.
    pub fn reserve(&mut self, name: &Ident) {
        self.used.insert(name);
    }

    /// A generated name.
    pub fn fresh(&mut self, stem: &str) -> Ident {
        if self.used.insert(&stem) {
            return Ident::new(stem, Span::mixed_site());
        }
        self.numbered(stem.trim_start_matches("r#"), Span::mixed_site())
    }

    /// Another name for what stands at a place of the source.
    fn numbered(&mut self, stem: &str, at: Span) -> Ident {
        let number = self.stems.number(&stem);
        if number == self.next.len() {
            self.next.push(2);
        }
        loop {
            let candidate = format!("{stem}_{}", self.next[number]);
            self.next[number] += 1;
            if self.used.insert(&candidate) {
                return Ident::new(&candidate, Span::mixed_site().located_at(at));
            }
        }
    }
}
