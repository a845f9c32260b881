//! What yields items, as a parameter and as an argument.
//!
//! In: a parameter of which only its items are known, or a chain that a call is given. Out: a `Vec` of the
//! items. Invariant: a name of such a parameter stands for the `Vec`, or for an iterator over it, as the
//! parameter's bound says; a callee gets an iterator over the `Vec`, which has the `Vec`'s tangent.

use proc_macro2::{Ident, Span};
use quote::quote;
use syn::spanned::Spanned;
use syn::{Expr, ExprMethodCall, GenericArgument, Pat, Type};

use super::chain::Chain;
use super::closure::Passed;
use super::{Lowerer, Val};
use crate::diagnostics::catalogue;
use crate::ir::{CopyKind, Op, Operand, Place, PureOp, Ty, VarId};
use crate::parse::{Derivatives, Items, Param, known::known_type};
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
        let Some((items, referred)) = self.gathered_alike(span, &chain) else {
            self.diagnostics.push(catalogue::passed_items(expr));
            return Some(Val::refused());
        };
        let kind = if referred { CopyKind::Iter } else { CopyKind::IntoIter };
        // fixed, so that an iterator over it can be made again in the reverse sweep
        let ty = self.function.var(items).ty.clone();
        let fixed = self.define(span, Op::Copy(Place::var(items), CopyKind::Clone), ty);
        let fixed = self.place_of(span, &fixed, None);
        Some(self.define(span, Op::Copy(fixed, kind), Ty::OPAQUE))
    }

    /// The items of a chain in a `Vec`, and whether they are references; none where they are of both kinds.
    fn gathered_alike(&mut self, span: Span, chain: &Chain) -> Option<(VarId, bool)> {
        let (mut referred, mut mixed) = (None, false);
        let items = self.gathered(span, chain, Ty::OPAQUE, &mut |item| {
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
        (!mixed).then_some((items, referred == Some(true)))
    }

    /// The value of a method that consumes a chain, of which its surroundings say the type, also as it is written.
    pub(super) fn consumed_as(
        &mut self,
        call: &ExprMethodCall,
        expected: Option<&Ty>,
        written: Option<&Type>,
    ) -> Val {
        match self.total_of_values(call, expected, written) {
            Some(total) => total,
            None => self.consumed(call, expected),
        }
    }

    /// `sum()` and `product()` of values of the user's: what the `impl` of the trait makes of the items is a
    /// conversion of the `Vec` of them. None where the items are numbers, or nothing says that they are not.
    fn total_of_values(
        &mut self,
        call: &ExprMethodCall,
        expected: Option<&Ty>,
        written: Option<&Type>,
    ) -> Option<Val> {
        let span = call.method.span();
        let shown = call.turbofish.as_ref().and_then(|given| match given.args.first() {
            Some(GenericArgument::Type(ty)) if !matches!(ty, Type::Infer(_)) => Some(ty),
            _ => None,
        });
        let known = shown.map(|ty| known_type(ty, &self.signature.types));
        let (of, total) = match call.method.to_string().as_str() {
            "sum" => ("Sum", "Added"),
            "product" => ("Product", "Multiplied"),
            _ => return None,
        };
        if !matches!(known.as_ref().or(expected), Some(Ty::Opaque(_))) {
            return None;
        }
        let derivatives =
            shown.or(written).and_then(|ty| self.options.facts.own.derivatives(ty, of));
        if let Some((owner, Derivatives::Missing)) = derivatives {
            let text = call.method.to_string();
            self.diagnostics.push(catalogue::unannotated_operator(span, &text, owner, of));
            return Some(Val::refused());
        }
        let (element, unknown) = self.next_unknown(span);
        if element.is_scalar() {
            return None;
        }
        let chain = self.walked(&call.receiver)?;
        let Some((items, referred)) = self.gathered_alike(span, &chain) else {
            self.diagnostics.push(catalogue::summed_type(&call.method));
            return Some(Val::refused());
        };
        let gathered = self.function.var(items).ty.clone();
        self.is_unknown(items, unknown);
        if let Ty::Vec(found) = &gathered {
            self.learn(&Place::var(items), &Ty::OPAQUE, found);
        }
        let marker = if referred { format!("{total}References") } else { total.to_owned() };
        let (marker, krate) = (Ident::new(&marker, Span::mixed_site()), &self.options.krate);
        let marker = PureOp::Call(quote!(
            #krate::__private::some_type::<#krate::__private::#marker>
        ));
        let marker = self.define(span, Op::Pure(marker, Vec::new()), Ty::Inert);
        let items = Operand::Place(Place::var(items));
        let ty = Ty::Tuple(vec![gathered, Ty::Inert]);
        let terms = self.define(span, Op::Tuple(vec![items, marker.operand]), ty);
        Some(self.conversion_into(span, terms, shown.or(written)))
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
