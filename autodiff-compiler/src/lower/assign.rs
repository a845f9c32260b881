//! Assignments: to a place, to several at once, and compound ones.

use proc_macro2::Span;
use quote::quote;
use syn::Expr;
use syn::spanned::Spanned;

use super::written::simple;
use super::{Lowerer, Val};
use crate::diagnostics::catalogue;
use crate::ir::{Op, Operand, Place, Proj, StmtKind, Variant};

impl Lowerer<'_> {
    pub fn assign(&mut self, assign: &syn::ExprAssign) {
        let closures = self.closures_made();
        if !matches!(&*assign.left, Expr::Tuple(_) | Expr::Array(_)) {
            let value = self.expr(&assign.right);
            // no place holds a closure
            self.end_closures_since(closures);
            if value.reference == Some(true) {
                return self.diagnostics.push(catalogue::changed_reference(&assign.left));
            }
            return self.assign_to(&assign.left, value);
        }
        // all values are there before the first place is written
        let mut pairs = Vec::new();
        pair_up(&assign.left, &assign.right, &mut pairs);
        let values: Vec<Val> = pairs.iter().map(|(_, value)| self.value_now(value)).collect();
        self.end_closures_since(closures);
        for ((target, _), value) in pairs.into_iter().zip(values) {
            self.assign_parts(target, value);
        }
    }

    /// A value that later writes do not change.
    fn value_now(&mut self, expr: &Expr) -> Val {
        let val = self.expr(expr);
        match &val.operand {
            Operand::Place(place) if self.function.var(place.base).storage => {
                self.define(expr.span(), Op::Use(val.operand), val.ty)
            }
            _ => val,
        }
    }

    /// Assigns a value, or its parts to the parts of a pattern.
    fn assign_parts(&mut self, target: &Expr, value: Val) {
        let span = target.span();
        match target {
            Expr::Tuple(tuple) => {
                let place = self.place_of(span, &value, None);
                for (i, part) in tuple.elems.iter().enumerate() {
                    let member = syn::Member::Unnamed(syn::Index::from(i));
                    let value = self.read(part.span(), place.then(Proj::Field(member)));
                    self.assign_parts(part, value);
                }
            }
            Expr::Array(array) => {
                let place = self.place_of(span, &value, None);
                for (i, part) in array.elems.iter().enumerate() {
                    let i = proc_macro2::Literal::usize_unsuffixed(i);
                    let index = super::in_place::literal(quote!(#i));
                    let value = self.read(part.span(), place.then(Proj::Index(index)));
                    self.assign_parts(part, value);
                }
            }
            Expr::Paren(inner) => self.assign_parts(&inner.expr, value),
            Expr::Group(inner) => self.assign_parts(&inner.expr, value),
            _ => self.assign_to(target, value),
        }
    }

    fn assign_to(&mut self, target: &Expr, value: Val) {
        if matches!(target, Expr::Infer(_)) {
            return;
        }
        if let Some(walking) = self.scopes.walking(target) {
            return self.walk_on(target, &walking, &value);
        }
        if self.scopes.reference_named(target).is_some() {
            // no such name is `mut`, as rustc says
            return self.diagnostics.leave_to_rustc();
        }
        match self.place(target) {
            Some(place) if self.is_fixed(&place) && begins_with_call(target) => {
                self.changes_call(target);
            }
            // rustc asks for `mut`, and refuses to assign what has no size
            Some(place)
                if self.is_fixed(&place)
                    || matches!(place.proj.last(), Some(Proj::Range { .. })) =>
            {
                self.diagnostics.leave_to_rustc();
            }
            Some(place) => self.store(target.span(), place, value),
            None => self.diagnostics.push(catalogue::not_lowered(target)),
        }
    }

    /// A change of what a call gives; what made that may have been refused already.
    fn changes_call(&mut self, target: &Expr) {
        if self.diagnostics.is_empty() {
            self.diagnostics.push(catalogue::changed_by_call(target));
        }
    }

    /// `place = value`.
    pub fn store(&mut self, span: Span, place: Place, value: Val) {
        let ty = self.place_ty(&place);
        self.learn(&place, &ty, &value.ty);
        self.learn_filled(&place, &ty, &value.ty);
        let value = self.typed(value, &ty);
        if self.is_lent_array(&place) {
            let assign = crate::ir::InPlaceOp::Assign;
            self.change(span, assign, vec![place], vec![value.operand], None);
            return;
        }
        if let Some(slot) = self.wrapped_slot(&place) {
            let filled = self.wrap(span, Variant::Some, Some(value));
            let place = Place::var(slot);
            return self.push(span, StmtKind::Store { place, value: filled.operand });
        }
        if place.proj.is_empty() && ty.is_scalar() {
            if value.operand.as_var().is_some() {
                self.current.insert(place.base, Val::new(value.operand.clone(), ty));
            } else {
                let val = self.define(span, Op::Use(value.operand.clone()), ty);
                self.current.insert(place.base, val.clone());
                return self.push(span, StmtKind::Store { place, value: val.operand });
            }
        }
        self.push(span, StmtKind::Store { place, value: value.operand });
    }

    /// All of a parameter `v: &mut ArrayRef<A, D>`, whose elements are there and stay there.
    fn is_lent_array(&self, place: &Place) -> bool {
        let data = self.function.var(place.base);
        let param = data.param.and_then(|at| self.signature.params.get(at));
        self.function.is_inout(place.base)
            && matches!(place.proj.as_slice(), [Proj::Deref])
            && param.is_some_and(|param| crate::parse::known::is_lent_array(&param.ty))
    }

    /// `place op= value`.
    pub fn compound(&mut self, span: Span, binary: &syn::ExprBinary) {
        let Some(op) = simple(&binary.op) else { return };
        let closures = self.closures_made();
        let value = self.expr(&binary.right);
        self.end_closures_since(closures);
        let Some(place) = self.place(&binary.left) else {
            self.diagnostics.push(catalogue::not_lowered(&*binary.left));
            return;
        };
        if self.is_fixed(&place) {
            if begins_with_call(&binary.left) {
                return self.changes_call(&binary.left);
            }
            // rustc asks for `mut`
            return self.diagnostics.leave_to_rustc();
        }
        let ty = self.place_ty(&place);
        if ty.is_float() && value.ty.is_scalar() {
            self.unify(&ty, &value.ty);
        }
        let negative = matches!(op, syn::BinOp::Sub(_));
        let additive = negative || matches!(op, syn::BinOp::Add(_));
        let known = place.proj.is_empty() && self.current.contains_key(&place.base);
        if additive && !known {
            let by_ref = value.reference.is_some();
            let kind = StmtKind::Accumulate { place, value: value.operand, by_ref, negative };
            return self.push(span, kind);
        }
        let old = self.read(span, place.clone());
        let new = self.arithmetic(span, &op, old, value, true);
        self.store(span, place, new);
    }
}

/// Whether a place is a part of what a call gives.
fn begins_with_call(target: &Expr) -> bool {
    match target {
        Expr::Call(_) | Expr::MethodCall(_) => true,
        Expr::Paren(inner) => begins_with_call(&inner.expr),
        Expr::Group(inner) => begins_with_call(&inner.expr),
        Expr::Unary(unary) => begins_with_call(&unary.expr),
        Expr::Field(field) => begins_with_call(&field.base),
        Expr::Index(index) => begins_with_call(&index.expr),
        _ => false,
    }
}

/// The targets of an assignment with the values that are written beside them.
fn pair_up<'a>(target: &'a Expr, value: &'a Expr, out: &mut Vec<(&'a Expr, &'a Expr)>) {
    let parts = match (target, value) {
        (Expr::Tuple(targets), Expr::Tuple(values)) => Some((&targets.elems, &values.elems)),
        (Expr::Array(targets), Expr::Array(values)) => Some((&targets.elems, &values.elems)),
        _ => None,
    };
    match parts.filter(|(targets, values)| targets.len() == values.len()) {
        Some((targets, values)) => {
            targets.iter().zip(values).for_each(|(target, value)| pair_up(target, value, out));
        }
        None => out.push((target, value)),
    }
}
