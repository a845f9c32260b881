//! Methods that yield references to parts of an array: `split_at_mut(k)`, `first().unwrap()`,
//! `get_mut(i).unwrap()`.
//!
//! In: the call. Out: the places that the references refer to. Positions are evaluated where the
//! reference is made, so a later change of an index variable does not move it.

use quote::quote;
use syn::spanned::Spanned;
use syn::{Expr, ExprMethodCall};

use super::in_place::literal;
use super::{Lowerer, Val};
use crate::ir::{Operand, Place, Proj};

/// A method whose result is an option of references, and whether these are `&mut`.
fn optional_reference(call: &ExprMethodCall) -> Option<(&'static str, bool)> {
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

impl Lowerer<'_> {
    /// The two references that [`gives_pair`] announces.
    pub fn pair_of_references(&mut self, expr: &Expr) -> Option<[Val; 2]> {
        match expr {
            Expr::Paren(inner) => self.pair_of_references(&inner.expr),
            Expr::Group(inner) => self.pair_of_references(&inner.expr),
            Expr::MethodCall(call) if gives_pair(expr) => {
                match (&*call.receiver, call.args.first()) {
                    (receiver, Some(at)) if call.method.to_string().starts_with("split_at") => {
                        let place = self.place_or_temp(receiver)?;
                        let at = self.scalar_operand(at);
                        let mutable = call.method == "split_at_mut";
                        let left = range(None, Some(at.clone()));
                        Some(
                            [left, range(Some(at), None)]
                                .map(|part| self.reference_to(place.then(part), mutable)),
                        )
                    }
                    (Expr::MethodCall(inner), _) => self.split_end(inner),
                    _ => None,
                }
            }
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
        let place = self.place_or_temp(&call.receiver)?;
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

    fn reference_to(&mut self, place: Place, mutable: bool) -> Val {
        let ty = self.place_ty(&place);
        Val { reference: Some(mutable), ..Val::new(Operand::Place(place), ty) }
    }
}

fn range(lo: Option<Operand>, hi: Option<Operand>) -> Proj {
    Proj::Range { lo, hi, inclusive: false }
}
