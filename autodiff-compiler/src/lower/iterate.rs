//! Sequences: what stands at positions, for loops over the elements of arrays, slices and `Vec`s, over
//! ranges, and over combinations of them: `for (i, v) in x.iter_mut().enumerate()`,
//! `x.windows(2).zip(&h).map(..).sum()`.
//!
//! In: an iterator expression whose items can be told from their positions. Out: a loop over positions,
//! and what stands at each: places (`x[i]`), values of closures, and pairs of these. Invariant: what
//! the standard library's adapters would yield at position `k`, in the same order; lengths and
//! arguments are evaluated once, ahead of the loop. What cannot be told from a position (`filter`,
//! `scan`) is a stage of a [`super::chain`].

mod item;

use proc_macro2::{Ident, Span};
use quote::quote;
use syn::spanned::Spanned;
use syn::{BinOp, Expr, ExprMethodCall};

use super::closure::Callable;
use super::in_place::literal;
use super::{Lowerer, Val};
use crate::diagnostics::catalogue;
use crate::ir::{
    CopyKind, Literal, Op, Operand, Place, Prim, PureOp, RangeLoop, StmtKind, Ty, Vars,
};
use item::{Item, Shift};

/// Positions, and what stands at each.
#[derive(Clone, Debug)]
pub struct Sequence {
    range: RangeLoop,
    item: Item,
    /// The positions are the numbers of a range in the source, of whatever integer type.
    numbers: bool,
}

/// So many items are written out.
const FEW: usize = 4;

/// Whether so many items are written out.
pub fn is_few(count: usize) -> bool {
    count <= FEW
}

impl Sequence {
    /// Items at positions of which some expressions stand for the ends.
    fn new(lo: Operand, hi: Operand, item: Item) -> Self {
        let range = RangeLoop {
            lo,
            hi,
            inclusive: false,
            reversed: false,
            step: None,
            steps_reversed: false,
        };
        Self { range, item, numbers: false }
    }

    /// The positions themselves.
    pub fn positions(count: Operand) -> Self {
        Self::counted(count, Item::Position)
    }

    /// Items from position 0 on.
    fn counted(count: Operand, item: Item) -> Self {
        Self::new(literal(quote!(0)), count, item)
    }

    /// The loop over the positions.
    pub fn range(&self) -> RangeLoop {
        self.range.clone()
    }

    /// How many items there are, if they are few and from position 0 on.
    pub fn few(&self) -> Option<usize> {
        let RangeLoop { lo, hi, inclusive, reversed, step, steps_reversed } = &self.range;
        let plain = !(*inclusive || *reversed || *steps_reversed) && step.is_none();
        let count = written_integer(hi).filter(|_| plain && written_integer(lo) == Some(0))?;
        (is_few(count) && !self.numbers).then_some(count)
    }

    pub fn are_numbers(&self) -> bool {
        self.numbers
    }

    /// One item at each position, made by a function.
    pub fn mapped(self, function: Callable) -> Self {
        Self { item: Item::Mapped(Box::new(self.item), function), ..self }
    }

    /// The functions that make items.
    pub fn for_each_function(&self, f: &mut dyn FnMut(&Callable)) {
        self.item.for_each_function(f);
    }

    /// What making the items may write.
    pub fn writes(&self) -> Vars {
        let mut writes = Vars::new();
        self.item.for_each_function(&mut |function| writes.extend(function.writes()));
        writes
    }

    /// Whether an item costs no more than reading it.
    pub fn is_plain(&self) -> bool {
        let mut plain = true;
        self.item.for_each_function(&mut |_| plain = false);
        plain
    }

    /// The items themselves instead of references to them.
    pub fn by_value(self) -> Self {
        Self { item: self.item.by_value(), ..self }
    }

    pub fn reversed(mut self) -> Self {
        let turned = if self.range.step.is_some() {
            &mut self.range.steps_reversed
        } else {
            &mut self.range.reversed
        };
        *turned = !*turned;
        self
    }
}

