//! Expressions: each becomes operations in evaluation order and a value.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;
use syn::spanned::Spanned;
use syn::visit::Visit;
use syn::{Expr, Lit, parse_quote};

use super::closure::Callable;
use super::pattern::known_variant;
use super::scope::Binding;
use super::stmt::unknown_for_inert;
use super::written::{Written, written};
use super::{Lowerer, Val};
use crate::diagnostics::catalogue;
use crate::ir::{
    Arg, Callee, FloatKind, Literal, Op, Operand, Operator, Order, PureOp, Refs, Target, Ty,
    Variant,
};
use crate::rules::libraries::is_vector;

/// The constants of `f64` and `f32` that are integers.
const INTEGERS_OF_FLOATS: [&str; 7] =
    ["DIGITS", "MANTISSA_DIGITS", "MAX_10_EXP", "MAX_EXP", "MIN_10_EXP", "MIN_EXP", "RADIX"];

impl Lowerer<'_> {
    /// The value of an expression.
    pub fn expr(&mut self, expr: &Expr) -> Val {
        let span = expr.span();
        match expr {
            Expr::Paren(inner) => self.expr(&inner.expr),
            Expr::Group(inner) => self.expr(&inner.expr),
            Expr::Lit(lit) => self.literal(&lit.lit),
            Expr::Path(path) => self.path(path),
            Expr::Field(field) => match self.scopes.part(field).cloned() {
                Some(part) => self.path(&parse_quote!(#part)),
                None => self.marked_number(expr).unwrap_or_else(|| self.place_value(expr)),
            },
            Expr::Index(_) => self.marked_number(expr).unwrap_or_else(|| self.place_value(expr)),
            Expr::Unary(unary) => self.unary(unary),
            Expr::Binary(binary) => self.binary(span, binary),
            Expr::Reference(reference) => {
                let mutable = reference.mutability.is_some();
                let val = match self.place(&reference.expr) {
                    // nothing changes a number while it is borrowed
                    Some(place) if !mutable && !self.is_fixed(&place) => self.read(span, place),
                    Some(place) => {
                        if mutable {
                            self.temporary_changes(&place);
                        }
                        let ty = self.place_ty(&place);
                        Val::new(Operand::Place(place), ty)
                    }
                    None if mutable => self.changeable(&reference.expr),
                    // a part of a table may have no size
                    None if self.is_part_of_constant(&reference.expr) => {
                        match self.table(&reference.expr) {
                            Some(place) => Val::new(Operand::Place(place), Ty::Inert),
                            None => self.expr(&reference.expr),
                        }
                    }
                    None => self.expr(&reference.expr),
                };
                Val { reference: Some(mutable), ..val }
            }
            Expr::Struct(node) => self.struct_literal(node),
            Expr::Range(range) => self.range(range),
            Expr::Tuple(tuple) if tuple.elems.is_empty() => Val::unit(),
            Expr::Tuple(tuple) => {
                let (parts, refs) = self.kept_values(&tuple.elems);
                let ty = Ty::Tuple(
                    parts.iter().map(|part| unknown_for_inert(part.ty.clone())).collect(),
                );
                let tuple = self.define(span, Op::Tuple(operands(parts)), ty);
                self.made_with_refs(tuple, Refs::tuple(refs))
            }
            Expr::Array(array) => {
                let (parts, refs) = self.kept_values(&array.elems);
                let parts = self.all_integers(span, parts);
                let len = parts.len();
                let ty =
                    Ty::Array(Box::new(unknown_for_inert(self.join(&parts))), Some(quote!(#len)));
                let array = self.define(span, Op::Array(operands(parts)), ty);
                self.made_with_refs(array, Refs::each(refs))
            }
            Expr::Repeat(repeat) => {
                let value = self.expr(&repeat.expr);
                let len = &repeat.len;
                let tokens = quote!(#len);
                let element = unknown_for_inert(value.ty.clone());
                let ty = Ty::Array(Box::new(element), Some(tokens.clone()));
                let len = Operand::Const(tokens.clone());
                let op =
                    Op::Repeat { value: value.operand, len, len_tokens: tokens, is_vec: false };
                self.define(span, op, ty)
            }
            Expr::Cast(cast) => self.cast(cast),
            Expr::Block(syn::ExprBlock { block, label: Some(label), .. }) => {
                self.labelled_block(block, label)
            }
            Expr::Block(block) => self.scoped_block(&block.block),
            Expr::Loop(node) => self.endless_loop(node),
            Expr::Break(_) | Expr::Continue(_) | Expr::Return(_) => self.exit(expr),
            Expr::Try(node) => self.question_mark(node),
            Expr::If(_) | Expr::Match(_) => self.branch_value(expr),
            Expr::Call(call) => self.call(call),
            Expr::MethodCall(call) => self.method(call),
            Expr::Closure(closure) => {
                self.diagnostics.push(catalogue::closure_escapes(closure));
                Val::unit()
            }
            Expr::Macro(mac) => self.macro_value(&mac.mac),
            Expr::Assign(_) | Expr::ForLoop(_) | Expr::While(_) => {
                self.statement(expr);
                Val::unit()
            }
            _ => {
                self.diagnostics.push(catalogue::not_lowered(expr));
                Val::unit()
            }
        }
    }

    /// A value of which its surroundings say the type, also as it is written.
    pub fn expected(&mut self, expr: &Expr, ty: Option<&Ty>, written: Option<&syn::Type>) -> Val {
        match super::closure::strip_groups(expr) {
            Expr::MethodCall(call) if self.consumes_chain(call) => {
                self.consumed_as(call, ty, written)
            }
            Expr::MethodCall(call) if self.is_conversion(call) => {
                self.conversion_to(call, ty.is_some_and(Ty::is_float), written)
            }
            Expr::Call(call) => match self.array_from_fn(call, ty) {
                Some(array) => array,
                None => self.expr(expr),
            },
            Expr::Block(node) if node.label.is_none() && ty.is_some() => {
                self.open_scope();
                let value = self.block_expected(&node.block, ty, written);
                self.close_scope();
                value
            }
            _ => self.expr(expr),
        }
    }

    /// `a..b`, a struct of its ends.
    fn range(&mut self, range: &syn::ExprRange) -> Val {
        let (Some(start), Some(end)) = (&range.start, &range.end) else {
            self.diagnostics.push(catalogue::range_value(range));
            return Val::unit();
        };
        let span = range.span();
        self.struct_literal(&syn::parse_quote_spanned! {span=>
            ::core::ops::Range { start: #start, end: #end }
        })
    }

    /// A value in a variable of its own, for `&mut value`.
    fn changeable(&mut self, expr: &Expr) -> Val {
        let val = self.expr(expr);
        if val.reference.is_some() {
            return val;
        }
        let name = Ident::new("t", Span::mixed_site());
        let var = self.storage(&name, unknown_for_inert(val.ty.clone()), None);
        self.function.vars[var.0 as usize].named = false;
        self.push(expr.span(), crate::ir::StmtKind::Let { var, op: Op::Use(val.operand) });
        Val { operand: Operand::var(var), ..val }
    }

    /// As [`Self::expr`], but a place stays a place even when it holds a scalar.
    pub fn expr_or_place(&mut self, expr: &Expr) -> Val {
        match self.place(expr) {
            Some(place) => {
                let ty = self.place_ty(&place);
                Val::new(Operand::Place(place), ty)
            }
            None => self.expr(expr),
        }
    }

    /// The values of expressions, left to right: an aggregate that a later one writes is copied.
    pub fn values<'e>(&mut self, exprs: impl IntoIterator<Item = &'e Expr>) -> Vec<Val> {
        let exprs: Vec<&Expr> = exprs.into_iter().collect();
        self.values_by(&exprs, &|this, expr| this.expr(expr))
    }

    /// As [`Self::values`], with another way to lower one.
    pub fn values_by(
        &mut self,
        exprs: &[&Expr],
        value: &dyn Fn(&mut Self, &Expr) -> Val,
    ) -> Vec<Val> {
        let mut values = Vec::with_capacity(exprs.len());
        for (i, expr) in exprs.iter().enumerate() {
            let val = value(self, expr);
            let base = match &val.operand {
                Operand::Place(place) => Some(place.base),
                Operand::Literal(_) | Operand::Const(_) => None,
            };
            let overwritten = base.is_some_and(|base| {
                self.function.var(base).storage && {
                    let later = written(&self.scopes, |visitor: &mut Written| {
                        exprs[i + 1..].iter().for_each(|expr| visitor.visit_expr(expr));
                    });
                    later.contains(&base)
                }
            });
            values.push(if overwritten && val.reference.is_none() {
                self.define(expr.span(), Op::Use(val.operand), val.ty)
            } else {
                val
            });
        }
        values
    }

    /// The values of the parts of an aggregate, none of which may be a `&mut`, and where the source has
    /// references in them.
    pub fn kept_values<'e>(
        &mut self,
        exprs: impl IntoIterator<Item = &'e Expr>,
    ) -> (Vec<Val>, Vec<Refs>) {
        let exprs: Vec<&Expr> = exprs.into_iter().collect();
        let values = self.values(exprs.iter().copied());
        for (expr, value) in exprs.iter().zip(&values) {
            if value.reference == Some(true) {
                self.diagnostics.push(catalogue::kept_borrow(expr));
            }
        }
        self.owned_parts(values)
    }

    /// An operand of an index, a range end or a count: any inactive scalar.
    pub fn scalar_operand(&mut self, expr: &Expr) -> Operand {
        self.present_value(expr, Ty::Int)
    }

    /// What decides which arm runs, or whether a loop goes on.
    pub fn condition(&mut self, expr: &Expr) -> Operand {
        self.present_value(expr, Ty::Bool)
    }

    /// A value that later writes do not change, also of storage of unknown type.
    fn present_value(&mut self, expr: &Expr, ty: Ty) -> Operand {
        let val = self.expr(expr);
        self.fixed(expr.span(), val, ty)
    }

    /// The same of a value.
    pub fn fixed(&mut self, span: Span, val: Val, ty: Ty) -> Operand {
        match &val.operand {
            Operand::Place(place) if self.function.var(place.base).storage => {
                self.define(span, Op::Use(val.operand), ty).operand
            }
            _ => val.operand,
        }
    }

    pub fn place_value(&mut self, expr: &Expr) -> Val {
        match self.place(expr) {
            Some(place) => {
                let reference = self.is_reference(&place).then_some(false);
                Val { reference, ..self.read(expr.span(), place) }
            }
            None => self.constant_part(expr),
        }
    }

    /// A field or an element of a constant table.
    fn constant_part(&mut self, expr: &Expr) -> Val {
        if let (Expr::Index(part), Some(place)) = (expr, self.table_range(expr)) {
            return Val { reference: Some(false), ..self.read(part.span(), place) };
        }
        let (tokens, uses) = self.unchanging(quote!(#expr));
        let op = Op::Pure(PureOp::Verbatim { tokens, uses }, Vec::new());
        self.define(expr.span(), op, Ty::Inert)
    }

    fn path(&mut self, path: &syn::ExprPath) -> Val {
        if let Some(walking) = self.scopes.walking(&Expr::Path(path.clone())) {
            return self.expr(&walking.part);
        }
        if let Some(name) = path.path.get_ident()
            && let Some(place) = self.scopes.place(name).cloned()
        {
            let reference = self.scopes.reference(name);
            let reference = reference.or(self.is_reference(&place).then_some(false));
            return Val { reference, ..self.read(name.span(), place) };
        }
        if let Some(Binding::Callable(callable)) =
            path.path.get_ident().and_then(|name| self.scopes.find(name))
        {
            return match callable.clone() {
                Callable::Function(path) => Val::new(Operand::Const(quote!(#path)), Ty::Inert),
                Callable::Closure(_) | Callable::Parameter(_) => {
                    self.diagnostics.push(catalogue::closure_escapes(path));
                    Val::unit()
                }
            };
        }
        match path.path.get_ident().and_then(|name| self.scopes.find(name)) {
            Some(Binding::Chain(_)) => {
                self.diagnostics.push(catalogue::named_chain(path));
                return Val::unit();
            }
            Some(Binding::Parts(_)) => {
                self.diagnostics.push(catalogue::kept_item(path.span()));
                return Val::unit();
            }
            Some(
                Binding::Place(_)
                | Binding::Reference { .. }
                | Binding::Callable(_)
                | Binding::Walking(_)
                | Binding::Kept,
            )
            | None => {}
        }
        if let Some(variant @ Variant::None) = known_variant(&path.path) {
            return self.variant(path.span(), variant, None);
        }
        let kind = path.path.segments.iter().find_map(|segment| {
            let name = segment.ident.to_string();
            match name.as_str() {
                "f64" => Some(FloatKind::F64),
                "f32" => Some(FloatKind::F32),
                _ => {
                    self.signature.types.floats.contains(&name).then_some(FloatKind::Generic(name))
                }
            }
        });
        let integer = |name: &Ident| INTEGERS_OF_FLOATS.iter().any(|known| name == known);
        let ty = match (kind, path.path.segments.last()) {
            (Some(_), Some(last)) if integer(&last.ident) => Ty::Int,
            (Some(kind), _) => Ty::Float(kind),
            (None, _) if self.is_plain_variant(&path.path) => Ty::Data,
            (None, _) if self.is_vector_constant(&path.path) => Ty::OPAQUE,
            (None, _) => Ty::Inert,
        };
        Val::new(Operand::Const(quote!(#path)), ty)
    }

    /// Whether a path names a constant that is a vector: `DVec3::Y`, or one that the file declares so.
    fn is_vector_constant(&self, path: &syn::Path) -> bool {
        let mut segments = path.segments.iter().rev();
        match (segments.next(), segments.next()) {
            (Some(constant), Some(owner)) => {
                let name = constant.ident.to_string();
                is_vector(&owner.ident.to_string()) && name.chars().all(|c| !c.is_lowercase())
            }
            (Some(constant), None) => {
                self.options.facts.vectors.contains(&constant.ident.to_string())
            }
            (None, _) => false,
        }
    }

    /// Whether a path names a variant of an enum that holds no floats.
    pub(super) fn is_plain_variant(&self, path: &syn::Path) -> bool {
        let named = path.segments.iter().map(|segment| segment.ident.to_string());
        let named: Vec<String> = named.collect();
        match named.as_slice() {
            [owner, variant] => {
                let variants = self.signature.types.plain.get(owner);
                variants.is_some_and(|variants| variants.contains(variant))
            }
            _ => false,
        }
    }

    /// An operator between values of which one is of unknown type, perhaps a type of the user's; where the
    /// expression stands, and where the operator does.
    pub(super) fn operator(
        &mut self,
        (whole, span): (Span, Span),
        symbol: &'static str,
        module: &str,
        operands: Vec<Val>,
    ) -> Val {
        let (krate, name) = (&self.options.krate, crate::emit::primal::method(module));
        let module = crate::hygiene::placed(quote!(#krate::__private::prim::#name), span);
        let target = Target::Operator(Operator { symbol, span, module, tangents: Vec::new() });
        let callee = Callee { target, turbofish: TokenStream::new(), order: Order::Primal };
        let args = operands.into_iter();
        let args = args.map(|val| Arg { operand: val.operand, reference: val.reference }).collect();
        self.define(whole, Op::Call(callee, args), Ty::OPAQUE)
    }

    /// A value of unknown type that has to be an integer.
    pub(super) fn integer(&mut self, span: Span, value: Val) -> Val {
        let krate = &self.options.krate;
        let check = PureOp::Call(quote!(#krate::__private::integer));
        self.define(span, Op::Pure(check, vec![value.operand]), Ty::Int)
    }

    /// A literal of the source.
    fn literal(&mut self, lit: &Lit) -> Val {
        let suffix = match lit {
            Lit::Float(float) => float.suffix(),
            Lit::Int(int) => int.suffix(),
            _ => "",
        };
        let ty = match (lit, suffix) {
            (_, "f64") => Ty::Float(FloatKind::F64),
            (_, "f32") => Ty::Float(FloatKind::F32),
            (Lit::Float(_), _) => self.some_float(),
            (Lit::Int(_) | Lit::Byte(_), _) => Ty::Int,
            (Lit::Bool(_), _) => Ty::Bool,
            _ => Ty::Inert,
        };
        Val::new(Operand::Literal(Literal::Written(quote!(#lit), ty.clone())), ty)
    }

    /// The common type of the parts of an array.
    pub fn join(&mut self, parts: &[Val]) -> Ty {
        let first = parts.first().map_or(Ty::OPAQUE, |part| part.ty.clone());
        parts.iter().fold(first, |ty, part| {
            self.unify(&ty, &part.ty);
            match (&ty, &part.ty) {
                (Ty::Inert, _) => part.ty.clone(),
                (Ty::Opaque(_), _) | (_, Ty::Opaque(_)) => Ty::OPAQUE,
                _ => ty,
            }
        })
    }
}

/// The operands of values.
pub fn operands(vals: Vec<Val>) -> Vec<Operand> {
    vals.into_iter().map(|val| val.operand).collect()
}
