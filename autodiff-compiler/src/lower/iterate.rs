//! Loops over the elements of arrays, slices and `Vec`s: `for v in &x`, `for (i, v) in
//! x.iter_mut().enumerate()`, `for row in m.chunks_exact(k)` and their combinations.
//!
//! In: the head of such a loop. Out: a loop over positions, in whose body the names of the pattern
//! stand for places (`v` for `x[i]`). Invariant: what the standard library's adapters would yield at
//! position `k`, in the same order; lengths and arguments are evaluated once, ahead of the loop.

use proc_macro2::{Ident, Span};
use quote::quote;
use syn::spanned::Spanned;
use syn::{BinOp, Expr, ExprMethodCall, Pat};

use super::in_place::literal;
use super::{Lowerer, Val};
use crate::diagnostics::catalogue;
use crate::ir::{Literal, Op, Operand, Place, Proj, PureOp, RangeLoop, StmtKind, Ty};

/// Positions from `lo` to `hi`, and what stands at each.
pub struct Sequence {
    lo: Operand,
    hi: Operand,
    reversed: bool,
    item: Item,
}

/// What stands at a position.
enum Item {
    /// The element of a place: by reference (`&mut`: `Some(true)`) or by value.
    Element(Place, Option<bool>),
    /// `size` elements from `position * stride` on, up to the end when that is given.
    Part {
        place: Place,
        size: Operand,
        stride: Option<Operand>,
        end: Option<Operand>,
        mutable: bool,
    },
    /// The position itself.
    Position,
    Pair(Box<Item>, Box<Item>),
    /// What stands at another position.
    At(Box<Item>, Shift),
}

/// Which position stands for `k`.
enum Shift {
    /// `k + from`
    After(Operand),
    /// `end - 1 - k`
    Before(Operand),
    /// `k * step`
    Times(Operand),
}

