//! Methods that sort, sift and search: `sort_by`, `retain`, `dedup`, `partition_point` and their kin.
//!
//! In: the call. Out: an array of positions, which is data, and [`InPlaceOp::Permute`] by it. A permutation
//! is linear, so its reverse puts cotangents back where the elements came from. What compares or keeps
//! elements stays as it is written: an order is constant but where elements change places. Invariant:
//! the names of the closure's parameters stay its own.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;
use syn::Expr;
use syn::visit::Visit;

use super::in_place::literal;
use super::{Lowerer, Val};
use crate::ir::{InPlaceOp, Op, Operand, Place, Proj, PureOp, Ty, VarId};

impl Lowerer<'_> {
    /// `v.sort()`, `v.sort_by(compare)`, `v.sort_by_key(key)`.
    pub fn sorted(&mut self, span: Span, place: Place, method: &str, order: &[&Expr]) {
        let krate = self.options.krate.clone();
        let by = match (method.contains("key"), order) {
            (_, []) => quote!(order),
            (true, _) => quote!(order_by_key),
            (false, _) => quote!(order_by),
        };
        let (tokens, uses) = self.beside(&place, order);
        let order = self.data(span, quote!(#krate::__private::#by(#tokens)), uses);
        self.change(span, InPlaceOp::Permute, vec![place], vec![order.operand], None);
    }

    /// `v.select_nth_unstable(n)`, `v.select_nth_unstable_by(n, compare)`: rearranged, and split there.
    pub fn selected_nth(&mut self, call: &syn::ExprMethodCall, place: Place) -> Vec<Place> {
        let (span, krate) = (call.method.span(), self.options.krate.clone());
        let by = match call.method.to_string().as_str() {
            "select_nth_unstable" => quote!(order_nth),
            "select_nth_unstable_by" => quote!(order_nth_by),
            _ => quote!(order_nth_by_key),
        };
        let given: Vec<&Expr> = call.args.iter().collect();
        let Some(at) = given.first().map(|at| self.scalar_operand(at)) else { return Vec::new() };
        let (tokens, uses) = self.beside(&place, &given);
        let order = self.data(span, quote!(#krate::__private::#by(#tokens)), uses);
        self.change(span, InPlaceOp::Permute, vec![place.clone()], vec![order.operand], None);
        let behind = self.int_op(span, syn::parse_quote!(+), at.clone(), literal(quote!(1)));
        let range = |lo, hi| Proj::Range { lo, hi, inclusive: false };
        let parts = [range(None, Some(at.clone())), Proj::Index(at), range(Some(behind), None)];
        parts.into_iter().map(|part| place.then(part)).collect()
    }

    /// `v.chunk_by(together)`: where the slices begin and end.
    pub fn bounds_of_runs(
        &mut self,
        span: Span,
        place: &Place,
        together: &Expr,
    ) -> (Operand, Operand) {
        let krate = self.options.krate.clone();
        let (tokens, uses) = self.beside(place, &[together]);
        let bounds = self.data(span, quote!(#krate::__private::bounds_of_runs(#tokens)), uses);
        let name = Ident::new("len", Span::mixed_site());
        let count = Op::Pure(PureOp::Method(name), vec![bounds.operand.clone()]);
        let count = self.define(span, count, Ty::Int).operand;
        let count = self.int_op(span, syn::parse_quote!(-), count, literal(quote!(1)));
        (bounds.operand, count)
    }

    /// `v.partition_point(test)`, `v.binary_search_by(compare)`, `v.is_sorted_by(compare)` of a slice: where an
    /// element stands, or whether all do, is data.
    pub fn searched(&mut self, call: &syn::ExprMethodCall) -> Option<Val> {
        let ty = match (call.method.to_string().as_str(), call.args.len()) {
            ("partition_point", 1) => Ty::Int,
            ("binary_search", 1) | ("binary_search_by", 1) | ("binary_search_by_key", 2) => {
                Ty::Result(Box::new(Ty::Int))
            }
            ("is_sorted", 0) | ("is_sorted_by" | "is_sorted_by_key", 1) => Ty::Bool,
            _ => return None,
        };
        let place = self.place(&call.receiver)?;
        if !matches!(self.place_ty(&place).strip_refs(), Ty::Array(..) | Ty::Slice(_) | Ty::Vec(_))
        {
            return None;
        }
        let (span, method) = (call.method.span(), &call.method);
        let given: Vec<&Expr> = call.args.iter().collect();
        let (tokens, uses) = self.beside(&place, &given);
        let tokens = quote!(<[_]>::#method(#tokens));
        Some(self.define(span, Op::Pure(PureOp::Verbatim { tokens, uses }, Vec::new()), ty))
    }

    /// `v.retain(keep)`, `v.dedup()` and their kin: what stays moves to the front, the rest is dropped;
    /// `kept` is the function of the core that says what stays.
    pub fn sifted(&mut self, span: Span, place: Place, kept: &str, by: &[&Expr]) {
        let krate = self.options.krate.clone();
        let (tokens, uses) = self.beside(&place, by);
        let kept = Ident::new(kept, Span::mixed_site());
        let kept = self.data(span, quote!(#krate::__private::#kept(#tokens)), uses);
        let of_kept = |this: &mut Self, function: TokenStream, ty: Ty| {
            let path = quote!(#krate::__private::#function);
            let op = PureOp::CallByReference(path, vec![Some(false)]);
            this.define(span, Op::Pure(op, vec![kept.operand.clone()]), ty).operand
        };
        let order = of_kept(self, quote!(kept_first), Ty::Inert);
        let count = of_kept(self, quote!(count_kept), Ty::Int);
        self.change(span, InPlaceOp::Permute, vec![place.clone()], vec![order], None);
        self.change(span, InPlaceOp::Truncate, vec![place], vec![count], None);
    }

    /// `&place, closure` as tokens.
    fn beside(&mut self, place: &Place, closures: &[&Expr]) -> (TokenStream, Vec<VarId>) {
        let mut uses = vec![place.base];
        place.for_each_index(&mut |var| uses.push(var));
        self.open_scope();
        let mut own = Parameters(Vec::new());
        closures.iter().for_each(|closure| own.visit_expr(closure));
        own.0.iter().for_each(|name| self.scopes.keep(name));
        let place = self.place_tokens(place);
        let mut tokens = quote!(&#place);
        for closure in closures {
            let (closure, more) = self.unchanging(quote!(#closure));
            uses.extend(more);
            tokens.extend(quote!(, #closure));
        }
        self.close_scope();
        uses.sort_unstable();
        uses.dedup();
        for var in &uses {
            self.function.vars[var.0 as usize].named = true;
        }
        (tokens, uses)
    }

    /// Tokens that give data.
    fn data(&mut self, span: Span, tokens: TokenStream, uses: Vec<VarId>) -> Val {
        self.define(span, Op::Pure(PureOp::Verbatim { tokens, uses }, Vec::new()), Ty::Inert)
    }
}

/// The names that closures and patterns inside an expression bind.
struct Parameters(Vec<Ident>);

impl<'ast> Visit<'ast> for Parameters {
    fn visit_pat_ident(&mut self, node: &'ast syn::PatIdent) {
        self.0.push(node.ident.clone());
        syn::visit::visit_pat_ident(self, node);
    }
}
