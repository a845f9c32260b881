//! Conversions between floats, and what type parameters that are floats are made from.
//!
//! `T::from(x)`, `T::from_f64(x)`, `x.to_f64()` and `NumCast::from(x)` give options, `T::from(x)` of
//! a type with `From`, `f64::from(x)` and `x.into()` numbers. A number that is converted carries its
//! derivative along ([`ScalarOp::FloatCast`]): between floats no conversion fails. `x.into()` into a type that
//! the macro does not see is an operator, whose derivatives the core finds (`autodiff_core::conversion`).

use proc_macro2::{Ident, Span};
use quote::quote;
use syn::spanned::Spanned;
use syn::{Expr, ExprMethodCall, ExprPath, GenericArgument, PathArguments};

use super::expr::operands;
use super::{Lowerer, Val};
use crate::diagnostics::catalogue;
use crate::ir::{Arg, FloatKind, Op, Operand, Prim, PureOp, ScalarOp, Ty, Variant};
use crate::parse::FloatParam;
use crate::rules::methods::{self, MethodKind, classify};

/// Constants of `num_traits::Float` that a trait of the user's may have too, with other values.
const CONSTANTS: &[&str] = &[
    "epsilon",
    "infinity",
    "max_value",
    "min_positive_value",
    "min_value",
    "nan",
    "neg_infinity",
    "neg_zero",
    "one",
    "zero",
];

/// What a conversion gives.
enum Converted {
    /// The number itself.
    Number(Val),
    /// A number in an option.
    Option(Val),
}

