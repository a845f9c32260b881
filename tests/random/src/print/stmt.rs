//! Statements as text.
//!
//! In: statements of the syntax tree. Out: lines. Invariant: one statement begins one line.

use super::Printer;
use super::expr::{annotated, binary, tick};
use crate::syntax::{Expr, InPlace, Node, Place, Range, Stmt, Walk};

impl Printer {
    /// One statement.
    pub(super) fn stmt(&mut self, stmt: &Stmt) {
        let text = match stmt {
            Stmt::Let { pattern, ty, value, otherwise } => {
                let text = |value| match otherwise {
                    // `}` must not stand before `else`
                    Some(_) => self.expr(value),
                    None => self.bare(value),
                };
                let value = value.as_ref().map(|value| format!(" = {}", text(value)));
                let otherwise = otherwise.as_ref().map(|b| format!(" else {}", self.block(b)));
                let head = annotated(pattern, ty.as_ref(), self.float);
                format!("let {head}{}{};", value.unwrap_or_default(), otherwise.unwrap_or_default())
            }
            Stmt::Assign(place, value) => format!("{} = {};", self.place(place), self.bare(value)),
            // behind `T: Real` the place is borrowed while the value is computed
            Stmt::Update(place, op, value) if self.float != "f64" => {
                let (place, op, value) = (self.place(place), binary(*op), self.bare(value));
                format!("{{ let change = {value}; {place} {op}= change; }}")
            }
            Stmt::Update(place, op, value) => {
                format!("{} {}= {};", self.place(place), binary(*op), self.bare(value))
            }
            Stmt::Destructure(places, value) => {
                let places: Vec<_> = places.iter().map(|place| self.place(place)).collect();
                format!("({}) = {};", places.join(", "), self.bare(value))
            }
            Stmt::Expr(expr) => self.unit(expr),
            Stmt::For { label, name, range, body, checkpoint } => {
                self.checkpoint(checkpoint.as_ref());
                let (head, range) = (tick(label.as_ref()), self.range(range));
                format!("{head}for {name} in {range} {}", self.block(body))
            }
            Stmt::Iterate { label, walk, body } => {
                let head = tick(label.as_ref());
                format!("{head}for {} {}", self.walk(walk), self.block(body))
            }
            Stmt::While { label, condition, body, checkpoint } => {
                self.checkpoint(checkpoint.as_ref());
                let (head, condition) = (tick(label.as_ref()), self.condition(condition));
                format!("{head}while {condition} {}", self.block(body))
            }
            Stmt::Break(label, value) => {
                let label = label.as_ref().map(|label| format!(" '{label}")).unwrap_or_default();
                let value = value.as_ref().map(|value| format!(" {}", self.expr(value)));
                format!("break{label}{};", value.unwrap_or_default())
            }
            Stmt::Continue(label) => {
                let label = label.as_ref().map(|label| format!(" '{label}")).unwrap_or_default();
                format!("continue{label};")
            }
            Stmt::Return(value) => {
                let value = value.as_ref().map(|value| format!(" {}", self.bare(value)));
                format!("return{};", value.unwrap_or_default())
            }
            Stmt::InPlace(operation) => self.in_place(operation),
            Stmt::Const(name, value) => format!("const {name}: f64 = {value:?};"),
            Stmt::Closure(name, mutable, closure) => {
                let mutable = if *mutable { "mut " } else { "" };
                format!("let {mutable}{name} = {};", self.closure(closure))
            }
        };
        self.line(&text);
    }

    /// An expression of type `()`.
    fn unit(&self, expr: &Expr) -> String {
        let text = self.bare(expr);
        match expr.node {
            Node::If(..)
            | Node::Match(..)
            | Node::Block(_)
            | Node::Labelled(..)
            | Node::Loop(..) => text,
            _ => format!("{text};"),
        }
    }

    fn checkpoint(&mut self, arguments: Option<&String>) {
        if let Some(arguments) = arguments.filter(|_| self.attributes) {
            self.line(&format!("#[checkpoint{arguments}]"));
        }
    }

    fn range(&self, range: &Range) -> String {
        let dots = if range.inclusive { "..=" } else { ".." };
        let mut text = format!("{}{dots}{}", self.expr(&range.low), self.expr(&range.high));
        if range.step.is_some() || range.reversed {
            text = format!("({text})");
        }
        if let Some(step) = range.step {
            text = format!("{text}.step_by({step})");
        }
        if range.reversed {
            text.push_str(".rev()");
        }
        text
    }

    fn walk(&self, walk: &Walk) -> String {
        let iter = |place: &Place, mutable: bool| {
            format!("{}.{}()", self.receiver(place), if mutable { "iter_mut" } else { "iter" })
        };
        match walk {
            Walk::Elements { name, place, mutable } => {
                format!("{name} in {}", iter(place, *mutable))
            }
            Walk::Enumerated { index, name, place, mutable } => {
                format!("({index}, {name}) in {}.enumerate()", iter(place, *mutable))
            }
            Walk::Zipped { left_name, right_name, left, right } => {
                let (left, right) = (iter(left, true), iter(right, false));
                format!("({left_name}, {right_name}) in {left}.zip({right})")
            }
            Walk::Chunks { name, place, size, mutable, exact } => {
                let exact = if *exact { "_exact" } else { "" };
                let mutable = if *mutable { "_mut" } else { "" };
                format!("{name} in {}.chunks{exact}{mutable}({size})", self.receiver(place))
            }
        }
    }

    fn in_place(&self, operation: &InPlace) -> String {
        match operation {
            InPlace::Swap(place, i, j) => {
                format!("{}.swap({}, {});", self.receiver(place), self.bare(i), self.bare(j))
            }
            InPlace::MemSwap(left, right) => {
                let (left, right) = (self.borrow("&mut ", left), self.borrow("&mut ", right));
                format!("std::mem::swap({left}, {right});")
            }
            InPlace::Push(place, value) => {
                format!("{}.push({});", self.receiver(place), self.bare(value))
            }
            InPlace::Insert(place, at, value) => {
                let (at, value) = (self.bare(at), self.bare(value));
                format!("{}.insert({at}, {value});", self.receiver(place))
            }
            InPlace::Truncate(place, len) => {
                format!("{}.truncate({});", self.receiver(place), self.bare(len))
            }
            InPlace::Fill(place, value) => {
                format!("{}.fill({});", self.receiver(place), self.bare(value))
            }
            InPlace::CopyFrom(place, source) => {
                format!("{}.copy_from_slice({});", self.receiver(place), self.borrow("&", source))
            }
            InPlace::Reverse(place) => format!("{}.reverse();", self.receiver(place)),
            InPlace::SplitAt(left, right, place, at) => {
                let (place, at) = (self.receiver(place), self.bare(at));
                format!("let ({left}, {right}) = {place}.split_at_mut({at});")
            }
        }
    }
}
