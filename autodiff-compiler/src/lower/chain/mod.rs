//! Iterator chains: `x.iter().zip(y).filter(|(a, _)| **a > 0.0).map(|(a, b)| a * b).sum::<f64>()`.
//!
//! In: a chain, as [`crate::rules::chains`] finds it. Out: the loop a person would write. The source
//! gives the loop, each adapter wraps what happens with an item ([`run`]), and the consumer is the
//! innermost statement ([`consume`]); adapters that can be told from positions change the sequence
//! that the loop walks over ([`super::iterate`]). Invariant: items, closures and exits come in the order
//! in which the standard library's adapters produce them, and nothing runs that they would not run.
//! The one exception is the library's own: closures of `map` whose items are skipped by their position
//! run only if they change something.

mod array;
mod collect;
mod consume;
mod fallible;
mod item;
mod kinds;
mod run;
mod select;

use proc_macro2::Span;
use syn::spanned::Spanned;
use syn::{Expr, ExprMethodCall};

use super::closure::{Callable, Passed};
use super::iterate::Sequence;
use super::scope::Binding;
use super::{Lowerer, Val};
use crate::diagnostics::catalogue;
use crate::ir::{Operand, Ty};
use crate::rules::chains::{Link, consumes, function, is_chain, link};
pub use kinds::{Chain, Named, Stage};

