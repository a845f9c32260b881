//! Names that a program under construction can use.
//!
//! In: declarations. Out: what is visible, and what may be written or moved. Invariant: only what Rust's
//! rules of scope and borrowing allow is offered; where they are finer than the rules here, less is.

use super::{Feature, Generator};
use crate::syntax::{Place, Ty};

/// A variable.
#[derive(Clone, Debug)]
pub(super) struct Var {
    pub name: String,
    pub ty: Ty,
    /// Declared `mut`.
    pub mutable: bool,
    /// Its type does not depend on what the value is used for later: a method call needs that.
    pub typed: bool,
    /// A counter that a loop's end depends on: neither written nor hidden.
    pub locked: bool,
    /// Its value has gone elsewhere.
    pub moved: bool,
    /// Distinguishes variables of one name.
    pub id: usize,
}

/// What a borrow forbids.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Borrow {
    /// Writing.
    Shared,
    /// Any use.
    Exclusive,
}

impl Generator<'_> {
    /// Declares a variable and returns what it is called. Some hide others.
    pub(super) fn declare(&mut self, prefix: &str, ty: Ty, mutable: bool, typed: bool) -> String {
        let name = self.new_name(prefix);
        self.declare_as(name.clone(), ty, mutable, typed);
        name
    }

    /// Declares a variable of this name.
    pub(super) fn declare_as(&mut self, name: String, ty: Ty, mutable: bool, typed: bool) {
        self.ids += 1;
        let id = self.ids;
        let var = Var { name, ty, mutable, typed, locked: false, moved: false, id };
        self.scopes.last_mut().expect("a scope is open").push(var);
    }

    /// Locks the variable declared last.
    pub(super) fn lock_last(&mut self) {
        let last = self.scopes.last_mut().and_then(|scope| scope.last_mut());
        last.expect("a variable was declared").locked = true;
    }

    /// A name, now and then one that is in use.
    pub(super) fn new_name(&mut self, prefix: &str) -> String {
        if self.on(Feature::Shadowing) && self.random.chance(10) {
            let names: Vec<String> = self
                .visible()
                .into_iter()
                // a receiver's name is no other variable's
                .filter(|var| !var.locked && var.name != "self" && !self.is_borrowed(var.id))
                .map(|var| var.name.clone())
                .collect();
            let hidden_lock = |name: &String| {
                self.scopes.iter().flatten().any(|var| var.locked && var.name == *name)
            };
            let names: Vec<String> = names.into_iter().filter(|name| !hidden_lock(name)).collect();
            if let Some(name) = self.random.maybe(&names) {
                return name.clone();
            }
        }
        self.fresh(prefix)
    }

    /// A name that nothing has.
    pub(super) fn fresh(&mut self, prefix: &str) -> String {
        self.names += 1;
        format!("{prefix}{}", self.names)
    }

    /// Variables that are not hidden, moved or borrowed exclusively.
    pub(super) fn visible(&self) -> Vec<&Var> {
        let mut seen: Vec<&str> = Vec::new();
        let mut visible = Vec::new();
        for var in self.scopes.iter().rev().flat_map(|scope| scope.iter().rev()) {
            if seen.contains(&&*var.name) {
                continue;
            }
            seen.push(&var.name);
            let exclusive = self.borrows.contains(&(var.id, Borrow::Exclusive));
            if !var.moved && !exclusive {
                visible.push(var);
            }
        }
        visible.reverse();
        visible
    }

    pub(super) fn is_borrowed(&self, id: usize) -> bool {
        self.borrows.iter().any(|(borrowed, _)| *borrowed == id)
    }

    /// The variable that a place begins with.
    pub(super) fn root(&self, place: &Place) -> Option<&Var> {
        let mut vars = self.scopes.iter().rev().flat_map(|scope| scope.iter().rev());
        vars.find(|var| var.name == place.root)
    }

    /// Forbids what a borrow of `place` forbids, until [`Generator::end_borrows`].
    pub(super) fn borrow(&mut self, place: &Place, how: Borrow) {
        if let Some(id) = self.root(place).map(|var| var.id) {
            self.borrows.push((id, how));
        }
    }

    /// Ends the borrows begun since there were `count`.
    pub(super) fn end_borrows(&mut self, count: usize) {
        self.borrows.truncate(count);
    }

    /// Opens a scope for what `inner` declares.
    pub(super) fn scoped<T>(&mut self, inner: impl FnOnce(&mut Self) -> T) -> T {
        let (borrows, locals) = (self.borrows.len(), self.locals.len());
        self.scopes.push(Vec::new());
        let result = inner(self);
        self.scopes.pop();
        self.locals.truncate(locals);
        self.end_borrows(borrows);
        result
    }
}
