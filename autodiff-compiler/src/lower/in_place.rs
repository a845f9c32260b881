//! Methods and functions that change a place: `swap`, `push`, `fill`, `mem::replace` and their kin.
//!
//! In: the call. Out: [`StmtKind::InPlace`], or the stores and loops that a call stands for
//! (`resize` is a truncation and pushes). Invariant: places and operands of the statement are what
//! they were when the call began.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;
use syn::spanned::Spanned;
use syn::{Expr, ExprCall, ExprMethodCall, parse_quote};

use super::{Lowerer, Val};
use crate::diagnostics::catalogue;
use crate::ir::{
    InPlace, InPlaceOp, Literal, Op, Operand, Place, Proj, PureOp, RangeLoop, StmtKind, Ty, VarId,
    Variant,
};

impl Lowerer<'_> {
    /// A method of [`crate::rules::methods::MethodKind::InPlace`].
    pub fn in_place(&mut self, call: &ExprMethodCall) -> Val {
        let span = call.method.span();
        let Some(place) = self.changed(&call.receiver) else { return Val::unit() };
        let args: Vec<&Expr> = call.args.iter().collect();
        match (call.method.to_string().as_str(), args.as_slice()) {
            ("push", [x]) => self.added(span, InPlaceOp::Push, place, &[], x),
            ("insert", [i, x]) => self.added(span, InPlaceOp::Insert, place, &[i], x),
            ("pop", []) => return self.popped_option(span, place),
            ("remove", [i]) => return self.taken_out(span, InPlaceOp::Remove, place, &[i]),
            ("swap_remove", [i]) => {
                return self.taken_out(span, InPlaceOp::SwapRemove, place, &[i]);
            }
            ("swap", [i, j]) => self.moved(span, InPlaceOp::SwapElements, place, &[i, j]),
            ("reverse", []) => self.moved(span, InPlaceOp::Reverse, place, &[]),
            ("reserve", [n]) => self.moved(span, InPlaceOp::Reserve, place, &[n]),
            ("truncate", [n]) => self.moved(span, InPlaceOp::Truncate, place, &[n]),
            ("clear", []) => self.truncate(span, place, literal(quote!(0))),
            ("resize", [n, x]) => self.resize(span, place, n, x),
            // what it uncovers was never written: zeros, where they can be made
            ("set_len", [n]) => match zero_of(self.place_ty(&place).element()) {
                Some(zero) => self.resize(span, place, n, &zero),
                None => {
                    self.is_filled(place.base);
                    self.diagnostics.push(catalogue::no_derivative_known(&call.method));
                }
            },
            ("extend" | "extend_from_slice", [other]) => self.extend(span, &place, other),
            ("append", [other]) => self.append_all(span, &place, other),
            ("fill", [x]) => self.added(span, InPlaceOp::Fill, place, &[], x),
            ("copy_from_slice" | "clone_from_slice", [other]) => {
                self.overwrite(span, InPlaceOp::CopyFrom, place, other);
            }
            ("assign", [other]) => self.overwrite(span, InPlaceOp::Assign, place, other),
            ("retain", [_]) => self.sifted(span, place, "kept_elements", &args),
            ("dedup", []) => self.sifted(span, place, "kept_once", &args),
            ("dedup_by", [_]) => self.sifted(span, place, "kept_once_by", &args),
            ("dedup_by_key", [_]) => self.sifted(span, place, "kept_once_by_key", &args),
            ("split_off", [at]) => return self.split_off(span, &place, at),
            (select, _) if select.starts_with("select_nth") => {
                self.selected_nth(call, place);
            }
            (sort, order) if sort.starts_with("sort") => self.sorted(span, place, sort, order),
            ("mapv_inplace", [closure]) => self.mapped_in_place(span, place, closure),
            ("swap_with_slice", [other]) => self.swap_slices(span, &place, other),
            _ => self.diagnostics.push(catalogue::no_derivative_known(&call.method)),
        }
        Val::unit()
    }

    /// `a.mapv_inplace(|v| body)`: the array is assigned what `mapv` gives.
    fn mapped_in_place(&mut self, span: Span, place: Place, closure: &Expr) {
        let ty = self.place_ty(&place).strip_refs().clone();
        let mapped = self.mapv(span, Operand::Place(place.clone()), ty, closure);
        self.change(span, InPlaceOp::Assign, vec![place], vec![mapped.operand], None);
    }

    /// `v.rotate_left(k)` of anything but an integer.
    pub fn rotate(&mut self, call: &ExprMethodCall, args: Vec<Val>) -> Val {
        let op = if call.method == "rotate_left" {
            InPlaceOp::RotateLeft
        } else {
            InPlaceOp::RotateRight
        };
        if let Some(place) = self.changed(&call.receiver) {
            let operands = super::expr::operands(args);
            self.change(call.method.span(), op, vec![place], operands, None);
        }
        Val::unit()
    }

    /// `v.pop().unwrap()`
    pub fn popped(&mut self, call: &ExprMethodCall) -> Val {
        match self.changed(&call.receiver) {
            Some(place) => self.taken_out(call.method.span(), InPlaceOp::Pop, place, &[]),
            None => Val::unit(),
        }
    }

    /// `mem::swap(..)`, `mem::replace(..)`, `mem::take(..)`; nothing for other functions.
    pub fn memory_call(&mut self, call: &ExprCall) -> Option<Val> {
        let name = memory_function(&call.func)?;
        let span = call.func.span();
        let args: Vec<&Expr> = call.args.iter().collect();
        match (name.to_string().as_str(), args.as_slice()) {
            ("swap", [a, b]) => {
                let (a, b) = (self.changed(a), self.changed(b));
                if let (Some(a), Some(b)) = (a, b) {
                    self.exchange(span, a, b);
                }
                Some(Val::unit())
            }
            ("replace", [place, value]) => {
                let place = self.changed(place);
                let value = self.expr(value);
                Some(place.map_or_else(Val::unit, |place| self.replaced(span, place, value)))
            }
            ("take", [place]) => {
                let Some(place) = self.changed(place) else { return Some(Val::unit()) };
                let ty = self.place_ty(&place);
                let krate = &self.options.krate;
                let like = quote!(#krate::__private::default_like);
                let empty = match &ty {
                    Ty::Vec(_) => Op::VecLit(Vec::new()),
                    Ty::Float(kind) => {
                        Op::Use(Operand::Literal(Literal::Number(0.0, kind.clone())))
                    }
                    Ty::Int => Op::Use(literal(quote!(0))),
                    Ty::Option(_) => Op::Variant(Variant::None, Vec::new()),
                    _ => {
                        let like = PureOp::CallByReference(like, vec![Some(false)]);
                        Op::Pure(like, vec![Operand::Place(place.clone())])
                    }
                };
                let value = self.define(span, empty, ty);
                Some(self.replaced(span, place, value))
            }
            _ => None,
        }
    }

    /// The place that a call changes.
    pub(super) fn changed(&mut self, expr: &Expr) -> Option<Place> {
        if self.changes_reference(expr) {
            self.diagnostics.push(catalogue::changed_reference(expr));
            return None;
        }
        let Some(mut place) = self.place(expr) else {
            self.diagnostics.push(catalogue::changed_temporary(expr));
            return None;
        };
        while let Ty::Ref(_) = self.place_ty(&place) {
            place.proj.push(Proj::Deref);
        }
        if self.is_fixed(&place) {
            // rustc asks for `mut`
            self.diagnostics.leave_to_rustc();
            return None;
        }
        Some(place)
    }

    /// `&mut r` of a reference `r`.
    fn changes_reference(&self, expr: &Expr) -> bool {
        match expr {
            Expr::Reference(borrow) => self.scopes.reference_named(&borrow.expr).is_some(),
            _ => false,
        }
    }

    pub(super) fn change(
        &mut self,
        span: Span,
        op: InPlaceOp,
        places: Vec<Place>,
        operands: Vec<Operand>,
        result: Option<VarId>,
    ) {
        self.push(span, StmtKind::InPlace(InPlace { op, places, operands, result }));
    }

    /// An operation that moves elements, or takes some away.
    fn moved(&mut self, span: Span, op: InPlaceOp, place: Place, positions: &[&Expr]) {
        let operands = positions.iter().map(|position| self.scalar_operand(position)).collect();
        self.change(span, op, vec![place], operands, None);
    }

    fn truncate(&mut self, span: Span, place: Place, len: Operand) {
        self.change(span, InPlaceOp::Truncate, vec![place], vec![len], None);
    }

    /// `v.pop()`: `None` of nothing.
    fn popped_option(&mut self, span: Span, place: Place) -> Val {
        let is_empty = PureOp::Method(Ident::new("is_empty", Span::mixed_site()));
        let whole = vec![Operand::Place(place.clone())];
        let selector = self.define(span, Op::Pure(is_empty, whole), Ty::Bool).operand;
        let (nothing, none) = self.nested(|this| this.wrap(span, Variant::None, None));
        let (something, some) = self.nested(|this| {
            let last = this.taken_out(span, InPlaceOp::Pop, place, &[]);
            this.wrap(span, Variant::Some, Some(last))
        });
        let ty = some.ty.clone();
        self.join_arms(span, selector, [nothing, something], [none, some], ty)
    }

    /// `v.pop();`: the last element is dropped, if there is one.
    pub fn dropped_last(&mut self, call: &ExprMethodCall) {
        let span = call.method.span();
        let Some(place) = self.changed(&call.receiver) else { return };
        let len = self.length(span, &place);
        let method = PureOp::Method(Ident::new("saturating_sub", Span::mixed_site()));
        let less = self.define(span, Op::Pure(method, vec![len, literal(quote!(1))]), Ty::Int);
        self.truncate(span, place, less.operand);
    }

    /// An operation with a value that goes into the place.
    fn added(&mut self, span: Span, op: InPlaceOp, place: Place, at: &[&Expr], value: &Expr) {
        let mut operands: Vec<Operand> =
            at.iter().map(|position| self.scalar_operand(position)).collect();
        let value = self.expr(value);
        operands.push(self.element_value(span, &place, value));
        self.change(span, op, vec![place], operands, None);
    }

    /// A value that becomes an element: what it tells of the element's type is remembered.
    pub(super) fn element_value(&mut self, span: Span, place: &Place, value: Val) -> Operand {
        if value.reference.is_some() {
            self.diagnostics.push(catalogue::stored_reference(span));
        }
        let value = match &value.operand {
            // two parts of one variable are not borrowed at once
            Operand::Place(part) if part.base == place.base && !part.proj.is_empty() => {
                self.define(span, Op::Use(value.operand), value.ty)
            }
            _ => value,
        };
        let ty = self.place_ty(place);
        match ty.element().cloned() {
            Some(element) => {
                self.learn(place, &element, &value.ty);
                self.typed(value, &element).operand
            }
            None => value.operand,
        }
    }

    /// An operation that takes an element out.
    fn taken_out(&mut self, span: Span, op: InPlaceOp, place: Place, at: &[&Expr]) -> Val {
        let operands = at.iter().map(|position| self.scalar_operand(position)).collect();
        let ty = self.place_ty(&place).element().cloned().unwrap_or(Ty::OPAQUE);
        let result = self.temp(ty.clone());
        self.change(span, op, vec![place], operands, Some(result));
        Val::new(Operand::var(result), ty)
    }

    /// `v.resize(n, x)`: what is too long is dropped, what is missing is pushed.
    fn resize(&mut self, span: Span, place: Place, len: &Expr, value: &Expr) {
        let len = self.scalar_operand(len);
        let value = self.expr(value);
        let value = self.element_value(span, &place, value);
        let before = self.length(span, &place);
        self.truncate(span, place.clone(), len.clone());
        self.for_each_position(span, before, len, |this, _| {
            this.change(span, InPlaceOp::Push, vec![place], vec![value], None);
        });
    }

    /// `v.extend(items)`, `v.extend_from_slice(&w)`: pushes what a loop over the items would yield.
    fn extend(&mut self, span: Span, place: &Place, items: &Expr) {
        if let Some(chain) = self.walked(items) {
            self.extend_by(span, place, &chain);
        }
    }

    /// `v.split_off(at)`: the end, which is dropped behind the copy.
    fn split_off(&mut self, span: Span, place: &Place, at: &Expr) -> Val {
        let at = self.scalar_operand(at);
        let end = self.part_of(span, place, Some(at.clone()), None);
        self.truncate(span, place.clone(), at);
        end
    }

    /// A copy of the elements from `lo` to before `hi`.
    fn part_of(
        &mut self,
        span: Span,
        place: &Place,
        lo: Option<Operand>,
        hi: Option<Operand>,
    ) -> Val {
        let part = place.then(Proj::Range { lo, hi, inclusive: false });
        let element = self.place_ty(place).element().cloned().unwrap_or(Ty::OPAQUE);
        let copy = Op::Copy(part, crate::ir::CopyKind::ToVec);
        self.define(span, copy, Ty::Vec(Box::new(element)))
    }

    /// `v.drain(lo..hi)`: a copy of the elements, which are taken out.
    pub fn drained(&mut self, call: &ExprMethodCall) -> Option<Val> {
        let span = call.method.span();
        let place = self.changed(&call.receiver)?;
        let Some(Expr::Range(range)) = call.args.first().map(super::closure::strip_groups) else {
            self.diagnostics.push(catalogue::drained(&call.method));
            return None;
        };
        let lo = range.start.as_ref().map(|lo| self.scalar_operand(lo));
        let hi = range.end.as_ref().map(|hi| self.scalar_operand(hi));
        let hi = match (hi, &range.limits) {
            (Some(hi), syn::RangeLimits::Closed(_)) => {
                Some(self.int_op(span, syn::parse_quote!(+), hi, literal(quote!(1))))
            }
            (hi, _) => hi,
        };
        let taken = self.part_of(span, &place, lo.clone(), hi.clone());
        let len = match (&lo, hi) {
            (None, None) => literal(quote!(0)),
            (Some(lo), None) => lo.clone(),
            (lo, Some(hi)) => {
                let count = match lo {
                    Some(lo) => self.int_op(span, syn::parse_quote!(-), hi, lo.clone()),
                    None => hi,
                };
                let rest = place.then(Proj::Range { lo: lo.clone(), hi: None, inclusive: false });
                let op = InPlaceOp::RotateLeft;
                self.change(span, op, vec![rest], vec![count.clone()], None);
                let len = self.length(span, &place);
                self.int_op(span, syn::parse_quote!(-), len, count)
            }
        };
        self.truncate(span, place, len);
        Some(taken)
    }

    /// `a.append(&mut b)`
    fn append_all(&mut self, span: Span, place: &Place, other: &Expr) {
        let Some(other) = self.changed(other) else { return };
        self.push_all(span, place, &other);
        self.truncate(span, other, literal(quote!(0)));
    }

    /// Pushes every element of `other`.
    pub fn push_all(&mut self, span: Span, place: &Place, other: &Place) {
        let len = self.length(span, other);
        self.for_each_position(span, literal(quote!(0)), len, |this, i| {
            let value = this.read(span, other.then(Proj::Index(i)));
            let value = this.element_value(span, place, value);
            this.change(span, InPlaceOp::Push, vec![place.clone()], vec![value], None);
        });
    }

    /// `x.copy_from_slice(&y)`, `a.assign(&b)`
    fn overwrite(&mut self, span: Span, op: InPlaceOp, place: Place, other: &Expr) {
        let other = self.expr_or_place(other);
        let operand = match &other.operand {
            Operand::Place(from) if from.base == place.base => self.copied(span, from, &other.ty),
            operand => operand.clone(),
        };
        self.change(span, op, vec![place], vec![operand], None);
    }

    /// A copy of a place: two parts of one variable are not borrowed at once.
    fn copied(&mut self, span: Span, place: &Place, ty: &Ty) -> Operand {
        use crate::ir::CopyKind;
        let (kind, ty) = match ty.strip_refs() {
            Ty::Slice(element) => (CopyKind::ToVec, Ty::Vec(element.clone())),
            ty => (CopyKind::Clone, ty.clone()),
        };
        self.define(span, Op::Copy(place.clone(), kind), ty).operand
    }

    /// `a.swap_with_slice(&mut b)`: the slices change places element by element.
    fn swap_slices(&mut self, span: Span, place: &Place, other: &Expr) {
        let Some(other) = self.changed(other) else { return };
        let len = self.length(span, place);
        self.for_each_position(span, literal(quote!(0)), len, |this, i| {
            let (a, b) = (place.then(Proj::Index(i.clone())), other.then(Proj::Index(i)));
            this.exchange(span, a, b);
        });
    }

    /// `mem::swap(&mut a, &mut b)`
    pub fn exchange(&mut self, span: Span, a: Place, b: Place) {
        let (ty, other) = (self.place_ty(&a), self.place_ty(&b));
        let scalar = ty.is_scalar() || other.is_scalar();
        if !scalar && a.base != b.base {
            return self.change(span, InPlaceOp::Swap, vec![a, b], Vec::new(), None);
        }
        // scalars are values; two parts of one variable are not borrowed at once
        let (old_a, old_b) = if scalar {
            let known = if ty.is_scalar() { ty } else { other };
            // where one type is not known, the other place's is it
            let mut value = |place: &Place| {
                let value = self.read(span, place.clone());
                self.typed(value, &known)
            };
            (value(&a), value(&b))
        } else {
            (self.owned(span, &a, &ty), self.owned(span, &b, &ty))
        };
        self.store(span, a, old_b);
        self.store(span, b, old_a);
    }

    fn owned(&mut self, span: Span, place: &Place, ty: &Ty) -> Val {
        self.define(span, Op::Use(Operand::Place(place.clone())), ty.clone())
    }

    /// `mem::replace(&mut place, value)`: the value before.
    fn replaced(&mut self, span: Span, place: Place, value: Val) -> Val {
        let ty = self.place_ty(&place);
        if ty.is_scalar() {
            let old = self.read(span, place.clone());
            self.store(span, place, value);
            return old;
        }
        let value = self.typed(value, &ty);
        let name = Ident::new("old", Span::mixed_site());
        let old = self.storage(&name, ty.clone(), None);
        self.function.vars[old.0 as usize].named = false;
        self.push(span, StmtKind::Let { var: old, op: Op::Use(value.operand) });
        self.change(span, InPlaceOp::Swap, vec![place, Place::var(old)], Vec::new(), None);
        Val::new(Operand::var(old), ty)
    }

    /// `place.len()` at this point.
    pub fn length(&mut self, span: Span, place: &Place) -> Operand {
        if let Some(len) = self.place_ty(place).strip_refs().written_length() {
            let len = proc_macro2::Literal::usize_suffixed(len);
            return literal(quote!(#len));
        }
        let method = PureOp::Method(Ident::new("len", Span::mixed_site()));
        let op = Op::Pure(method, vec![Operand::Place(place.clone())]);
        self.define(span, op, Ty::Int).operand
    }

    /// `for i in lo..hi { body }`
    fn for_each_position(
        &mut self,
        span: Span,
        lo: Operand,
        hi: Operand,
        body: impl FnOnce(&mut Self, Operand),
    ) {
        let range = RangeLoop {
            lo,
            hi,
            inclusive: false,
            reversed: false,
            step: None,
            steps_reversed: false,
        };
        self.for_each_in(span, range, body);
    }

    fn for_each_in(&mut self, span: Span, range: RangeLoop, body: impl FnOnce(&mut Self, Operand)) {
        let var = self.position();
        let (body, ()) = self.nested(|this| body(this, Operand::var(var)));
        self.push(span, StmtKind::For { var, range, body, early: None });
    }

    /// The variable of a loop over positions.
    pub fn position(&mut self) -> VarId {
        let var = self.temp(Ty::Int);
        let name = self.unique(&Ident::new("i", Span::mixed_site()));
        self.function.vars[var.0 as usize].name = name;
        var
    }
}

/// An integer that the source does not have.
pub fn literal(tokens: TokenStream) -> Operand {
    Operand::Literal(Literal::Written(tokens, Ty::Int))
}

/// `swap`, `replace` or `take`, when the path is that of the module `mem`.
pub fn memory_function(expr: &Expr) -> Option<&Ident> {
    let Expr::Path(path) = expr else { return None };
    let mut last = path.path.segments.iter().rev();
    let (name, module) = (&last.next()?.ident, &last.next()?.ident);
    let known = name == "swap" || name == "replace" || name == "take";
    (module == "mem" && known).then_some(name)
}

/// A zero of a scalar type.
fn zero_of(ty: Option<&Ty>) -> Option<Expr> {
    match ty?.strip_refs() {
        Ty::Float(_) => Some(parse_quote!(0.0)),
        Ty::Int => Some(parse_quote!(0)),
        Ty::Bool => Some(parse_quote!(false)),
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
    }
}
