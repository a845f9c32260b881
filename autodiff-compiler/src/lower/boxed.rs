//! What is in a `Box`: a place, like a field.
//!
//! In: expressions and places of a type that is a box, as far as declarations and definitions show it. Out: the
//! place of what it holds ([`Proj::Boxed`]). A tangent is in a box where its primal is, so the step is one of
//! shadows too, where that through a reference is none.

use syn::spanned::Spanned;
use syn::{Expr, ExprMethodCall};

use super::{Lowerer, Val};
use crate::ir::{Op, Operand, Place, Proj, Shown, Ty};
use crate::parse::known::known_type;
use crate::parse::{boxed, held};

/// The methods of a `Box`, or of an iterator that it is; others are those of what it holds.
const OF_BOXES: [&str; 6] = ["clone", "clone_from", "into", "to_owned", "borrow", "borrow_mut"];

impl Lowerer<'_> {
    /// The type of what a place holds that is a box.
    ///
    /// What a variant holds by value and is dereferenced all the same is taken for one: its enum, which the
    /// file does not show, could not hold itself otherwise.
    pub(super) fn content_of_box(&self, place: &Place) -> Option<Ty> {
        match &self.place_ty(place) {
            Ty::Opaque(Some(Shown::Boxed(content))) => Some((**content).clone()),
            Ty::Opaque(None) if !self.is_behind(place) => match self.written_type_of_place(place) {
                Some(ty) => boxed(&ty).map(|_| Ty::OPAQUE),
                None => matches!(place.proj.last(), Some(Proj::Part(_))).then_some(Ty::OPAQUE),
            },
            _ => None,
        }
    }

    /// A place, or what is in it where that is a box for certain: whose fields, elements and methods are meant.
    pub(super) fn out_of_box(&self, mut place: Place) -> Place {
        while let Ty::Opaque(Some(Shown::Boxed(_))) = self.place_ty(&place).strip_refs() {
            let mut ty = self.place_ty(&place);
            while let Ty::Ref(inner) = ty {
                (place, ty) = (place.then(Proj::Deref), *inner);
            }
            place = place.then(Proj::Boxed);
        }
        place
    }

    /// Whether an option holds what `as_deref` goes through: a `Vec`, or a box of what is no number, whose fields and
    /// methods are found in it.
    pub(super) fn is_dereferenced(&self, call: &ExprMethodCall, value: &Val) -> bool {
        match value.ty.content() {
            Some(ty) if matches!(ty.strip_refs(), Ty::Vec(_)) => true,
            Some(Ty::Opaque(Some(Shown::Boxed(content)))) => !content.is_scalar(),
            Some(Ty::Opaque(None)) | None => {
                let written = self.written_type(&call.receiver);
                let content = written.as_ref().and_then(held).and_then(boxed);
                content
                    .is_some_and(|content| !known_type(content, &self.signature.types).is_scalar())
            }
            Some(_) => false,
        }
    }

    /// A reference to a box where one to what it holds is wanted is that: rustc coerces it.
    pub(super) fn coerced(&self, val: Val, wanted: &Ty) -> Val {
        let (Ty::Ref(_), Operand::Place(place)) = (wanted, &val.operand) else { return val };
        if val.reference.is_none() || matches!(wanted.strip_refs(), Ty::Opaque(_) | Ty::Inert) {
            return val;
        }
        let content = self.out_of_box(place.clone());
        let ty = self.place_ty(&content);
        Val { operand: Operand::Place(content), ty, ..val }
    }

    /// `b.sin()` of a box is a method of what it holds, and `b.as_ref()` a reference to that.
    pub(super) fn method_in_box(&mut self, call: &ExprMethodCall) -> Option<Expr> {
        let name = call.method.to_string();
        if OF_BOXES.contains(&name.as_str()) {
            return None;
        }
        self.box_named(&call.receiver)?;
        let mut receiver = call.receiver.clone();
        for _ in 0..self.scopes.references(&call.receiver) {
            receiver = Box::new(syn::parse_quote!((*#receiver)));
        }
        Some(match (name.as_str(), call.args.len()) {
            ("as_ref" | "deref", 0) => syn::parse_quote_spanned!(call.span()=> &*#receiver),
            ("as_mut" | "deref_mut", 0) => syn::parse_quote_spanned!(call.span()=> &mut *#receiver),
            _ => {
                *receiver = syn::parse_quote_spanned!(call.receiver.span()=> (*#receiver));
                Expr::MethodCall(ExprMethodCall { receiver, ..call.clone() })
            }
        })
    }

    /// Whether an expression names a box.
    fn box_named(&self, expr: &Expr) -> Option<()> {
        match self.type_of_part(expr) {
            Some(Ty::Opaque(None)) | None => boxed(&self.written_type(expr)?).map(|_| ()),
            Some(ty) => matches!(ty.strip_refs(), Ty::Opaque(Some(Shown::Boxed(_)))).then_some(()),
        }
    }

    /// `Box::new(x)`
    pub(super) fn new_box(&mut self, span: proc_macro2::Span, content: Val) -> Val {
        let ty = Ty::boxed(content.ty.clone());
        self.define(span, Op::Boxed(content.operand), ty)
    }
}
