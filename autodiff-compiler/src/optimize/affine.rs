//! Integers as a loop sees them: `step * i + terms + constant`.
//!
//! In: an index of generated code. Out: [`Affine`], if the index is a sum of the loop's variable, of
//! what the loop does not change, and of a constant. Overflow would have stopped the program where
//! the index was computed, so sums may be taken in another order.

use std::collections::BTreeMap;

use proc_macro2::{Ident, Literal, TokenStream, TokenTree};
use quote::{ToTokens, quote};

use crate::code::Expr;
use crate::texts::{NameSet, Named};

/// `step * i + terms + constant`, `i` being the loop's variable.
#[derive(Clone, Debug)]
pub struct Affine {
    pub step: i64,
    /// What the loop does not change, by its text: how often it counts, and its code.
    terms: BTreeMap<String, (i64, Expr)>,
    pub constant: i64,
}

impl Affine {
    fn constant(constant: i64) -> Self {
        Self { step: 0, terms: BTreeMap::new(), constant }
    }

    fn plus(mut self, other: Self, sign: i64) -> Self {
        self.step += sign * other.step;
        self.constant += sign * other.constant;
        for (text, (count, expr)) in other.terms {
            let entry = self.terms.entry(text).or_insert((0, expr));
            entry.0 += sign * count;
        }
        self.terms.retain(|_, (count, _)| *count != 0);
        self
    }

    /// The index with another constant.
    pub fn with_constant(&self, constant: i64) -> Self {
        Self { constant, ..self.clone() }
    }

    /// The loop's variable itself.
    pub fn is_variable(&self) -> bool {
        self.step == 1 && self.constant == 0 && self.terms.is_empty()
    }

    /// What two indices that differ by a constant have in common.
    pub fn kind(&self) -> String {
        let mut text = self.step.to_string();
        for (term, (count, _)) in &self.terms {
            text += &format!(" + {count} * {term}");
        }
        text
    }

    /// The index as code, with something in the place of the loop's variable; what is taken away
    /// comes last, so that nothing runs below zero.
    pub fn at(&self, variable: &Expr) -> Expr {
        let mut sum: Option<Expr> = None;
        let mut taken = Vec::new();
        let mut add = |part: Expr| {
            sum = Some(match sum.take() {
                Some(sum) => Expr::binary("+", sum, part),
                None => part,
            });
        };
        for (count, expr) in self.terms.values() {
            let parts =
                std::iter::repeat_n(expr.clone(), count.unsigned_abs().try_into().unwrap_or(0));
            if *count > 0 { parts.for_each(&mut add) } else { taken.extend(parts) }
        }
        let mut constant = self.constant;
        match literal(variable) {
            Some(value) => constant += self.step * value,
            None if self.step == 1 => add(variable.clone()),
            None => {}
        }
        match constant {
            1.. => add(integer(constant.unsigned_abs())),
            0 => {}
            ..0 => taken.push(integer(constant.unsigned_abs())),
        }
        let sum = sum.unwrap_or_else(|| integer(0));
        taken.into_iter().fold(sum, |sum, part| Expr::binary("-", sum, part))
    }
}

impl Affine {
    /// As [`Affine::at`], for a place that need not exist: `less` takes away, and wraps around below
    /// zero.
    pub fn wrapping_at(&self, variable: &Expr, less: &dyn Fn(Expr, Expr) -> Expr) -> Expr {
        let mut expr = self.at(variable);
        let mut taken = Vec::new();
        while let Expr::Binary("-", left, right) = expr {
            taken.push(*right);
            expr = *left;
        }
        taken.into_iter().rev().fold(expr, |from, part| match (literal(&from), literal(&part)) {
            (Some(from), Some(part)) => match from.checked_sub(part).map(u64::try_from) {
                Some(Ok(rest)) => integer(rest),
                _ => Expr::Atom(quote!(usize::MAX)),
            },
            _ => less(from, part),
        })
    }
}

