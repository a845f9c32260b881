//! Generated code as text that looks like rustfmt's, for `print`, the example `expand` and tests.
//!
//! In: tokens. Out: lines of at most `WIDTH` columns, where the code lets them break: at the items of
//! a list, behind `=`, before operators. It covers the Rust that the compiler emits and accepts; what
//! is not known is printed with single spaces.
//!
//! * `pieces`: words, lists and blocks, with the spaces between them.
//! * `lines`: the lines of a block.

mod lines;
mod pieces;

use proc_macro2::TokenStream;

use pieces::{Kind, Piece, Trailing};

/// Columns of a line.
const WIDTH: usize = 100;

/// Lays tokens out as rustfmt does, with an empty line between items.
pub fn layout(tokens: TokenStream) -> String {
    let mut out = Layout::default();
    out.lines(&lines::lines(tokens, false));
    out.text
}

#[derive(Default)]
struct Layout {
    text: String,
    depth: usize,
    /// Columns that the present line has already.
    column: usize,
    /// Columns for the comma behind the present line.
    comma: usize,
    /// In an attribute, whose lists end without a comma.
    attribute: bool,
}

impl Layout {
    fn newline(&mut self) {
        self.text.push('\n');
        self.column = 0;
    }

    fn write(&mut self, text: &str) {
        if self.column == 0 {
            self.text.push_str(&"    ".repeat(self.depth));
            self.column = 4 * self.depth;
        }
        self.text.push_str(text);
        self.column += text.chars().count();
    }

    fn lines(&mut self, lines: &[Vec<Piece>]) {
        for (i, line) in lines.iter().enumerate() {
            let before = i.checked_sub(1).map(|i| &lines[i]);
            if before.is_some_and(|before| ends_item(before))
                && (begins_item(line) || is_attribute(line))
            {
                self.newline();
            }
            self.attribute = line.first().is_some_and(|first| first.is("#"));
            self.line(line);
            self.newline();
        }
    }

    /// What is left of the line.
    fn room(&self) -> usize {
        WIDTH.saturating_sub(self.column.max(4 * self.depth) + self.comma)
    }

    /// Whether a value fits on the line below its place.
    fn fits_below(&self, value: &[Piece]) -> bool {
        flat(value).is_some_and(|text| {
            width(text.trim_start()) + 4 * (self.depth + 1) + self.comma <= WIDTH
        })
    }

    fn line(&mut self, line: &[Piece]) {
        if let Some(text) = flat(line).filter(|text| width(text) <= self.room()) {
            return self.write(&text);
        }
        if let Some(at) = line.iter().position(|piece| piece.is("where")) {
            return self.with_where(line, at);
        }
        let assignment = line.iter().position(is_assignment);
        if line.iter().any(has_block)
            && !assignment.is_some_and(|at| self.fits_below(&line[at + 1..]))
        {
            return match assignment.filter(|_| self.is_long_let_else(line)) {
                Some(at) => self.let_else(line, at),
                None => self.sequence(line),
            };
        }
        match assignment {
            Some(at) => self.assignment(line, at),
            None => self.expression(line),
        }
    }

    /// A header with its bounds on lines of their own.
    fn with_where(&mut self, line: &[Piece], at: usize) {
        self.sequence(&line[..at]);
        self.newline();
        self.write("where");
        self.newline();
        let end = line.len() - usize::from(line.last().is_some_and(has_block));
        self.depth += 1;
        let mut bounds = line[at + 1..end].to_vec();
        if bounds.last().is_some_and(|last| last.is(",")) {
            bounds.pop();
        }
        for bound in bounds.split(|piece| piece.is(",")) {
            let text = flat(bound).unwrap_or_default();
            self.write(text.trim_start());
            self.write(",");
            self.newline();
        }
        self.depth -= 1;
        line[end..].iter().for_each(|piece| self.piece(piece, false));
    }