impl Lowerer<'_> {
    /// The elements of what an expression denotes.
    pub fn elements(&mut self, expr: &Expr, reference: Option<bool>) -> Option<Sequence> {
        let named = self.scopes.reference_named(expr);
        let (place, ty) = self.walked_place(expr)?;
        self.elements_in(expr, place, &ty, reference.or(named))
    }

    /// The place whose elements are walked over.
    pub fn walked_place(&mut self, expr: &Expr) -> Option<(Place, Ty)> {
        match self.place_or_temp(expr) {
            Some(place) => {
                let place = self.out_of_box(place);
                let ty = self.place_ty(&place);
                Some((place, ty))
            }
            None => Some((self.table(expr)?, Ty::Inert)),
        }
    }

    /// The same, of a place that `expr` denotes.
    pub fn elements_in(
        &mut self,
        expr: &Expr,
        place: Place,
        ty: &Ty,
        reference: Option<bool>,
    ) -> Option<Sequence> {
        let span = expr.span();
        if let Ty::Nd(element, rank) = ty.strip_refs()
            && *rank != Some(1)
        {
            if reference == Some(true) {
                self.diagnostics.push(catalogue::walked_array(expr));
                return None;
            }
            // they have no positions to be walked over by: a copy has
            let copy = Op::Copy(place, CopyKind::Items);
            let copy = self.define(span, copy, Ty::Vec(element.clone()));
            let place = self.place_of(span, &copy, None);
            let by_type = matches!(ty, Ty::Ref(_)).then_some(false);
            return Some(self.elements_at(span, place, reference.or(by_type)));
        }
        if matches!(ty.strip_refs(), Ty::Opaque(_)) {
            self.ask_whether_walked(span, &place);
        }
        let by_type = matches!(ty, Ty::Ref(_)).then_some(false);
        Some(self.elements_at(span, place, reference.or(by_type)))
    }

    /// The entries of a matrix in one row, or of all rows one behind another.
    pub fn entries(
        &mut self,
        span: Span,
        place: &Place,
        row: Option<Operand>,
        reference: Option<bool>,
    ) -> Sequence {
        let columns = self.extent(span, place, "ncols");
        let count = if row.is_some() { columns.clone() } else { self.length(span, place) };
        Sequence::counted(count, Item::Entry { place: place.clone(), row, columns, reference })
    }

    /// `place.nrows()`, `place.ncols()`
    pub fn extent(&mut self, span: Span, place: &Place, method: &str) -> Operand {
        let method = PureOp::Method(Ident::new(method, Span::mixed_site()));
        let op = Op::Pure(method, vec![Operand::Place(place.clone())]);
        self.define(span, op, Ty::Int).operand
    }

    /// `a.rows()`, `a.columns()`, `a.outer_iter()` of a matrix.
    fn lines(&mut self, call: &ExprMethodCall) -> Option<Sequence> {
        let span = call.method.span();
        let (place, ty) = self.walked_place(&call.receiver)?;
        if !matches!(ty.strip_refs(), Ty::Nd(_, Some(2))) {
            self.diagnostics.push(catalogue::walked_array(&call.receiver));
            return None;
        }
        let (prim, extent) = match call.method == "columns" {
            true => (Prim::Column, "ncols"),
            false => (Prim::Row, "nrows"),
        };
        let count = self.extent(span, &place, extent);
        Some(Sequence::counted(count, Item::Line { place, prim }))
    }

    /// Lets rustc say whether a type that the macro does not see yields what stands at its positions.
    pub fn ask_whether_walked(&mut self, span: Span, place: &Place) {
        let (tokens, krate) = (self.place_tokens(place), &self.options.krate);
        let asked = Span::mixed_site().located_at(span);
        let tokens = quote::quote_spanned!(asked=> #krate::__private::walks(&#tokens));
        let mut uses = vec![place.base];
        place.for_each_index(&mut |var| uses.push(var));
        for var in &uses {
            self.function.vars[var.0 as usize].named = true;
        }
        self.push(span, StmtKind::Effect { tokens, uses, diverges: false });
    }

    /// The elements of a place.
    pub fn elements_at(&mut self, span: Span, place: Place, reference: Option<bool>) -> Sequence {
        let hi = self.length(span, &place);
        Sequence::counted(hi, Item::Element(place, reference))
    }

    /// `x.iter()`, `x.windows(k)` and their like.
    pub fn source(&mut self, call: &ExprMethodCall) -> Option<Sequence> {
        let span = call.method.span();
        let name = call.method.to_string();
        let receiver = &*call.receiver;
        match (name.as_str(), call.args.first()) {
            ("iter", None) => self.elements(receiver, Some(false)),
            ("iter_mut", None) => self.elements(receiver, Some(true)),
            ("into_iter", None) => match receiver {
                Expr::Reference(inner) => {
                    self.elements(&inner.expr, Some(inner.mutability.is_some()))
                }
                value => self.elements(value, None),
            },
            ("rows" | "columns" | "outer_iter", None) => self.lines(call),
            ("windows", Some(size)) => self.windows(span, receiver, size),
            ("chunk_by", Some(together)) => {
                let Sequence { item, .. } = self.elements_of_slice(receiver, false)?;
                let Item::Element(place, _) = item else { return None };
                let (bounds, count) = self.bounds_of_runs(span, &place, together);
                Some(Sequence::counted(count, Item::Run { place, bounds }))
            }
            ("chunks" | "chunks_mut" | "chunks_exact" | "chunks_exact_mut", Some(size)) => {
                self.chunks(span, receiver, size, &name)
            }
            _ => {
                self.diagnostics.push(catalogue::no_derivative_known(&call.method));
                None
            }
        }
    }

    /// `a..b`, `a..=b`, `a..`
    pub fn numbers(&mut self, range: &syn::ExprRange) -> Option<Sequence> {
        let Some(lo) = &range.start else {
            self.diagnostics.push(catalogue::not_lowered(range));
            return None;
        };
        let lo = self.scalar_operand(lo);
        let Some(hi) = &range.end else {
            let item = Item::At(Box::new(Item::Position), Shift::Number(lo));
            return Some(Sequence::counted(endless(), item));
        };
        let hi = self.scalar_operand(hi);
        let mut sequence = Sequence::new(lo, hi, Item::Position);
        sequence.range.inclusive = matches!(range.limits, syn::RangeLimits::Closed(_));
        sequence.numbers = true;
        Some(sequence)
    }

    /// One value so many times.
    pub fn repeated_value(&mut self, value: Val, count: Option<Operand>) -> Sequence {
        Sequence::counted(count.unwrap_or_else(endless), Item::Same(value))
    }

    pub fn enumerated(&mut self, span: Span, sequence: Sequence) -> Sequence {
        let Sequence { range, item, .. } = self.at_zero(span, sequence);
        let item = Item::Pair(Box::new(Item::Position), Box::new(item));
        Sequence::counted(range.hi, item)
    }

    pub fn side_by_side(&mut self, span: Span, left: Sequence, right: Sequence) -> Sequence {
        let (left, right) = (self.at_zero(span, left), self.at_zero(span, right));
        let hi = self.method_on_ints(span, "min", left.range.hi, right.range.hi);
        Sequence::counted(hi, Item::Pair(Box::new(left.item), Box::new(right.item)))
    }

    pub fn stepped(&mut self, span: Span, mut sequence: Sequence, step: Operand) -> Sequence {
        if sequence.numbers && sequence.range.step.is_none() {
            sequence.range.step = Some(step);
            return sequence;
        }
        let Sequence { range, item, .. } = self.at_zero(span, sequence);
        let hi = self.method_on_ints(span, "div_ceil", range.hi, step.clone());
        Sequence::counted(hi, Item::At(Box::new(item), Shift::Times(step)))
    }

    /// The sequence again and again.
    pub fn cycled(&mut self, span: Span, sequence: Sequence) -> Sequence {
        let Sequence { range, item, .. } = self.at_zero(span, sequence);
        let count = range.hi;
        let hi = self.method_on_ints(span, "saturating_mul", count.clone(), endless());
        Sequence::counted(hi, Item::At(Box::new(item), Shift::Modulo(count)))
    }

    /// The elements of what has parts: an array of ndarray has windows of its own.
    fn elements_of_slice(&mut self, receiver: &Expr, mutable: bool) -> Option<Sequence> {
        let place = self.place(receiver);
        let array = |place| matches!(self.place_ty(place).strip_refs(), Ty::Nd(..));
        if place.as_ref().is_some_and(array) {
            self.diagnostics.push(catalogue::parts_of_array(receiver));
            return None;
        }
        self.elements(receiver, Some(mutable))
    }

    fn windows(&mut self, span: Span, receiver: &Expr, size: &Expr) -> Option<Sequence> {
        let Sequence { range, item, .. } = self.elements_of_slice(receiver, false)?;
        let Item::Element(place, _) = item else { return None };
        let size = self.positive(span, size, "window");
        let ends = self.int_op(span, syn::parse_quote!(+), range.hi, literal(quote!(1)));
        let hi = self.method_on_ints(span, "saturating_sub", ends, size.clone());
        let item = Item::Part { place, size, stride: None, end: None, mutable: false };
        Some(Sequence::counted(hi, item))
    }

    fn chunks(&mut self, span: Span, receiver: &Expr, size: &Expr, name: &str) -> Option<Sequence> {
        let mutable = name.ends_with("_mut");
        let Sequence { range, item, .. } = self.elements_of_slice(receiver, mutable)?;
        let len = range.hi;
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
        Some(Sequence::counted(hi, item))
    }

    /// A number of elements, which must not be 0.
    fn positive(&mut self, span: Span, size: &Expr, what: &str) -> Operand {
        let size = self.scalar_operand(size);
        if let Some(var) = size.as_var() {
            let name = self.function.var(var).name.clone();
            let message = format!("a {what} has no elements");
            let tokens = quote!(::core::assert!(#name != 0, #message));
            self.function.vars[var.0 as usize].named = true;
            self.push(span, StmtKind::Effect { tokens, uses: vec![var], diverges: false });
        }
        size
    }

    pub fn skipped(&mut self, span: Span, sequence: Sequence, count: Operand) -> Sequence {
        let mut sequence = self.as_positions(span, sequence);
        let Sequence { range, .. } = &mut sequence;
        if range.reversed {
            // `lo` is small: an end below it leaves nothing
            range.hi = self.method_on_ints(span, "saturating_sub", range.hi.clone(), count);
        } else {
            range.lo = self.position_behind(span, range.lo.clone(), count);
        }
        sequence
    }

    pub fn first_few(&mut self, span: Span, sequence: Sequence, count: Operand) -> Sequence {
        let mut sequence = self.as_positions(span, sequence);
        let Sequence { range, .. } = &mut sequence;
        let (lo, hi) = (range.lo.clone(), range.hi.clone());
        if range.reversed {
            let first = self.method_on_ints(span, "saturating_sub", hi, count);
            range.lo =
                if is_zero(&lo) { first } else { self.method_on_ints(span, "max", first, lo) };
        } else {
            let end = self.position_behind(span, lo, count);
            range.hi =
                if is_endless(&hi) { end } else { self.method_on_ints(span, "min", hi, end) };
        }
        sequence
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

    /// The same items at positions that are no numbers of the source.
    fn as_positions(&mut self, span: Span, sequence: Sequence) -> Sequence {
        if sequence.numbers { self.at_zero(span, sequence) } else { sequence }
    }

    /// The same items at positions from 0 on.
    pub fn at_zero(&mut self, span: Span, sequence: Sequence) -> Sequence {
        let Sequence { range, item, numbers } = sequence;
        let shifted = |item: Item, shift: Shift| Item::At(Box::new(item), shift);
        if numbers {
            let mut count = self.count_of(span, &range);
            let mut item = shifted(item, Shift::Number(range.lo));
            if range.reversed {
                item = shifted(item, Shift::Before(count.clone()));
            }
            if let Some(step) = range.step {
                count = self.method_on_ints(span, "div_ceil", count, step.clone());
                item = shifted(item, Shift::Times(step));
            }
            if range.steps_reversed {
                item = shifted(item, Shift::Before(count.clone()));
            }
            return Sequence::counted(count, item);
        }
        let RangeLoop { lo, hi, reversed, .. } = range;
        if is_zero(&lo) && !reversed {
            return Sequence::counted(hi, item);
        }
        let count = if is_zero(&lo) {
            hi.clone()
        } else {
            self.method_on_ints(span, "saturating_sub", hi.clone(), lo.clone())
        };
        let shift = if reversed { Shift::Before(hi) } else { Shift::After(lo) };
        Sequence::counted(count, shifted(item, shift))
    }

    /// How many numbers a range has, without its step.
    fn count_of(&mut self, span: Span, range: &RangeLoop) -> Operand {
        let krate = &self.options.krate;
        let name = if range.inclusive { quote!(count_through) } else { quote!(count_to) };
        let path = quote!(#krate::__private::#name);
        let ends = vec![range.lo.clone(), range.hi.clone()];
        self.define(span, Op::Pure(PureOp::Call(path), ends), Ty::Int).operand
    }

    /// The number of items, where the positions tell it.
    pub fn count_items(&mut self, span: Span, sequence: &Sequence) -> Operand {
        self.at_zero(span, sequence.clone()).range.hi
    }

    // ----- arithmetic of positions -----

    pub fn int_op(&mut self, span: Span, op: BinOp, a: Operand, b: Operand) -> Operand {
        self.define(span, Op::Pure(PureOp::Binary(op), vec![a, b]), Ty::Int).operand
    }

    pub fn method_on_ints(&mut self, span: Span, name: &str, a: Operand, b: Operand) -> Operand {
        if let (true, Some(first), Some(second)) =
            (name == "min", written_integer(&a), written_integer(&b))
        {
            return if first <= second { a } else { b };
        }
        let name = Ident::new(name, Span::mixed_site());
        // a literal's type does not show before a dot
        let method = match self.is_untyped(&a) {
            true => PureOp::Call(quote!(::core::primitive::usize::#name)),
            false => PureOp::Method(name),
        };
        self.define(span, Op::Pure(method, vec![a, b]), Ty::Int).operand
    }
}

/// The integer that an operand is.
fn written_integer(operand: &Operand) -> Option<usize> {
    match operand {
        Operand::Literal(Literal::Written(tokens, Ty::Int)) => {
            syn::parse2::<syn::LitInt>(tokens.clone()).ok()?.base10_parse().ok()
        }
        Operand::Literal(Literal::Written(..) | Literal::Number(..))
        | Operand::Place(_)
        | Operand::Const(_) => None,
    }
}

/// More positions than there are.
fn endless() -> Operand {
    Operand::Const(quote!(::core::primitive::usize::MAX))
}

fn is_endless(operand: &Operand) -> bool {
    matches!(operand, Operand::Const(tokens) if tokens.to_string() == endless_text())
}

fn endless_text() -> String {
    quote!(::core::primitive::usize::MAX).to_string()
}

fn is_zero(operand: &Operand) -> bool {
    matches!(operand, Operand::Literal(Literal::Written(tokens, _)) if tokens.to_string() == "0")
}
