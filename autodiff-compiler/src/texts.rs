//! Texts by number.
//!
//! In: texts of names. Out: the same number for the same text, from 0 in the order in which they come.
//!
//! Every pass that follows names asks for each of them, in a macro that cargo builds without
//! optimization: there a table of few and plain operations is several times as quick as the maps of
//! std, whose layers of generic functions are calls.

use std::fmt::{self, Display, Write};

/// Texts and their numbers.
#[derive(Clone, Default, Debug)]
pub struct Texts {
    /// All texts, one behind the other.
    all: String,
    /// Where each ends.
    ends: Vec<usize>,
    /// By hash: the number of a text and one, or 0. At most half of them are in use.
    slots: Vec<u32>,
}

impl Texts {
    /// How many there are.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// The number of a text, which is put in if it is new.
    ///
    /// What is shown here is written behind the others, and stays there if it is.
    pub fn number(&mut self, text: &dyn Display) -> usize {
        let start = self.all.len();
        // writing to a string succeeds
        let _ = write!(self.all, "{text}");
        if 2 * (self.ends.len() + 1) > self.slots.len() {
            self.grow();
        }
        let slot = self.slot(&self.all.as_bytes()[start..]);
        match self.slots[slot] {
            0 => {
                self.ends.push(self.all.len());
                self.slots[slot] = self.ends.len() as u32;
                self.ends.len() - 1
            }
            found => {
                self.all.truncate(start);
                found as usize - 1
            }
        }
    }

    /// Whether a text is new; then it is put in.
    pub fn insert(&mut self, text: &dyn Display) -> bool {
        let before = self.len();
        self.number(text) == before
    }

    /// The number of a text that was put in.
    pub fn find(&self, text: &dyn Display) -> Option<usize> {
        if self.ends.is_empty() {
            return None;
        }
        let mut shown = String::new();
        let _ = write!(shown, "{text}");
        let number = self.slots[self.slot(shown.as_bytes())] as usize;
        number.checked_sub(1)
    }

    /// The text of a number.
    fn text(&self, number: usize) -> &str {
        let start = if number == 0 { 0 } else { self.ends[number - 1] };
        &self.all[start..self.ends[number]]
    }

    /// The slot of a text, or the free one for it.
    fn slot(&self, text: &[u8]) -> usize {
        let bytes = self.all.as_bytes();
        let mask = self.slots.len() - 1;
        // FNV-1a
        let mut hash = 0xcbf2_9ce4_8422_2325_u64;
        let mut i = 0;
        while i < text.len() {
            hash = (hash ^ text[i] as u64).wrapping_mul(0x0000_0100_0000_01b3);
            i += 1;
        }
        let mut slot = (hash ^ (hash >> 32)) as usize & mask;
        loop {
            let number = self.slots[slot] as usize;
            if number == 0 {
                return slot;
            }
            let from = if number == 1 { 0 } else { self.ends[number - 2] };
            if bytes[from..self.ends[number - 1]] == *text {
                return slot;
            }
            slot = (slot + 1) & mask;
        }
    }

    fn grow(&mut self) {
        self.slots = vec![0; (4 * self.ends.len()).next_power_of_two().max(64)];
        let mut start = 0;
        for number in 0..self.ends.len() {
            let end = self.ends[number];
            let slot = self.slot(&self.all.as_bytes()[start..end]);
            self.slots[slot] = number as u32 + 1;
            start = end;
        }
    }
}

/// Something known of texts.
#[derive(Clone, Debug)]
pub struct Named<T> {
    texts: Texts,
    known: Vec<Option<T>>,
}

/// A set of texts.
pub type NameSet = Named<()>;

impl<T> Default for Named<T> {
    fn default() -> Self {
        Self { texts: Texts::default(), known: Vec::new() }
    }
}

impl<T> Named<T> {
    pub fn get(&self, name: &dyn Display) -> Option<&T> {
        self.known[self.texts.find(name)?].as_ref()
    }

