//! Method calls: float methods, integer methods, array operations, copies.

use proc_macro2::{Ident, Span};
use quote::quote;
use syn::Expr;
use syn::spanned::Spanned;

use super::closure::Callable;
use super::expr::operands;
use super::{Lowerer, Val};
use crate::diagnostics::catalogue;
use crate::ir::{
    CopyKind, FloatKind, Op, Operand, Prim, Proj, PureOp, ScalarOp, StmtKind, Ty, VarId,
};
use crate::rules::methods::{MethodKind, classify, of_integers};

/// Methods without derivative whose arguments are references, or that take type arguments.
const AS_WRITTEN: &[&str] = &["as_str", "cmp", "parse", "partial_cmp", "total_cmp"];

/// Those of them that give the order of two values.
const COMPARISONS: &[&str] = &["cmp", "partial_cmp", "total_cmp"];

impl Lowerer<'_> {
    pub fn method(&mut self, call: &syn::ExprMethodCall) -> Val {
        if let Some(lent) = self.lent_value(&Expr::MethodCall(call.clone())) {
            return lent;
        }
        if let Some(inside) = self.method_in_box(call) {
            return self.expr(&inside);
        }
        if self.consumes_chain(call) {
            return self.consumed_as(call, None, None);
        }
        let name = call.method.to_string();
        let span = call.method.span();
        if let Some(parts) = crate::parse::slices::parts(call) {
            return self.sliced(call, &parts);
        }
        if let Some(part) = crate::parse::slices::of_axis(call) {
            return self.sliced_axis(call, part);
        }
        if name == "concat"
            && call.args.is_empty()
            && let Some(joined) = self.concatenated(call)
        {
            return joined;
        }
        if let Some(line) = self.line_of_matrix(call) {
            return self.method(&line);
        }
        if let Some(found) = self.searched(call) {
            return found;
        }
        if let Some(value) = self.of_optional_part(call) {
            return value;
        }
        if name == "borrow"
            && call.args.is_empty()
            && let Some(number) = self.borrowed_number(&call.receiver)
        {
            return number;
        }
        if let Some(value) = self.operator_method(call) {
            return value;
        }
        let kind = classify(&name, call.args.len());
        // what `into` is of a type is checked where it is annotated
        let users = match name == "into" {
            true => self.is_of_own_type(call),
            false => self.is_of_users(call),
        };
        if kind != Some(MethodKind::Copy) && users {
            return self.user_method(call);
        }
        if self.changes_other(call) {
            return self.user_method(call);
        }
        if self.may_be_own(call, kind) {
            return self.perhaps_own_method(call, kind);
        }
        match kind {
            Some(MethodKind::Unwrap) => self.unwrap(call),
            Some(MethodKind::Option) => self.option_method(call),
            // a trait of the user's has it
            Some(MethodKind::Array) if self.is_list(&call.receiver) => self.user_method(call),
            Some(MethodKind::Array) => self.array_method(call),
            Some(MethodKind::Copy) => self.copy(call),
            Some(MethodKind::Convert) => self.conversion_method(call),
            Some(MethodKind::InPlace) => self.in_place(call),
            Some(MethodKind::Inactive) if COMPARISONS.contains(&name.as_str()) => {
                self.comparison(call)
            }
            Some(MethodKind::Inactive) if AS_WRITTEN.contains(&name.as_str()) => {
                self.as_written(call)
            }
            Some(MethodKind::Inactive) => {
                let receiver = self.expr_or_place(&call.receiver);
                let receiver = match &receiver.operand {
                    Operand::Place(place) if receiver.ty.strip_refs().is_scalar() => {
                        self.read(span, place.clone())
                    }
                    _ => receiver,
                };
                let args: Vec<Val> = call.args.iter().map(|arg| self.expr(arg)).collect();
                if name.starts_with("rotate_") && !matches!(receiver.ty.strip_refs(), Ty::Int) {
                    return self.rotate(call, args);
                }
                self.inactive_method(span, &call.method, receiver, args)
            }
            Some(MethodKind::Float) => {
                let receiver = self.expr(&call.receiver);
                let args: Vec<Val> = call.args.iter().map(|arg| self.expr(arg)).collect();
                match self.known_method(span, &call.method, receiver, args) {
                    Some(val) => val,
                    None => self.unknown_method(call),
                }
            }
            None => self.user_method(call),
        }
    }

    /// `m.row(i)` for `m.index_axis(Axis(0), i)` of a matrix, `m.column(i)` for the other axis.
    fn line_of_matrix(&mut self, call: &syn::ExprMethodCall) -> Option<syn::ExprMethodCall> {
        let (Some(axis), Some(at)) = (call.args.first(), call.args.get(1)) else { return None };
        if call.method != "index_axis" || call.args.len() != 2 {
            return None;
        }
        let line = match crate::normalize::axis(axis)? {
            0 => "row",
            1 => "column",
            _ => return None,
        };
        let place = self.place(&call.receiver)?;
        let matrix = matches!(self.place_ty(&place).strip_refs(), Ty::Nd(_, Some(2)));
        let (receiver, line) = (&call.receiver, Ident::new(line, call.method.span()));
        matrix.then(|| syn::parse_quote!(#receiver.#line(#at)))
    }

    /// Whether a method is called on a value of a type of the user's for certain.
    pub fn is_of_users(&self, call: &syn::ExprMethodCall) -> bool {
        self.is_of_own_type(call) || self.is_known_of_users(&call.receiver)
    }

    /// Whether an expression names such a value, whatever methods it has.
    fn is_known_of_users(&self, expr: &Expr) -> bool {
        match expr {
            Expr::Paren(inner) => self.is_known_of_users(&inner.expr),
            Expr::Group(inner) => self.is_known_of_users(&inner.expr),
            Expr::Path(path) => path
                .path
                .get_ident()
                .and_then(|name| self.scopes.place(name))
                .is_some_and(|place| self.holds_users(&Operand::Place(place.clone())).is_some()),
            Expr::MethodCall(call) => {
                let known = self.options.siblings.get(&call.method.to_string());
                known.is_some_and(names_self) && self.is_self(&call.receiver)
            }
            _ => false,
        }
    }

    /// Whether an expression is a value of type `Self` for certain.
    pub fn is_self(&self, expr: &Expr) -> bool {
        match expr {
            Expr::Paren(inner) => self.is_self(&inner.expr),
            Expr::Group(inner) => self.is_self(&inner.expr),
            Expr::Path(path) => {
                path.path.get_ident().and_then(|name| self.scopes.place(name)).is_some_and(
                    |place| self.holds_users(&Operand::Place(place.clone())) == Some(true),
                )
            }
            other => self.is_known_of_users(other),
        }
    }

    /// Whether an operand is all of a variable of [`Lowerer::of_users`], and then whether it is `Self`.
    pub fn holds_users(&self, operand: &Operand) -> Option<bool> {
        match operand {
            Operand::Place(place) => {
                let whole = place.proj.iter().all(|proj| matches!(proj, Proj::Deref));
                self.of_users.get(&place.base).copied().filter(|_| whole)
            }
            Operand::Literal(_) | Operand::Const(_) => None,
        }
    }

    /// `[a, b].concat()` and `rows.concat()` of slices and `Vec`s: a `Vec` that each is pushed into.
    fn concatenated(&mut self, call: &syn::ExprMethodCall) -> Option<Val> {
        let name = |text: &str| Ident::new(text, Span::mixed_site());
        let (items, row) = (name("items"), name("row"));
        let pushes = match super::closure::strip_groups(&call.receiver) {
            Expr::Array(array) => {
                let parts = array.elems.iter();
                let parts = parts.map(|part| quote!(#items.extend_from_slice(&(#part)[..]);));
                quote!(#(#parts)*)
            }
            rows => {
                let place = self.place(rows)?;
                let ty = self.place_ty(&place);
                let element = ty.element().map(Ty::strip_refs);
                if !matches!(element, Some(Ty::Array(..) | Ty::Slice(_) | Ty::Vec(_))) {
                    return None;
                }
                quote!(for #row in &#rows { #items.extend_from_slice(#row); })
            }
        };
        let block = syn::parse_quote_spanned! {call.method.span()=>
            { let mut #items = ::std::vec::Vec::new(); #pushes #items }
        };
        Some(self.expr(&block))
    }
    /// The order of two values: of numbers, as values.
    fn comparison(&mut self, call: &syn::ExprMethodCall) -> Val {
        let span = call.method.span();
        let known = |this: &mut Self, expr: &Expr| {
            let val = this.expr_or_place(expr);
            this.number_of(span, val)
        };
        let receiver = known(self, &call.receiver);
        let Some(argument) = call.args.first() else { return self.as_written(call) };
        let argument = known(self, argument);
        if !receiver.ty.is_scalar() && !argument.ty.is_scalar() {
            return self.as_written(call);
        }
        self.order_of(span, &call.method.to_string(), vec![receiver, argument])
    }

    /// `PartialOrd::partial_cmp(&a, &b)` and its like.
    fn order_of(&mut self, span: Span, name: &str, both: Vec<Val>) -> Val {
        let krate = &self.options.krate;
        let (path, ty) = match name {
            "total_cmp" => (quote!(#krate::__private::total_order), Ty::Inert),
            "cmp" => (quote!(::core::cmp::Ord::cmp), Ty::Inert),
            _ => (quote!(::core::cmp::PartialOrd::partial_cmp), Ty::Option(Box::new(Ty::Inert))),
        };
        let references = both.iter().map(|_| Some(false)).collect();
        let op = PureOp::CallByReference(path, references);
        self.define(span, Op::Pure(op, operands(both)), ty)
    }

    /// A method of text, or a comparison: as it stands.
    fn as_written(&mut self, call: &syn::ExprMethodCall) -> Val {
        let (tokens, uses) = self.verbatim(quote!(#call));
        // text that the body makes may have been made of numbers, and its number had their derivative
        let given = |var: &VarId| {
            let data = self.function.var(*var);
            data.param.is_some() && data.ty.strip_refs().is_inert()
        };
        let made = uses.is_empty() || tokens.to_string().contains('!');
        if call.method == "parse" && (made || !uses.iter().all(given)) {
            self.diagnostics.push(catalogue::unknown_method(&call.method));
            return Val::unit();
        }
        let op = Op::Pure(PureOp::Verbatim { tokens, uses }, Vec::new());
        let ty = match call.method.to_string().as_str() {
            "parse" => Ty::Result(Box::new(self.parsed(call))),
            "partial_cmp" => Ty::Option(Box::new(Ty::Inert)),
            _ => Ty::Inert,
        };
        self.define(call.span(), op, ty)
    }

    /// The `T` of `text.parse::<T>()`.
    fn parsed(&self, call: &syn::ExprMethodCall) -> Ty {
        let target = call.turbofish.as_ref().and_then(|turbofish| match turbofish.args.first() {
            Some(syn::GenericArgument::Type(ty)) => Some(ty),
            _ => None,
        });
        let known = |ty: &syn::Type| crate::parse::known::known_type(ty, &self.signature.types);
        match target.map(known) {
            Some(Ty::Opaque(_)) | None => Ty::Inert,
            Some(known) => known,
        }
    }

    fn inactive_method(&mut self, span: Span, name: &Ident, receiver: Val, args: Vec<Val>) -> Val {
        let text = name.to_string();
        if COMPARISONS.contains(&text.as_str()) && args.len() == 1 {
            let mut both = vec![receiver];
            both.extend(args);
            return self.order_of(span, &text, both);
        }
        let receiver = match receiver.ty.strip_refs() {
            // integers have no tangent, but others may have a method of this name
            Ty::Float(kind) if of_integers(&text) && text != "to_bits" => {
                let primitive = matches!(kind, FloatKind::F64 | FloatKind::F32);
                if primitive && self.options.facts.bare_floats {
                    // floats have no such method, as rustc says
                    self.diagnostics.leave_to_rustc();
                } else {
                    self.diagnostics.push(catalogue::no_derivative_known(name));
                }
                return Val::unit();
            }
            Ty::Opaque(_) if of_integers(&text) && text != "to_bits" => {
                let krate = &self.options.krate;
                let op = PureOp::Call(quote!(#krate::__private::integer));
                self.define(span, Op::Pure(op, vec![receiver.operand]), Ty::Int)
            }
            _ => receiver,
        };
        let ty = match text.as_str() {
            _ if text.starts_with("is_") => Ty::Bool,
            "dim" | "shape" => Ty::Inert,
            _ if text.starts_with("checked_") => Ty::Option(Box::new(Ty::Int)),
            _ => Ty::Int,
        };
        let unknown = matches!(receiver.ty.strip_refs(), Ty::Opaque(_));
        let mut all = vec![receiver.operand];
        all.extend(operands(args));
        let op = match unknown {
            true => PureOp::Checked(name.clone()),
            false => PureOp::Method(name.clone()),
        };
        self.define(span, Op::Pure(op, all), ty)
    }

    /// A float method on a receiver that was evaluated already.
    pub fn known_method(
        &mut self,
        span: Span,
        name: &Ident,
        receiver: Val,
        args: Vec<Val>,
    ) -> Option<Val> {
        let text = name.to_string();
        if classify(&text, args.len()) == Some(MethodKind::Inactive) {
            return Some(self.inactive_method(span, name, receiver, args));
        }
        if classify(&text, args.len()) != Some(MethodKind::Float) {
            return None;
        }
        self.prove_standard(name, &receiver.ty);
        // `k.max(1)` of what the macro does not see: floats have no integers beside them
        let beside = |arg: &Val| matches!(arg.ty.strip_refs(), Ty::Int);
        let receiver = match receiver.ty.strip_refs() {
            Ty::Opaque(_) if text != "powi" && args.iter().any(beside) => {
                self.integer(span, receiver)
            }
            _ => receiver,
        };
        let ty = receiver.ty.strip_refs().clone();
        let inert = ty.is_inert() && args.iter().all(|arg| arg.ty.strip_refs().is_inert());
        if inert {
            let mut all = vec![receiver.operand];
            all.extend(operands(args));
            return Some(self.define(span, Op::Pure(PureOp::Method(name.clone()), all), ty));
        }
        if text == "sin_cos" {
            let sin = self.elementwise(span, ScalarOp::Sin, receiver.clone(), Vec::new());
            let cos = self.elementwise(span, ScalarOp::Cos, receiver, Vec::new());
            let ty = Ty::Tuple(vec![sin.ty.clone(), cos.ty.clone()]);
            return Some(self.define(span, Op::Tuple(operands(vec![sin, cos])), ty));
        }
        let op = ScalarOp::from_method(&text)?;
        Some(self.elementwise(span, op, receiver, args))
    }

    /// A scalar operation on a float, or on each element of an array.
    fn elementwise(&mut self, span: Span, op: ScalarOp, receiver: Val, args: Vec<Val>) -> Val {
        match receiver.ty.strip_refs().clone() {
            Ty::Float(kind) => self.scalar_method(span, op, receiver, args, kind),
            Ty::Inert => {
                let kind = self.kinds.fresh();
                self.scalar_method(span, op, receiver, args, kind)
            }
            ty => {
                let element = match &ty {
                    Ty::Nd(element, _) => (**element).clone(),
                    _ => self.some_float(),
                };
                let param = self.temp(element.clone());
                let (body, result) = self.nested(|this| {
                    let receiver = Val::new(Operand::var(param), element.clone());
                    this.scalar_method(span, op, receiver, args, kind_of(&element)).operand
                });
                self.map(span, receiver.operand, param, body, result, ty)
            }
        }
    }

    fn scalar_method(
        &mut self,
        span: Span,
        op: ScalarOp,
        receiver: Val,
        args: Vec<Val>,
        kind: FloatKind,
    ) -> Val {
        let ty = Ty::Float(kind);
        for arg in args.iter().filter(|_| op != ScalarOp::Powi) {
            self.unify(&ty, &arg.ty);
        }
        let mut all = vec![receiver.operand];
        all.extend(operands(args));
        self.scalar(span, op, all, ty)
    }

    fn map(
        &mut self,
        span: Span,
        input: Operand,
        param: crate::ir::VarId,
        body: crate::ir::Block,
        result: Operand,
        ty: Ty,
    ) -> Val {
        let var = self.temp(ty.clone());
        self.push(
            span,
            StmtKind::Map {
                vars: vec![var],
                inputs: vec![input],
                params: vec![param],
                body,
                results: vec![result],
            },
        );
        Val::new(Operand::var(var), ty)
    }

    fn copy(&mut self, call: &syn::ExprMethodCall) -> Val {
        let span = call.method.span();
        let receiver = self.expr_or_place(&call.receiver);
        if let (Expr::Lit(_), true) = (&*call.receiver, receiver.ty.is_inert()) {
            // text, of which the copy is another type
            let op = PureOp::Method(call.method.clone());
            return self.define(span, Op::Pure(op, vec![receiver.operand]), Ty::Inert);
        }
        let Operand::Place(place) = receiver.operand else { return receiver };
        let ty = receiver.ty.strip_refs().clone();
        if ty.is_scalar() {
            return self.read(span, place);
        }
        let kind = match call.method.to_string().as_str() {
            "to_vec" => CopyKind::ToVec,
            "to_owned" => CopyKind::ToOwned,
            _ => CopyKind::Clone,
        };
        if let (CopyKind::Clone, Ty::Slice(_)) = (kind, &ty) {
            // a slice is not `Clone`: its reference is
            let operand = Operand::Place(place);
            return Val { operand, ty, reference: Some(false) };
        }
        let ty = match (kind, ty) {
            (CopyKind::ToVec, Ty::Slice(e) | Ty::Array(e, _) | Ty::Vec(e)) => Ty::Vec(e),
            (CopyKind::ToOwned, Ty::Slice(e)) => Ty::Vec(e),
            (_, ty) => ty,
        };
        self.define(span, Op::Copy(place, kind), ty)
    }

    /// `x.mean().unwrap()`, `T::from(2.0).unwrap()`.
    fn unwrap(&mut self, call: &syn::ExprMethodCall) -> Val {
        match &*call.receiver {
            Expr::MethodCall(inner) if inner.method == "pop" => self.popped(inner),
            Expr::MethodCall(inner)
                if super::alias::gives_reference(&call.receiver)
                    && !self.consumes_chain(inner)
                    && !self.is_of_users(inner) =>
            {
                self.reference_in_option(inner).unwrap_or_else(Val::unit)
            }
            Expr::MethodCall(inner) if inner.method == "mean" || inner.method == "mean_axis" => {
                self.array_method(inner)
            }
            _ => match self.unwrapped_conversion(call) {
                Some(value) => value,
                None => self.unwrapped(call),
            },
        }
    }

    fn array_method(&mut self, call: &syn::ExprMethodCall) -> Val {
        let span = call.method.span();
        let name = call.method.to_string();
        let receiver = self.expr_or_place(&call.receiver);
        let ty = receiver.ty.strip_refs().clone();
        if self.options.facts.bare_floats && matches!(ty, Ty::Vec(_) | Ty::Array(..) | Ty::Slice(_))
        {
            // a method of ndarray's arrays, where no trait gives it to others
            self.diagnostics.leave_to_rustc();
            return Val::unit();
        }
        if name == "mapv" || name == "mapv_into" {
            return self.mapv(span, receiver.operand, ty, &call.args[0]);
        }
        let args: Vec<Val> = call.args.iter().map(|arg| self.expr(arg)).collect();
        let (element, rank) = match &ty {
            Ty::Nd(element, rank) => (Some(element.clone()), *rank),
            _ => (None, None),
        };
        let array = |rank: Option<usize>| match &element {
            Some(element) => Ty::Nd(element.clone(), rank),
            None => Ty::OPAQUE,
        };
        let scalar = || element.as_ref().map_or(Ty::OPAQUE, |element| (**element).clone());
        let other = args.first().map(|arg| arg.ty.strip_refs().clone());
        let (prim, result) = match name.as_str() {
            "view" => {
                let Operand::Place(place) = receiver.operand else { return receiver };
                return Val::new(Operand::Place(place.then(Proj::View)), ty);
            }
            "dot" => {
                let result = match (rank, &other) {
                    (Some(1), Some(Ty::Nd(_, Some(1)))) => scalar(),
                    (Some(a), Some(Ty::Nd(_, Some(b)))) => array((a + b).checked_sub(2)),
                    _ => Ty::OPAQUE,
                };
                (Prim::Dot, result)
            }
            "t" => (Prim::Transpose, array(rank)),
            "sum" => (Prim::Sum, scalar()),
            "mean" => (Prim::Mean, scalar()),
            "sum_axis" => (Prim::SumAxis, array(rank.and_then(|rank| rank.checked_sub(1)))),
            "mean_axis" => (Prim::MeanAxis, array(rank.and_then(|rank| rank.checked_sub(1)))),
            "row" => (Prim::Row, array(Some(1))),
            "column" => (Prim::Column, array(Some(1))),
            "insert_axis" => (Prim::InsertAxis, array(rank.map(|rank| rank + 1))),
            _ => return self.unknown_method(call),
        };
        let mut all = vec![receiver.operand];
        all.extend(operands(args));
        self.define(span, Op::Prim(prim, all), result)
    }

    /// A closure that carries a value from one element to the next has no elementwise derivative.
    fn refuse_captured_writes(&mut self, closure: &Expr, body: &crate::ir::Block) {
        let inside = crate::analysis::blocks::inside(body);
        let mut outside = None;
        body.walk(&mut |stmt| {
            if let Some(place) = stmt.written_places().first()
                && !inside.contains(&place.base)
            {
                outside = Some(place.base);
            }
        });
        if let Some(var) = outside {
            let name = self.function.var(var).name.clone();
            self.diagnostics.push(catalogue::captured_write(closure, &name));
        }
    }

    /// The closure runs again in the reverse sweep: it reads the present values of scalars.
    pub(super) fn read_captures(&mut self, callable: &Callable) {
        let mut captures = Vec::new();
        self.captured_places(callable, &mut captures);
        for (span, place) in captures {
            if place.proj.is_empty() && self.place_ty(&place).is_scalar() {
                self.read(span, place);
            }
        }
    }

    /// `x.mapv(|v| body)`.
    pub(super) fn mapv(&mut self, span: Span, input: Operand, ty: Ty, closure: &Expr) -> Val {
        if let Expr::Path(path) = closure
            && let Some(kind) = self.float_owner(path)
            && self.own_function(path, &kind).is_none()
            && let Some(op) = path
                .path
                .segments
                .last()
                .and_then(|segment| ScalarOp::from_method(&segment.ident.to_string()))
        {
            return self.elementwise(span, op, Val::new(input, ty), Vec::new());
        }
        let Some(callable) = self.callable(closure) else {
            self.diagnostics.push(catalogue::mapv_needs_closure(closure));
            return Val::unit();
        };
        let element = match &ty {
            Ty::Nd(element, _) => (**element).clone(),
            _ => self.some_float(),
        };
        let param = self.temp(element.clone());
        self.read_captures(&callable);
        let known = self.current.clone();
        let (body, result) = self.nested(|this| {
            this.apply(span, &callable, vec![Val::new(Operand::var(param), element.clone())])
        });
        self.current = known;
        self.refuse_captured_writes(closure, &body);
        let out = match ty {
            Ty::Nd(_, rank) => Ty::Nd(Box::new(result.ty), rank),
            ty => ty,
        };
        self.map(span, input, param, body, result.operand, out)
    }
}

fn kind_of(ty: &Ty) -> FloatKind {
    match ty {
        Ty::Float(kind) => kind.clone(),
        _ => FloatKind::Unspecified,
    }
}

/// The type `Self`.
fn names_self(ty: &syn::Type) -> bool {
    matches!(ty, syn::Type::Path(path) if path.path.is_ident("Self"))
}
