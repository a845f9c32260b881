//! `a.slice(s![1.., j])` and `a.slice_axis(Axis(0), Slice::from(..n))` of ndarray's arrays.
//!
//! In: the call. Out: a view for each axis of which a part is taken; the axis of a single index falls away
//! as in `a.row(i)`. Invariant: negative numbers count from the end, as ndarray counts them.

use proc_macro2::Span;
use quote::quote;
use syn::spanned::Spanned;
use syn::{Expr, ExprMethodCall, ExprRange, RangeLimits, UnOp};

use super::in_place::literal;
use super::{Lowerer, Val};
use crate::diagnostics::catalogue;
use crate::ir::{Op, Operand, Place, Prim, PureOp, Ty};
use crate::parse::slices::Part;

impl Lowerer<'_> {
    /// The view that a call asks for.
    pub fn sliced(&mut self, call: &ExprMethodCall, parts: &[Part]) -> Val {
        let span = call.method.span();
        let receiver = self.expr_or_place(&call.receiver);
        let (element, rank) = match receiver.ty.strip_refs() {
            Ty::Nd(element, rank) => (Some(element.clone()), *rank),
            _ => (None, None),
        };
        let array = |rank: Option<usize>| match &element {
            Some(element) => Ty::Nd(element.clone(), rank),
            None => Ty::OPAQUE,
        };
        let indices = parts.iter().filter(|part| matches!(part, Part::At(_))).count();
        if indices > 1 || indices == 1 && parts.len() != 2 {
            self.diagnostics.push(catalogue::sliced(&call.method));
            return Val::refused();
        }
        let mut value = Val { reference: None, ..receiver };
        for (axis, part) in parts.iter().enumerate() {
            if let Part::At(at) = part {
                let (prim, extent) =
                    if axis == 0 { (Prim::Row, "nrows") } else { (Prim::Column, "ncols") };
                let place = self.place_of(span, &value, None);
                let at = self.index_of_line(at, &place, extent);
                let op = Op::Prim(prim, vec![Operand::Place(place), at]);
                value = self.define(span, op, array(Some(1)));
            }
        }
        let mut axis = 0_usize;
        for part in parts {
            if let Part::Range(range, step) = part {
                if range.start.is_some() || range.end.is_some() || step.is_some() {
                    let part = self.part_of_axis(span, axis, range, step.as_ref());
                    let rank = if indices == 1 { Some(1) } else { rank };
                    let op = Op::Prim(Prim::SliceAxis, vec![value.operand, part]);
                    value = self.define(span, op, array(rank));
                }
                axis += 1;
            }
        }
        value
    }

    /// The view of a part of one axis.
    pub fn sliced_axis(
        &mut self,
        call: &ExprMethodCall,
        (axis, range, step): (usize, ExprRange, Option<Expr>),
    ) -> Val {
        let span = call.method.span();
        let receiver = self.expr_or_place(&call.receiver);
        let ty = receiver.ty.strip_refs().clone();
        let part = self.part_of_axis(span, axis, &range, step.as_ref());
        self.define(span, Op::Prim(Prim::SliceAxis, vec![receiver.operand, part]), ty)
    }

    /// An index as `row` takes it.
    fn index_of_line(&mut self, at: &Expr, place: &Place, extent: &str) -> Operand {
        let span = at.span();
        if let Expr::Unary(unary) = at
            && matches!(unary.op, UnOp::Neg(_))
        {
            let count = self.extent(span, place, extent);
            let back = self.scalar_operand(&unary.expr);
            return self.int_op(span, syn::parse_quote!(-), count, back);
        }
        match self.scalar_operand(at) {
            place @ Operand::Place(_) => self.cast_to(span, place, &quote!(usize)),
            constant @ (Operand::Literal(_) | Operand::Const(_)) => constant,
        }
    }

    /// `(axis, from, to, step)`.
    fn part_of_axis(
        &mut self,
        span: Span,
        axis: usize,
        range: &ExprRange,
        step: Option<&Expr>,
    ) -> Operand {
        let end = |this: &mut Self, end: Option<&Expr>, open: proc_macro2::TokenStream| match end {
            Some(end) => {
                let number = this.scalar_operand(end);
                this.cast_to(span, number, &quote!(isize))
            }
            None => literal(open),
        };
        let from = end(self, range.start.as_deref(), quote!(0));
        let mut to = end(self, range.end.as_deref(), quote!(::core::primitive::isize::MAX));
        if matches!((&range.limits, &range.end), (RangeLimits::Closed(_), Some(_))) {
            to = self.int_op(span, syn::parse_quote!(+), to, literal(quote!(1)));
        }
        let step = end(self, step, quote!(1));
        let parts = vec![literal(quote!(#axis)), from, to, step];
        let ty = Ty::Tuple(vec![Ty::Int; 4]);
        self.define(span, Op::Tuple(parts), ty).operand
    }

    fn cast_to(&mut self, span: Span, number: Operand, ty: &proc_macro2::TokenStream) -> Operand {
        let cast = PureOp::Cast(syn::parse_quote!(#ty));
        self.define(span, Op::Pure(cast, vec![number]), Ty::Int).operand
    }
}
