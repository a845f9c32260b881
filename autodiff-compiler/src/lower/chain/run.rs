//! The loops of a chain: what happens with each item, and how the chain is left.
//!
//! In: a [`Chain`] and a sink, what happens with an item. Out: loops in which each stage stands around
//! what follows. Invariant: an item is made once, and each stage that counts or remembers has a
//! variable of its own ahead of the loop.

use proc_macro2::{Ident, Span};
use quote::quote;
use syn::BinOp;

use super::super::closure::{Callable, Passed};
use super::super::flow::{Exit, Here};
use super::super::in_place::literal;
use super::super::iterate::Sequence;
use super::super::{Lowerer, Val};
use super::{Chain, Stage};
use crate::diagnostics::catalogue;
use crate::ir::{BlockId, Early, Literal, Op, Operand, Place, Proj, StmtKind, Ty, VarId, Variant};

/// Each chain behind another doubles what is inside.
const MOST_COPIES: usize = 16;

/// What happens with an item.
pub type Sink<'s> = &'s mut dyn FnMut(&mut Lowerer, Passed, Here);

/// What is said of a loop in the source: the body of the loop, once it is there.
pub type Marked<'m> = &'m mut dyn FnMut(&mut Lowerer, BlockId);

impl Lowerer<'_> {
    /// Runs a chain: the loops, with `sink` for each item.
    pub fn run(&mut self, span: Span, chain: &Chain, sink: Sink) {
        self.run_marked(span, chain, &mut |_, _| {}, sink);
    }

    /// As [`Self::run`], with what is said of the loops that make the chain's items.
    pub fn run_marked(&mut self, span: Span, chain: &Chain, mark: Marked, sink: Sink) {
        self.forget(&chain.writes());
        self.run_known(span, chain, mark, sink);
    }

    /// As [`Self::run`], where no item ends the chain: few items stand one behind the other. A small array is
    /// so a number of variables, of which a loop around it records nothing.
    pub fn run_through(
        &mut self,
        span: Span,
        chain: &Chain,
        sink: &mut dyn FnMut(&mut Lowerer, Passed),
    ) {
        let copies = self.copies;
        if let Chain::Sequence(sequence) = chain
            && let Some(count) = sequence.few()
            && copies * count <= MOST_COPIES
        {
            self.forget(&sequence.writes());
            self.copies *= count;
            self.each_written_out(span, sequence, count, sink);
            self.copies = copies;
            return;
        }
        self.run(span, chain, &mut |this, item, _| sink(this, item));
    }

    fn run_known(&mut self, span: Span, chain: &Chain, mark: Marked, sink: Sink) {
        match chain {
            Chain::Sequence(sequence) => self.run_sequence(span, sequence, mark, sink),
            Chain::Both(first, second) => {
                // what happens with an item is written out for each of both
                let copies = self.copies;
                self.copies *= 2;
                if self.copies > MOST_COPIES {
                    self.copies = copies;
                    return self.diagnostics.push(catalogue::many_chains(span));
                }
                self.within_block(span, |this, number| {
                    let end = Exit::Break(number);
                    let mut inner = |this: &mut Lowerer, item: Passed, here: Here| {
                        sink(this, item, Here { end, ..here });
                    };
                    this.run_known(span, first, mark, &mut inner);
                    if !this.has_left() {
                        this.run_known(span, second, mark, &mut inner);
                    }
                });
                self.copies = copies;
            }
            Chain::Successors(first, next) => self.run_successors(span, first, next, mark, sink),
            Chain::Staged(inner, stage) => self.run_stage(span, inner, stage, mark, sink),
        }
    }

    fn run_sequence(&mut self, span: Span, sequence: &Sequence, mark: Marked, sink: Sink) {
        self.run_positions(span, sequence, mark, &mut |this, _, item, here| sink(this, item, here));
    }

    /// Runs a sequence, with the position of each item.
    pub fn run_numbered(
        &mut self,
        span: Span,
        sequence: &Sequence,
        sink: &mut dyn FnMut(&mut Lowerer, Operand, Passed),
    ) {
        self.forget(&sequence.writes());
        self.run_positions(span, sequence, &mut |_, _| {}, &mut |this, number, item, _| {
            sink(this, number, item);
        });
    }

    fn run_positions(
        &mut self,
        span: Span,
        sequence: &Sequence,
        mark: Marked,
        sink: &mut dyn FnMut(&mut Lowerer, Operand, Passed, Here),
    ) {
        let range = sequence.range();
        let known = self.current.clone();
        let var = if sequence.are_numbers() { self.temp(Ty::Int) } else { self.position() };
        if sequence.are_numbers() && self.is_untyped(&range.lo) && self.is_untyped(&range.hi) {
            self.untyped.insert(var);
        }
        let repeated = self.repeated(span, None, |this| {
            let here = this.innermost_loop();
            let item = this.item_at(span, sequence, Operand::var(var));
            sink(this, Operand::var(var), item, here);
        });
        self.current = known;
        mark(self, repeated.body.id);
        self.push_loop(span, repeated, false, |this, body, stop| {
            let early = stop.map(|stop| Early { stop, trips: this.trips() });
            StmtKind::For { var, range, body, early }
        });
    }

    /// `successors(first, next)`
    fn run_successors(
        &mut self,
        span: Span,
        first: &Val,
        next: &Callable,
        mark: Marked,
        sink: Sink,
    ) {
        let following = self.remembered("following", first.clone());
        let known = self.current.clone();
        let repeated = self.repeated(span, None, |this| {
            let here = this.innermost_loop();
            let option = this.recall(span, following);
            let item = this.payload_or_leave(span, &option, here.end);
            let after = this.apply_to(span, next, vec![Passed::Value(item.clone()).behind()]);
            let place = Place::var(following);
            this.store(span, place, after);
            sink(this, Passed::Value(item), here);
        });
        self.current = known;
        mark(self, repeated.body.id);
        self.push_endless(span, repeated);
    }

    fn run_stage(&mut self, span: Span, inner: &Chain, stage: &Stage, mark: Marked, sink: Sink) {
        match stage {
            Stage::ByValue => self.run_known(span, inner, mark, &mut |this, item, here| {
                sink(this, item.by_value(), here);
            }),
            Stage::Map(function) => self.run_known(span, inner, mark, &mut |this, item, here| {
                let item = match function.arity() {
                    Some(0) => Passed::Value(this.apply_to(span, function, Vec::new())),
                    _ => this.item_by(span, function, item),
                };
                sink(this, item, here);
            }),
            Stage::Inspect(function) => {
                self.run_known(span, inner, mark, &mut |this, item, here| {
                    this.apply_to(span, function, vec![item.clone().behind()]);
                    sink(this, item, here);
                });
            }
            Stage::Filter(test) => self.run_known(span, inner, mark, &mut |this, item, here| {
                let kept = this.tested_item(span, test, &item);
                this.when(span, kept, |this| sink(this, item, here));
            }),
            Stage::FilterMap(function) => {
                self.run_known(span, inner, mark, &mut |this, item, here| {
                    let option = this.apply_to(span, function, vec![item]);
                    this.when_present(span, &option, |this, value| {
                        sink(this, Passed::Value(value), here);
                    });
                });
            }
            Stage::FlatMap(_) | Stage::Flatten | Stage::Entries(..) => {
                self.run_flat(span, inner, stage, mark, sink)
            }
            Stage::TakeWhile(test) => self.run_known(span, inner, mark, &mut |this, item, here| {
                let kept = this.tested_item(span, test, &item);
                this.unless_leave(span, kept, here.end);
                sink(this, item, here);
            }),
            Stage::SkipWhile(test) => self.run_skipping(span, inner, test, mark, sink),
            Stage::MapWhile(function) => {
                self.run_known(span, inner, mark, &mut |this, item, here| {
                    // the closure of `from_fn` takes nothing
                    let args = if function.arity() == Some(0) { Vec::new() } else { vec![item] };
                    let option = this.apply_to(span, function, args);
                    let value = this.payload_or_leave(span, &option, here.end);
                    sink(this, Passed::Value(value), here);
                });
            }
            Stage::Scan(state, function) => {
                self.run_scan(span, inner, state, function, mark, sink);
            }
            Stage::Enumerate => {
                let count = self.counter("count");
                self.run_known(span, inner, mark, &mut |this, item, here| {
                    let number = this.counted(span, count);
                    sink(this, Passed::Tuple(vec![number, item]), here);
                });
            }
            Stage::Take(count) => {
                self.run_few(span, inner, count, mark, &mut |this, _, item, here| {
                    sink(this, item, here);
                })
            }
            Stage::Skip(count) => {
                let seen = self.counter("seen");
                self.run_known(span, inner, mark, &mut |this, item, here| {
                    let before = this.recall(span, seen).operand;
                    let test =
                        this.compared(span, syn::parse_quote!(<), before.clone(), count.clone());
                    let known = this.current.clone();
                    let (skip, _) = this.closed(|this| {
                        this.count_on(span, seen, before);
                        Val::unit()
                    });
                    this.current = known.clone();
                    let (go, _) = this.closed(|this| {
                        sink(this, item, here);
                        Val::unit()
                    });
                    this.current = known;
                    this.push_branch(span, test, true, vec![skip, go]);
                });
            }
            Stage::StepBy(step) => {
                let count = self.counter("count");
                self.run_known(span, inner, mark, &mut |this, item, here| {
                    let number = this.recall(span, count).operand;
                    this.count_on(span, count, number.clone());
                    let phase = this.int_op(span, syn::parse_quote!(%), number, step.clone());
                    let zero = literal(quote!(0));
                    let kept = this.compared(span, syn::parse_quote!(==), phase, zero);
                    this.when(span, kept, |this| sink(this, item, here));
                });
            }
            Stage::Taken(at) => {
                self.current.remove(at);
                self.run_known(span, inner, mark, &mut |this, item, here| {
                    this.current.remove(at);
                    let before = this.recall(span, *at).operand;
                    this.count_on(span, *at, before);
                    sink(this, item, here);
                });
                self.current.remove(at);
            }
            Stage::Zip { sequence, left } => {
                self.run_zip(span, inner, (sequence, *left), mark, sink);
            }
        }
    }

    fn run_zip(
        &mut self,
        span: Span,
        inner: &Chain,
        (sequence, left): (&Sequence, bool),
        mark: Marked,
        sink: Sink,
    ) {
        let end = sequence.range().hi;
        if left {
            // an item of the chain is asked for only where there is one beside it
            return self.run_few(span, inner, &end, mark, &mut |this, number, item, here| {
                let beside = this.item_at(span, sequence, number);
                sink(this, Passed::Tuple(vec![beside, item]), here);
            });
        }
        let count = self.counter("count");
        self.run_known(span, inner, mark, &mut |this, item, here| {
            let number = this.recall(span, count).operand;
            let there = this.compared(span, syn::parse_quote!(<), number.clone(), end.clone());
            this.unless_leave(span, there, here.end);
            this.count_on(span, count, number.clone());
            let beside = this.item_at(span, sequence, number);
            sink(this, Passed::Tuple(vec![item, beside]), here);
        });
    }

    /// The first items of a chain, with their numbers; the chain ends behind the last of them.
    fn run_few(
        &mut self,
        span: Span,
        inner: &Chain,
        count: &Operand,
        mark: Marked,
        sink: &mut dyn FnMut(&mut Lowerer, Operand, Passed, Here),
    ) {
        let some = self.compared(span, syn::parse_quote!(>), count.clone(), literal(quote!(0)));
        let taken = self.counter("taken");
        self.when(span, some, |this| {
            this.run_known(span, inner, mark, &mut |this, item, here| {
                let number = this.recall(span, taken).operand;
                let next = this.count_on(span, taken, number.clone());
                // what goes on to the next item comes to the test too
                this.within_block(span, |this, block| {
                    sink(this, number, item, Here { again: Exit::Break(block), ..here });
                });
                if !this.has_left() {
                    let more = this.compared(span, syn::parse_quote!(<), next, count.clone());
                    this.unless_leave(span, more, here.end);
                }
            });
        });
    }

    fn run_skipping(
        &mut self,
        span: Span,
        inner: &Chain,
        test: &Callable,
        mark: Marked,
        sink: Sink,
    ) {
        let yes = Val::new(Operand::Const(quote!(true)), Ty::Bool);
        let skipping = self.remembered("skipping", yes);
        self.run_known(span, inner, mark, &mut |this, item, here| {
            let still = this.recall(span, skipping).operand;
            let tested = item.clone();
            this.when(span, still, |this| {
                let skipped = this.tested_item(span, test, &tested);
                this.store(span, Place::var(skipping), Val::new(skipped, Ty::Bool));
            });
            this.current.remove(&skipping);
            let skipped = this.recall(span, skipping).operand;
            let not = crate::ir::PureOp::Unary(syn::parse_quote!(!));
            let kept = this.define(span, Op::Pure(not, vec![skipped]), Ty::Bool).operand;
            this.when(span, kept, |this| sink(this, item, here));
        });
    }

    fn run_scan(
        &mut self,
        span: Span,
        inner: &Chain,
        state: &Val,
        function: &Callable,
        mark: Marked,
        sink: Sink,
    ) {
        let var = self.remembered("state", state.clone());
        self.run_known(span, inner, mark, &mut |this, item, here| {
            let ty = this.function.var(var).ty.clone();
            let reference = Some(true);
            let state = Val { operand: Operand::var(var), ty, reference };
            let option = this.apply_to(span, function, vec![Passed::Value(state), item]);
            let value = this.payload_or_leave(span, &option, here.end);
            sink(this, Passed::Value(value), here);
        });
    }

    /// `flat_map(function)` and `flatten()`
    fn run_flat(&mut self, span: Span, inner: &Chain, stage: &Stage, mark: Marked, sink: Sink) {
        self.run_known(span, inner, mark, &mut |this, item, here| {
            let chain = match stage {
                Stage::FlatMap(function) => this.chain_by(span, function, item),
                Stage::Entries(place, reference) => {
                    let row = this.passed_value(span, item).operand;
                    let entries = this.entries(span, place, Some(row), *reference);
                    Some(Chain::Sequence(entries))
                }
                _ => {
                    let value = this.passed_value(span, item);
                    this.elements_of(span, &value)
                }
            };
            let Some(chain) = chain else { return };
            this.run(span, &chain, &mut |this, item, inner| {
                sink(this, item, Here { end: here.end, ..inner });
            });
        });
    }

    // ----- what stages are made of -----

    /// The test of a filter, which sees a reference to the item.
    fn tested_item(&mut self, span: Span, test: &Callable, item: &Passed) -> Operand {
        self.holds(span, test, vec![item.clone().behind()])
    }

    /// `if test { then }`
    pub fn when(&mut self, span: Span, test: Operand, then: impl FnOnce(&mut Self)) {
        let known = self.current.clone();
        let (on, _) = self.closed(|this| {
            then(this);
            Val::unit()
        });
        self.current = known.clone();
        let (off, _) = self.closed(|_| Val::unit());
        self.current = known;
        self.push_branch(span, test, true, vec![on, off]);
    }

    /// `if !test { leave }`
    fn unless_leave(&mut self, span: Span, test: Operand, exit: Exit) {
        let known = self.current.clone();
        let (on, _) = self.closed(|_| Val::unit());
        self.current = known.clone();
        let (off, _) = self.closed(|this| {
            this.leave(exit);
            Val::unit()
        });
        self.current = known;
        self.push_branch(span, test, true, vec![on, off]);
    }

    /// `if let Some(value) = option { then }`
    pub fn when_present(&mut self, span: Span, option: &Val, then: impl FnOnce(&mut Self, Val)) {
        if let Some(value) = self.certain_payload(option) {
            return then(self, value);
        }
        let place = self.place_of(span, option, None);
        self.learn_holder(&place, Ty::Option(Box::new(Ty::OPAQUE)));
        let present = self.present(span, option).operand;
        let reference = option.reference;
        self.when(span, present, |this| {
            let value = this.read(span, place.then(Proj::Payload));
            then(this, Val { reference, ..value });
        });
    }

    /// The payload of an option; without one the exit is taken.
    fn payload_or_leave(&mut self, span: Span, option: &Val, exit: Exit) -> Val {
        if let Some(value) = self.certain_payload(option) {
            return value;
        }
        let place = self.place_of(span, option, None);
        self.learn_holder(&place, Ty::Option(Box::new(Ty::OPAQUE)));
        let present = self.present(span, option).operand;
        self.unless_leave(span, present, exit);
        Val { reference: option.reference, ..self.read(span, place.then(Proj::Payload)) }
    }

    /// What an option holds that was made just before: `Some(value)`.
    fn certain_payload(&self, option: &Val) -> Option<Val> {
        match self.last_definition(option.operand.as_var()?)? {
            Op::Variant(Variant::Some, parts) => {
                let operand = parts.first()?.clone();
                let ty = self.function.operand_ty(&operand);
                Some(Val::new(operand, ty))
            }
            _ => None,
        }
    }

    /// A variable that a stage keeps from one item to the next.
    pub fn remembered(&mut self, name: &str, value: Val) -> VarId {
        let ty = super::super::stmt::unknown_for_inert(value.ty);
        let var = self.slot(name, ty);
        self.function.vars[var.0 as usize].storage = true;
        if self.is_untyped(&value.operand) {
            self.untyped.insert(var);
        }
        let span = self.function.var(var).name.span();
        self.push(span, StmtKind::Let { var, op: Op::Use(value.operand) });
        var
    }

    fn counter(&mut self, name: &str) -> VarId {
        let zero = Literal::Written(quote!(0_usize), Ty::Int);
        self.remembered(name, Val::new(Operand::Literal(zero), Ty::Int))
    }

    /// The present value of such a variable.
    pub fn recall(&mut self, span: Span, var: VarId) -> Val {
        self.read(span, Place::var(var))
    }

    fn count_on(&mut self, span: Span, counter: VarId, now: Operand) -> Operand {
        let next = self.int_op(span, syn::parse_quote!(+), now, literal(quote!(1)));
        self.store(span, Place::var(counter), Val::new(next.clone(), Ty::Int));
        next
    }

    /// The number of this item.
    fn counted(&mut self, span: Span, counter: VarId) -> Passed {
        let number = self.recall(span, counter);
        self.count_on(span, counter, number.operand.clone());
        Passed::Value(number)
    }

    fn compared(&mut self, span: Span, op: BinOp, a: Operand, b: Operand) -> Operand {
        self.define(span, Op::Pure(crate::ir::PureOp::Binary(op), vec![a, b]), Ty::Bool).operand
    }

    /// A variable that generated code names.
    pub fn named_storage(&mut self, name: &str, ty: Ty) -> VarId {
        let name = Ident::new(name, Span::mixed_site());
        let var = self.storage(&name, ty, None);
        self.function.vars[var.0 as usize].named = false;
        var
    }
}
