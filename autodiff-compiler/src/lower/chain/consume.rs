//! Consumers whose value is there when the loop ends: sums, folds, tests, counts.
//!
//! In: a chain and the method that consumes it. Out: variables ahead of the loop, and what each item
//! does to them. Start values are the standard library's: the sum of floats starts at -0.0, which no
//! item changes the sign of (`core::iter::Sum`, `float_sum_product!`).

use proc_macro2::Span;
use quote::quote;
use syn::{Expr, ExprMethodCall, GenericArgument};

use super::super::closure::Passed;
use super::super::in_place::literal;
use super::super::{Lowerer, Val};
use super::Chain;
use crate::diagnostics::catalogue;
use crate::ir::{FloatKind, Literal, Op, Operand, Place, Proj, StmtKind, Ty, VarId};

/// Methods that leave the rest of an iterator for later.
const TAKE_SOME: [&str; 13] = [
    "all",
    "any",
    "find",
    "find_map",
    "next",
    "next_back",
    "nth",
    "nth_back",
    "peek",
    "position",
    "rfind",
    "rposition",
    "try_fold",
];

/// What a fold keeps: a variable, or one for each part of a tuple.
#[derive(Debug)]
pub enum Accumulator {
    One(VarId),
    Parts(Vec<Accumulator>),
}