    /// `let pattern = value else {` does not fit.
    fn is_long_let_else(&self, line: &[Piece]) -> bool {
        let block = line.iter().position(has_block).unwrap_or(line.len());
        let head = flat(&line[..block]).map_or(0, |text| width(&text) + 2);
        line[0].is("let") && block > 0 && line[block - 1].is("else") && head > self.room()
    }

    /// `let pattern =`, the value below it, and `else` below both.
    fn let_else(&mut self, line: &[Piece], at: usize) {
        let end = line.iter().position(|piece| piece.is("else")).unwrap_or(line.len());
        self.sequence(&line[..at + 1]);
        self.newline();
        self.depth += 1;
        self.sequence(&line[at + 1..end]);
        self.depth -= 1;
        self.newline();
        self.sequence(&line[end..]);
    }

    /// Pieces one after the other; lists break where they must, an `impl` before its `for`.
    fn sequence(&mut self, line: &[Piece]) {
        for (i, piece) in line.iter().enumerate() {
            let rest = &line[i..];
            let end = rest.iter().skip(1).position(has_block).map_or(rest.len(), |end| end + 1);
            let fits = flat(&rest[..end]).is_some_and(|text| width(&text) + 2 <= self.room());
            if !fits && piece.is("for") && line[0].is("impl") {
                self.newline();
                self.write("    ");
            }
            self.space(piece);
            match &piece.kind {
                // what follows one parameter may be long
                Kind::List(open, close, items, trailing)
                    if !fits && *open == "(" && line[..i].iter().any(|piece| piece.is("fn")) =>
                {
                    self.write(open);
                    self.column(open, close, items, *trailing);
                }
                _ => self.piece(piece, !fits),
            }
        }
    }

    fn space(&mut self, piece: &Piece) {
        if piece.space && self.column > 4 * self.depth && !self.text.ends_with(' ') {
            self.write(" ");
        }
    }

    fn piece(&mut self, piece: &Piece, long: bool) {
        match &piece.kind {
            Kind::Word(word) => self.write(word),
            Kind::Operator(operator) => self.write(operator),
            Kind::Block(lines) if lines.is_empty() => self.write("{}"),
            Kind::Block(lines) => {
                self.write("{");
                self.newline();
                self.depth += 1;
                self.lines(lines);
                self.depth -= 1;
                self.write("}");
            }
            Kind::List(open, close, items, end) => match flat_list(open, close, items, *end) {
                Some(text)
                    if !long
                        || items.len() < 2 && width(&text) < (WIDTH / 2).min(self.room() + 1) =>
                {
                    self.write(&text);
                }
                text => match (with_closure_block(items), text) {
                    (Some(items), _) => self.list_with_block(open, close, &items, *end),
                    (None, Some(_)) => self.column_list(open, close, items, *end),
                    (None, None) => self.list_with_block(open, close, items, *end),
                },
            },
        }
    }

    /// An item per line.
    fn column_list(&mut self, open: &str, close: &str, items: &[Vec<Piece>], end: Trailing) {
        if items.is_empty() {
            self.write(open);
            return self.write(close);
        }
        self.write(open);
        // a list alone in a list hangs from the same line
        if let [only] = items
            && open != "{"
            && let Some(Kind::List(..)) = only.last().map(|last| &last.kind)
            && !only.iter().any(|piece| matches!(piece.kind, Kind::Operator(_)))
            && flat(&only[..only.len() - 1]).is_none_or(|head| width(&head) < self.room())
        {
            self.expression(only);
            return self.write(close);
        }
        self.column(open, close, items, end);
    }

    /// The rest of a list, an item per line.
    fn column(&mut self, open: &str, close: &str, items: &[Vec<Piece>], end: Trailing) {
        self.newline();
        self.depth += 1;
        for (i, item) in items.iter().enumerate() {
            self.comma = 1;
            self.line(item);
            self.comma = 0;
            let base = item.first().is_some_and(|first| open == "{" && first.is(".."));
            let comma = !base && end != Trailing::Nothing;
            if comma && (!self.attribute || i + 1 < items.len()) {
                self.write(",");
            }
            self.newline();
        }
        self.depth -= 1;
        self.write(close);
    }

