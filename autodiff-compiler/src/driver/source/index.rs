//! A source file, read once: where its braces, its definitions and its imports stand.
//!
//! In: a path, and positions. Out: the [`File`], the same for all items in it as long as it does not change
//! on disk, so that what a crate's annotated functions cost is linear in its text.

use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::SystemTime;

/// The keywords whose definitions are looked for.
const KEYWORDS: [&str; 9] =
    ["const", "enum", "fn", "mod", "static", "struct", "trait", "type", "union"];

/// What macros are defined by, with a `!` and a name.
pub const MACRO: &str = "macro_rules";

/// What the names of derivatives begin with that a function may not have.
pub const DERIVATIVES: [&str; 6] = ["grad", "value_and_grad", "vjp", "hvp", "hessian", "jacobian"];

/// How many files are kept: macros are expanded file by file, but for what they leave to be expanded.
const KEPT: usize = 8;

/// The files that were read last.
static FILES: Mutex<Vec<(Version, Arc<File>)>> = Mutex::new(Vec::new());

/// A file at a time: its path, its length, and when it was written.
type Version = (PathBuf, u64, Option<SystemTime>);

/// A file, and what stands where in it.
#[derive(Debug)]
pub struct File {
    pub text: String,
    /// Where each line begins.
    lines: Vec<usize>,
    /// What stands in braces, in the order of the braces that open.
    blocks: Vec<Block>,
    /// Where what is open changes, in order, and the innermost block from there on.
    changes: Vec<(usize, Option<usize>)>,
    /// Where the keywords of definitions stand, by keyword and name.
    definitions: HashMap<String, Vec<usize>>,
    /// Where the imports stand that are in no braces.
    pub imports: Vec<usize>,
    /// What imports bring, wherever they stand: from behind `use` to the semicolon, found when it is asked for.
    uses: OnceLock<Vec<Range<usize>>>,
    /// The names of derivatives that are called, found when they are asked for.
    called: OnceLock<HashSet<String>>,
    /// The pieces of text that were looked for, and whether they are there.
    sought: Mutex<HashMap<String, bool>>,
}

/// What stands in braces.
#[derive(Debug)]
pub struct Block {
    /// Where the text in front of it begins: behind the brace or the semicolon before.
    pub start: usize,
    pub open: usize,
    /// Where it ends, if it does.
    pub close: Option<usize>,
    /// The block around it.
    around: Option<usize>,
}

