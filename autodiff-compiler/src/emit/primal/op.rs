//! Operations as expressions.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use super::{Given, Primal, method};
use crate::analysis::lent::tests_error;
use crate::code::Expr;
use crate::ir::{
    Arg, CopyKind, FloatKind, Op, Operand, Prim, PureOp, ScalarOp, Ty, VarId, Variant,
};

/// Methods of floats that say what a number is.
const FLOAT_PREDICATES: &[&str] =
    &["is_finite", "is_infinite", "is_nan", "is_normal", "is_sign_negative", "is_sign_positive"];

impl Primal<'_> {
    /// The primal of an operation whose result has type `ty`; with `recording`, a callee keeps on the
    /// tape what its reverse sweep needs.
    pub fn op(&self, op: &Op, ty: &Ty, recording: bool) -> Expr {
        let all = |operands: &[Operand]| operands.iter().map(|x| self.operand(x)).collect();
        let owned = |operands: &[Operand]| operands.iter().map(|x| self.by_value(x)).collect();
        match op {
            Op::Use(operand) => self.by_value(operand),
            Op::Load(place) => self.place(place),
            Op::Scalar(op, operands) => {
                let mut args: Vec<Expr> = all(operands);
                let literal = matches!(operands.first(), Some(Operand::Literal(_)));
                let method = op.operator().is_none() && !matches!(op, ScalarOp::Libm(_));
                if literal && method {
                    // the receiver of a method must have a type
                    let receiver = args[0].clone();
                    args[0] = self.typed_literal(receiver, ty);
                }
                if *op == ScalarOp::FloatCast {
                    let source = self.function.operand_ty(&operands[0]);
                    return self.float_cast(args.remove(0), source.strip_refs(), ty);
                }
                self.scalar(*op, args, ty)
            }
            Op::Pure(PureOp::Method(name), operands)
                if FLOAT_PREDICATES.iter().any(|known| name == known) =>
            {
                let ty = operands.first().map_or(Ty::OPAQUE, |x| self.function.operand_ty(x));
                match (ty.strip_refs(), all(operands).pop()) {
                    (ty @ Ty::Float(_), Some(receiver)) => {
                        self.float_method(&name.to_string(), receiver, Vec::new(), ty)
                    }
                    _ => self.pure(&PureOp::Method(name.clone()), all(operands)),
                }
            }
            Op::Pure(PureOp::CallByReference(path, references), operands) => {
                let args = operands.iter().zip(references).map(|(operand, reference)| {
                    self.argument(&Arg { operand: operand.clone(), reference: *reference })
                });
                Expr::Call(path.clone(), args.collect())
            }
            Op::Pure(PureOp::Error(_), operands) if operands.iter().any(|x| self.lends(x)) => {
                self.helper("lent_error", all(operands).into_iter().map(Expr::borrow).collect())
            }
            Op::Pure(PureOp::Select { arms, .. }, operands)
                if operands.iter().any(|x| self.lends(x))
                    && arms.iter().any(|arm| tests_error(arm.clone())) =>
            {
                self.tested(op, all(operands).remove(0))
            }
            Op::Pure(op, operands) => self.pure(op, all(operands)),
            Op::Tuple(parts) => Expr::Tuple(owned(parts)),
            Op::Boxed(content) => {
                Expr::Call(quote!(::std::boxed::Box::new), vec![self.by_value(content)])
            }
            Op::Struct(made) => self.composite(made),
            Op::Variant(variant, parts) => Self::variant(*variant, owned(parts)),
            Op::Array(parts) => Expr::Array(owned(parts)),
            Op::VecLit(parts) => Expr::Vec(owned(parts)),
            Op::Repeat { value, len, len_tokens, is_vec } => {
                let plain = matches!(value, Operand::Literal(_) | Operand::Const(_))
                    || self.function.operand_ty(value).is_copy();
                let value = self.by_value(value);
                if !*is_vec && !plain {
                    let private = self.private;
                    let repeated = quote!(#private::repeated::<_, { #len_tokens }>);
                    return Expr::Call(repeated, vec![value]);
                }
                let (value, len) = (Box::new(value), Box::new(self.operand(len)));
                if *is_vec { Expr::VecRepeat(value, len) } else { Expr::Repeat(value, len) }
            }
            Op::Copy(place, kind) => {
                let name = match kind {
                    CopyKind::Clone => "clone",
                    CopyKind::ToVec => "to_vec",
                    CopyKind::ToOwned => "to_owned",
                    CopyKind::Iter => "iter",
                    CopyKind::Items => {
                        return self.helper("items", vec![self.place(place).borrow()]);
                    }
                    CopyKind::IntoIter => {
                        return self.helper("iterator", vec![self.place(place).borrow()]);
                    }
                };
                Expr::Method(Box::new(self.place(place)), method(name), Vec::new())
            }
            Op::Prim(prim, operands) => {
                let value = self.prim(*prim, operands);
                if prim.is_view() && operands.first().is_some_and(|array| self.is_storage(array)) {
                    // the reverse sweep reads it behind later writes of the array
                    return Expr::Method(Box::new(value), method("to_owned"), Vec::new());
                }
                value
            }
            Op::Call(callee, args) => self.call(callee, args, recording, &Given::default()),
            Op::Zero(operand) => self.zero_like(operand),
        }
    }

    /// A choice by a result that lends its error, which the patterns look at.
    fn tested(&self, op: &Op, result: Expr) -> Expr {
        let Op::Pure(select, _) = op else { return result };
        let name = method("result");
        let chosen = self.pure(select, vec![Expr::name(&name)]);
        let closure = Expr::Closure {
            params: vec![name],
            types: Vec::new(),
            body: Vec::new(),
            result: Some(Box::new(chosen)),
        };
        self.helper("tested", vec![result.borrow(), closure])
    }

    fn is_storage(&self, operand: &Operand) -> bool {
        matches!(operand, Operand::Place(place) if self.function.var(place.base).storage)
    }

    /// A scalar operation written out.
    pub fn scalar(&self, op: ScalarOp, mut args: Vec<Expr>, ty: &Ty) -> Expr {
        if let ScalarOp::Libm(function) = op {
            let name = Ident::new(&function.name(), Span::call_site());
            return Expr::Call(quote!(::libm::#name), args);
        }
        if let Some(operator) = op.operator() {
            let right = args.pop().unwrap_or_else(|| Expr::Tuple(Vec::new()));
            let left = args.pop().unwrap_or_else(|| Expr::Tuple(Vec::new()));
            return Expr::binary(operator, left, right);
        }
        if let Some(name) = op.helper() {
            if let ScalarOp::PowiDerivative(order) = op {
                args.push(Expr::Atom(TokenStream::from(proc_macro2::TokenTree::Literal(
                    proc_macro2::Literal::u32_unsuffixed(order),
                ))));
            }
            return self.helper(name, args);
        }
        if op == ScalarOp::OfBits {
            let float = if matches!(ty, Ty::Float(FloatKind::F32)) { "f32" } else { "f64" };
            let float = Ident::new(float, Span::call_site());
            return Expr::Call(quote!(::core::primitive::#float::from_bits), args.split_off(1));
        }
        let mut args = args.into_iter();
        let receiver = args.next().unwrap_or_else(|| Expr::Tuple(Vec::new()));
        match (op, op.method()) {
            (ScalarOp::Neg, _) => Expr::unary("-", receiver),
            (_, Some(name)) => self.float_method(name, receiver, args.collect(), ty),
            // a conversion: the only operation without operator, helper and method
            (_, None) => self.float_cast(receiver, &Ty::OPAQUE, ty),
        }
    }

    /// A method of floats: by its trait's name where two traits of a type parameter may have it.
    pub fn float_method(&self, name: &str, receiver: Expr, args: Vec<Expr>, ty: &Ty) -> Expr {
        let concrete = matches!(ty, Ty::Float(FloatKind::F64 | FloatKind::F32));
        if concrete || !self.by_path {
            return Expr::Method(Box::new(receiver), method(name), args);
        }
        let (private, name) = (self.private, method(name));
        let args = [receiver].into_iter().chain(args).collect();
        Expr::Call(quote!(#private::Float::#name), args)
    }

    /// A literal with its type, where that is known.
    pub fn typed_literal(&self, literal: Expr, ty: &Ty) -> Expr {
        match (&literal, ty) {
            (Expr::Atom(_), Ty::Float(FloatKind::F64 | FloatKind::F32)) => {
                self.float_cast(literal, ty, ty)
            }
            _ => literal,
        }
    }

    /// A float as another float type; with `as`, where it is known to be a primitive one.
    pub fn float_cast(&self, value: Expr, source: &Ty, ty: &Ty) -> Expr {
        let primitive = matches!(source, Ty::Float(FloatKind::F64 | FloatKind::F32));
        let name = match ty {
            Ty::Float(FloatKind::F64) => method("f64"),
            Ty::Float(FloatKind::F32) => method("f32"),
            Ty::Float(FloatKind::Generic(name)) => Ident::new(name, Span::call_site()),
            _ => return self.helper("float_cast", vec![value]),
        };
        if primitive && matches!(ty, Ty::Float(FloatKind::F64 | FloatKind::F32)) {
            return Expr::Cast(Box::new(value), quote!(#name));
        }
        let private = self.private;
        Expr::Call(quote!(#private::float_cast::<_, #name>), vec![value])
    }

    fn pure(&self, op: &PureOp, mut args: Vec<Expr>) -> Expr {
        let names =
            |uses: &[VarId]| uses.iter().map(|var| self.function.var(*var).name.clone()).collect();
        match op {
            PureOp::Binary(op) => {
                let right = args.pop().unwrap_or_else(|| Expr::Tuple(Vec::new()));
                let left = args.pop().unwrap_or_else(|| Expr::Tuple(Vec::new()));
                Expr::binary(operator_text(op), left, right)
            }
            PureOp::Unary(op) => {
                let inner = args.pop().unwrap_or_else(|| Expr::Tuple(Vec::new()));
                let text = match op {
                    syn::UnOp::Deref(_) => "*",
                    syn::UnOp::Neg(_) => "-",
                    _ => "!",
                };
                Expr::unary(text, inner)
            }
            PureOp::Cast(ty) => {
                let inner = args.pop().unwrap_or_else(|| Expr::Tuple(Vec::new()));
                Expr::Cast(Box::new(inner), quote!(#ty))
            }
            PureOp::Method(name) | PureOp::Checked(name) => {
                let rest = args.split_off(1.min(args.len()));
                let receiver = args.pop().unwrap_or_else(|| Expr::Tuple(Vec::new()));
                let value = Expr::Method(Box::new(receiver), name.clone(), rest);
                match op {
                    PureOp::Checked(_) => self.helper("without_tangent", vec![value]),
                    _ => value,
                }
            }
            PureOp::Present => {
                let value = args.pop().unwrap_or_else(|| Expr::Tuple(Vec::new()));
                self.helper("present", vec![value.borrow()])
            }
            // a result that lends its error is asked in `Self::op`
            PureOp::Error(span) => {
                let value = args.pop().unwrap_or_else(|| Expr::Tuple(Vec::new()));
                self.helper_at(*span, "error", vec![value.borrow()])
            }
            PureOp::Call(path) | PureOp::CallByReference(path, _) => Expr::Call(path.clone(), args),
            PureOp::Select { arms, uses, .. } => {
                let scrutinee = args.pop().unwrap_or_else(|| Expr::Tuple(Vec::new()));
                Expr::Select(Box::new(scrutinee), arms.clone(), names(uses))
            }
            PureOp::Verbatim { tokens, uses } => Expr::Verbatim(tokens.clone(), names(uses)),
        }
    }

    /// A variant as an expression.
    pub fn variant(variant: Variant, parts: Vec<Expr>) -> Expr {
        let path = match variant {
            Variant::Some => quote!(::core::option::Option::Some),
            Variant::None => return Expr::Atom(quote!(::core::option::Option::None)),
            Variant::Ok => quote!(::core::result::Result::Ok),
            Variant::Err => quote!(::core::result::Result::Err),
        };
        Expr::Call(path, parts)
    }

    /// The module of a primitive.
    pub fn prim_path(&self, prim: Prim, function: &str) -> TokenStream {
        let (private, module, function) = (self.private, method(prim.module()), method(function));
        quote!(#private::prim::#module::#function)
    }

    fn prim(&self, prim: Prim, operands: &[Operand]) -> Expr {
        if let (Prim::Cast, [value, Operand::Const(ty)]) = (prim, operands) {
            return Expr::Cast(Box::new(self.operand(value)), ty.clone());
        }
        if let (Prim::ToFloat | Prim::CastTangent, [value, Operand::Const(ty)]) = (prim, operands) {
            let function = if prim == Prim::ToFloat { "number" } else { "call" };
            let path = self.prim_path(prim, function);
            return Expr::Call(quote!(#path::<_, #ty>), vec![self.by_ref(value)]);
        }
        let data = prim.data_operands();
        let args = operands
            .iter()
            .enumerate()
            .map(|(i, x)| if i < data { self.by_ref(x) } else { self.operand(x) })
            .collect();
        Expr::Call(self.prim_path(prim, "call"), args)
    }
}

fn operator_text(op: &syn::BinOp) -> &'static str {
    use syn::BinOp;
    match op {
        BinOp::Add(_) => "+",
        BinOp::Sub(_) => "-",
        BinOp::Mul(_) => "*",
        BinOp::Div(_) => "/",
        BinOp::Rem(_) => "%",
        BinOp::And(_) => "&&",
        BinOp::Or(_) => "||",
        BinOp::BitXor(_) => "^",
        BinOp::BitAnd(_) => "&",
        BinOp::BitOr(_) => "|",
        BinOp::Shl(_) => "<<",
        BinOp::Shr(_) => ">>",
        BinOp::Eq(_) => "==",
        BinOp::Lt(_) => "<",
        BinOp::Le(_) => "<=",
        BinOp::Ne(_) => "!=",
        BinOp::Ge(_) => ">=",
        _ => ">",
    }
}
