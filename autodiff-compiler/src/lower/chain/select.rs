//! Consumers that give one of the items, or something made of it, as an `Option`: `reduce`, `max_by`,
//! `find`, `position`, `last`, `nth`.
//!
//! In: a chain and the method. Out: an `Option`. Ties are the standard library's: `min_by` gives the
//! first of equal items, `max_by` the last (`core::iter::Iterator`).

use proc_macro2::{Ident, Span};
use quote::quote;
use syn::ExprMethodCall;

use super::super::closure::{Callable, Passed};
use super::super::in_place::literal;
use super::super::iterate::Sequence;
use super::super::{Lowerer, Val};
use super::{Chain, Named};
use crate::diagnostics::catalogue;
use crate::ir::{Op, Operand, Place, Proj, PureOp, StmtKind, Ty, VarId, Variant};

/// How one of two items is chosen.
enum Choice {
    /// A function makes one of both.
    Made(Callable),
    /// A function compares both.
    Compared { by: Callable, max: bool },
    /// Integers.
    Natural { max: bool },
}

impl Lowerer<'_> {
    pub(super) fn selected(&mut self, call: &ExprMethodCall, chain: &Chain) -> Val {
        let span = call.method.span();
        let name = call.method.to_string();
        let max = name.starts_with("max");
        match (name.as_str(), call.args.first()) {
            ("min" | "max", None) => self.chosen_item(span, chain, &Choice::Natural { max }),
            ("nth", Some(number)) => {
                let number = self.scalar_operand(number);
                self.item_number(span, chain, number)
            }
            ("next", None) => self.item_number(span, chain, literal(quote!(0))),
            ("last", None) => self.last_item(span, chain),
            (_, Some(function)) => {
                let Some(function) = self.function_of(function) else { return Val::refused() };
                self.forget(&function.writes());
                match name.as_str() {
                    "reduce" => self.chosen_item(span, chain, &Choice::Made(function)),
                    "min_by" | "max_by" => {
                        self.chosen_item(span, chain, &Choice::Compared { by: function, max })
                    }
                    "min_by_key" | "max_by_key" => self.by_key(span, chain, &function, max),
                    "find" => self.found(span, chain, &function),
                    "find_map" => self.found_value(span, chain, &function),
                    "position" | "rposition" => self.found_position(&call.method, chain, &function),
                    _ => self.unknown_method(call),
                }
            }
            (_, None) => self.unknown_method(call),
        }
    }

    /// An `Option` that is filled on the way.
    fn option_storage(&mut self, span: Span, name: &str) -> VarId {
        let (known, unknown) = self.next_unknown(span);
        let ty = match known {
            known @ Ty::Option(_) => known,
            _ => Ty::Option(Box::new(Ty::OPAQUE)),
        };
        let var = self.named_storage(name, ty);
        self.push(span, StmtKind::Let { var, op: Op::Variant(Variant::None, Vec::new()) });
        self.is_unknown(var, unknown);
        var
    }

    fn fill(&mut self, span: Span, var: VarId, value: Val) {
        let some = self.wrap(span, Variant::Some, Some(value));
        self.store(span, Place::var(var), some);
    }

    /// An item that stays when the next one comes.
    fn kept_item(&mut self, span: Span, item: Passed) -> Val {
        let value = self.passed_value(span, item);
        if value.reference.is_some() && !value.ty.strip_refs().is_copy() {
            self.diagnostics.push(catalogue::kept_item(span));
        }
        Val { reference: None, ..value }
    }

    fn filled(&mut self, var: VarId) -> Val {
        let ty = self.function.var(var).ty.clone();
        Val::new(Operand::var(var), ty)
    }

    pub fn is_absent(&mut self, span: Span, option: &Val) -> Operand {
        let method = PureOp::Method(Ident::new("is_none", Span::mixed_site()));
        self.define(span, Op::Pure(method, vec![option.operand.clone()]), Ty::Bool).operand
    }

    /// One item of all, two at a time.
    fn chosen_item(&mut self, span: Span, chain: &Chain, choice: &Choice) -> Val {
        if let Some(sequence) = chain.as_sequence().filter(|sequence| sequence.is_plain()) {
            return self.chosen_of(span, sequence, choice);
        }
        let var = self.option_storage(span, "best");
        self.run(span, chain, &mut |this, item, _| {
            let item = this.kept_item(span, item);
            let best = this.filled(var);
            let absent = this.is_absent(span, &best);
            let known = this.current.clone();
            let other = item.clone();
            // first, since it tells rustc what the option holds
            let (none, _) = this.closed(|this| {
                this.fill(span, var, other);
                Val::unit()
            });
            this.current = known.clone();
            let (some, _) = this.closed(|this| {
                let best = this.read(span, Place::var(var).then(Proj::Payload));
                this.choose_item(span, choice, Passed::Value(best), item, &mut |this, value| {
                    this.fill(span, var, value);
                });
                Val::unit()
            });
            this.current = known;
            this.push_branch(span, absent, true, vec![none, some]);
        });
        self.filled(var)
    }

    /// One item of a sequence: the first one, and what the others make of it.
    fn chosen_of(&mut self, span: Span, sequence: &Sequence, choice: &Choice) -> Val {
        let sequence = self.at_zero(span, sequence.clone());
        let zero = || literal(quote!(0));
        let count = sequence.range().hi;
        let less = PureOp::Binary(syn::parse_quote!(<));
        let some = self.define(span, Op::Pure(less, vec![zero(), count]), Ty::Bool).operand;
        let known = self.current.clone();
        let (first, there) = self.nested(|this| {
            let item = this.item_at(span, &sequence, zero());
            let value = this.kept_item(span, item);
            let best = this.accumulator("best", value);
            let rest = this.skipped(span, sequence.clone(), literal(quote!(1)));
            this.run(span, &Chain::Sequence(rest), &mut |this, item, _| {
                let item = this.kept_item(span, item);
                let now = this.recalled(span, &best);
                this.choose_item(span, choice, now, item, &mut |this, value| {
                    this.remember(span, &best, value);
                });
            });
            let last = this.recalled(span, &best);
            let value = this.passed_value(span, last);
            this.wrap(span, Variant::Some, Some(value))
        });
        self.current = known.clone();
        let (second, absent) = self.nested(|this| this.wrap(span, Variant::None, None));
        self.current = known;
        let ty = there.ty.clone();
        self.join_arms(span, some, [first, second], [there, absent], ty)
    }

    /// `take` gets the item that follows, or what is made of both, if it is another than the best.
    fn choose_item(
        &mut self,
        span: Span,
        choice: &Choice,
        best: Passed,
        item: Val,
        take: &mut dyn FnMut(&mut Self, Val),
    ) {
        let test = match choice {
            Choice::Made(function) => {
                let made = self.apply_to(span, function, vec![best, Passed::Value(item)]);
                return take(self, made);
            }
            Choice::Compared { by, max } => {
                let pair = vec![best.behind(), Passed::Value(item.clone()).behind()];
                let order = self.apply_to(span, by, pair).operand;
                // the first of equal items is the least, the last of them the greatest
                self.is_order(span, if *max { "is_le" } else { "is_gt" }, order)
            }
            Choice::Natural { max } => {
                let best = self.passed_value(span, best);
                self.is_replaced(span, *max, best.operand, item.operand.clone())
            }
        };
        self.when(span, test, |this| take(this, item));
    }

    fn is_order(&mut self, span: Span, test: &str, order: Operand) -> Operand {
        let method = PureOp::Method(Ident::new(test, Span::mixed_site()));
        self.define(span, Op::Pure(method, vec![order]), Ty::Bool).operand
    }

    /// Whether the item that follows takes the place of the best one.
    fn is_replaced(&mut self, span: Span, max: bool, best: Operand, item: Operand) -> Operand {
        let op = if max { syn::parse_quote!(<=) } else { syn::parse_quote!(>) };
        self.define(span, Op::Pure(PureOp::Binary(op), vec![best, item]), Ty::Bool).operand
    }

    /// `min_by_key(key)`, `max_by_key(key)`
    fn by_key(&mut self, span: Span, chain: &Chain, key: &Callable, max: bool) -> Val {
        let var = self.option_storage(span, "best");
        let best_key = self.option_storage(span, "best_key");
        self.run(span, chain, &mut |this, item, _| {
            let item = this.kept_item(span, item);
            let key = this.apply_to(span, key, vec![Passed::Value(item.clone()).behind()]);
            if !matches!(key.ty, Ty::Int) {
                this.diagnostics.push(catalogue::compared_key(span));
            }
            let now = this.filled(best_key);
            let absent = this.is_absent(span, &now);
            let known = this.current.clone();
            let (first_item, first_key) = (item.clone(), key.clone());
            let (none, _) = this.closed(|this| {
                this.fill(span, var, first_item);
                this.fill(span, best_key, first_key);
                Val::unit()
            });
            this.current = known.clone();
            let (some, _) = this.closed(|this| {
                let best = this.read(span, Place::var(best_key).then(Proj::Payload));
                let test = this.is_replaced(span, max, best.operand, key.operand.clone());
                this.when(span, test, |this| {
                    this.fill(span, var, item);
                    this.fill(span, best_key, key);
                });
                Val::unit()
            });
            this.current = known;
            this.push_branch(span, absent, true, vec![none, some]);
        });
        self.filled(var)
    }

    fn found(&mut self, span: Span, chain: &Chain, test: &Callable) -> Val {
        let var = self.option_storage(span, "found");
        self.run(span, chain, &mut |this, item, here| {
            let found = this.holds(span, test, vec![item.clone().behind()]);
            this.when(span, found, |this| {
                let item = this.kept_item(span, item);
                this.fill(span, var, item);
                this.leave(here.end);
            });
        });
        self.filled(var)
    }

    fn found_value(&mut self, span: Span, chain: &Chain, function: &Callable) -> Val {
        let var = self.option_storage(span, "found");
        self.run(span, chain, &mut |this, item, here| {
            let option = this.apply_to(span, function, vec![item]);
            this.when_present(span, &option, |this, value| {
                this.fill(span, var, value);
                this.leave(here.end);
            });
        });
        self.filled(var)
    }

    /// `position(test)`, `rposition(test)`
    fn found_position(&mut self, method: &Ident, chain: &Chain, test: &Callable) -> Val {
        let (span, last) = (method.span(), method == "rposition");
        let var = self.option_storage(span, "found");
        let chain = match chain {
            Chain::Sequence(sequence) if last => {
                Chain::Sequence(self.enumerated(span, sequence.clone()).reversed())
            }
            _ if last => {
                self.diagnostics.push(catalogue::reversed_chain(method));
                return Val::refused();
            }
            Chain::Sequence(sequence) => Chain::Sequence(self.enumerated(span, sequence.clone())),
            other => other.clone().then(super::Stage::Enumerate),
        };
        self.run(span, &chain, &mut |this, item, here| {
            let Passed::Tuple(mut parts) = item else { return };
            let (Some(item), Some(Passed::Value(number))) = (parts.pop(), parts.pop()) else {
                return;
            };
            let found = this.holds(span, test, vec![item]);
            this.when(span, found, |this| {
                this.fill(span, var, number);
                this.leave(here.end);
            });
        });
        self.filled(var)
    }

    fn last_item(&mut self, span: Span, chain: &Chain) -> Val {
        if let Some(sequence) = chain.as_sequence().filter(|sequence| sequence.is_plain()) {
            let last = Chain::Sequence(sequence.clone().reversed());
            return self.item_number(span, &last, literal(quote!(0)));
        }
        let var = self.option_storage(span, "last");
        self.run(span, chain, &mut |this, item, _| {
            let item = this.kept_item(span, item);
            this.fill(span, var, item);
        });
        self.filled(var)
    }

    /// `it.next()` of a chain with a name, whose items have positions; `it.peek()` where none is taken.
    pub(super) fn next_of(&mut self, span: Span, named: &Named, taken: bool) -> Option<Val> {
        let (Chain::Sequence(sequence), Some(at)) = (&named.chain, named.at) else { return None };
        let number = self.recall(span, at).operand;
        let less = PureOp::Binary(syn::parse_quote!(<));
        let tested = vec![number.clone(), sequence.range().hi];
        let there = self.define(span, Op::Pure(less, tested), Ty::Bool).operand;
        let (some, item) = self.nested(|this| {
            let item = this.item_at(span, sequence, number.clone());
            let item = this.kept_item(span, item);
            if taken {
                let next = this.int_op(span, syn::parse_quote!(+), number, literal(quote!(1)));
                this.store(span, Place::var(at), Val::new(next, Ty::Int));
            }
            this.wrap(span, Variant::Some, Some(item))
        });
        self.current.remove(&at);
        let (none, absent) = self.nested(|this| this.wrap(span, Variant::None, None));
        let ty = item.ty.clone();
        Some(self.join_arms(span, there, [some, none], [item, absent], ty))
    }

    /// `nth(number)` of a chain that nothing is taken from afterwards.
    fn item_number(&mut self, span: Span, chain: &Chain, number: Operand) -> Val {
        if let Some(sequence) = chain.as_sequence().filter(|sequence| sequence.is_plain()) {
            let sequence = self.at_zero(span, sequence.clone());
            let count = sequence.range().hi;
            let less = PureOp::Binary(syn::parse_quote!(<));
            let tested = vec![number.clone(), count];
            let there = self.define(span, Op::Pure(less, tested), Ty::Bool).operand;
            let (some, item) = self.nested(|this| {
                let item = this.item_at(span, &sequence, number);
                let item = this.kept_item(span, item);
                this.wrap(span, Variant::Some, Some(item))
            });
            let (none, absent) = self.nested(|this| this.wrap(span, Variant::None, None));
            let ty = item.ty.clone();
            return self.join_arms(span, there, [some, none], [item, absent], ty);
        }
        let var = self.option_storage(span, "found");
        let chain = self.thinned(span, "skip", chain.clone(), number);
        self.run(span, &chain, &mut |this, item, here| {
            let item = this.kept_item(span, item);
            this.fill(span, var, item);
            this.leave(here.end);
        });
        self.filled(var)
    }
}
