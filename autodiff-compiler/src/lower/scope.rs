//! Which place a name stands for: scopes keyed by spelling and hygiene context.

use std::collections::HashMap;

use proc_macro2::Ident;

use crate::hygiene::Key;
use crate::ir::Place;

/// What a name means.
#[derive(Clone, Debug)]
pub enum Binding {
    Place(Place),
    /// A local reference, which stands for the place it refers to.
    Reference(Place),
    /// Bound by a pattern inside tokens that stay as they are.
    Kept,
}

/// The scopes that are open, innermost last.
#[derive(Default, Debug)]
pub struct Scopes {
    open: Vec<HashMap<Key, Binding>>,
}

impl Scopes {
    pub fn open(&mut self) {
        self.open.push(HashMap::new());
    }

    /// Only the function's own scope is open.
    pub fn is_outermost(&self) -> bool {
        self.open.len() == 1
    }

    pub fn close(&mut self) {
        self.open.pop();
    }

    pub fn bind(&mut self, ident: &Ident, place: Place) {
        self.insert(ident, Binding::Place(place));
    }

    pub fn bind_reference(&mut self, ident: &Ident, place: Place) {
        self.insert(ident, Binding::Reference(place));
    }

    pub fn is_reference(&self, ident: &Ident) -> bool {
        matches!(self.find(ident), Some(Binding::Reference(_)))
    }

    pub fn keep(&mut self, ident: &Ident) {
        self.insert(ident, Binding::Kept);
    }

    fn insert(&mut self, ident: &Ident, binding: Binding) {
        if let Some(scope) = self.open.last_mut() {
            scope.insert(Key::of(ident), binding);
        }
    }

    pub fn find(&self, ident: &Ident) -> Option<&Binding> {
        let key = Key::of(ident);
        self.open.iter().rev().find_map(|scope| scope.get(&key))
    }

    /// The place a name stands for.
    pub fn place(&self, ident: &Ident) -> Option<&Place> {
        match self.find(ident) {
            Some(Binding::Place(place) | Binding::Reference(place)) => Some(place),
            Some(Binding::Kept) | None => None,
        }
    }
}
