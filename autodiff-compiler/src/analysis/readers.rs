//! Who reads the content of a storage in the reverse sweep: what decides whether a write saves.
//!
//! A function cannot see two things about its surroundings: whether its caller needs the `&mut` arguments
//! back as they were, and whether the reverse sweep of a callee reads an argument at all. Saves that only
//! these ask for are made under a condition, which the caller and the callee answer.

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

/// All readers of one content; none: nobody needs it. They are few, and lists of few are what costs least in a macro
/// that cargo builds without optimization.
#[derive(Clone, Default, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Readers {
    /// The function itself, beside whom others do not matter.
    here: bool,
    /// In order.
    others: Vec<Reader>,
}

impl Readers {
    /// One reader.
    pub fn of(reader: Reader) -> Self {
        match reader {
            Reader::Here => Self { here: true, others: Vec::new() },
            other => Self { here: false, others: vec![other] },
        }
    }

    /// Whether the content is needed whatever the surroundings are.
    pub fn always(&self) -> bool {
        self.here
    }

    pub fn is_empty(&self) -> bool {
        !self.here && self.others.is_empty()
    }

    pub fn iter(&self) -> impl Iterator<Item = Reader> {
        let here = self.here.then_some(Reader::Here);
        here.into_iter().chain(self.others.iter().copied())
    }

    /// Adds readers; whether any of them is new.
    pub fn extend(&mut self, others: &Self) -> bool {
        if self.here {
            return false;
        }
        if others.here {
            *self = Self::of(Reader::Here);
            return true;
        }
        let before = self.others.len();
        for reader in &others.others {
            if let Err(at) = self.others.binary_search(reader) {
                self.others.insert(at, *reader);
            }
        }
        self.others.len() != before
    }
}

/// Variables whose values are needed, and by whom: in the order of the variables, each of which some reader needs.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct Needs(Vec<(VarId, Readers)>);

impl Needs {
    /// Where a variable is, or where it would be.
    fn find(&self, var: VarId) -> Result<usize, usize> {
        let all = self.0.as_slice();
        let (mut low, mut high) = (0, all.len());
        while low < high {
            let middle = (low + high) / 2;
            if all[middle].0.0 < var.0 {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        if low < all.len() && all[low].0.0 == var.0 { Ok(low) } else { Err(low) }
    }

    /// The reverse sweep needs the value.
    pub fn insert(&mut self, var: VarId) {
        let here = Readers::of(Reader::Here);
        match self.find(var) {
            Ok(at) => self.0[at].1 = here,
            Err(at) => self.0.insert(at, (var, here)),
        }
    }

    /// Adds readers of a variable; whether any of them is new.
    pub fn add(&mut self, var: VarId, readers: &Readers) -> bool {
        match self.find(var) {
            Ok(at) => self.0[at].1.extend(readers),
            Err(at) => {
                self.0.insert(at, (var, readers.clone()));
                true
            }
        }
    }

    /// Adds what others need; whether any of it is new.
    pub fn merge(&mut self, others: &Self) -> bool {
        others.0.iter().fold(false, |new, (var, readers)| self.add(*var, readers) || new)
    }

    /// Replaces the readers of a variable that is needed.
    pub fn replace(&mut self, var: VarId, readers: Readers) {
        if let Ok(at) = self.find(var) {
            self.0[at].1 = readers;
        }
    }

    pub fn remove(&mut self, var: VarId) {
        if let Ok(at) = self.find(var) {
            self.0.remove(at);
        }
    }

    pub fn retain(&mut self, mut f: impl FnMut(VarId) -> bool) {
        self.0.retain(|(var, _)| f(*var));
    }

    pub fn readers(&self, var: VarId) -> Readers {
        self.find(var).map(|at| self.0[at].1.clone()).unwrap_or_default()
    }

    pub fn contains(&self, var: VarId) -> bool {
        self.find(var).is_ok()
    }

    pub fn vars(&self) -> impl Iterator<Item = VarId> {
        self.0.iter().map(|(var, _)| *var)
    }

    pub fn iter(&self) -> impl Iterator<Item = (VarId, &Readers)> {
        self.0.iter().map(|(var, readers)| (*var, readers))
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
    type IntoIter = std::vec::IntoIter<(VarId, Readers)>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

#[cfg(test)]
mod tests {
    use super::{Needs, Reader, Readers};
    use crate::ir::{StmtId, VarId};
    use std::collections::{BTreeMap, BTreeSet};

    /// Numbers that look like chance, by a linear congruence.
    fn numbers() -> impl FnMut(u32) -> u32 {
        let mut state = 1_u64;
        move |below| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            ((state >> 33) % u64::from(below)) as u32
        }
    }

    fn reader(number: u32) -> Reader {
        match number {
            0 => Reader::Here,
            1 => Reader::Caller,
            call => Reader::Callee { call: StmtId(call / 2), argument: call as usize % 2 },
        }
    }

    /// Beside the function itself others do not matter.
    fn joined(set: &BTreeSet<Reader>) -> Vec<Reader> {
        match set.contains(&Reader::Here) {
            true => vec![Reader::Here],
            false => set.iter().copied().collect(),
        }
    }

    #[test]
    fn needs_are_a_map_of_sets() {
        let mut next = numbers();
        for _ in 0..50 {
            let (mut needs, mut known) = (Needs::default(), BTreeMap::new());
            for _ in 0..60 {
                let var = VarId(next(12));
                let found: BTreeSet<Reader> = known.get(&var).cloned().unwrap_or_default();
                assert_eq!(needs.contains(var), known.contains_key(&var));
                assert_eq!(needs.readers(var).iter().collect::<Vec<_>>(), joined(&found));
                match next(8) {
                    0 => {
                        needs.remove(var);
                        known.remove(&var);
                    }
                    1 => {
                        needs.insert(var);
                        known.entry(var).or_default().insert(Reader::Here);
                    }
                    _ => {
                        let reader = reader(next(7));
                        let new = needs.add(var, &Readers::of(reader));
                        let is_new = !found.contains(&Reader::Here) && !found.contains(&reader);
                        assert_eq!(new, is_new);
                        known.entry(var).or_default().insert(reader);
                    }
                }
                assert!(needs.vars().eq(known.keys().copied()));
            }
        }
    }
}
