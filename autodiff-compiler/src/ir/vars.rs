//! Variables of a function, as sets and as the keys of tables.
//!
//! In: variables, which a function numbers from 0. Out: the same answers as those of std's ordered sets and maps,
//! in the same order.
//!
//! Every analysis asks for most variables, in a macro that cargo builds without optimization: there the
//! searches of an ordered map are layers of generic functions, each of them a call, and a look into a table
//! by number is one.

use std::fmt;

use super::VarId;

/// How many variables a word of a set tells of.
const BITS: usize = u64::BITS as usize;

/// A set of variables: a bit each, and no zeros behind the last word that is not zero.
#[derive(Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Vars {
    words: Vec<u64>,
}

impl Vars {
    pub fn new() -> Self {
        Self::default()
    }

    pub fn contains(&self, var: &VarId) -> bool {
        let var = var.0 as usize;
        var / BITS < self.words.len() && self.words[var / BITS] >> (var % BITS) & 1 == 1
    }

    /// Whether the variable is new; then it is put in.
    pub fn insert(&mut self, var: VarId) -> bool {
        let (word, bit) = (var.0 as usize / BITS, 1 << (var.0 as usize % BITS));
        while self.words.len() <= word {
            self.words.push(0);
        }
        let new = self.words[word] & bit == 0;
        self.words[word] |= bit;
        new
    }

    /// Whether the variable was there; then it is taken out.
    pub fn remove(&mut self, var: &VarId) -> bool {
        if !self.contains(var) {
            return false;
        }
        self.words[var.0 as usize / BITS] ^= 1 << (var.0 as usize % BITS);
        self.trim();
        true
    }

    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        let mut count = 0;
        for word in &self.words {
            count += word.count_ones() as usize;
        }
        count
    }

    pub fn clear(&mut self) {
        self.words.clear();
    }

    /// The variables in order.
    pub fn iter(&self) -> Iter<'_> {
        Iter { words: &self.words, base: 0, word: 0 }
    }

    /// The variables that are in both.
    pub fn intersection(&self, other: &Self) -> Self {
        let mut out = Self::default();
        let mut word = 0;
        while word < self.words.len() && word < other.words.len() {
            out.words.push(self.words[word] & other.words[word]);
            word += 1;
        }
        out.trim();
        out
    }

    /// The variables that the other lacks.
    pub fn difference(&self, other: &Self) -> Self {
        let mut out = self.clone();
        let mut word = 0;
        while word < out.words.len() && word < other.words.len() {
            out.words[word] &= !other.words[word];
            word += 1;
        }
        out.trim();
        out
    }

    pub fn is_disjoint(&self, other: &Self) -> bool {
        self.intersection(other).is_empty()
    }

    pub fn is_subset(&self, other: &Self) -> bool {
        self.difference(other).is_empty()
    }

    /// Keeps the variables of which something holds.
    pub fn retain(&mut self, mut keep: impl FnMut(&VarId) -> bool) {
        for var in self.clone() {
            if !keep(&var) {
                self.remove(&var);
            }
        }
    }

    fn trim(&mut self) {
        while self.words.last() == Some(&0) {
            self.words.pop();
        }
    }
}

impl fmt::Debug for Vars {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.iter()).finish()
    }
}

/// The variables of a set in order.
#[derive(Clone, Debug)]
pub struct Iter<'a> {
    words: &'a [u64],
    /// The first variable of the next word but `word`'s own.
    base: u32,
    /// What is left of a word.
    word: u64,
}

impl Iterator for Iter<'_> {
    type Item = VarId;

    fn next(&mut self) -> Option<VarId> {
        while self.word == 0 {
            let (first, rest) = self.words.split_first()?;
            self.words = rest;
            self.word = *first;
            self.base += BITS as u32;
        }
        let bit = self.word.trailing_zeros();
        self.word &= self.word - 1;
        Some(VarId(self.base - BITS as u32 + bit))
    }
}

/// The variables of a set in order, and the set.
#[derive(Debug)]
pub struct IntoIter {
    words: Vec<u64>,
    at: usize,
}

impl Iterator for IntoIter {
    type Item = VarId;

    fn next(&mut self) -> Option<VarId> {
        while self.at < self.words.len() {
            let word = self.words[self.at];
            if word != 0 {
                self.words[self.at] = word & (word - 1);
                return Some(VarId((self.at * BITS) as u32 + word.trailing_zeros()));
            }
            self.at += 1;
        }
        None
    }
}

impl IntoIterator for Vars {
    type Item = VarId;
    type IntoIter = IntoIter;

    fn into_iter(self) -> IntoIter {
        IntoIter { words: self.words, at: 0 }
    }
}

impl<'a> IntoIterator for &'a Vars {
    type Item = VarId;
    type IntoIter = Iter<'a>;

    fn into_iter(self) -> Iter<'a> {
        self.iter()
    }
}

impl<const N: usize> From<[VarId; N]> for Vars {
    fn from(vars: [VarId; N]) -> Self {
        vars.into_iter().collect()
    }
}

