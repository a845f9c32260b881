//! Which place a name stands for: scopes keyed by spelling and hygiene context.

use std::collections::HashMap;
use std::rc::Rc;

use proc_macro2::Ident;

use super::chain::Chain;
use super::closure::Callable;
use crate::hygiene::Key;
use crate::ir::Place;

/// What a name means.
#[derive(Clone, Debug)]
pub enum Binding {
    Place(Place),
    /// A reference, which stands for the place it refers to; written through if `mutable`.
    Reference {
        place: Place,
        mutable: bool,
    },
    /// A closure or a function, which is called by this name.
    Callable(Callable),
    /// An iterator chain that a `let` names.
    Chain(Rc<Chain>),
    /// Bound by a pattern inside tokens that stay as they are.
    Kept,
}

/// The scopes that are open, innermost last.
#[derive(Clone, Default, Debug)]
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

    pub fn bind_reference(&mut self, ident: &Ident, place: Place, mutable: bool) {
        self.insert(ident, Binding::Reference { place, mutable });
    }

    /// Whether a name is a reference, and which: `Some(true)` of `&mut`.
    pub fn reference(&self, ident: &Ident) -> Option<bool> {
        match self.find(ident) {
            Some(Binding::Reference { mutable, .. }) => Some(*mutable),
            Some(Binding::Place(_) | Binding::Callable(_) | Binding::Chain(_) | Binding::Kept)
            | None => None,
        }
    }

    /// As [`Self::reference`], for an expression that is a name.
    pub fn reference_named(&self, expr: &syn::Expr) -> Option<bool> {
        match expr {
            syn::Expr::Path(path) => self.reference(path.path.get_ident()?),
            syn::Expr::Paren(paren) => self.reference_named(&paren.expr),
            syn::Expr::Group(group) => self.reference_named(&group.expr),
            _ => None,
        }
    }

    pub fn bind_callable(&mut self, ident: &Ident, callable: Callable) {
        self.insert(ident, Binding::Callable(callable));
    }

    pub fn bind_chain(&mut self, ident: &Ident, chain: Chain) {
        self.insert(ident, Binding::Chain(Rc::new(chain)));
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
            Some(Binding::Place(place) | Binding::Reference { place, .. }) => Some(place),
            Some(Binding::Callable(_) | Binding::Chain(_) | Binding::Kept) | None => None,
        }
    }
}
