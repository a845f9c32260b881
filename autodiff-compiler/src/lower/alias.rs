//! Methods that yield references to parts of an array: `split_at_mut(k)`, `first().unwrap()`,
//! `get_mut(i).unwrap()`.
//!
//! In: the call. Out: the places that the references refer to. Positions are evaluated where the
//! reference is made, so a later change of an index variable does not move it.

use quote::quote;
use syn::spanned::Spanned;
use syn::{Expr, ExprMethodCall, Pat};

use super::in_place::literal;
use super::optional_part::OptionalPart;
use super::pattern::{is_irrefutable, known_variant};
use super::{Lowerer, Val};
use crate::ir::{Op, Operand, Place, Proj, PureOp, Ty, Variant};

/// A method whose result is an option of references, and whether these are `&mut`.
pub fn optional_reference(call: &ExprMethodCall) -> Option<(&'static str, bool)> {
    const METHODS: [(&str, usize, &str, bool); 10] = [
        ("first", 0, "first", false),
        ("first_mut", 0, "first", true),
        ("get", 1, "get", false),
        ("get_mut", 1, "get", true),
        ("last", 0, "last", false),
        ("last_mut", 0, "last", true),
        ("split_first", 0, "split_first", false),
        ("split_first_mut", 0, "split_first", true),
        ("split_last", 0, "split_last", false),
        ("split_last_mut", 0, "split_last", true),
    ];
    if crate::rules::chains::is_chain(&call.receiver, &|_| false) {
        return None;
    }
    let args = call.args.len();
    let known = METHODS.iter().find(|(name, count, ..)| call.method == name && args == *count);
    known.map(|(_, _, kind, mutable)| (*kind, *mutable))
}

/// An expression that is an option of one reference: `x.first()`, `x.get_mut(i)`.
pub fn gives_reference(expr: &Expr) -> bool {
    matches!(expr, Expr::MethodCall(call)
        if optional_reference(call).is_some() && !is_split_end(call))
}

/// `x.last_mut().unwrap()` and its like: a place.
pub fn opens_mutable(call: &ExprMethodCall) -> bool {
    let opened = call.method == "unwrap" || call.method == "expect";
    opened
        && matches!(&*call.receiver, Expr::MethodCall(inner)
            if optional_reference(inner).is_some_and(|(_, mutable)| mutable)
                && !is_split_end(inner))
}

/// A method of [`optional_reference`], or `x.split_at(k)`.
pub fn yields_references(call: &ExprMethodCall) -> bool {
    optional_reference(call).is_some()
        || call.method.to_string().starts_with("split_at") && call.args.len() == 1
}

/// `x.split_first_mut()` and its like.
pub fn is_split_end(call: &ExprMethodCall) -> bool {
    optional_reference(call).is_some_and(|(kind, _)| kind.starts_with("split"))
}

/// An expression that is a pair of references: `x.split_at(k)`, `x.split_first_mut().unwrap()`.
pub fn gives_pair(expr: &Expr) -> bool {
    match expr {
        Expr::Paren(inner) => gives_pair(&inner.expr),
        Expr::Group(inner) => gives_pair(&inner.expr),
        Expr::MethodCall(call) => {
            let split = call.method == "split_at" || call.method == "split_at_mut";
            let opened = call.method == "unwrap" || call.method == "expect";
            split && call.args.len() == 1
                || opened
                    && matches!(&*call.receiver, Expr::MethodCall(inner) if is_split_end(inner))
        }
        _ => false,
    }
}

/// `x.select_nth_unstable(n)` and its like, which split the array around an element.
fn selects_nth(call: &ExprMethodCall) -> bool {
    let method = call.method.to_string();
    let kind = crate::rules::methods::classify(&method, call.args.len());
    method.starts_with("select_nth") && kind.is_some()
}

/// References that may be there: `x.get_mut(i)`, and both of `x.split_first()`.
#[derive(Debug)]
pub struct Maybe<'a> {
    /// Whether they are.
    pub there: Operand,
    /// What a pattern takes them for.
    pub bound: Vec<(&'a Pat, Val)>,
}