impl Lowerer<'_> {
    /// The float that a path names before its last segment: `f64::sin`, `T::sin`,
    /// `<T as Float>::sin`, `Float::sin`.
    pub fn float_owner(&mut self, path: &ExprPath) -> Option<FloatKind> {
        let segments = &path.path.segments;
        let owner = segments.get(segments.len().checked_sub(2)?)?.ident.to_string();
        match &path.qself {
            Some(qself) => {
                let owner = crate::parse::known::known_type(&qself.ty, &self.signature.types);
                owner.float_kind().cloned()
            }
            None => match owner.as_str() {
                "f64" => Some(FloatKind::F64),
                "f32" => Some(FloatKind::F32),
                "Euclid" | "Float" | "Real" | "NumCast" => Some(self.kinds.fresh()),
                name => self.float_param(name).map(|_| FloatKind::Generic(owner)),
            },
        }
    }

    pub(super) fn float_param(&self, name: &str) -> Option<&FloatParam> {
        self.signature.float_params.iter().find(|param| param.name == name)
    }

    /// What the source writes out or a parameter without derivative is, and integer arithmetic on it.
    fn is_without_float(&self, operand: &Operand) -> bool {
        let Operand::Place(place) = operand else { return true };
        let base = self.function.var(place.base);
        if base.param.is_some() {
            return base.ty.strip_refs().is_inert();
        }
        match operand.as_var().and_then(|var| self.last_definition(var)) {
            Some(Op::Pure(PureOp::Binary(_) | PureOp::Unary(_) | PureOp::Cast(_), parts)) => {
                parts.iter().all(|part| self.is_without_float(part))
            }
            Some(Op::Use(inner)) => self.is_without_float(inner),
            _ => false,
        }
    }

    /// A function of a float type.
    pub fn float_call(
        &mut self,
        span: Span,
        path: &ExprPath,
        args: Vec<Val>,
        kind: FloatKind,
    ) -> Val {
        if let Some(own) = self.own_function(path, &kind) {
            return self.own_function_call(span, &own, args, kind);
        }
        if args.is_empty()
            && let Some(val) = self.own_constant(path, &kind)
        {
            return val;
        }
        if let Some(bare) = self.converts(path, &kind) {
            return match self.conversion(span, path, args, &kind) {
                Converted::Number(value) if !bare => self.wrap(span, Variant::Some, Some(value)),
                Converted::Number(value) | Converted::Option(value) => value,
            };
        }
        let Some(name) = path.path.segments.last().map(|segment| segment.ident.clone()) else {
            return Val::unit();
        };
        if name.to_string().starts_with("from_") && args.iter().all(|arg| self.is_passive(arg)) {
            // of bits or bytes, which are no float, but may have been one's
            if name == "from_bits" {
                let made = self.passive_call(span, quote!(#path), args, Ty::Float(kind), &[]);
                self.made_of_bits.extend(made.operand.as_var().map(|var| (var, name)));
                return made;
            }
            if !args.iter().all(|arg| self.is_without_float(&arg.operand)) {
                self.diagnostics.push(catalogue::float_of_bits(&name));
                return Val::refused();
            }
            return self.passive_call(span, quote!(#path), args, Ty::Float(kind), &[]);
        }
        if let Some(receiver) = args.first() {
            let owner = Ty::Float(kind.clone());
            let receiver = receiver.ty.clone();
            self.unify(&owner, &receiver);
        }
        let is_float = |val: &&Val| val.ty.is_float() || matches!(val.ty, Ty::Inert);
        if let Some(receiver) = args.first().filter(is_float) {
            self.name_type(receiver, &kind);
        }
        if let Some((receiver, rest)) = args.split_first()
            && let Some(val) = self.known_method(span, &name, receiver.clone(), rest.to_vec())
        {
            return val;
        }
        if args.iter().all(|arg| self.is_passive(arg)) {
            return self.passive_call(span, quote!(#path), args, Ty::Float(kind), &[]);
        }
        if methods::refusal(&name, args.len().saturating_sub(1)).is_some() {
            self.diagnostics.push(catalogue::unknown_float_function(&path.path));
            return Val::unit();
        }
        // of a trait of the user's
        let callee = self.callee(path);
        let args = args
            .into_iter()
            .map(|arg| Arg { operand: arg.operand, reference: arg.reference })
            .collect();
        self.define(span, Op::Call(callee, args), Ty::OPAQUE)
    }

    /// Whether a function of a float type converts, and if so, whether it gives the number itself.
    fn converts(&self, path: &ExprPath, kind: &FloatKind) -> Option<bool> {
        let last = path.path.segments.last()?.ident.to_string();
        let owner = path.path.segments.first().map(|segment| segment.ident.to_string());
        match (last.as_str(), kind) {
            ("from", _) if path.qself.is_some() => Some(owner.as_deref() == Some("From")),
            ("from", FloatKind::F64 | FloatKind::F32) => Some(true),
            ("from", FloatKind::Generic(name)) => {
                Some(self.float_param(name).is_some_and(|param| param.converts))
            }
            ("from", FloatKind::Infer(_) | FloatKind::Unspecified) => Some(false),
            ("from_literal", _) => Some(true),
            (name, _) if name.starts_with("from_") => is_number(&name[5..]).then_some(false),
            _ => None,
        }
    }

    /// `T::from(x)` and its like.
    fn conversion(
        &mut self,
        span: Span,
        path: &ExprPath,
        args: Vec<Val>,
        kind: &FloatKind,
    ) -> Converted {
        let bare = self.converts(path, kind) == Some(true);
        let number = Ty::Float(kind.clone());
        if !args.iter().all(|arg| self.is_passive(arg)) {
            let unknown = |val: &Val| matches!(val.ty.strip_refs(), Ty::Opaque(_));
            if let (FloatKind::F64 | FloatKind::F32, true, [value]) = (kind, bare, args.as_slice())
                && unknown(value)
            {
                // of a type of the user's, perhaps
                let float: syn::Type = match kind {
                    FloatKind::F32 => syn::parse_quote!(f32),
                    _ => syn::parse_quote!(f64),
                };
                let converted = self.conversion_into(span, value.clone(), Some(&float));
                return Converted::Number(self.typed(converted, &number));
            }
            let op = Op::Scalar(ScalarOp::FloatCast, operands(args));
            return Converted::Number(self.define(span, op, number));
        }
        if !bare {
            let ty = Ty::Option(Box::new(number));
            return Converted::Option(self.passive_call(span, quote!(#path), args, ty, &[]));
        }
        let path = match kind {
            // `Real` brings another `from`
            FloatKind::Generic(name) if path.qself.is_none() && path_ends_in(path, "from") => {
                let name = Ident::new(name, path.span());
                quote!(<#name as ::core::convert::From<_>>::from)
            }
            _ => quote!(#path),
        };
        Converted::Number(self.passive_call(span, path, args, number, &[]))
    }

    /// `x.into()`, `x.to_f64()`, `x.to_usize()`.
    pub fn conversion_method(&mut self, call: &ExprMethodCall) -> Val {
        let receiver = self.expr(&call.receiver);
        if call.method == "into_boxed_slice" {
            let slice = syn::parse_quote!(::std::boxed::Box<[_]>);
            return self.conversion_into(call.method.span(), receiver, Some(&slice));
        }
        self.conversion_of(call, receiver)
    }

    /// `x.into()`, where that is the standard library's.
    pub(super) fn is_conversion(&self, call: &ExprMethodCall) -> bool {
        call.method == "into"
            && call.args.is_empty()
            && !self.is_of_own_type(call)
            && !self.may_be_own(call, Some(MethodKind::Convert))
    }

    /// `let p: Point = x.into();`: into the type that is written, perhaps a float.
    pub(super) fn conversion_to(
        &mut self,
        call: &ExprMethodCall,
        float: bool,
        written: Option<&syn::Type>,
    ) -> Val {
        let (receiver, span) = (self.expr(&call.receiver), call.method.span());
        match (receiver.ty.strip_refs(), written) {
            (Ty::Float(_), _) if float => self.cast_float(span, receiver),
            (ty, Some(written)) if !ty.is_inert() && !float => {
                self.conversion_into(span, receiver, Some(written))
            }
            _ => self.conversion_of(call, receiver),
        }
    }

    fn cast_float(&mut self, span: Span, value: Val) -> Val {
        let number = Ty::Float(self.kinds.fresh());
        self.define(span, Op::Scalar(ScalarOp::FloatCast, vec![value.operand]), number)
    }

    /// `<V as From<A>>::from(x)`, `From::from(x)` and `Into::<V>::into(x)`.
    pub(super) fn conversion_by_path(
        &mut self,
        span: Span,
        path: &ExprPath,
        args: &[Val],
    ) -> Option<Val> {
        let segments = &path.path.segments;
        let (last, owner) = (segments.last()?, segments.iter().rev().nth(1)?);
        let ([value], false) = (args, args.iter().all(|arg| self.is_passive(arg))) else {
            return None;
        };
        let written = match (owner.ident.to_string().as_str(), last.ident.to_string().as_str()) {
            ("From", "from") => path.qself.as_ref().map(|qself| (*qself.ty).clone()),
            ("Into", "into") => match &owner.arguments {
                PathArguments::AngleBracketed(arguments) => {
                    arguments.args.iter().find_map(|argument| match argument {
                        GenericArgument::Type(ty) => Some(ty.clone()),
                        _ => None,
                    })
                }
                PathArguments::None | PathArguments::Parenthesized(_) => None,
            },
            _ => return None,
        };
        Some(self.conversion_into(span, value.clone(), written.as_ref()))
    }

    /// `x.into()` into a type that the macro does not know: an operator, whose right operand names the type, as
    /// it is written or by what it is used as.
    pub(super) fn conversion_into(
        &mut self,
        span: Span,
        value: Val,
        written: Option<&syn::Type>,
    ) -> Val {
        let krate = &self.options.krate;
        let written = written.map(|ty| quote!(::<#ty>));
        let name = PureOp::Call(quote!(#krate::__private::some_type #written));
        let name = self.define(span, Op::Pure(name, Vec::new()), Ty::Inert);
        self.operator((span, span), "into", "into", vec![value, name])
    }

    /// The same of a value that is there already.
    pub(super) fn conversion_of(&mut self, call: &ExprMethodCall, receiver: Val) -> Val {
        match self.converted_by_method(call, receiver) {
            Some(Converted::Number(value)) if call.method != "into" => {
                self.wrap(call.method.span(), Variant::Some, Some(value))
            }
            Some(Converted::Number(value) | Converted::Option(value)) => value,
            None => self.unknown_method(call),
        }
    }

    /// `None` where the receiver is not a number.
    fn converted_by_method(&mut self, call: &ExprMethodCall, receiver: Val) -> Option<Converted> {
        let span = call.method.span();
        if call.method == "into" {
            let value = match receiver.ty.strip_refs() {
                ty if ty.is_inert() => {
                    let op = Op::Pure(PureOp::Method(call.method.clone()), vec![receiver.operand]);
                    self.define(span, op, Ty::Inert)
                }
                Ty::Float(FloatKind::Generic(_)) => self.cast_float(span, receiver),
                _ => self.conversion_into(span, receiver, None),
            };
            return Some(Converted::Number(value));
        }
        let target = match call.method.to_string().as_str() {
            "to_f64" => FloatKind::F64,
            "to_f32" => FloatKind::F32,
            _ => {
                let op = Op::Pure(PureOp::Method(call.method.clone()), vec![receiver.operand]);
                let ty = Ty::Option(Box::new(Ty::Int));
                return Some(Converted::Option(self.define(span, op, ty)));
            }
        };
        let (source, number) = (receiver.ty.strip_refs().clone(), Ty::Float(target));
        if source.is_inert() {
            let op = Op::Pure(PureOp::Method(call.method.clone()), vec![receiver.operand]);
            let ty = Ty::Option(Box::new(number));
            return Some(Converted::Option(self.define(span, op, ty)));
        }
        if matches!(source, Ty::Opaque(_)) {
            // an integer of a field, perhaps: rustc finds the rule
            let target = if call.method == "to_f64" { quote!(f64) } else { quote!(f32) };
            let cast = Op::Prim(Prim::ToFloat, vec![receiver.operand, Operand::Const(target)]);
            return Some(Converted::Number(self.define(span, cast, number)));
        }
        let cast = Op::Scalar(ScalarOp::FloatCast, vec![receiver.operand]);
        source.is_float().then(|| Converted::Number(self.define(span, cast, number)))
    }

    /// `unwrap` or `expect` of a conversion: the number, without an option around it.
    pub fn unwrapped_conversion(&mut self, call: &ExprMethodCall) -> Option<Val> {
        let converted = match &*call.receiver {
            Expr::Call(inner) => {
                let Expr::Path(path) = &*inner.func else { return None };
                let kind = self.float_owner(path)?;
                if self.converts(path, &kind)? {
                    return None;
                }
                {
                    let args = inner.args.iter().map(|arg| self.expr(arg)).collect();
                    self.conversion(inner.span(), path, args, &kind)
                }
            }
            Expr::MethodCall(inner) => {
                let name = inner.method.to_string();
                let kind = classify(&name, inner.args.len());
                if kind != Some(MethodKind::Convert)
                    || name == "into"
                    || self.may_be_own(inner, kind)
                {
                    return None;
                }
                let receiver = self.expr(&inner.receiver);
                match self.converted_by_method(inner, receiver) {
                    Some(converted) => converted,
                    None => return Some(self.unknown_method(inner)),
                }
            }
            _ => return None,
        };
        let value = match converted {
            Converted::Number(value) => return Some(value),
            Converted::Option(value) => value,
        };
        let ty = value.ty.content().cloned().unwrap_or(Ty::Inert);
        let message = call.args.first().map(|message| self.expr(message).operand);
        let operands = [value.operand].into_iter().chain(message).collect();
        let op = Op::Pure(PureOp::Method(call.method.clone()), operands);
        Some(self.define(call.method.span(), op, ty))
    }

    /// `T::epsilon()` where a trait of the user's may have that function: it is asked for with the
    /// user's bounds alone.
    fn own_constant(&mut self, path: &ExprPath, kind: &FloatKind) -> Option<Val> {
        let FloatKind::Generic(name) = kind else { return None };
        let own = self.float_param(name).is_some_and(|param| param.own_trait);
        let last = path.path.segments.last()?.ident.to_string();
        if !own || path.qself.is_some() || !CONSTANTS.contains(&last.as_str()) {
            return None;
        }
        let owner = Ident::new(name, Span::mixed_site());
        let constant = Ident::new("constant", Span::mixed_site());
        let (generics, _, clause) = self.signature.generics.split_for_impl();
        let arguments = self.signature.generics.params.iter().filter_map(|param| match param {
            syn::GenericParam::Type(param) => Some(&param.ident),
            syn::GenericParam::Const(param) => Some(&param.ident),
            syn::GenericParam::Lifetime(_) => None,
        });
        let tokens = quote!({
            fn #constant #generics () -> #owner #clause { #path() }
            #constant::<#(#arguments),*>()
        });
        let op = Op::Pure(PureOp::Verbatim { tokens, uses: Vec::new() }, Vec::new());
        Some(self.define(path.span(), op, Ty::Float(kind.clone())))
    }
}

fn path_ends_in(path: &ExprPath, name: &str) -> bool {
    path.path.segments.last().is_some_and(|last| last.ident == name)
}

/// A primitive type of numbers.
fn is_number(name: &str) -> bool {
    let ty = syn::parse_str(name).ok();
    let known = ty.map(|ty: syn::Type| {
        crate::parse::known::known_type(&ty, &crate::parse::TypeNames::default())
    });
    matches!(known, Some(Ty::Int | Ty::Float(_)))
}