    /// A closure with a block as the last argument hangs from the first line.
    fn list_with_block(&mut self, open: &str, close: &str, items: &[Vec<Piece>], end: Trailing) {
        let Some((last, first)) = items.split_last() else { return };
        let before: Option<Vec<String>> = first.iter().map(|item| flat(item)).collect();
        let head = last.iter().position(has_block).and_then(|end| flat(&last[..end]));
        let (Some(before), Some(head)) = (before, head) else {
            return self.column_list(open, close, items, end);
        };
        let before: String = before.iter().map(|item| format!("{item}, ")).collect();
        if width(&before) + width(&head) + 4 > self.room() {
            return self.column_list(open, close, items, end);
        }
        self.write(open);
        self.write(&before);
        self.sequence(last);
        self.write(close);
    }

    /// `place =`, and the value behind it or on the next line.
    fn assignment(&mut self, line: &[Piece], at: usize) {
        let (place, value) = line.split_at(at + 1);
        self.sequence(place);
        if self.fits_below(value) {
            let text = flat(value).unwrap_or_default();
            self.newline();
            self.depth += 1;
            self.write(text.trim_start());
            self.depth -= 1;
            return;
        }
        self.write(" ");
        self.expression(value);
    }

    /// An expression that is too long: broken before its weakest operators, or in its last list.
    fn expression(&mut self, line: &[Piece]) {
        let Some(weakest) = line.iter().filter_map(strength).min() else {
            return self.lists(line);
        };
        // the last of them is the root; those of its kind to the left belong to one chain
        let weak = |piece: &&Piece| strength(piece) == Some(weakest);
        let root = line.iter().rev().find(weak).map(|piece| &piece.kind);
        let chained = |piece: &Piece| match (&piece.kind, root) {
            (Kind::Operator(operator), Some(Kind::Operator(root))) => operator == root,
            _ => false,
        };
        let breaks = line.iter().rposition(|piece| weak(&piece) && !chained(piece));
        let start = line
            .iter()
            .enumerate()
            .position(|(i, piece)| chained(piece) && breaks.is_none_or(|other| i > other));
        let (first, rest) = line.split_at(start.unwrap_or(line.len()));
        self.part(first, true);
        let ends = (1..=rest.len()).filter(|i| rest.get(*i).is_none_or(chained));
        let mut begin = 0;
        for end in ends {
            self.part(&rest[begin..end], false);
            begin = end;
        }
    }

    /// What has no operator is broken in its last list, or where that would begin too late (the type of
    /// a function) in those before it.
    fn lists(&mut self, line: &[Piece]) {
        let last = line.iter().rposition(|piece| matches!(piece.kind, Kind::List(..)));
        let head = last.and_then(|last| flat(&line[..last]));
        let late = head.is_some_and(|head| width(&head) + 1 > self.room());
        for (i, piece) in line.iter().enumerate() {
            if i > 0 {
                self.space(piece);
            }
            let fits = flat(&line[i..]).is_some_and(|rest| width(&rest) <= self.room());
            self.piece(piece, if late { !fits } else { Some(i) == last });
        }
    }

    /// One operand, with the operator before it.
    fn part(&mut self, part: &[Piece], first: bool) {
        // behind a list that was broken the line goes on
        let line = self.text.rsplit('\n').next().unwrap_or_default();
        if !first && line.trim_start() == ")" {
            return self.sequence(part);
        }
        if !first {
            self.newline();
        }
        self.depth += usize::from(!first);
        match flat(part) {
            Some(text) if width(text.trim_start()) <= self.room() => self.write(text.trim_start()),
            _ if first && part.iter().any(|piece| strength(piece).is_some()) => {
                self.expression(part);
            }
            _ => self.sequence(part),
        }
        self.depth -= usize::from(!first);
    }
}

