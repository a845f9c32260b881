//! References in tuples, arrays and options: the IR owns what they refer to, and remembers where they were.

use syn::{Expr, ExprMethodCall};

use super::{Lowerer, Val};
use crate::ir::{Op, Operand, Place, Proj, Refs, Ty, VarId};

impl Lowerer<'_> {
    /// The parts of a value that is being made: of a reference what it refers to.
    pub fn owned_parts(&self, parts: Vec<Val>) -> (Vec<Val>, Vec<Refs>) {
        parts.into_iter().map(|part| self.owned_part(part)).unzip()
    }

    fn owned_part(&self, part: Val) -> (Val, Refs) {
        let inner = self.function.refs(&part.operand).clone();
        let behind = || Refs::Behind(Box::new(inner.clone()));
        match (&part.ty, &part.operand) {
            (Ty::Ref(content), Operand::Place(place))
                if !matches!(**content, Ty::Opaque(_) | Ty::Ref(_)) && !content.is_inert() =>
            {
                let (ty, refs) = ((**content).clone(), behind());
                let operand = Operand::Place(place.then(Proj::Deref));
                (Val { operand, ty, reference: None }, refs)
            }
            (Ty::Ref(_), _) => (part, Refs::Owned),
            _ if part.reference == Some(false) => {
                let refs = behind();
                (Val { reference: None, ..part }, refs)
            }
            _ => (part, inner),
        }
    }

    /// Whether the source has a reference where a value holds what it refers to.
    pub fn is_behind(&self, place: &Place) -> bool {
        matches!(self.function.refs(&Operand::Place(place.clone())), Refs::Behind(_))
    }

    /// A part of a value without a name may be changed: `&mut pair.clone().0`.
    pub fn temporary_changes(&mut self, place: &Place) {
        let data = &mut self.function.vars[place.base.0 as usize];
        data.storage |= !data.named && data.param.is_none() && !place.proj.is_empty();
    }

    /// The same, or a place that holds a reference to a number, of which a value is read.
    pub fn is_reference(&self, place: &Place) -> bool {
        let number = matches!(self.place_ty(place), Ty::Ref(to) if to.strip_refs().is_scalar());
        number || self.is_behind(place)
    }

    /// An option of a reference, made of an option: what `as_ref` gives, for a call.
    pub fn option_of_references(&mut self, expr: &Expr, val: Val) -> Val {
        let named = |call: &ExprMethodCall| call.method == "as_ref" || call.method == "as_deref";
        match super::closure::strip_groups(expr) {
            Expr::MethodCall(call)
                if named(call) && matches!(val.ty.strip_refs(), Ty::Option(_)) =>
            {
                let ty = match val.ty.content() {
                    Some(Ty::Vec(element)) if call.method == "as_deref" => {
                        Ty::Option(Box::new(Ty::Slice(element.clone())))
                    }
                    _ => val.ty.strip_refs().clone(),
                };
                let inner = self.function.refs(&val.operand).project(&Proj::Payload).clone();
                let option = self.define(call.method.span(), Op::Use(val.operand), ty);
                self.made_with_refs(option, Refs::Each(Box::new(Refs::Behind(Box::new(inner)))))
            }
            _ => val,
        }
    }

    /// Remembers where the source has references in a variable's values.
    pub fn has_refs(&mut self, var: VarId, refs: Refs) {
        if refs != Refs::Owned {
            self.function.refs.insert(var, refs);
        }
    }

    /// The same of a value that is made.
    pub fn made_with_refs(&mut self, made: Val, refs: Refs) -> Val {
        if let Some(var) = made.operand.as_var() {
            self.has_refs(var, refs);
        }
        made
    }

    /// Where a copy has references.
    pub(super) fn refs_of_copy(&self, op: &Op) -> Refs {
        match op {
            Op::Use(operand) => self.function.refs(operand).clone(),
            _ => Refs::Owned,
        }
    }

    /// Of what one of several values becomes, all of one type.
    pub fn refs_of_one(&self, values: &[Val]) -> Refs {
        let mut all = values.iter().map(|value| self.function.refs(&value.operand));
        all.find(|refs| **refs != Refs::Owned).cloned().unwrap_or_default()
    }
}