/// What `Some(..)` holds in a pattern.
pub fn payload_pattern(pat: &Pat) -> Option<&Pat> {
    match pat {
        Pat::Paren(inner) => payload_pattern(&inner.pat),
        Pat::TupleStruct(node) if known_variant(&node.path) == Some(Variant::Some) => {
            node.elems.first().filter(|_| node.elems.len() == 1)
        }
        _ => None,
    }
}

impl Lowerer<'_> {
    /// `Some(pattern)` beside a method that yields a reference to a part of an array: the part itself,
    /// which the names of the pattern stand for.
    pub fn maybe_part<'a>(&mut self, pat: &'a Pat, expr: &Expr) -> Option<Maybe<'a>> {
        let inner = payload_pattern(pat)?;
        let Expr::MethodCall(call) = super::closure::strip_groups(expr) else { return None };
        optional_reference(call)?;
        let patterns: Vec<&Pat> = match (is_split_end(call), inner) {
            (true, Pat::Tuple(both)) if both.elems.len() == 2 => both.elems.iter().collect(),
            (true, _) => return None,
            (false, one) => vec![one],
        };
        if !patterns.iter().all(|pat| is_irrefutable(pat)) {
            return None;
        }
        let OptionalPart { there, parts } = self.optional_part(call)?;
        Some(Maybe { there, bound: patterns.into_iter().zip(parts).collect() })
    }

    /// Whether the parts are there that a method of [`optional_reference`] yields, and which they are.
    pub fn parts_there(
        &mut self,
        call: &ExprMethodCall,
        place: &Place,
        kind: &str,
    ) -> (Operand, Vec<Proj>) {
        let span = call.method.span();
        let compared = |this: &mut Self, op: syn::BinOp, both: [Operand; 2], ty: Ty| {
            this.define(span, Op::Pure(PureOp::Binary(op), both.into()), ty).operand
        };
        let len = self.length(span, place);
        let zero = || literal(quote!(0));
        if let ("get", Some(Expr::Range(ends))) = (kind, call.args.first()) {
            let lo = ends.start.as_ref().map_or_else(zero, |lo| self.scalar_operand(lo));
            let hi = match &ends.end {
                Some(hi) => {
                    let hi = self.scalar_operand(hi);
                    match ends.limits {
                        syn::RangeLimits::HalfOpen(_) => hi,
                        syn::RangeLimits::Closed(_) => {
                            self.int_op(span, syn::parse_quote!(+), hi, literal(quote!(1)))
                        }
                    }
                }
                None => len.clone(),
            };
            let ordered = compared(self, syn::parse_quote!(<=), [lo.clone(), hi.clone()], Ty::Bool);
            let inside = compared(self, syn::parse_quote!(<=), [hi.clone(), len], Ty::Bool);
            let there = compared(self, syn::parse_quote!(&&), [ordered, inside], Ty::Bool);
            return (there, vec![range(Some(lo), Some(hi))]);
        }
        let position = match call.args.first() {
            Some(at) => self.scalar_operand(at),
            None => zero(),
        };
        let there = compared(self, syn::parse_quote!(<), [position.clone(), len.clone()], Ty::Bool);
        // of nothing there is no last: what comes out is not used then
        let before = PureOp::Method(quote::format_ident!("saturating_sub"));
        let before = |this: &mut Self| {
            let op = Op::Pure(before, vec![len, literal(quote!(1))]);
            this.define(span, op, Ty::Int).operand
        };
        let parts = match kind {
            "last" => vec![Proj::Index(before(self))],
            "split_first" => {
                vec![Proj::Index(zero()), range(Some(literal(quote!(1))), None)]
            }
            "split_last" => {
                let last = before(self);
                vec![Proj::Index(last.clone()), range(None, Some(last))]
            }
            _ => vec![Proj::Index(position)],
        };
        (there, parts)
    }

    /// Whether an expression is a tuple of references to parts of an array: a curve is split at a float.
    pub fn gives_parts(&mut self, expr: &Expr) -> bool {
        let Expr::MethodCall(call) = super::closure::strip_groups(expr) else { return false };
        let split = call.args.first().filter(|_| call.method == "split_at");
        (gives_pair(expr) || selects_nth(call))
            && !self.is_of_users(call)
            && !split.is_some_and(|at| self.is_float(at))
    }

    /// Whether an expression is a float, as far as it shows before it is lowered.
    fn is_float(&mut self, expr: &Expr) -> bool {
        match expr {
            Expr::Paren(inner) => self.is_float(&inner.expr),
            Expr::Group(inner) => self.is_float(&inner.expr),
            Expr::Lit(lit) => matches!(lit.lit, syn::Lit::Float(_)),
            Expr::Unary(unary) if matches!(unary.op, syn::UnOp::Neg(_)) => {
                self.is_float(&unary.expr)
            }
            Expr::Binary(binary) => self.is_float(&binary.left) || self.is_float(&binary.right),
            Expr::Path(_) | Expr::Field(_) | Expr::Index(_) | Expr::Unary(_) => {
                let place = self.place(expr);
                place.is_some_and(|place| self.place_ty(&place).strip_refs().is_float())
            }
            _ => false,
        }
    }

    /// The references that [`Self::gives_parts`] announces.
    pub fn parts_of_array(&mut self, expr: &Expr) -> Option<Vec<Val>> {
        let Expr::MethodCall(call) = super::closure::strip_groups(expr) else { return None };
        if selects_nth(call) {
            let place = self.changed(&call.receiver)?;
            let parts = self.selected_nth(call, place);
            return Some(parts.into_iter().map(|part| self.reference_to(part, true)).collect());
        }
        match (&*call.receiver, call.args.first()) {
            (receiver, Some(at)) if call.method.to_string().starts_with("split_at") => {
                let place = self.place_or_temp(receiver)?;
                let at = self.scalar_operand(at);
                let mutable = call.method == "split_at_mut";
                let parts = [range(None, Some(at.clone())), range(Some(at), None)];
                Some(parts.map(|part| self.reference_to(place.then(part), mutable)).into())
            }
            (Expr::MethodCall(inner), _) => self.split_end(inner).map(Vec::from),
            _ => None,
        }
    }

    fn split_end(&mut self, call: &ExprMethodCall) -> Option<[Val; 2]> {
        let (kind, mutable) = optional_reference(call)?;
        let place = self.place_or_temp(&call.receiver)?;
        let (element, rest) = if kind == "split_first" {
            let one = literal(quote!(1));
            (Proj::Index(literal(quote!(0))), range(Some(one), None))
        } else {
            let last = self.last_position(call, &place);
            (Proj::Index(last.clone()), range(None, Some(last)))
        };
        Some([element, rest].map(|part| self.reference_to(place.then(part), mutable)))
    }

    /// The reference in the option that a call yields: `x.first().unwrap()`.
    pub fn reference_in_option(&mut self, call: &ExprMethodCall) -> Option<Val> {
        let (kind, mutable) = optional_reference(call)?;
        let place = match self.place_or_temp(&call.receiver) {
            Some(place) => place,
            None => self.table(&call.receiver)?,
        };
        if let ("get", Some(Expr::Range(_))) = (kind, call.args.first()) {
            let (_, parts) = self.parts_there(call, &place, kind);
            let part = parts.into_iter().next()?;
            return Some(self.reference_to(place.then(part), mutable));
        }
        let position = match (kind, call.args.first()) {
            ("first", _) => literal(quote!(0)),
            ("last", _) => self.last_position(call, &place),
            ("get", Some(at)) => self.scalar_operand(at),
            _ => return None,
        };
        let part = self.reference_to(place.then(Proj::Index(position)), mutable);
        match (mutable, part.operand) {
            // what is shared does not change: its value will do
            (false, Operand::Place(place)) => {
                let reference = Some(false);
                Some(Val { reference, ..self.read(call.span(), place) })
            }
            (_, operand) => Some(Val { operand, ..part }),
        }
    }

    fn last_position(&mut self, call: &ExprMethodCall, place: &Place) -> Operand {
        let span = call.method.span();
        let len = self.length(span, place);
        self.int_op(call.span(), syn::parse_quote!(-), len, literal(quote!(1)))
    }

    pub fn reference_to(&mut self, place: Place, mutable: bool) -> Val {
        let ty = self.place_ty(&place);
        Val { reference: Some(mutable), ..Val::new(Operand::Place(place), ty) }
    }
}

fn range(lo: Option<Operand>, hi: Option<Operand>) -> Proj {
    Proj::Range { lo, hi, inclusive: false }
}