fn width(text: &str) -> usize {
    text.chars().count()
}

/// The pieces on one line, if they may stand there.
fn flat(line: &[Piece]) -> Option<String> {
    let mut text = String::new();
    let blocks = line.iter().filter(|piece| matches!(piece.kind, Kind::Block(_))).count();
    for (i, piece) in line.iter().enumerate() {
        if piece.space && i > 0 {
            text.push(' ');
        }
        match &piece.kind {
            Kind::Word(word) => text.push_str(word),
            Kind::Operator(operator) => text.push_str(operator),
            Kind::List(open, close, items, trailing) => {
                text.push_str(&flat_list(open, close, items, *trailing)?);
            }
            Kind::Block(lines) if lines.is_empty() => text.push_str("{}"),
            Kind::Block(lines) => {
                let [only] = lines.as_slice() else { return None };
                let value =
                    line.iter().any(|piece| piece.is("else")) && (blocks == 2 || line[0].is("let"));
                if !value || only.last()?.is(";") {
                    return None;
                }
                text.push_str(&format!("{{ {} }}", flat(only)?));
            }
        }
    }
    Some(text)
}

/// The items with braces around the value of a closure that is the last of them: it does not fit on
/// the line.
fn with_closure_block(items: &[Vec<Piece>]) -> Option<Vec<Vec<Piece>>> {
    let (last, first) = items.split_last()?;
    let bars: Vec<usize> =
        last.iter().enumerate().filter(|(_, piece)| piece.is("|")).map(|(i, _)| i).collect();
    let [0, end, ..] = bars.as_slice() else { return None };
    let (head, value) = last.split_at(end + 1);
    if matches!(value.first()?.kind, Kind::Block(_)) {
        return None;
    }
    let block = Piece { space: true, kind: Kind::Block(vec![value.to_vec()]) };
    let closure = head.iter().cloned().chain([block]).collect();
    Some(first.iter().cloned().chain([closure]).collect())
}

fn flat_list(open: &str, close: &str, items: &[Vec<Piece>], trailing: Trailing) -> Option<String> {
    let items: Vec<String> = items.iter().map(|item| flat(item)).collect::<Option<_>>()?;
    let end = if trailing == Trailing::Comma { "," } else { "" };
    let inside = if open == "{" && !items.is_empty() { " " } else { "" };
    Some(format!("{open}{inside}{}{end}{inside}{close}", items.join(", ")))
}

fn has_block(piece: &Piece) -> bool {
    match &piece.kind {
        Kind::Block(lines) => !lines.is_empty(),
        Kind::List(_, _, items, _) => items.iter().flatten().any(has_block),
        Kind::Word(_) | Kind::Operator(_) => false,
    }
}

fn is_assignment(piece: &Piece) -> bool {
    ["=", "+=", "-=", "*=", "/=", "%="].iter().any(|operator| piece.is(operator))
}

/// How tightly a binary operator binds.
fn strength(piece: &Piece) -> Option<usize> {
    let levels: [&[&str]; 6] = [
        &["||"],
        &["&&"],
        &["==", "!=", "<", ">", "<=", ">="],
        &["|", "^", "&", "<<", ">>"],
        &["+", "-"],
        &["*", "/", "%"],
    ];
    let Kind::Operator(operator) = piece.kind else { return None };
    levels.iter().position(|level| level.contains(&operator))
}

fn is_attribute(line: &[Piece]) -> bool {
    line.first().is_some_and(|first| {
        first.is("#") || matches!(&first.kind, Kind::Word(word) if word.starts_with("///"))
    })
}

fn begins_item(line: &[Piece]) -> bool {
    ["fn", "pub", "impl", "struct"]
        .iter()
        .any(|word| line.first().is_some_and(|first| first.is(word)))
}

/// An item with a block, behind which a line stays empty.
fn ends_item(line: &[Piece]) -> bool {
    begins_item(line) && line.last().is_some_and(|last| matches!(last.kind, Kind::Block(_)))
}
