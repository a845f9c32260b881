//! Which place a name stands for: scopes keyed by spelling and hygiene context.

use std::collections::HashMap;
use std::rc::Rc;

use proc_macro2::Ident;

use super::chain::Named;
use super::closure::Callable;
use super::walking::Walking;
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
    Chain(Rc<Named>),
    /// An item of a chain of which only parts have places; they have names of their own.
    Parts(Rc<Vec<Ident>>),
    /// A slice that is assigned again.
    Walking(Rc<Walking>),
    /// Bound by a pattern inside tokens that stay as they are.
    Kept,
}

/// The scopes that are open, innermost last.
#[derive(Clone, Default, Debug)]
pub struct Scopes {
    open: Vec<HashMap<Key, Binding>>,
    /// How many references more a name is than its binding says: closures of `filter` see references to
    /// items, which are references themselves.
    behind: Vec<HashMap<Key, usize>>,
}

impl Scopes {
    pub fn open(&mut self) {
        self.open.push(HashMap::new());
        self.behind.push(HashMap::new());
    }

    /// Only the function's own scope is open.
    pub fn is_outermost(&self) -> bool {
        self.open.len() == 1
    }

    pub fn close(&mut self) {
        self.open.pop();
        self.behind.pop();
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
            Some(Binding::Walking(_)) => Some(false),
            Some(
                Binding::Place(_)
                | Binding::Callable(_)
                | Binding::Chain(_)
                | Binding::Parts(_)
                | Binding::Kept,
            )
            | None => None,
        }
    }

    /// The name of the part that an expression denotes: of `item.0`, of `item.1.0`.
    pub fn part(&self, field: &syn::ExprField) -> Option<&Ident> {
        let syn::Member::Unnamed(index) = &field.member else { return None };
        let whole = match &*field.base {
            syn::Expr::Path(path) => path.path.get_ident()?,
            syn::Expr::Field(inner) => self.part(inner)?,
            _ => return None,
        };
        match self.find(whole)? {
            Binding::Parts(parts) => parts.get(index.index as usize),
            Binding::Place(_)
            | Binding::Reference { .. }
            | Binding::Callable(_)
            | Binding::Chain(_)
            | Binding::Walking(_)
            | Binding::Kept => None,
        }
    }

    /// The slice that an expression is the name of, if it is assigned again.
    pub fn walking(&self, expr: &syn::Expr) -> Option<Rc<Walking>> {
        match expr {
            syn::Expr::Path(path) => match self.find(path.path.get_ident()?) {
                Some(Binding::Walking(walking)) => Some(Rc::clone(walking)),
                _ => None,
            },
            syn::Expr::Paren(paren) => self.walking(&paren.expr),
            syn::Expr::Group(group) => self.walking(&group.expr),
            _ => None,
        }
    }

    pub fn bind_walking(&mut self, ident: &Ident, walking: Walking) {
        self.insert(ident, Binding::Walking(Rc::new(walking)));
    }

    pub fn bind_parts(&mut self, ident: &Ident, parts: Vec<Ident>) {
        self.insert(ident, Binding::Parts(Rc::new(parts)));
    }

    /// A name bound in the innermost scope is a reference to what it was bound to.
    pub fn put_behind(&mut self, ident: &Ident) {
        let key = Key::of(ident);
        let (Some(scope), Some(behind)) = (self.open.last_mut(), self.behind.last_mut()) else {
            return;
        };
        match scope.get_mut(&key) {
            Some(binding @ Binding::Place(_)) => {
                if let Binding::Place(place) = binding.clone() {
                    *binding = Binding::Reference { place, mutable: false };
                }
            }
            Some(Binding::Reference { .. } | Binding::Walking(_)) => {
                *behind.entry(key).or_insert(0) += 1
            }
            Some(Binding::Callable(_) | Binding::Chain(_) | Binding::Parts(_) | Binding::Kept)
            | None => {}
        }
    }

    /// How many times an expression that ends in a name can be dereferenced, so that what comes out is
    /// still the place that the name stands for.
    pub fn references(&self, expr: &syn::Expr) -> usize {
        match expr {
            syn::Expr::Path(path) => {
                path.path.get_ident().map_or(0, |name| self.references_to(name))
            }
            syn::Expr::Field(field) => self.part(field).map_or(0, |name| self.references_to(name)),
            syn::Expr::Paren(paren) => self.references(&paren.expr),
            syn::Expr::Group(group) => self.references(&group.expr),
            syn::Expr::Unary(unary) if matches!(unary.op, syn::UnOp::Deref(_)) => {
                self.references(&unary.expr).saturating_sub(1)
            }
            _ => 0,
        }
    }

    fn references_to(&self, name: &Ident) -> usize {
        let (key, own) = (Key::of(name), usize::from(self.reference(name).is_some()));
        let scope = self.open.iter().rposition(|scope| scope.contains_key(&key));
        let more = scope.and_then(|at| self.behind[at].get(&key));
        own + more.copied().unwrap_or(0)
    }

    /// As [`Self::reference`], for an expression that is a name.
    pub fn reference_named(&self, expr: &syn::Expr) -> Option<bool> {
        match expr {
            syn::Expr::Path(path) => self.reference(path.path.get_ident()?),
            syn::Expr::Field(field) => self.reference(self.part(field)?),
            syn::Expr::Paren(paren) => self.reference_named(&paren.expr),
            syn::Expr::Group(group) => self.reference_named(&group.expr),
            _ => None,
        }
    }

    pub fn bind_callable(&mut self, ident: &Ident, callable: Callable) {
        self.insert(ident, Binding::Callable(callable));
    }

    pub fn bind_chain(&mut self, ident: &Ident, named: Named) {
        self.insert(ident, Binding::Chain(Rc::new(named)));
    }

    /// The chain that an expression is the name of.
    pub fn chain(&self, expr: &syn::Expr) -> Option<Rc<Named>> {
        match expr {
            syn::Expr::Path(path) => match self.find(path.path.get_ident()?) {
                Some(Binding::Chain(named)) => Some(Rc::clone(named)),
                Some(
                    Binding::Place(_)
                    | Binding::Reference { .. }
                    | Binding::Callable(_)
                    | Binding::Parts(_)
                    | Binding::Walking(_)
                    | Binding::Kept,
                )
                | None => None,
            },
            syn::Expr::Paren(paren) => self.chain(&paren.expr),
            syn::Expr::Group(group) => self.chain(&group.expr),
            _ => None,
        }
    }

    pub fn keep(&mut self, ident: &Ident) {
        self.insert(ident, Binding::Kept);
    }

    fn insert(&mut self, ident: &Ident, binding: Binding) {
        if let (Some(scope), Some(behind)) = (self.open.last_mut(), self.behind.last_mut()) {
            let key = Key::of(ident);
            behind.remove(&key);
            scope.insert(key, binding);
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
            Some(
                Binding::Callable(_)
                | Binding::Chain(_)
                | Binding::Parts(_)
                | Binding::Walking(_)
                | Binding::Kept,
            )
            | None => None,
        }
    }
}