    pub fn contains(&self, name: &dyn Display) -> bool {
        self.get(name).is_some()
    }

    /// The place for what is known of a text.
    pub fn slot(&mut self, name: &dyn Display) -> &mut Option<T> {
        let number = self.texts.number(name);
        if number == self.known.len() {
            self.known.push(None);
        }
        &mut self.known[number]
    }

    /// Returns what was known before.
    pub fn insert(&mut self, name: &dyn Display, known: T) -> Option<T> {
        self.slot(name).replace(known)
    }

    pub fn remove(&mut self, name: &dyn Display) -> Option<T> {
        let number = self.texts.find(name)?;
        self.known[number].take()
    }

    /// Forgets what is known, not the texts.
    pub fn clear(&mut self) {
        self.known.iter_mut().for_each(|known| *known = None);
    }

    /// The texts of which something is known, in the order in which they came.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        let known = self.known.iter().enumerate().filter(|(_, known)| known.is_some());
        known.map(|(number, _)| self.texts.text(number))
    }
}

impl NameSet {
    /// The set of some names.
    pub fn of<N: Display>(names: impl IntoIterator<Item = N>) -> Self {
        let mut out = Self::default();
        for name in names {
            out.insert(&name, ());
        }
        out
    }
}

/// Whether something is shown as a text; `==` on a name of the compiler's makes a `String` of it first.
pub fn is(shown: &dyn Display, text: &str) -> bool {
    struct Rest<'a>(Option<&'a str>);
    impl Write for Rest<'_> {
        fn write_str(&mut self, part: &str) -> fmt::Result {
            self.0 = self.0.and_then(|rest| rest.strip_prefix(part));
            Ok(())
        }
    }
    let mut rest = Rest(Some(text));
    let _ = write!(rest, "{shown}");
    rest.0 == Some("")
}

#[cfg(test)]
mod tests {
    use super::{NameSet, Named, Texts, is};

    #[test]
    fn the_same_text_has_the_same_number() {
        let mut texts = Texts::default();
        for round in 0..3 {
            for i in 0..1000 {
                assert_eq!(texts.insert(&format!("t_{i}")), round == 0, "{i}");
                assert_eq!(texts.number(&format!("t_{i}")), i);
            }
        }
        assert_eq!(texts.len(), 1000);
        // none is taken for its beginning, nor two for one
        assert_eq!(texts.number(&"t_"), 1000);
        assert_eq!(texts.number(&"t_0t_1"), 1001);
        assert_eq!(texts.number(&""), 1002);
        assert_eq!(texts.number(&""), 1002);
    }

    #[test]
    fn what_is_known_of_names_is_found() {
        let mut named: Named<usize> = Named::default();
        assert!(!named.contains(&"a"));
        assert_eq!(named.remove(&"a"), None);
        for (i, name) in ["b", "a", "c"].iter().enumerate() {
            assert_eq!(named.insert(name, i), None);
        }
        assert_eq!(named.insert(&"a", 7), Some(1));
        assert_eq!(named.remove(&"b"), Some(0));
        assert_eq!((named.get(&"a"), named.get(&"b"), named.get(&"d")), (Some(&7), None, None));
        assert_eq!(named.names().collect::<Vec<_>>(), ["a", "c"]);
        *named.slot(&"d").get_or_insert(1) += 1;
        assert_eq!(named.get(&"d"), Some(&2));
        named.clear();
        assert_eq!(named.names().next(), None);
        assert!(NameSet::of(["x", "y"]).contains(&"y"));
    }

    #[test]
    fn a_text_is_itself_alone() {
        assert!(is(&"tape", "tape"));
        assert!(is(&format_args!("ta{}", "pe"), "tape"));
        for other in ["", "tap", "tapes", "Tape"] {
            assert!(!is(&other, "tape"), "{other}");
        }
    }
}