impl Lowerer<'_> {
    /// The loop over the sequence that a `for` walks over.
    pub fn sequence_range(&mut self, sequence: &Sequence) -> RangeLoop {
        RangeLoop {
            lo: sequence.lo.clone(),
            hi: sequence.hi.clone(),
            inclusive: false,
            reversed: sequence.reversed,
            step: None,
            steps_reversed: false,
        }
    }

    /// What an expression in the head of a `for` walks over.
    pub fn sequence(&mut self, expr: &Expr) -> Option<Sequence> {
        match expr {
            Expr::Paren(inner) => self.sequence(&inner.expr),
            Expr::Group(inner) => self.sequence(&inner.expr),
            Expr::MethodCall(call) if is_adapter(call) => self.adapted(call),
            Expr::Reference(reference) => {
                self.elements(&reference.expr, Some(reference.mutability.is_some()))
            }
            value => self.elements(value, None),
        }
    }

    /// The elements of what an expression denotes.
    fn elements(&mut self, expr: &Expr, reference: Option<bool>) -> Option<Sequence> {
        let span = expr.span();
        let named = self.scopes.reference_named(expr);
        let (place, ty) = match self.place_or_temp(expr) {
            Some(place) => {
                let ty = self.place_ty(&place);
                (place, ty)
            }
            None => (self.table(expr)?, Ty::Inert),
        };
        if matches!(ty.strip_refs(), Ty::Nd(_, rank) if *rank != Some(1)) {
            self.diagnostics.push(catalogue::walked_array(expr));
            return None;
        }
        let by_type = matches!(ty, Ty::Ref(_)).then_some(false);
        let reference = reference.or(named).or(by_type);
        let hi = self.length(span, &place);
        let item = Item::Element(place, reference);
        Some(Sequence { lo: literal(quote!(0)), hi, reversed: false, item })
    }

    fn adapted(&mut self, call: &ExprMethodCall) -> Option<Sequence> {
        let span = call.method.span();
        let name = call.method.to_string();
        let receiver = &*call.receiver;
        match (name.as_str(), call.args.first()) {
            ("iter", None) => self.elements(receiver, Some(false)),
            ("iter_mut", None) => self.elements(receiver, Some(true)),
            ("into_iter", None) => self.sequence(receiver),
            ("windows", Some(size)) => self.windows(span, receiver, size),
            ("chunks" | "chunks_mut" | "chunks_exact" | "chunks_exact_mut", Some(size)) => {
                self.chunks(span, receiver, size, &name)
            }
            ("copied" | "cloned", None) => {
                let mut sequence = self.sequence(receiver)?;
                sequence.item = sequence.item.by_value();
                Some(sequence)
            }
            ("rev", None) => {
                let sequence = self.sequence(receiver)?;
                Some(Sequence { reversed: !sequence.reversed, ..sequence })
            }
            ("enumerate", None) => {
                let sequence = self.sequence(receiver)?;
                let Sequence { lo, hi, item, .. } = self.at_zero(span, sequence);
                let item = Item::Pair(Box::new(Item::Position), Box::new(item));
                Some(Sequence { lo, hi, reversed: false, item })
            }
            ("zip", Some(other)) => {
                let left = self.sequence(receiver)?;
                let right = self.sequence(other)?;
                let (left, right) = (self.at_zero(span, left), self.at_zero(span, right));
                let hi = self.method_on_ints(span, "min", left.hi, right.hi);
                let item = Item::Pair(Box::new(left.item), Box::new(right.item));
                Some(Sequence { lo: left.lo, hi, reversed: false, item })
            }
            ("skip", Some(count)) => {
                let sequence = self.sequence(receiver)?;
                let count = self.scalar_operand(count);
                Some(self.skipped(span, sequence, count))
            }
            ("take", Some(count)) => {
                let sequence = self.sequence(receiver)?;
                let count = self.scalar_operand(count);
                Some(self.first_few(span, sequence, count))
            }
            ("step_by", Some(step)) => {
                let sequence = self.sequence(receiver)?;
                let step = self.scalar_operand(step);
                let Sequence { lo, hi, item, .. } = self.at_zero(span, sequence);
                let hi = self.method_on_ints(span, "div_ceil", hi, step.clone());
                let item = Item::At(Box::new(item), Shift::Times(step));
                Some(Sequence { lo, hi, reversed: false, item })
            }
            _ => {
                self.diagnostics.push(catalogue::no_derivative_known(&call.method));
                None
            }
        }
    }

    fn windows(&mut self, span: Span, receiver: &Expr, size: &Expr) -> Option<Sequence> {
        let Sequence { lo, hi, item, .. } = self.elements(receiver, Some(false))?;
        let Item::Element(place, _) = item else { return None };
        let size = self.positive(span, size, "window");
        let ends = self.int_op(span, syn::parse_quote!(+), hi, literal(quote!(1)));
        let hi = self.method_on_ints(span, "saturating_sub", ends, size.clone());
        let item = Item::Part { place, size, stride: None, end: None, mutable: false };
        Some(Sequence { lo, hi, reversed: false, item })
    }

    fn chunks(&mut self, span: Span, receiver: &Expr, size: &Expr, name: &str) -> Option<Sequence> {
        let mutable = name.ends_with("_mut");
        let Sequence { lo, hi: len, item, .. } = self.elements(receiver, Some(mutable))?;
        let Item::Element(place, _) = item else { return None };
        let size = self.positive(span, size, "chunk");
        let exact = name.contains("exact");
        let hi = if exact {
            self.int_op(span, syn::parse_quote!(/), len.clone(), size.clone())
        } else {
            self.method_on_ints(span, "div_ceil", len.clone(), size.clone())
        };
        let end = (!exact).then_some(len);
        let item = Item::Part { place, size: size.clone(), stride: Some(size), end, mutable };
        Some(Sequence { lo, hi, reversed: false, item })
    }

    /// A number of elements, which must not be 0.
    fn positive(&mut self, span: Span, size: &Expr, what: &str) -> Operand {
        let size = self.scalar_operand(size);
        if let Some(var) = size.as_var() {
            let name = self.function.var(var).name.clone();
            let message = format!("a {what} has no elements");
            let tokens = quote!(::core::assert!(#name != 0, #message));
            self.function.vars[var.0 as usize].named = true;
            self.push(span, StmtKind::Effect { tokens, uses: vec![var] });
        }
        size
    }

    fn skipped(&mut self, span: Span, sequence: Sequence, count: Operand) -> Sequence {
        let Sequence { lo, hi, reversed, item } = sequence;
        if reversed {
            // `lo` is small: an end below it leaves nothing
            let hi = self.method_on_ints(span, "saturating_sub", hi, count);
            return Sequence { lo, hi, reversed, item };
        }
        let lo = self.position_behind(span, lo, count);
        Sequence { lo, hi, reversed, item }
    }

    fn first_few(&mut self, span: Span, sequence: Sequence, count: Operand) -> Sequence {
        let Sequence { lo, hi, reversed, item } = sequence;
        if reversed {
            let first = self.method_on_ints(span, "saturating_sub", hi.clone(), count);
            let lo = if is_zero(&lo) { first } else { self.method_on_ints(span, "max", first, lo) };
            return Sequence { lo, hi, reversed, item };
        }
        let end = self.position_behind(span, lo.clone(), count);
        let hi = self.method_on_ints(span, "min", hi, end);
        Sequence { lo, hi, reversed, item }
    }

    /// The position `count` behind `lo`.
    fn position_behind(&mut self, span: Span, lo: Operand, count: Operand) -> Operand {
        match (&lo, &count) {
            _ if is_zero(&lo) => count,
            (Operand::Place(_), _) => self.method_on_ints(span, "saturating_add", lo, count),
            (_, Operand::Place(_)) => self.method_on_ints(span, "saturating_add", count, lo),
            _ => self.int_op(span, syn::parse_quote!(+), lo, count),
        }
    }

    /// The same items at positions from 0 on.
    fn at_zero(&mut self, span: Span, sequence: Sequence) -> Sequence {
        let Sequence { lo, hi, reversed, item } = sequence;
        if is_zero(&lo) && !reversed {
            return Sequence { lo, hi, reversed, item };
        }
        let count = if is_zero(&lo) {
            hi.clone()
        } else {
            self.method_on_ints(span, "saturating_sub", hi.clone(), lo.clone())
        };
        let shift = if reversed { Shift::Before(hi) } else { Shift::After(lo) };
        let item = Item::At(Box::new(item), shift);
        Sequence { lo: literal(quote!(0)), hi: count, reversed: false, item }
    }

    // ----- items -----

    /// Binds a pattern to what stands at a position.
    pub fn bind_item(&mut self, pat: &Pat, sequence: &Sequence, position: Operand) {
        self.bind_item_at(pat, &sequence.item, position);
    }

    /// What stands at a position, when that is one value.
    pub fn item_value(
        &mut self,
        span: Span,
        sequence: &Sequence,
        position: Operand,
    ) -> Option<Val> {
        let (mut item, mut k) = (&sequence.item, position);
        while let Item::At(inner, shift) = item {
            k = self.shifted(span, k, shift);
            item = inner;
        }
        match item {
            Item::Element(place, _) => Some(self.read(span, place.then(Proj::Index(k)))),
            Item::Position => Some(Val::new(k, Ty::Int)),
            Item::Pair(..) | Item::Part { .. } | Item::At(..) => {
                self.diagnostics.push(catalogue::stored_reference(span));
                None
            }
        }
    }

    fn bind_item_at(&mut self, pat: &Pat, item: &Item, k: Operand) {
        let span = pat.span();
        match (pat, item) {
            (Pat::Paren(inner), _) => self.bind_item_at(&inner.pat, item, k),
            (Pat::Type(typed), _) => self.bind_item_at(&typed.pat, item, k),
            (Pat::Wild(_), _) => {}
            (_, Item::At(item, shift)) => {
                let k = self.shifted(span, k, shift);
                self.bind_item_at(pat, item, k);
            }
            (_, Item::Position) => self.bind_pattern(pat, Val::new(k, Ty::Int), None),
            (Pat::Tuple(tuple), Item::Pair(left, right)) if tuple.elems.len() == 2 => {
                self.bind_item_at(&tuple.elems[0], left, k.clone());
                self.bind_item_at(&tuple.elems[1], right, k);
            }
            (_, Item::Pair(..)) => self.diagnostics.push(catalogue::pair_pattern(pat)),
            (_, Item::Element(place, reference)) => {
                let place = place.then(Proj::Index(k));
                if matches!(self.place_ty(&place), Ty::Inert) {
                    // of a constant: a value
                    let value = self.define(span, Op::Load(place), Ty::Inert);
                    return self.bind_pattern(pat, value, None);
                }
                self.bind_at(pat, place, *reference);
            }
            (_, Item::Part { place, size, stride, end, mutable }) => {
                let lo = match stride {
                    Some(stride) => self.int_op(span, syn::parse_quote!(*), k, stride.clone()),
                    None => k,
                };
                let mut hi = self.int_op(span, syn::parse_quote!(+), lo.clone(), size.clone());
                if let Some(end) = end {
                    hi = self.method_on_ints(span, "min", hi, end.clone());
                }
                let part = Proj::Range { lo: Some(lo), hi: Some(hi), inclusive: false };
                self.bind_at(pat, place.then(part), Some(*mutable));
            }
        }
    }

    fn shifted(&mut self, span: Span, k: Operand, shift: &Shift) -> Operand {
        match shift {
            Shift::After(from) => self.int_op(span, syn::parse_quote!(+), k, from.clone()),
            Shift::Times(step) => self.int_op(span, syn::parse_quote!(*), k, step.clone()),
            Shift::Before(end) => {
                let last = self.int_op(span, syn::parse_quote!(-), end.clone(), literal(quote!(1)));
                self.int_op(span, syn::parse_quote!(-), last, k)
            }
        }
    }

    // ----- arithmetic of positions -----

    pub fn int_op(&mut self, span: Span, op: BinOp, a: Operand, b: Operand) -> Operand {
        self.define(span, Op::Pure(PureOp::Binary(op), vec![a, b]), Ty::Int).operand
    }

    fn method_on_ints(&mut self, span: Span, name: &str, a: Operand, b: Operand) -> Operand {
        let method = PureOp::Method(Ident::new(name, Span::mixed_site()));
        self.define(span, Op::Pure(method, vec![a, b]), Ty::Int).operand
    }
}

impl Item {
    fn by_value(self) -> Self {
        match self {
            Self::Element(place, _) => Self::Element(place, None),
            Self::Pair(left, right) => Self::Pair(left, right),
            Self::At(item, shift) => Self::At(Box::new(item.by_value()), shift),
            part @ (Self::Part { .. } | Self::Position) => part,
        }
    }
}

/// A method that makes or changes a sequence.
pub fn is_adapter(call: &ExprMethodCall) -> bool {
    let name = call.method.to_string();
    match call.args.len() {
        0 => ["iter", "iter_mut", "into_iter", "copied", "cloned", "rev", "enumerate"]
            .contains(&name.as_str()),
        1 => [
            "windows",
            "chunks",
            "chunks_mut",
            "chunks_exact",
            "chunks_exact_mut",
            "zip",
            "skip",
            "take",
            "step_by",
        ]
        .contains(&name.as_str()),
        _ => false,
    }
}

fn is_zero(operand: &Operand) -> bool {
    matches!(operand, Operand::Literal(Literal::Written(tokens, _)) if tokens.to_string() == "0")
}