/// An integer's literal.
fn integer(value: u64) -> Expr {
    let literal = Literal::u64_unsuffixed(value);
    Expr::Atom(quote!(#literal))
}

/// What the names in a loop's body stand for.
pub struct Names {
    /// The loop's variable.
    pub variable: String,
    /// What the body defines or changes; with its value, where that is affine.
    pub own: Named<Option<Affine>>,
    /// What the body hands to something that may change its length.
    pub touched: NameSet,
}

impl Names {
    /// The index by the loop's variable, if it is affine in it with a step of 0 or 1.
    pub fn affine(&self, index: &Expr) -> Option<Affine> {
        let affine = self.sum(index)?;
        matches!(affine.step, 0 | 1).then_some(affine)
    }

    /// The value of a name that the body defines.
    pub fn value(&self, init: &Expr) -> Option<Affine> {
        self.sum(init)
    }

    fn sum(&self, expr: &Expr) -> Option<Affine> {
        match expr {
            Expr::Name(name) if *name == self.variable => {
                Some(Affine { step: 1, ..Affine::constant(0) })
            }
            Expr::Name(name) => match self.own.get(name) {
                Some(value) => value.clone(),
                None => Some(self.term(expr)),
            },
            Expr::Atom(_) => match literal(expr) {
                Some(value) => Some(Affine::constant(value)),
                None => text(expr).map(|_| self.term(expr)),
            },
            Expr::Binary("+", a, b) => Some(self.sum(a)?.plus(self.sum(b)?, 1)),
            Expr::Binary("-", a, b) => Some(self.sum(a)?.plus(self.sum(b)?, -1)),
            Expr::Binary("*", a, b) => {
                self.unchanged(a)?;
                self.unchanged(b)?;
                Some(self.term(expr))
            }
            _ => None,
        }
    }

    /// Something that the loop does not change, as it is.
    fn term(&self, expr: &Expr) -> Affine {
        let text = text(expr).unwrap_or_default();
        Affine { terms: BTreeMap::from([(text, (1, expr.clone()))]), ..Affine::constant(0) }
    }

    /// A product, sum or name that means the same in every iteration.
    fn unchanged(&self, expr: &Expr) -> Option<()> {
        text(expr)?;
        let mut found = false;
        expr.for_each_name(&mut |name| {
            let name = name.to_string();
            found |= name == self.variable || self.own.contains(&name);
        });
        (!found).then_some(())
    }

    /// Whether an expression means the same before and behind the loop: names, literals, their
    /// lengths and arithmetic with them.
    pub fn is_fixed(&self, expr: &Expr) -> bool {
        let known = match expr {
            Expr::Name(name) => !self.changes(name),
            Expr::Atom(_) => text(expr).is_some(),
            Expr::Binary("+" | "-" | "*" | "/", a, b) => self.is_fixed(a) && self.is_fixed(b),
            Expr::Method(receiver, name, args) => {
                let whole = matches!(&**receiver, Expr::Name(name)
                    if !self.touched.contains(name));
                *name == "len" && args.is_empty() && whole
            }
            _ => false,
        };
        let mut fixed = known;
        expr.for_each_name(&mut |name| fixed &= !self.changes(name));
        fixed
    }

    fn changes(&self, name: &Ident) -> bool {
        *name == self.variable || self.own.contains(name)
    }
}

/// The value of an integer's literal.
pub fn literal(expr: &Expr) -> Option<i64> {
    let Expr::Atom(tokens) = expr else { return None };
    let mut tokens = tokens.clone().into_iter();
    match (tokens.next(), tokens.next()) {
        (Some(TokenTree::Literal(literal)), None) => {
            let text = literal.to_string().replace('_', "");
            text.trim_end_matches("usize").parse().ok()
        }
        _ => None,
    }
}

/// The path of a constant.
fn is_path(tokens: &TokenStream) -> bool {
    tokens.clone().into_iter().all(|token| match token {
        TokenTree::Ident(_) => true,
        TokenTree::Punct(punct) => punct.as_char() == ':',
        TokenTree::Literal(_) | TokenTree::Group(_) => false,
    })
}

/// The text of a product or sum of names and literals.
fn text(expr: &Expr) -> Option<String> {
    match expr {
        Expr::Name(name) => Some(name.to_string()),
        Expr::Atom(tokens) => {
            (literal(expr).is_some() || is_path(tokens)).then(|| tokens.to_string())
        }
        Expr::Binary(op @ ("+" | "-" | "*"), a, b) => {
            Some(format!("({} {op} {})", text(a)?, text(b)?))
        }
        _ => None,
    }
}

/// Whether two expressions are written alike, wherever they stand.
pub fn same(left: &Expr, right: &Expr) -> bool {
    written(left).is_some_and(|left| Some(left) == written(right))
}

/// The text of names, literals, elements and arithmetic.
pub fn written(expr: &Expr) -> Option<String> {
    match expr {
        Expr::Name(name) => Some(name.to_string()),
        Expr::Atom(tokens) => {
            (literal(expr).is_some() || is_path(tokens)).then(|| tokens.to_string())
        }
        Expr::Unary(op, a) => Some(format!("({op}{})", written(a)?)),
        Expr::Binary(op, a, b) => Some(format!("({} {op} {})", written(a)?, written(b)?)),
        Expr::Index(a, b) => Some(format!("{}[{}]", written(a)?, written(b)?)),
        Expr::Field(a, member) => Some(format!("{}.{}", written(a)?, member.to_token_stream())),
        Expr::Range(first, end, inclusive) => {
            let of_end = |end: &Option<Box<Expr>>| match end {
                Some(end) => written(end),
                None => Some(String::new()),
            };
            let dots = if *inclusive { "..=" } else { ".." };
            Some(format!("{}{dots}{}", of_end(first)?, of_end(end)?))
        }
        Expr::Method(receiver, name, args) if *name == "len" && args.is_empty() => {
            Some(format!("{}.len()", written(receiver)?))
        }
        _ => None,
    }
}