impl File {
    /// The file at a path; none if it cannot be read.
    pub fn read(path: PathBuf) -> Option<Arc<Self>> {
        let found = std::fs::metadata(&path).ok()?;
        let version = (path, found.len(), found.modified().ok());
        let mut files = FILES.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, file)) = files.iter().find(|(kept, _)| *kept == version) {
            return Some(Arc::clone(file));
        }
        let file = Arc::new(Self::new(std::fs::read_to_string(&version.0).ok()?));
        files.retain(|(kept, _)| kept.0 != version.0);
        if files.len() == KEPT {
            files.remove(0);
        }
        files.push((version, Arc::clone(&file)));
        Some(file)
    }

    pub fn new(text: String) -> Self {
        let ends = text.match_indices('\n').map(|(at, _)| at + 1);
        let mut file = Self {
            lines: std::iter::once(0).chain(ends).collect(),
            blocks: Vec::new(),
            changes: Vec::new(),
            definitions: HashMap::new(),
            imports: Vec::new(),
            uses: OnceLock::new(),
            called: OnceLock::new(),
            sought: Mutex::default(),
            text: String::new(),
        };
        Reader { file: &mut file, open: Vec::new(), start: 0, nested: 0 }.read(&text);
        file.text = text;
        file
    }

    /// Whether a piece of text stands anywhere. Many items ask the same, so the file is searched once.
    pub fn contains(&self, piece: &str) -> bool {
        let mut sought = self.sought.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(found) = sought.get(piece) {
            return *found;
        }
        let found = self.text.contains(piece);
        sought.insert(piece.to_owned(), found);
        found
    }

    /// The imports of the file, from behind `use` to the semicolon.
    pub fn uses(&self) -> impl Iterator<Item = &str> {
        let text = self.text.as_str();
        let uses = self.uses.get_or_init(|| {
            let found = text.match_indices("use ").filter_map(|(at, word)| {
                let start = at + word.len();
                let end = text[start..].find(';').filter(|_| !text[..at].ends_with(is_word))?;
                Some(start..start + end)
            });
            found.collect()
        });
        uses.iter().map(|place| &text[place.clone()])
    }

    /// The names that are called and begin as those of [`DERIVATIVES`] do, comments included.
    pub fn derivatives_called(&self) -> &HashSet<String> {
        self.called.get_or_init(|| {
            let names = self.text.match_indices('(').map(|(at, _)| {
                let before = &self.text[..at];
                &before[before.trim_end_matches(is_word).len()..]
            });
            let derivative = |name: &&str| {
                let rest = DERIVATIVES.iter().find_map(|prefix| name.strip_prefix(prefix));
                rest.is_some_and(|rest| rest.starts_with('_'))
            };
            names.filter(derivative).map(str::to_owned).collect()
        })
    }

    /// Where a line begins, counted from one.
    pub fn line(&self, number: usize) -> Option<usize> {
        self.lines.get(number.checked_sub(1)?).copied()
    }

    /// The innermost block around a position.
    pub fn around(&self, at: usize) -> Option<&Block> {
        let behind = self.changes.partition_point(|(from, _)| *from <= at);
        let (_, inside) = self.changes.get(behind.checked_sub(1)?)?;
        inside.map(|block| &self.blocks[block])
    }

    /// The block around a block.
    pub fn outside(&self, block: &Block) -> Option<&Block> {
        block.around.map(|around| &self.blocks[around])
    }

    /// The first block behind a position.
    pub fn behind(&self, at: usize) -> Option<&Block> {
        self.blocks.get(self.blocks.partition_point(|block| block.open < at))
    }

    /// All blocks, in order.
    pub fn blocks(&self) -> &[Block] {
        &self.blocks
    }

    /// The blocks inside a block, by themselves.
    pub fn inside<'a>(&'a self, block: &'a Block) -> impl Iterator<Item = &'a Block> {
        let first = self.blocks.partition_point(|other| other.open <= block.open);
        let end = block.close.unwrap_or(usize::MAX);
        let inside = self.blocks[first..].iter().take_while(move |other| other.open < end);
        let own = move |other: &&Block| {
            other.around.is_some_and(|around| self.blocks[around].open == block.open)
        };
        inside.filter(own)
    }

    /// The text in front of a block, with its comments.
    pub fn header(&self, block: &Block) -> &str {
        &self.text[block.start..block.open]
    }

    /// The places of `keyword name` in code.
    pub fn definitions(&self, keyword: &str, name: &str) -> &[usize] {
        self.definitions.get(&format!("{keyword} {name}")).map_or(&[], Vec::as_slice)
    }
}

/// A walk through a file.
struct Reader<'a> {
    file: &'a mut File,
    /// The blocks that are open, and how many parentheses are around each of them.
    open: Vec<(usize, usize)>,
    /// Where the text begins that stands in front of the next brace.
    start: usize,
    /// How many parentheses and brackets are open since the last brace.
    nested: usize,
}

impl Reader<'_> {
    fn read(mut self, text: &str) {
        let bytes = text.as_bytes();
        let mut at = 0;
        while let Some(byte) = bytes.get(at).copied() {
            let length = match byte {
                b'/' | b'"' | b'\'' => opaque(&text[at..]).max(1),
                byte if is_word_byte(byte) => self.word(text, at),
                _ => 1,
            };
            match byte {
                b'{' => self.opens(at),
                b'}' => self.closes(at),
                b'(' | b'[' => self.nested += 1,
                b')' | b']' => self.nested = self.nested.saturating_sub(1),
                b';' if self.nested == 0 => self.start = at + 1,
                _ => {}
            }
            at += length;
        }
    }

    fn opens(&mut self, at: usize) {
        let around = self.open.last().map(|(block, _)| *block);
        let block = self.file.blocks.len();
        self.file.blocks.push(Block { start: self.start, open: at, close: None, around });
        self.open.push((block, std::mem::take(&mut self.nested)));
        self.file.changes.push((at + 1, Some(block)));
        self.start = at + 1;
    }

    fn closes(&mut self, at: usize) {
        if let Some((block, nested)) = self.open.pop() {
            self.file.blocks[block].close = Some(at);
            self.nested = nested;
        }
        self.file.changes.push((at + 1, self.open.last().map(|(block, _)| *block)));
        self.start = at + 1;
    }

    /// Reads a word, or the raw string that begins like one; returns its length.
    fn word(&mut self, text: &str, at: usize) -> usize {
        let length = length_of_word(&text[at..]);
        let word = &text[at..at + length];
        if matches!(word, "r" | "br" | "cr") {
            return opaque(&text[at..]).max(length);
        }
        if word == "use" && self.open.is_empty() {
            self.file.imports.push(at);
        }
        if word == MACRO {
            // without a name if it does not stand where it is looked for
            let behind = text[at + length..].strip_prefix("! ").unwrap_or_default();
            let definition = format!("{word} {}", &behind[..length_of_word(behind)]);
            self.file.definitions.entry(definition).or_default().push(at);
        }
        if let Some(behind) =
            text[at + length..].strip_prefix(' ').filter(|_| KEYWORDS.contains(&word))
        {
            let definition = &text[at..at + length + 1 + length_of_word(behind)];
            self.file.definitions.entry(definition.to_owned()).or_default().push(at);
        }
        length
    }
}