impl FromIterator<VarId> for Vars {
    fn from_iter<I: IntoIterator<Item = VarId>>(vars: I) -> Self {
        let mut out = Self::default();
        out.extend(vars);
        out
    }
}

impl Extend<VarId> for Vars {
    fn extend<I: IntoIterator<Item = VarId>>(&mut self, vars: I) {
        for var in vars {
            self.insert(var);
        }
    }
}

impl<'a> Extend<&'a VarId> for Vars {
    fn extend<I: IntoIterator<Item = &'a VarId>>(&mut self, vars: I) {
        for var in vars {
            self.insert(*var);
        }
    }
}

/// Something known of variables, of most of a function's.
#[derive(Clone, Debug)]
pub struct VarTable<T>(Vec<Option<T>>);

impl<T> Default for VarTable<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T> VarTable<T> {
    pub fn new() -> Self {
        Self::default()
    }

    pub fn get(&self, var: &VarId) -> Option<&T> {
        let var = var.0 as usize;
        if var < self.0.len() { self.0[var].as_ref() } else { None }
    }

    pub fn contains_key(&self, var: &VarId) -> bool {
        self.get(var).is_some()
    }

    /// Returns what was known before.
    pub fn insert(&mut self, var: VarId, known: T) -> Option<T> {
        self.slot(var).replace(known)
    }

    pub fn remove(&mut self, var: &VarId) -> Option<T> {
        let var = var.0 as usize;
        if var < self.0.len() { self.0[var].take() } else { None }
    }

    /// The place for a variable.
    pub fn slot(&mut self, var: VarId) -> &mut Option<T> {
        let var = var.0 as usize;
        while self.0.len() <= var {
            self.0.push(None);
        }
        &mut self.0[var]
    }

    /// The variables of which something is known, in order.
    pub fn keys(&self) -> impl Iterator<Item = VarId> {
        let known = self.0.iter().enumerate().filter(|(_, known)| known.is_some());
        known.map(|(var, _)| VarId(var as u32))
    }
}

impl<T> FromIterator<(VarId, T)> for VarTable<T> {
    fn from_iter<I: IntoIterator<Item = (VarId, T)>>(known: I) -> Self {
        let mut out = Self::default();
        for (var, known) in known {
            out.insert(var, known);
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::{VarId, VarTable, Vars};
    use std::collections::BTreeSet;

    fn both(numbers: &[u32]) -> (Vars, BTreeSet<VarId>) {
        (numbers.iter().map(|i| VarId(*i)).collect(), numbers.iter().map(|i| VarId(*i)).collect())
    }

    #[test]
    fn sets_are_those_of_std() {
        let lists: [&[u32]; 5] =
            [&[], &[0], &[63, 64, 1, 200, 64], &[200, 5, 63], &[127, 128, 1000]];
        for a in lists {
            let (vars, set) = both(a);
            assert_eq!(vars.is_empty(), set.is_empty());
            assert_eq!(vars.iter().collect::<Vec<_>>(), set.iter().copied().collect::<Vec<_>>());
            for b in lists {
                let (others, other_set) = both(b);
                let list = |vars: Vars| vars.into_iter().collect::<Vec<_>>();
                let in_both = set.intersection(&other_set).copied().collect::<Vec<_>>();
                assert_eq!(list(vars.intersection(&others)), in_both);
                let here = set.difference(&other_set).copied().collect::<Vec<_>>();
                assert_eq!(list(vars.difference(&others)), here);
                assert_eq!(vars.is_disjoint(&others), set.is_disjoint(&other_set));
                assert_eq!(vars.is_subset(&others), set.is_subset(&other_set));
                assert_eq!(vars == others, set == other_set);
            }
        }
    }

    #[test]
    fn sets_forget_what_is_removed() {
        let (mut vars, mut set) = both(&[3, 64, 700]);
        for i in [64, 64, 700, 9, 3] {
            assert_eq!(vars.remove(&VarId(i)), set.remove(&VarId(i)), "{i}");
            assert_eq!(vars, set.iter().copied().collect(), "{i}");
            assert_eq!(vars.insert(VarId(i + 1)), set.insert(VarId(i + 1)), "{i}");
            assert!(vars.contains(&VarId(i + 1)) && !vars.contains(&VarId(i)));
        }
        vars.retain(|var| var.0 % 2 == 1);
        set.retain(|var| var.0 % 2 == 1);
        assert_eq!(vars, set.into_iter().collect());
    }

    #[test]
    fn tables_know_what_was_put_in() {
        let mut table: VarTable<&str> = VarTable::new();
        assert_eq!(table.insert(VarId(2), "a"), None);
        assert_eq!(table.insert(VarId(2), "b"), Some("a"));
        assert_eq!((table.get(&VarId(2)), table.get(&VarId(9))), (Some(&"b"), None));
        assert_eq!(table.keys().collect::<Vec<_>>(), [VarId(2)]);
        assert_eq!((table.remove(&VarId(2)), table.remove(&VarId(2))), (Some("b"), None));
        assert!(!table.contains_key(&VarId(2)) && !table.contains_key(&VarId(0)));
    }
}