impl Lowerer<'_> {
    /// Whether an expression is a chain, with what the names here stand for.
    pub fn is_chain(&self, expr: &Expr) -> bool {
        is_chain(expr, &|name| matches!(self.scopes.find(name), Some(Binding::Chain(_))))
    }

    /// Whether a method call consumes a chain.
    pub fn consumes_chain(&self, call: &ExprMethodCall) -> bool {
        consumes(call, &|name| matches!(self.scopes.find(name), Some(Binding::Chain(_))))
    }

    /// What a `for` walks over: a chain, or the elements of an expression.
    pub fn walked(&mut self, expr: &Expr) -> Option<Chain> {
        match expr {
            Expr::Paren(inner) => self.walked(&inner.expr),
            Expr::Group(inner) => self.walked(&inner.expr),
            chain if self.is_chain(chain) => self.chain(chain),
            Expr::Reference(inner) => {
                self.all_elements(&inner.expr, Some(inner.mutability.is_some()))
            }
            value => {
                if let Some(range) = self.range_in(value) {
                    return self.numbers(&range).map(Chain::Sequence);
                }
                let named = self.scopes.reference_named(value);
                let reference = named.or_else(|| self.reference_lent(value));
                self.all_elements(value, reference)
            }
        }
    }

    /// The chain that an expression is.
    fn chain(&mut self, expr: &Expr) -> Option<Chain> {
        match expr {
            Expr::Paren(inner) => self.chain(&inner.expr),
            Expr::Group(inner) => self.chain(&inner.expr),
            Expr::Range(range) => self.numbers(range).map(Chain::Sequence),
            Expr::Path(path) => {
                let named = self.scopes.chain(expr)?;
                Some(self.rest_of(path.span(), &named))
            }
            Expr::Call(call) => self.chain_of_function(call),
            Expr::MethodCall(call) => {
                let of_chain = self.is_chain(&call.receiver);
                match link(call, of_chain) {
                    Some(Link::Source) => self.chain_of_source(call),
                    Some(Link::Adapter) => {
                        if let ("by_ref", Some(named)) =
                            (call.method.to_string().as_str(), self.scopes.chain(&call.receiver))
                        {
                            return self.taken_from(&call.method, &named);
                        }
                        let chain = self.chain(&call.receiver)?;
                        self.adapted(call, chain)
                    }
                    Some(Link::Consumer) | None => {
                        self.diagnostics.push(catalogue::no_derivative_known(&call.method));
                        None
                    }
                }
            }
            _ => None,
        }
    }

    /// What is left of a chain that has a name.
    fn rest_of(&mut self, span: Span, named: &Named) -> Chain {
        match (&named.chain, named.at) {
            (Chain::Sequence(sequence), Some(at)) => {
                let taken = self.recall(span, at).operand;
                Chain::Sequence(self.skipped(span, sequence.clone(), taken))
            }
            (chain, _) => chain.clone(),
        }
    }

    /// What is left of a chain that has a name, each item of which is then taken from it.
    pub(super) fn taken_from(&mut self, method: &syn::Ident, named: &Named) -> Option<Chain> {
        let (Chain::Sequence(_), Some(at)) = (&named.chain, named.at) else {
            self.diagnostics.push(catalogue::named_chain(method));
            return None;
        };
        Some(self.rest_of(method.span(), named).then(Stage::Taken(at)))
    }

    /// `iter::zip(a, b)`, `iter::once(v)` and their like.
    fn chain_of_function(&mut self, call: &syn::ExprCall) -> Option<Chain> {
        let span = call.func.span();
        match (function(call)?, call.args.first()?, call.args.get(1)) {
            ("once", value, _) => {
                let value = self.kept_value(value);
                let one = super::in_place::literal(quote::quote!(1));
                Some(Chain::Sequence(self.repeated_value(value, Some(one))))
            }
            ("repeat", value, _) => {
                let value = self.kept_value(value);
                Some(Chain::Sequence(self.repeated_value(value, None)))
            }
            ("repeat_n", value, Some(count)) => {
                let value = self.kept_value(value);
                let count = self.scalar_operand(count);
                Some(Chain::Sequence(self.repeated_value(value, Some(count))))
            }
            ("successors", first, Some(next)) => {
                let first = self.kept_value(first);
                let next = self.function_of(next)?;
                Some(Chain::Successors(first, next))
            }
            ("from_fn", function, _) => {
                let made = Stage::MapWhile(self.function_of(function)?);
                Some(Chain::Sequence(self.repeated_value(Val::unit(), None)).then(made))
            }
            ("repeat_with", function, _) => {
                let made = Stage::Map(self.function_of(function)?);
                Some(Chain::Sequence(self.repeated_value(Val::unit(), None)).then(made))
            }
            ("zip", left, Some(right)) => {
                let left = self.walked(left)?;
                let right = self.walked(right)?;
                self.zip(span, left, right)
            }
            _ => None,
        }
    }

    /// A value that stays what it is while the chain runs.
    fn kept_value(&mut self, expr: &Expr) -> Val {
        let value = self.expr(expr);
        match &value.operand {
            Operand::Place(place)
                if self.function.var(place.base).storage && value.reference.is_none() =>
            {
                self.define(expr.span(), crate::ir::Op::Use(value.operand), value.ty)
            }
            _ => value,
        }
    }

    /// A closure, its name, or a function's path.
    fn function_of(&mut self, expr: &Expr) -> Option<Callable> {
        let function = self.callable(expr);
        if function.is_none() {
            self.diagnostics.push(catalogue::called_value(expr));
        }
        function
    }

    /// `x.iter()`, also of a matrix: its entries, row by row.
    fn chain_of_source(&mut self, call: &ExprMethodCall) -> Option<Chain> {
        match call.method.to_string().as_str() {
            "iter" => self.all_elements(&call.receiver, Some(false)),
            "iter_mut" => self.all_elements(&call.receiver, Some(true)),
            "drain" => {
                let taken = self.drained(call)?;
                self.elements_of(call.method.span(), &taken)
            }
            _ => self.source(call).map(Chain::Sequence),
        }
    }

    /// The elements of what an expression denotes.
    fn all_elements(&mut self, expr: &Expr, reference: Option<bool>) -> Option<Chain> {
        let (place, ty) = self.walked_place(expr)?;
        if matches!(ty.strip_refs(), Ty::Nd(_, Some(2))) {
            let rows = Sequence::positions(self.extent(expr.span(), &place, "nrows"));
            return Some(Chain::Sequence(rows).then(Stage::Entries(place, reference)));
        }
        self.elements_in(expr, place, &ty, reference).map(Chain::Sequence)
    }

    /// A chain as a sequence, where that is another form of it.
    fn flat(&mut self, span: Span, chain: Chain) -> Chain {
        match chain {
            Chain::Staged(_, Stage::Entries(place, reference)) => {
                Chain::Sequence(self.entries(span, &place, None, reference))
            }
            other => other,
        }
    }

    /// A chain with one adapter more.
    fn adapted(&mut self, call: &ExprMethodCall, chain: Chain) -> Option<Chain> {
        let span = call.method.span();
        let argument = call.args.first();
        let name = call.method.to_string();
        Some(match (name.as_str(), argument) {
            ("by_ref" | "into_iter" | "fuse" | "peekable", _) => chain,
            ("clone", _) => {
                // two runs would change one state
                if !chain.writes().is_empty() {
                    self.diagnostics.push(catalogue::cloned_chain(&call.method));
                    return None;
                }
                chain
            }
            ("copied" | "cloned", _) => match chain {
                Chain::Sequence(sequence) => Chain::Sequence(sequence.by_value()),
                other => other.then(Stage::ByValue),
            },
            ("rev", _) => return self.reversed(call, chain),
            ("enumerate", _) => match chain {
                Chain::Sequence(sequence) => Chain::Sequence(self.enumerated(span, sequence)),
                other => other.then(Stage::Enumerate),
            },
            ("cycle", _) => match chain {
                Chain::Sequence(sequence) => Chain::Sequence(self.cycled(span, sequence)),
                Chain::Both(..) | Chain::Successors(..) | Chain::Staged(..) => {
                    self.diagnostics.push(catalogue::cycled_chain(&call.method));
                    return None;
                }
            },
            ("flatten", _) => chain.then(Stage::Flatten),
            ("map", Some(function)) => {
                let function = self.function_of(function)?;
                match chain {
                    // what changes something runs for each item in turn
                    Chain::Sequence(sequence) if function.writes().is_empty() => {
                        Chain::Sequence(sequence.mapped(function))
                    }
                    other => other.then(Stage::Map(function)),
                }
            }
            ("chain", Some(other)) => {
                let other = self.walked(other)?;
                Chain::Both(Box::new(chain), Box::new(other))
            }
            ("zip", Some(other)) => {
                let other = self.walked(other)?;
                return self.zip(span, chain, other);
            }
            ("take" | "skip" | "step_by", Some(count)) => {
                let count = self.scalar_operand(count);
                self.thinned(span, &name, chain, count)
            }
            ("scan", Some(state)) => {
                let state = self.expr(state);
                let function = self.function_of(call.args.get(1)?)?;
                chain.then(Stage::Scan(state, function))
            }
            (_, Some(function)) => {
                let function = self.function_of(function)?;
                chain.then(match name.as_str() {
                    "inspect" => Stage::Inspect(function),
                    "filter" => Stage::Filter(function),
                    "filter_map" => Stage::FilterMap(function),
                    "flat_map" => Stage::FlatMap(function),
                    "take_while" => Stage::TakeWhile(function),
                    "skip_while" => Stage::SkipWhile(function),
                    "map_while" => Stage::MapWhile(function),
                    _ => return None,
                })
            }
            (_, None) => return None,
        })
    }

    /// `take(n)`, `skip(n)`, `step_by(n)`
    fn thinned(&mut self, span: Span, name: &str, chain: Chain, count: Operand) -> Chain {
        match (name, chain) {
            ("take", Chain::Sequence(sequence)) => {
                Chain::Sequence(self.first_few(span, sequence, count))
            }
            ("skip", Chain::Sequence(sequence)) => {
                Chain::Sequence(self.skipped(span, sequence, count))
            }
            (_, Chain::Sequence(sequence)) => Chain::Sequence(self.stepped(span, sequence, count)),
            ("take", chain) => chain.then(Stage::Take(count)),
            ("skip", chain) => chain.then(Stage::Skip(count)),
            (_, chain) => chain.then(Stage::StepBy(count)),
        }
    }

    /// The same items from the last to the first.
    fn reversed(&mut self, call: &ExprMethodCall, chain: Chain) -> Option<Chain> {
        Some(match chain {
            Chain::Sequence(sequence) => Chain::Sequence(sequence.reversed()),
            Chain::Both(first, second) => {
                let (first, second) = (self.reversed(call, *second)?, self.reversed(call, *first)?);
                Chain::Both(Box::new(first), Box::new(second))
            }
            Chain::Staged(
                inner,
                stage @ (Stage::ByValue
                | Stage::Map(_)
                | Stage::Inspect(_)
                | Stage::Filter(_)
                | Stage::FilterMap(_)),
            ) => self.reversed(call, *inner)?.then(stage),
            Chain::Staged(
                _,
                Stage::FlatMap(_)
                | Stage::Flatten
                | Stage::Entries(..)
                | Stage::TakeWhile(_)
                | Stage::SkipWhile(_)
                | Stage::MapWhile(_)
                | Stage::Scan(..)
                | Stage::Enumerate
                | Stage::Take(_)
                | Stage::Skip(_)
                | Stage::StepBy(_)
                | Stage::Taken(_)
                | Stage::Zip { .. },
            )
            | Chain::Successors(..) => {
                self.diagnostics.push(catalogue::reversed_chain(&call.method));
                return None;
            }
        })
    }

    /// Pairs of the items of two chains, of which one is a sequence.
    fn zip(&mut self, span: Span, left: Chain, right: Chain) -> Option<Chain> {
        if left.takes() || right.takes() {
            // how many items a pair without a partner takes is not specified
            self.diagnostics.push(catalogue::named_chain(&syn::Ident::new("zip", span)));
            return None;
        }
        let right = self.flat(span, right);
        match (left, right) {
            (Chain::Sequence(left), Chain::Sequence(right)) => {
                Some(Chain::Sequence(self.side_by_side(span, left, right)))
            }
            (chain, Chain::Sequence(sequence)) => {
                let sequence = Box::new(self.at_zero(span, sequence));
                Some(chain.then(Stage::Zip { sequence, left: false }))
            }
            (Chain::Sequence(sequence), chain) => {
                let sequence = Box::new(self.at_zero(span, sequence));
                Some(chain.then(Stage::Zip { sequence, left: true }))
            }
            _ => {
                self.diagnostics.push(catalogue::zipped_chains(span));
                None
            }
        }
    }

    /// The elements of a value.
    pub(super) fn elements_of(&mut self, span: Span, value: &Val) -> Option<Chain> {
        if !matches!(value.ty.strip_refs(), Ty::Array(..) | Ty::Slice(_) | Ty::Vec(_)) {
            self.diagnostics.push(catalogue::flattened(span));
            return None;
        }
        let place = self.place_of(span, value, None);
        Some(Chain::Sequence(self.elements_at(span, place, value.reference)))
    }

    /// The items of the chain that a function makes of an item.
    fn chain_by(&mut self, span: Span, function: &Callable, item: Passed) -> Option<Chain> {
        match function {
            Callable::Closure(closure) => {
                let chain = self.inline_by(span, closure, vec![item], |this, syntax| {
                    if super::flow::returns_from(&syntax.body) {
                        this.diagnostics.push(catalogue::not_lowered(&syntax.body));
                        return None;
                    }
                    this.chain_of_body(&syntax.body)
                });
                chain.flatten()
            }
            Callable::Function(_) | Callable::Parameter(_) => {
                let value = self.apply_to(span, function, vec![item]);
                self.elements_of(span, &value)
            }
        }
    }

    /// The chain that a body ends in; what stands before runs now.
    fn chain_of_body(&mut self, body: &Expr) -> Option<Chain> {
        match body {
            Expr::Paren(inner) => self.chain_of_body(&inner.expr),
            Expr::Group(inner) => self.chain_of_body(&inner.expr),
            Expr::Block(node) if node.label.is_none() => {
                let (syn::Stmt::Expr(last, None), before) = node.block.stmts.split_last()? else {
                    self.diagnostics.push(catalogue::not_lowered(body));
                    return None;
                };
                let brace_token = node.block.brace_token;
                self.open_scope();
                self.block_value(&syn::Block { brace_token, stmts: before.to_vec() });
                let chain = self.chain_of_body(last);
                self.close_scope();
                chain
            }
            chain if self.is_chain(chain) => self.chain(chain),
            value => {
                let span = value.span();
                let value = self.expr(value);
                self.elements_of(span, &value)
            }
        }
    }

    /// `let it = x.iter()..;`: whether it was one.
    pub fn bind_chain(&mut self, pat: &syn::Pat, expr: &Expr) -> bool {
        let syn::Pat::Ident(name) = pat else { return false };
        let value = match super::closure::strip_groups(expr) {
            // items are taken from it
            Expr::Range(_) => name.mutability.is_none(),
            Expr::Call(_) => true,
            _ => false,
        };
        if value || !self.is_chain(expr) {
            return false;
        }
        let Some(chain) = self.chain(expr) else { return true };
        let named = self.named(expr.span(), name.mutability.is_some(), chain);
        self.scopes.bind_chain(&name.ident, named);
        true
    }

    /// A chain under a name, `mut` or not.
    pub(super) fn named(&mut self, span: Span, mutable: bool, chain: Chain) -> Named {
        match chain {
            // items are taken from it one by one
            Chain::Sequence(sequence) if mutable && sequence.writes().is_empty() => {
                let zero = Val::new(super::in_place::literal(quote::quote!(0_usize)), Ty::Int);
                let sequence = self.at_zero(span, sequence);
                let at = self.remembered("at", zero);
                Named { chain: Chain::Sequence(sequence), at: Some(at) }
            }
            chain => Named { chain, at: None },
        }
    }
}