/// A piece of code without its comments and literals.
pub fn code(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut code = String::new();
    let mut at = 0;
    while let Some(byte) = bytes.get(at).copied() {
        let word = if is_word_byte(byte) { length_of_word(&text[at..]) } else { 0 };
        let hidden = match (word, &text[at..at + word]) {
            (0, _) | (_, "r" | "br" | "cr") => opaque(&text[at..]),
            _ => 0,
        };
        if hidden > 0 {
            code.push(' ');
            at += hidden;
            continue;
        }
        let length = word.max(1);
        code.push_str(&text[at..at + length]);
        at += length;
    }
    code
}

fn is_word_byte(byte: u8) -> bool {
    // a character beyond ASCII is part of a word, or of what is no code
    byte.is_ascii_alphanumeric() || byte == b'_' || byte >= 0x80
}

fn length_of_word(text: &str) -> usize {
    text.bytes().position(|byte| !is_word_byte(byte)).unwrap_or(text.len())
}

pub fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// The length of the comment or literal that a text begins with; 0 if there is none.
fn opaque(text: &str) -> usize {
    let ends = |start: usize, end: &str| {
        text[start..].find(end).map_or(text.len(), |at| start + at + end.len())
    };
    match text.as_bytes() {
        [b'/', b'/', ..] => text.find('\n').unwrap_or(text.len()),
        [b'/', b'*', ..] => block_comment(text),
        [b'"', ..] => quoted(text, b'"'),
        // a character, not a lifetime
        [b'\'', b'\\', ..] => quoted(text, b'\''),
        [b'\'', ..] => {
            let mut inside = text[1..].chars();
            let length = 1 + inside.next().map_or(0, char::len_utf8);
            if inside.next() == Some('\'') { length + 1 } else { 0 }
        }
        _ => raw_string(text).map_or(0, |hashes| {
            let start = text.find('"').map_or(0, |at| at + 1);
            ends(start, &format!("\"{}", "#".repeat(hashes)))
        }),
    }
}

/// The length of a literal in quotes, with escapes.
fn quoted(text: &str, quote: u8) -> usize {
    let mut escaped = true;
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            byte if byte == quote => return at + 1,
            _ => {}
        }
    }
    text.len()
}

/// How many `#` the raw string has that a text begins with: `r"`, `br##"`, `cr#"`.
fn raw_string(text: &str) -> Option<usize> {
    let rest = text.strip_prefix(['b', 'c']).unwrap_or(text).strip_prefix('r')?;
    let quoted = rest.trim_start_matches('#');
    quoted.starts_with('"').then_some(rest.len() - quoted.len())
}

/// The length of a comment in `/* */`, which nest.
fn block_comment(text: &str) -> usize {
    let bytes = text.as_bytes();
    let (mut depth, mut at) = (0, 0);
    while at < bytes.len() {
        match &bytes[at..] {
            [b'/', b'*', ..] => (depth, at) = (depth + 1, at + 2),
            [b'*', b'/', ..] => (depth, at) = (depth - 1, at + 2),
            _ => at += 1,
        }
        if depth == 0 {
            return at;
        }
    }
    text.len()
}
