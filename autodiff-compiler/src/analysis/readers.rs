//! Who reads the content of a storage in the reverse sweep: what decides whether a write saves.
//!
//! A function cannot see two things about its surroundings: whether its caller needs the `&mut` arguments
//! back as they were, and whether the reverse sweep of a callee reads an argument at all. Saves that only
//! these ask for are made under a condition, which the caller and the callee answer.

use std::collections::btree_map::{Entry, IntoIter, Iter, Keys};
use std::collections::{BTreeMap, BTreeSet};

use crate::ir::{StmtId, VarId};

/// A reader of the content.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Reader {
    /// The reverse sweep of the function itself.
    Here,
    /// Its caller, when it asks for its `&mut` arguments.
    Caller,
    /// The reverse sweep of the function that a statement calls, if it reads that argument.
    Callee { call: StmtId, argument: usize },
}

/// All readers of one content; none: nobody needs it.
#[derive(Clone, Default, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Readers(BTreeSet<Reader>);

impl Readers {
    /// One reader.
    pub fn of(reader: Reader) -> Self {
        Self(BTreeSet::from([reader]))
    }

    /// Whether the content is needed whatever the surroundings are.
    pub fn always(&self) -> bool {
        self.0.contains(&Reader::Here)
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn iter(&self) -> impl Iterator<Item = Reader> {
        self.0.iter().copied()
    }

    /// Adds readers; whether any of them is new.
    pub fn extend(&mut self, others: &Self) -> bool {
        if self.always() {
            return false;
        }
        let before = self.0.len();
        if others.always() {
            *self = Self::of(Reader::Here);
            return true;
        }
        self.0.extend(&others.0);
        self.0.len() != before
    }
}

/// Variables whose values are needed, and by whom.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct Needs(BTreeMap<VarId, Readers>);

impl Needs {
    /// The reverse sweep needs the value.
    pub fn insert(&mut self, var: VarId) {
        self.add(var, &Readers::of(Reader::Here));
    }

    /// Adds readers of a variable; whether any of them is new.
    pub fn add(&mut self, var: VarId, readers: &Readers) -> bool {
        match self.0.entry(var) {
            Entry::Vacant(entry) => {
                entry.insert(readers.clone());
                true
            }
            Entry::Occupied(mut entry) => entry.get_mut().extend(readers),
        }
    }

    /// Adds what others need; whether any of it is new.
    pub fn merge(&mut self, others: &Self) -> bool {
        others.0.iter().fold(false, |new, (var, readers)| self.add(*var, readers) || new)
    }

    /// Replaces the readers of a variable that is needed.
    pub fn replace(&mut self, var: VarId, readers: Readers) {
        if let Some(known) = self.0.get_mut(&var) {
            *known = readers;
        }
    }

    pub fn remove(&mut self, var: VarId) {
        self.0.remove(&var);
    }

    pub fn retain(&mut self, mut f: impl FnMut(VarId) -> bool) {
        self.0.retain(|var, _| f(*var));
    }

    pub fn readers(&self, var: VarId) -> Readers {
        self.0.get(&var).cloned().unwrap_or_default()
    }

    pub fn contains(&self, var: VarId) -> bool {
        self.0.contains_key(&var)
    }

    pub fn vars(&self) -> Keys<'_, VarId, Readers> {
        self.0.keys()
    }

    pub fn iter(&self) -> Iter<'_, VarId, Readers> {
        self.0.iter()
    }
}

impl Extend<VarId> for Needs {
    fn extend<T: IntoIterator<Item = VarId>>(&mut self, vars: T) {
        vars.into_iter().for_each(|var| self.insert(var));
    }
}

impl FromIterator<VarId> for Needs {
    fn from_iter<T: IntoIterator<Item = VarId>>(vars: T) -> Self {
        let mut needs = Self::default();
        needs.extend(vars);
        needs
    }
}

impl IntoIterator for Needs {
    type Item = (VarId, Readers);
    type IntoIter = IntoIter<VarId, Readers>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}
