//! What stands at a position: places, values of closures, pairs of these.
//!
//! In: an item of a sequence, and a position. Out: a value, or a tuple whose parts stay places.

use proc_macro2::Span;
use quote::quote;

use super::Sequence;
use crate::ir::{Op, Operand, Place, Prim, Proj, PureOp, Ty};
use crate::lower::closure::{Callable, Passed};
use crate::lower::in_place::literal;
use crate::lower::{Lowerer, Val};

/// What stands at a position.
#[derive(Clone, Debug)]
pub(super) enum Item {
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
    /// The elements between two bounds that stand at positions of their own.
    Run {
        place: Place,
        bounds: Operand,
    },
    /// An entry of a matrix in a row; or, without one, the entry at a position in the order of the rows.
    Entry {
        place: Place,
        row: Option<Operand>,
        columns: Operand,
        reference: Option<bool>,
    },
    /// A row of a matrix, or a column.
    Line {
        place: Place,
        prim: Prim,
    },
    /// The position itself.
    Position,
    /// The same at every position.
    Same(Val),
    Pair(Box<Item>, Box<Item>),
    /// What stands at another position.
    At(Box<Item>, Shift),
    /// What a function makes of an item.
    Mapped(Box<Item>, Callable),
}

/// Which position stands for `k`.
#[derive(Clone, Debug)]
pub(super) enum Shift {
    /// `k + from`
    After(Operand),
    /// `end - 1 - k`
    Before(Operand),
    /// `k * step`
    Times(Operand),
    /// `k % count`
    Modulo(Operand),
    /// The number `k` behind the one given, of its type.
    Number(Operand),
}

impl Lowerer<'_> {
    /// What stands at a position.
    pub fn item_at(&mut self, span: Span, sequence: &Sequence, position: Operand) -> Passed {
        self.passed_item(span, &sequence.item, position)
    }

    fn passed_item(&mut self, span: Span, item: &Item, k: Operand) -> Passed {
        match item {
            Item::At(item, shift) => {
                let k = self.shifted(span, k, shift);
                self.passed_item(span, item, k)
            }
            Item::Position => Passed::Value(Val::new(k, Ty::Int)),
            Item::Same(value) => Passed::Value(value.clone()),
            Item::Pair(left, right) => {
                let left = self.passed_item(span, left, k.clone());
                let right = self.passed_item(span, right, k);
                Passed::Tuple(vec![left, right])
            }
            Item::Mapped(item, function) => {
                let item = self.passed_item(span, item, k);
                self.item_by(span, function, item)
            }
            Item::Element(place, reference) => {
                let place = place.then(Proj::Index(k));
                let ty = self.place_ty(&place);
                if matches!(ty, Ty::Inert) {
                    // of a constant: a value
                    return Passed::Value(self.define(span, Op::Load(place), Ty::Inert));
                }
                let operand = Operand::Place(place);
                Passed::Value(Val { operand, ty, reference: *reference })
            }
            Item::Entry { place, row, columns, reference } => {
                let index = match row {
                    Some(row) => vec![row.clone(), k],
                    None => vec![
                        self.int_op(span, syn::parse_quote!(/), k.clone(), columns.clone()),
                        self.int_op(span, syn::parse_quote!(%), k, columns.clone()),
                    ],
                };
                let place = place.then(Proj::IndexArray(index));
                let ty = self.place_ty(&place);
                let operand = Operand::Place(place);
                Passed::Value(Val { operand, ty, reference: *reference })
            }
            Item::Line { place, prim } => {
                let element = match self.place_ty(place).strip_refs() {
                    Ty::Nd(element, _) => element.clone(),
                    _ => Box::new(Ty::OPAQUE),
                };
                let op = Op::Prim(*prim, vec![Operand::Place(place.clone()), k]);
                Passed::Value(self.define(span, op, Ty::Nd(element, Some(1))))
            }
            Item::Run { place, bounds } => {
                let krate = &self.options.krate;
                let path = quote!(#krate::__private::bound_of_run);
                let next = self.int_op(span, syn::parse_quote!(+), k.clone(), literal(quote!(1)));
                let ends = [k, next].map(|at| {
                    let op = PureOp::CallByReference(path.clone(), vec![Some(false), None]);
                    let op = Op::Pure(op, vec![bounds.clone(), at]);
                    Some(self.define(span, op, Ty::Int).operand)
                });
                let [lo, hi] = ends;
                let place = place.then(Proj::Range { lo, hi, inclusive: false });
                let ty = self.place_ty(&place);
                let reference = Some(false);
                Passed::Value(Val { operand: Operand::Place(place), ty, reference })
            }
            Item::Part { place, size, stride, end, mutable } => {
                let lo = match stride {
                    Some(stride) => self.int_op(span, syn::parse_quote!(*), k, stride.clone()),
                    None => k,
                };
                let mut hi = self.int_op(span, syn::parse_quote!(+), lo.clone(), size.clone());
                if let Some(end) = end {
                    hi = self.method_on_ints(span, "min", hi, end.clone());
                }
                let part = Proj::Range { lo: Some(lo), hi: Some(hi), inclusive: false };
                let place = place.then(part);
                let ty = self.place_ty(&place);
                let reference = Some(*mutable);
                Passed::Value(Val { operand: Operand::Place(place), ty, reference })
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
            Shift::Modulo(count) => self.int_op(span, syn::parse_quote!(%), k, count.clone()),
            Shift::Number(from) => {
                let krate = &self.options.krate;
                let path = quote!(#krate::__private::number_at);
                let op = Op::Pure(PureOp::Call(path), vec![from.clone(), k]);
                self.define(span, op, Ty::Int).operand
            }
        }
    }
}

impl Item {
    pub(super) fn by_value(self) -> Self {
        match self {
            Self::Element(place, _) => Self::Element(place, None),
            Self::Entry { place, row, columns, .. } => {
                Self::Entry { place, row, columns, reference: None }
            }
            Self::Same(value) => Self::Same(Val { reference: None, ..value }),
            Self::At(item, shift) => Self::At(Box::new(item.by_value()), shift),
            other @ (Self::Pair(..)
            | Self::Part { .. }
            | Self::Run { .. }
            | Self::Line { .. }
            | Self::Position
            | Self::Mapped(..)) => other,
        }
    }

    pub(super) fn for_each_function(&self, f: &mut dyn FnMut(&Callable)) {
        match self {
            Self::Mapped(item, function) => {
                item.for_each_function(f);
                f(function);
            }
            Self::Pair(left, right) => {
                left.for_each_function(f);
                right.for_each_function(f);
            }
            Self::At(item, _) => item.for_each_function(f),
            Self::Element(..)
            | Self::Part { .. }
            | Self::Run { .. }
            | Self::Entry { .. }
            | Self::Line { .. }
            | Self::Position
            | Self::Same(_) => {}
        }
    }
}
