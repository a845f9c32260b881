//! `collect()`, `unzip()`, `partition(..)` and `extend(..)`: items that go into `Vec`s.
//!
//! In: a chain. Out: a `Vec` that a loop fills. Where positions tell how many items there are, and these
//! are numbers, the loop stores into elements that are there: its iterations stay independent of one
//! another. Else it pushes.

use proc_macro2::Span;
use quote::quote;
use syn::ExprMethodCall;

use super::super::closure::Passed;
use super::super::iterate::Sequence;
use super::super::learn::Unknown;
use super::super::{Lowerer, Val};
use super::Chain;
use crate::diagnostics::catalogue;
use crate::ir::{InPlaceOp, Literal, Op, Operand, Place, Proj, StmtKind, Ty, VarId};

impl Lowerer<'_> {
    pub(super) fn collected(
        &mut self,
        call: &ExprMethodCall,
        chain: &Chain,
        expected: Option<&Ty>,
    ) -> Val {
        let span = call.method.span();
        let named = match expected {
            None => Ty::OPAQUE,
            Some(Ty::Vec(element)) => (**element).clone(),
            Some(_) => {
                self.diagnostics.push(catalogue::collected_type(&call.method));
                return Val::refused();
            }
        };
        let var = self.gathered(span, chain, named, &mut |item| item);
        let ty = self.function.var(var).ty.clone();
        Val::new(Operand::var(var), ty)
    }

    /// The items in a `Vec`, as `kept` leaves them.
    pub(in super::super) fn gathered(
        &mut self,
        span: Span,
        chain: &Chain,
        named: Ty,
        kept: &mut dyn FnMut(Passed) -> Passed,
    ) -> VarId {
        let learns = named.has_opaque() || matches!(named, Ty::Inert);
        let (element, unknown) = if learns {
            let (known, unknown) = self.next_unknown(span);
            (known, Some(unknown))
        } else {
            (named, None)
        };
        let zero = match &element {
            Ty::Float(kind) => Some(Literal::Number(0.0, kind.clone())),
            Ty::Int => Some(Literal::Written(quote!(0), Ty::Int)),
            Ty::Bool => Some(Literal::Written(quote!(false), Ty::Bool)),
            Ty::Inert
            | Ty::Data
            | Ty::Unit
            | Ty::Tuple(_)
            | Ty::Array(..)
            | Ty::Slice(_)
            | Ty::Vec(_)
            | Ty::Nd(..)
            | Ty::Ref(_)
            | Ty::Option(_)
            | Ty::Result(_)
            | Ty::Opaque(_) => None,
        };
        match (chain.as_sequence(), zero) {
            (Some(sequence), Some(zero)) => {
                self.stored_items(span, sequence, (&element, zero), kept)
            }
            _ => self.pushed_items(span, chain, (element, unknown), kept),
        }
    }

    /// `let mut v = vec![0.0; n]; for i in 0..n { v[i] = item; }`
    fn stored_items(
        &mut self,
        span: Span,
        sequence: &Sequence,
        (element, zero): (&Ty, Literal),
        kept: &mut dyn FnMut(Passed) -> Passed,
    ) -> VarId {
        let sequence = self.at_zero(span, sequence.clone());
        let len = sequence.range().hi;
        let ty = Ty::Vec(Box::new(element.clone()));
        let var = self.named_storage("items", ty);
        let (len_tokens, value) = (proc_macro2::TokenStream::new(), Operand::Literal(zero));
        let op = Op::Repeat { value, len, len_tokens, is_vec: true };
        self.push(span, StmtKind::Let { var, op });
        self.run_numbered(span, &sequence, &mut |this, number, item| {
            let value = this.passed_value(span, kept(item));
            let place = Place::var(var).then(Proj::Index(number));
            this.unify(element, &value.ty);
            this.store(span, place, value);
        });
        var
    }

    /// `let mut v = Vec::new(); for .. { v.push(item); }`
    fn pushed_items(
        &mut self,
        span: Span,
        chain: &Chain,
        (element, unknown): (Ty, Option<Unknown>),
        kept: &mut dyn FnMut(Passed) -> Passed,
    ) -> VarId {
        let var = self.empty_items(span, "items", element);
        if let Some(unknown) = unknown {
            self.is_unknown(var, unknown);
        }
        if let Some(sequence) = chain.as_sequence() {
            let count = self.count_items(span, sequence);
            self.change(span, InPlaceOp::Reserve, vec![Place::var(var)], vec![count], None);
        }
        self.run(span, chain, &mut |this, item, _| {
            this.push_item(span, var, kept(item));
        });
        var
    }

    fn empty_items(&mut self, span: Span, name: &str, element: Ty) -> VarId {
        let ty = Ty::Vec(Box::new(element));
        let var = self.named_storage(name, ty);
        self.push(span, StmtKind::Let { var, op: Op::VecLit(Vec::new()) });
        var
    }

    fn push_item(&mut self, span: Span, var: VarId, item: Passed) {
        let value = self.passed_value(span, item);
        let place = Place::var(var);
        let value = self.element_value(span, &place, value);
        self.change(span, InPlaceOp::Push, vec![place], vec![value], None);
    }

    /// The items of pairs, in two `Vec`s.
    pub(super) fn unzipped(&mut self, span: Span, chain: &Chain) -> Val {
        let vars = ["left", "right"].map(|name| {
            let (element, unknown) = self.next_unknown(span);
            let var = self.empty_items(span, name, element);
            self.is_unknown(var, unknown);
            var
        });
        self.run(span, chain, &mut |this, item, _| {
            let parts = match item {
                Passed::Tuple(parts) => parts,
                other => {
                    let value = this.passed_value(span, other);
                    let place = this.place_of(span, &value, None);
                    let field = |i: usize| Proj::Field(syn::Member::Unnamed(syn::Index::from(i)));
                    (0..2).map(|i| Passed::Value(this.read(span, place.then(field(i))))).collect()
                }
            };
            for (var, part) in vars.into_iter().zip(parts) {
                this.push_item(span, var, part);
            }
        });
        let ty = Ty::Tuple(vars.map(|var| self.function.var(var).ty.clone()).into());
        self.define(span, Op::Tuple(vars.map(Operand::var).into()), ty)
    }

    /// `partition(test)`: the items of which it holds, and the others.
    pub(super) fn partitioned(&mut self, span: Span, chain: &Chain, test: &syn::Expr) -> Val {
        let Some(test) = self.function_of(test) else { return Val::refused() };
        // both hold the same
        let (element, unknown) = self.next_unknown(span);
        let vars = ["left", "right"].map(|name| self.empty_items(span, name, element.clone()));
        self.is_unknown(vars[0], unknown);
        self.forget(&test.writes());
        self.run(span, chain, &mut |this, item, _| {
            let holds = this.holds(span, &test, vec![item.clone().behind()]);
            let arms = vars.map(|var| {
                let known = this.current.clone();
                let (arm, _) = this.closed(|this| {
                    this.push_item(span, var, item.clone());
                    Val::unit()
                });
                this.current = known;
                arm
            });
            this.push_branch(span, holds, true, arms.into());
        });
        let ty = Ty::Tuple(vars.map(|var| self.function.var(var).ty.clone()).into());
        self.define(span, Op::Tuple(vars.map(Operand::var).into()), ty)
    }

    /// `v.extend(items)`: pushes what the items are.
    pub fn extend_by(&mut self, span: Span, place: &Place, chain: &Chain) {
        self.run(span, chain, &mut |this, item, _| {
            let value = this.passed_value(span, item);
            let value = Val { reference: None, ..value };
            let value = this.element_value(span, place, value);
            this.change(span, InPlaceOp::Push, vec![place.clone()], vec![value], None);
        });
    }
}