impl Lowerer<'_> {
    /// The value of a method that consumes a chain; `expected` is what its surroundings say of it.
    pub fn consumed(&mut self, call: &ExprMethodCall, expected: Option<&Ty>) -> Val {
        let span = call.method.span();
        let by_reference = TAKE_SOME.iter().any(|name| call.method == name);
        if let (true, Some(named)) = (by_reference, self.scopes.chain(&call.receiver)) {
            let taken = call.method == "next";
            if (taken || call.method == "peek")
                && let Some(item) = self.next_of(span, &named, taken)
            {
                return item;
            }
            if taken
                || named.at.is_none()
                || matches!(
                    call.method.to_string().as_str(),
                    "next_back" | "nth_back" | "rfind" | "rposition" | "peek" | "try_fold"
                )
            {
                self.diagnostics.push(catalogue::named_chain(&call.method));
                return Val::refused();
            }
            let Some(chain) = self.taken_from(&call.method, &named) else { return Val::refused() };
            return self.consumed_chain(call, chain, expected);
        }
        if let Some(from_the_end) = from_the_end(call) {
            return self.consumed(&from_the_end, expected);
        }
        let shown = self.type_argument(call);
        if let Some(value) = self.until_failure(call, shown.as_ref().or(expected)) {
            return value;
        }
        let Some(chain) = self.walked(&call.receiver) else { return Val::refused() };
        self.consumed_chain(call, chain, expected)
    }

    fn consumed_chain(
        &mut self,
        call: &ExprMethodCall,
        chain: Chain,
        expected: Option<&Ty>,
    ) -> Val {
        let span = call.method.span();
        let named = self.type_argument(call);
        let expected = named.as_ref().or(expected);
        match (call.method.to_string().as_str(), call.args.first()) {
            ("sum" | "product", _) => self.added_up(call, &chain, expected),
            ("fold", Some(start)) => {
                let start = match call.args.get(1).and_then(|f| declared_start(start, f)) {
                    Some(declared) => self.expr(&declared),
                    None => self.expr(start),
                };
                let Some(function) = call.args.get(1).and_then(|f| self.function_of(f)) else {
                    return Val::unit();
                };
                self.folded(span, &chain, start, &function)
            }
            ("for_each", Some(function)) => {
                if let Some(function) = self.function_of(function) {
                    self.forget(&function.writes());
                    self.run_through(span, &chain, &mut |this, item| {
                        this.apply_to(span, &function, vec![item]);
                    });
                }
                Val::unit()
            }
            ("count", _) => self.number_of_items(span, &chain),
            ("any" | "all", Some(test)) => self.decided(call, &chain, test),
            ("collect", _) => self.collected(call, &chain, expected),
            ("unzip", _) => self.unzipped(span, &chain),
            ("partition", Some(test)) => self.partitioned(span, &chain, test),
            ("peek", _) => {
                self.diagnostics.push(catalogue::named_chain(&call.method));
                Val::refused()
            }
            _ => self.selected(call, &chain),
        }
    }

    /// The type between `::<` and `>`.
    fn type_argument(&self, call: &ExprMethodCall) -> Option<Ty> {
        let ty = match call.turbofish.as_ref()?.args.first()? {
            GenericArgument::Type(syn::Type::Infer(_)) => return None,
            GenericArgument::Type(ty) => ty,
            _ => return None,
        };
        Some(crate::parse::known::known_type(ty, &self.signature.types))
    }

    /// `sum()` and `product()`
    fn added_up(&mut self, call: &ExprMethodCall, chain: &Chain, expected: Option<&Ty>) -> Val {
        let span = call.method.span();
        let product = call.method == "product";
        let wanted = expected.filter(|ty| !matches!(ty, Ty::Opaque(_) | Ty::Inert)).cloned();
        let (ty, unknown) = match wanted {
            Some(wanted) => (wanted, None),
            None => {
                let (known, unknown) = self.next_unknown(span);
                (known, Some(unknown))
            }
        };
        let start = match &ty {
            Ty::Float(kind) => Literal::Number(if product { 1.0 } else { -0.0 }, kind.clone()),
            Ty::Int if product => Literal::Written(quote!(1), Ty::Int),
            Ty::Int => Literal::Written(quote!(0), Ty::Int),
            // not known in this pass
            Ty::Opaque(_) => Literal::Number(0.0, FloatKind::Unspecified),
            Ty::Bool
            | Ty::Inert
            | Ty::Data
            | Ty::Unit
            | Ty::Tuple(_)
            | Ty::Array(..)
            | Ty::Slice(_)
            | Ty::Vec(_)
            | Ty::Nd(..)
            | Ty::Ref(_)
            | Ty::Option(_)
            | Ty::Result(_) => {
                self.diagnostics.push(catalogue::summed_type(&call.method));
                return Val::refused();
            }
        };
        let name = if product { "product" } else { "sum" };
        let var = self.remembered(name, Val::new(Operand::Literal(start), ty.clone()));
        self.name_storage_type(var, &ty);
        if let Some(unknown) = unknown {
            self.is_unknown(var, unknown);
        }
        self.run_through(span, chain, &mut |this, item| {
            let value = this.passed_value(span, item);
            let place = Place::var(var);
            this.learn(&place, &ty, &value.ty);
            let value = this.typed(value, &ty);
            if product {
                let old = this.recall(span, var);
                let new = this.binary_op(span, &syn::parse_quote_spanned!(span=> *), old, value);
                return this.store(span, place, new);
            }
            this.unify(&ty, &value.ty);
            let (value, by_ref) = (value.operand, false);
            this.push(span, StmtKind::Accumulate { place, value, by_ref, negative: false });
        });
        if matches!(ty, Ty::Opaque(_)) {
            self.diagnostics.push(catalogue::summed_type(&call.method));
        }
        self.recall(span, var)
    }

    /// A float whose type nothing else may tell rustc where a method is called on it.
    fn name_storage_type(&mut self, var: VarId, ty: &Ty) {
        let ty = match ty.float_kind() {
            Some(FloatKind::F64) => syn::parse_quote!(f64),
            Some(FloatKind::F32) => syn::parse_quote!(f32),
            Some(FloatKind::Generic(_) | FloatKind::Unspecified | FloatKind::Infer(_)) | None => {
                return;
            }
        };
        self.function.vars[var.0 as usize].annotation = Some(ty);
    }

    fn folded(
        &mut self,
        span: Span,
        chain: &Chain,
        start: Val,
        function: &super::super::closure::Callable,
    ) -> Val {
        let accumulator = self.accumulator("acc", start);
        self.forget(&function.writes());
        self.run_through(span, chain, &mut |this, item| {
            let now = this.recalled(span, &accumulator);
            let next = this.apply_to(span, function, vec![now, item]);
            this.remember(span, &accumulator, next);
        });
        let last = self.recalled(span, &accumulator);
        self.passed_value(span, last)
    }

    /// Variables that hold a value from one item to the next.
    pub fn accumulator(&mut self, name: &str, value: Val) -> Accumulator {
        let parts = match self.made_of(&value) {
            Some(parts) => parts,
            None => return Accumulator::One(self.remembered(name, value)),
        };
        let parts = parts.into_iter().map(|part| self.accumulator(name, part)).collect();
        Accumulator::Parts(parts)
    }

    /// The parts of a tuple of numbers that was made just before.
    fn made_of(&self, value: &Val) -> Option<Vec<Val>> {
        fn splits(ty: &Ty) -> bool {
            match ty {
                Ty::Tuple(parts) => parts.iter().all(splits),
                ty => ty.is_scalar(),
            }
        }
        if !splits(&value.ty) || !matches!(value.ty, Ty::Tuple(_)) {
            return None;
        }
        let Op::Tuple(parts) = self.last_definition(value.operand.as_var()?)? else { return None };
        let known = parts.iter().map(|part| {
            let ty = self.function.operand_ty(part);
            Val::new(part.clone(), ty)
        });
        Some(known.collect())
    }

    /// The present values.
    pub fn recalled(&mut self, span: Span, accumulator: &Accumulator) -> Passed {
        match accumulator {
            Accumulator::One(var) => {
                let value = self.recall(span, *var);
                Passed::Value(value)
            }
            Accumulator::Parts(parts) => {
                Passed::Tuple(parts.iter().map(|part| self.recalled(span, part)).collect())
            }
        }
    }

    /// Makes a value the present one.
    pub fn remember(&mut self, span: Span, accumulator: &Accumulator, value: Val) {
        let mut stores = Vec::new();
        self.stores(span, accumulator, value, &mut stores);
        for (var, value) in stores {
            self.store(span, Place::var(var), value);
        }
    }

    /// All values are there before the first is stored.
    fn stores(
        &mut self,
        span: Span,
        accumulator: &Accumulator,
        value: Val,
        out: &mut Vec<(VarId, Val)>,
    ) {
        let parts = match accumulator {
            Accumulator::One(var) => {
                if value.operand.as_var() != Some(*var) {
                    out.push((*var, value));
                }
                return;
            }
            Accumulator::Parts(parts) => parts,
        };
        let values = match self.made_of(&value) {
            Some(values) => values,
            None => {
                let place = self.place_of(span, &value, None);
                let field = |i: usize| Proj::Field(syn::Member::Unnamed(syn::Index::from(i)));
                (0..parts.len()).map(|i| self.read(span, place.then(field(i)))).collect()
            }
        };
        for (part, value) in parts.iter().zip(values) {
            self.stores(span, part, value, out);
        }
    }

    fn number_of_items(&mut self, span: Span, chain: &Chain) -> Val {
        if let Some(sequence) = chain.as_sequence().filter(|sequence| sequence.is_plain()) {
            let count = self.count_items(span, sequence);
            return Val::new(count, Ty::Int);
        }
        let zero = Val::new(literal(quote!(0_usize)), Ty::Int);
        let var = self.remembered("count", zero);
        self.run(span, chain, &mut |this, _, _| {
            let now = this.recall(span, var).operand;
            let next = this.int_op(span, syn::parse_quote!(+), now, literal(quote!(1)));
            this.store(span, Place::var(var), Val::new(next, Ty::Int));
        });
        self.recall(span, var)
    }

    /// `any(test)` and `all(test)`
    fn decided(&mut self, call: &ExprMethodCall, chain: &Chain, test: &syn::Expr) -> Val {
        let span = call.method.span();
        let all = call.method == "all";
        let Some(test) = self.function_of(test) else { return Val::refused() };
        let constant = |value: bool| Val::new(Operand::Const(quote!(#value)), Ty::Bool);
        let var = self.remembered(if all { "all" } else { "any" }, constant(all));
        self.forget(&test.writes());
        self.run(span, chain, &mut |this, item, here| {
            let mut test = this.holds(span, &test, vec![item]);
            if all {
                let not = crate::ir::PureOp::Unary(syn::parse_quote!(!));
                test = this.define(span, Op::Pure(not, vec![test]), Ty::Bool).operand;
            }
            this.when(span, test, |this| {
                this.store(span, Place::var(var), constant(!all));
                this.leave(here.end);
            });
        });
        self.recall(span, var)
    }
}

/// `x.rfold(start, f)` as `x.rev().fold(start, f)`, and its like.
fn from_the_end(call: &ExprMethodCall) -> Option<ExprMethodCall> {
    let method = match call.method.to_string().as_str() {
        "next_back" => "next",
        "nth_back" => "nth",
        "rfind" => "find",
        "rfold" => "fold",
        _ => return None,
    };
    let receiver = &call.receiver;
    let reversed = syn::parse_quote_spanned!(call.method.span()=> #receiver.rev());
    let method = syn::Ident::new(method, call.method.span());
    Some(ExprMethodCall { receiver: Box::new(reversed), method, ..call.clone() })
}

/// The start of a fold with the type that the closure gives its accumulator: `Default::default()` has none
/// of its own.
fn declared_start(start: &Expr, function: &Expr) -> Option<Expr> {
    let Expr::Closure(closure) = function else { return None };
    let Some(syn::Pat::Type(accumulator)) = closure.inputs.first() else { return None };
    let ty = &accumulator.ty;
    matches!(start, Expr::Call(_) | Expr::MethodCall(_))
        .then(|| syn::parse_quote!({ let start: #ty = #start; start }))
}
