//! Methods that change an `Option` in its place: `take`, `replace`, `insert`, `get_or_insert` and
//! `get_or_insert_with`.
//!
//! In: the call, and the option that it is called on. Out: stores into the option's place, and what the
//! method gives: the option as it was, or a `&mut` of what it now holds, which is the place of its
//! payload. Invariant: what is put in is evaluated before the option changes.

use syn::ExprMethodCall;

use super::{Lowerer, Val};
use crate::diagnostics::catalogue;
use crate::ir::{Op, Operand, Place, Proj, StmtKind, Ty, Variant};

/// Whether a method of [`crate::rules::methods::MethodKind::Option`] changes what it is called on.
pub fn changes_option(call: &ExprMethodCall) -> bool {
    const METHODS: [(&str, usize); 5] = [
        ("get_or_insert", 1),
        ("get_or_insert_with", 1),
        ("insert", 1),
        ("replace", 1),
        ("take", 0),
    ];
    METHODS.iter().any(|(name, args)| call.method == name && call.args.len() == *args)
}

impl Lowerer<'_> {
    /// Whether such a method is called on what is no option: sets, cells and the user's types have methods
    /// of these names too.
    pub fn changes_other(&mut self, call: &ExprMethodCall) -> bool {
        let option = |ty: Ty| matches!(ty.strip_refs(), Ty::Option(_));
        changes_option(call)
            && call.method != "take"
            && !self.place(&call.receiver).is_some_and(|place| option(self.place_ty(&place)))
    }

    /// Whether a method puts something into an option and lends it.
    pub fn lends_payload(&mut self, call: &ExprMethodCall) -> bool {
        let takes = call.method == "take" || call.method == "replace";
        changes_option(call) && !takes && !self.is_of_users(call) && !self.changes_other(call)
    }

    /// A method that [`changes_option`].
    pub fn changed_option(&mut self, call: &ExprMethodCall, option: Val) -> Val {
        let span = call.method.span();
        let Operand::Place(place) = &option.operand else {
            self.diagnostics.leave_to_rustc();
            return Val::unit();
        };
        match (call.method.to_string().as_str(), call.args.first()) {
            ("replace", Some(value)) => {
                let value = self.expr(value);
                let before = self.define(span, Op::Use(option.operand.clone()), option.ty.clone());
                self.put_in(span, place, value);
                before
            }
            ("insert", Some(value)) => {
                let value = self.expr(value);
                self.put_in(span, place, value);
                self.held_by(place)
            }
            ("get_or_insert", Some(value)) => {
                let value = self.expr(value);
                self.put_where_absent(call, place, &option, &mut |_| value.clone())
            }
            ("get_or_insert_with", Some(function)) => {
                let Some(function) = self.callable(function) else {
                    self.diagnostics.push(catalogue::needs_closure(function));
                    return Val::refused();
                };
                self.forget(&function.writes());
                let made = &mut |this: &mut Self| this.apply(span, &function, Vec::new());
                self.put_where_absent(call, place, &option, made)
            }
            _ => {
                let taken = self.define(span, Op::Use(option.operand.clone()), option.ty.clone());
                let none = self.wrap(span, Variant::None, None);
                let value = none.operand;
                self.push(span, StmtKind::Store { place: place.clone(), value });
                taken
            }
        }
    }

    fn put_where_absent(
        &mut self,
        call: &ExprMethodCall,
        place: &Place,
        option: &Val,
        value: &mut dyn FnMut(&mut Self) -> Val,
    ) -> Val {
        let span = call.method.span();
        let absent = self.is_absent(span, option);
        self.when(span, absent, |this| {
            let value = value(this);
            this.put_in(span, place, value);
        });
        self.held_by(place)
    }

    /// `*option = Some(value);`
    fn put_in(&mut self, span: proc_macro2::Span, place: &Place, value: Val) {
        if value.reference.is_some() {
            self.diagnostics.push(catalogue::stored_reference(span));
        }
        let some = self.wrap(span, Variant::Some, Some(value));
        self.store(span, place.clone(), some);
    }

    /// A `&mut` of what an option holds.
    fn held_by(&mut self, option: &Place) -> Val {
        let held = option.then(Proj::Payload);
        let ty = self.place_ty(&held);
        Val { reference: Some(true), ..Val::new(Operand::Place(held), ty) }
    }
}
