//! What yields items, as a parameter and as an argument.
//!
//! In: a parameter of which only its items are known, or a chain that a call is given. Out: a `Vec` of the
//! items. Invariant: a name of such a parameter stands for the `Vec`, or for an iterator over it, as the
//! parameter's bound says; a callee gets an iterator over the `Vec`, which has the `Vec`'s tangent.

use syn::spanned::Spanned;
use syn::{Expr, Pat};

use super::chain::Chain;
use super::closure::Passed;
use super::{Lowerer, Val};
use crate::diagnostics::catalogue;
use crate::ir::{CopyKind, Op, Place, Ty, VarId};
use crate::parse::{Items, Param, signature::known_type};
use crate::rules::chains::is_passed_chain;

impl Lowerer<'_> {
    /// Binds a parameter's name to its items.
    pub(super) fn items_parameter(&mut self, param: &Param, items: &Items, var: VarId) {
        let Pat::Ident(pat) = &param.pat else {
            return self.diagnostics.push(catalogue::parameter_pattern(&param.pat));
        };
        let span = param.name.span();
        let content = known_type(&items.content, &self.signature.types);
        let copy = Op::Copy(Place::var(var), CopyKind::Items);
        let val = self.define(span, copy, Ty::Vec(Box::new(content)));
        let place = self.place_of(span, &val, None);
        let reference = items.by_reference.then_some(false);
        if items.is_iterator {
            let sequence = self.elements_at(span, place, reference);
            let named = self.named(span, pat.mutability.is_some(), Chain::Sequence(sequence));
            self.scopes.bind_chain(&pat.ident, named);
        } else if items.by_reference {
            self.scopes.bind_reference(&pat.ident, place, false);
        } else {
            self.scopes.bind(&pat.ident, place);
        }
    }
    /// `x.borrow()` of an item that is a number, or a reference to one.
    pub(super) fn borrowed_number(&mut self, receiver: &Expr) -> Option<Val> {
        let Expr::Path(_) = receiver else { return None };
        let place = self.place_or_temp(receiver)?;
        let number = self.place_ty(&place).strip_refs().is_scalar();
        number.then(|| self.read(receiver.span(), place))
    }

    /// A chain that a call is given: an iterator over a copy of its items.
    pub(super) fn chain_argument(&mut self, expr: &Expr) -> Option<Val> {
        if !is_passed_chain(expr) || !self.is_chain(expr) {
            return None;
        }
        let span = expr.span();
        let Some(chain) = self.walked(expr) else { return Some(Val::refused()) };
        let (mut referred, mut mixed) = (None, false);
        let items = self.gathered(span, &chain, Ty::Opaque, &mut |item| {
            let reference = match &item {
                Passed::Value(value) => {
                    mixed |= matches!(value.ty.strip_refs(), Ty::Slice(_));
                    value.reference.is_some()
                }
                Passed::Behind(_) => true,
                Passed::Callable(_) => false,
                Passed::Tuple(parts) => {
                    mixed |= parts.iter().any(is_reference);
                    false
                }
            };
            mixed |= referred.is_some_and(|before| before != reference);
            referred = Some(reference);
            item.by_value()
        });
        if mixed {
            self.diagnostics.push(catalogue::passed_items(expr));
            return Some(Val::refused());
        }
        let kind = if referred == Some(true) { CopyKind::Iter } else { CopyKind::IntoIter };
        // fixed, so that an iterator over it can be made again in the reverse sweep
        let ty = self.function.var(items).ty.clone();
        let fixed = self.define(span, Op::Copy(Place::var(items), CopyKind::Clone), ty);
        let fixed = self.place_of(span, &fixed, None);
        Some(self.define(span, Op::Copy(fixed, kind), Ty::Opaque))
    }
}

/// Whether a part of an item refers to something.
fn is_reference(part: &Passed) -> bool {
    match part {
        Passed::Value(value) => value.reference.is_some(),
        Passed::Behind(_) => true,
        Passed::Callable(_) => false,
        Passed::Tuple(parts) => parts.iter().any(is_reference),
    }
}
