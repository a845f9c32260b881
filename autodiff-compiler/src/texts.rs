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
    /// By number.
    keys: Vec<Key>,
    /// The texts that are longer than a key.
    long: Vec<String>,
    /// By hash: the number of a text and one, or 0. At most half of them are in use.
    slots: Vec<u32>,
}

/// A text in two words: the first eight bytes as a number, and the rest. Of one that is longer a hash, and [`LONG`]
/// with its place among the long ones.
#[derive(Clone, Copy, Debug)]
struct Key {
    low: u64,
    high: u64,
}

/// How many bytes a key holds.
const SHORT: usize = 15;

/// No text has this byte.
const LONG: u64 = 0xff << 56;

impl Texts {
    /// How many there are.
    pub fn len(&self) -> usize {
        self.keys.len()
    }

    /// The number of a text, which is put in if it is new.
    pub fn number(&mut self, text: &dyn Display) -> usize {
        if 2 * (self.keys.len() + 1) > self.slots.len() {
            self.grow();
        }
        let (slot, key) = self.slot(text);
        match self.slots[slot] {
            0 => {
                if key.high >= LONG {
                    self.long.push(text.to_string());
                }
                self.keys.push(key);
                self.slots[slot] = self.keys.len() as u32;
                self.keys.len() - 1
            }
            found => found as usize - 1,
        }
    }

    /// Whether a text is new; then it is put in.
    pub fn insert(&mut self, text: &dyn Display) -> bool {
        let before = self.len();
        self.number(text) == before
    }

    /// The number of a text that was put in.
    pub fn find(&self, text: &dyn Display) -> Option<usize> {
        if self.keys.is_empty() {
            return None;
        }
        let (slot, _) = self.slot(text);
        (self.slots[slot] as usize).checked_sub(1)
    }

    /// The text of a number.
    fn text(&self, number: usize) -> String {
        let Key { low, high } = self.keys[number];
        if high >= LONG {
            return self.long[(high - LONG) as usize].clone();
        }
        let mut bytes = [low.to_be_bytes(), high.to_be_bytes()].concat();
        bytes.retain(|byte| *byte != 0);
        String::from_utf8(bytes).unwrap_or_default()
    }

    /// The slot of a text, or the free one for it; and its key there.
    fn slot(&self, text: &dyn Display) -> (usize, Key) {
        let mut written = Written { key: Key { low: 0, high: 0 }, length: 0 };
        // nothing fails
        let _ = write!(written, "{text}");
        if written.length > SHORT {
            return self.slot_of_long(&text.to_string());
        }
        let key = written.key;
        // to look into a `Vec` is a call, into a slice it is none
        let (slots, keys) = (self.slots.as_slice(), self.keys.as_slice());
        let mask = slots.len() - 1;
        let mut slot = hash(key) & mask;
        loop {
            let number = slots[slot] as usize;
            if number == 0 {
                return (slot, key);
            }
            let known = keys[number - 1];
            if known.low == key.low && known.high == key.high {
                return (slot, known);
            }
            slot = (slot + 1) & mask;
        }
    }

    /// The same, of a text that is longer than a key.
    fn slot_of_long(&self, text: &str) -> (usize, Key) {
        let key = Key { low: fnv(text), high: 0 };
        let mask = self.slots.len() - 1;
        let mut slot = hash(key) & mask;
        loop {
            let number = self.slots[slot] as usize;
            if number == 0 {
                return (slot, Key { high: LONG + self.long.len() as u64, ..key });
            }
            let known = self.keys[number - 1];
            let long = known.high >= LONG && known.low == key.low;
            if long && self.long[(known.high - LONG) as usize] == text {
                return (slot, known);
            }
            slot = (slot + 1) & mask;
        }
    }

    fn grow(&mut self) {
        self.slots = vec![0; (4 * self.keys.len()).next_power_of_two().max(64)];
        let mask = self.slots.len() - 1;
        let mut number = 0;
        while number < self.keys.len() {
            let mut key = self.keys[number];
            if key.high >= LONG {
                key.high = 0;
            }
            let mut slot = hash(key) & mask;
            while self.slots[slot] != 0 {
                slot = (slot + 1) & mask;
            }
            number += 1;
            self.slots[slot] = number as u32;
        }
    }
}

/// Where the search for a key begins; of a long text by the hash alone.
fn hash(key: Key) -> usize {
    let folded = key.low ^ key.high.rotate_left(29);
    // names differ in their last bytes, of which a product's upper bits alone know
    ((folded ^ folded >> 32).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 32) as usize
}

/// FNV-1a.
fn fnv(text: &str) -> u64 {
    let step = |hash: u64, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
    text.bytes().fold(0xcbf2_9ce4_8422_2325, step)
}

/// A text that is looked for: its key, if it is not longer than one.
struct Written {
    key: Key,
    length: usize,
}

impl Write for Written {
    fn write_str(&mut self, part: &str) -> fmt::Result {
        let bytes = part.as_bytes();
        let before = self.length;
        self.length += bytes.len();
        if self.length > SHORT {
            return Ok(());
        }
        // what is local is not looked up, and shifts by a constant are not checked
        let (mut i, mut low, mut high) = (0, self.key.low, self.key.high);
        while i < bytes.len() && before + i < 8 {
            low = low << 8 | bytes[i] as u64;
            i += 1;
        }
        while i < bytes.len() {
            high = high << 8 | bytes[i] as u64;
            i += 1;
        }
        self.key = Key { low, high };
        Ok(())
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
    pub fn names(&self) -> impl Iterator<Item = String> {
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
    fn texts_of_all_lengths_are_kept() {
        let mut texts = Texts::default();
        let of = |length: usize, end: char| format!("{}{end}", "x".repeat(length));
        for round in 0..2 {
            for length in 0..100 {
                for (i, end) in ['a', 'b', '\u{e4}'].into_iter().enumerate() {
                    let (text, number) = (of(length, end), 3 * length + i);
                    assert_eq!(texts.find(&text), (round == 1).then_some(number), "{text}");
                    assert_eq!(texts.number(&text), number, "{text}");
                    assert_eq!(texts.text(number), text);
                }
            }
        }
        // what is shown in parts is what it is as a whole
        assert_eq!(texts.find(&format_args!("{}{}{}", "xxxxxxx", 'x', "a")), Some(3 * 8));
        assert_eq!(texts.find(&format_args!("{}{}", "x".repeat(20), 'b')), Some(3 * 20 + 1));
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
