//! Operations, operands and places of the IR as code: shared by all sweeps.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use super::home;
use super::parts::{Called, Passed};
use crate::analysis::lent::{lender, tests_error};
use crate::code::{Expr, Inside, NumberKind, Stmt};
use crate::ir::{
    Arg, Callee, CopyKind, FloatKind, Function, Literal, Op, Operand, Operator, Order, Part, Place,
    Prim, Proj, PureOp, Refs, ScalarOp, Target, Ty, VarId, Variant,
};

/// Turns IR into code for one function.
#[derive(Clone, Copy)]
pub struct Primal<'a> {
    pub function: &'a Function,
    /// `::chainrule::__private`
    pub private: &'a TokenStream,
    /// The type parameter that is a float, if there is just one.
    pub generic: Option<&'a str>,
    /// A type parameter's float methods need their trait's name.
    pub by_path: bool,
}

/// Whether a path is spelled as that of a variant: `Kind::First`, `First`.
fn is_variant(path: &TokenStream) -> bool {
    path.clone().into_iter().any(|token| {
        let text = token.to_string();
        text.starts_with(char::is_uppercase) && text.contains(char::is_lowercase)
    })
}

/// Methods of floats that say what a number is.
const FLOAT_PREDICATES: &[&str] =
    &["is_finite", "is_infinite", "is_nan", "is_normal", "is_sign_negative", "is_sign_positive"];

/// The functions that a call is given: their code by the names in its arguments.
#[derive(Clone, Default, Debug)]
pub struct Given {
    pub functions: BTreeMap<VarId, Expr>,
    /// Their tangents, as they are passed.
    pub tangents: BTreeMap<VarId, Expr>,
    /// Their shadows: adjoints.
    pub adjoints: BTreeMap<VarId, Expr>,
    /// The names of the shadows that the adjoints add into.
    pub captured: BTreeSet<String>,
}

/// A method name of generated code.
pub fn method(name: &str) -> Ident {
    Ident::new(name, Span::mixed_site())
}

impl Primal<'_> {
    pub fn name(&self, var: VarId) -> Expr {
        Expr::name(&self.function.var(var).name)
    }

    /// A number of a formula.
    pub fn number(&self, value: f64, kind: &FloatKind) -> Expr {
        let kind = match (kind, self.generic) {
            (FloatKind::Generic(name), _) => NumberKind::Generic(name.clone()),
            // with one float parameter this is it: anything else is not a type of the source
            (FloatKind::Unspecified | FloatKind::Infer(_), Some(name)) => {
                NumberKind::Generic(name.to_owned())
            }
            (FloatKind::Unspecified | FloatKind::Infer(_) | FloatKind::F64 | FloatKind::F32, _) => {
                NumberKind::Plain
            }
        };
        Expr::Number(value, kind)
    }

    pub fn helper(&self, name: &str, args: Vec<Expr>) -> Expr {
        let (private, name) = (self.private, method(name));
        Expr::Call(quote!(#private::#name), args)
    }

    /// The same, underlined where something of the user's stands if its types do not fit.
    pub fn helper_at(&self, span: Span, name: &str, args: Vec<Expr>) -> Expr {
        let (private, name) = (self.private, method(name));
        Expr::Call(crate::hygiene::relocated(quote!(#private::#name), span), args)
    }

    pub fn place(&self, place: &Place) -> Expr {
        self.project(self.name(place.base), &place.proj, false)
    }

    /// Applies projections; shadows have no references to go through.
    pub fn project(&self, base: Expr, proj: &[Proj], shadow: bool) -> Expr {
        proj.iter().fold(base, |base, proj| {
            let direct = match base.clone() {
                Expr::Unary("*", inner) => *inner,
                other => other,
            };
            match proj {
                Proj::Field(member) => Expr::Field(Box::new(direct), member.clone()),
                Proj::Index(index) => direct.index(self.operand(index)),
                Proj::IndexArray(all) => {
                    direct.index(Expr::Array(all.iter().map(|index| self.operand(index)).collect()))
                }
                Proj::Range { lo, hi, inclusive } => {
                    let end =
                        |end: &Option<Operand>| end.as_ref().map(|end| Box::new(self.operand(end)));
                    direct.index(Expr::Range(end(lo), end(hi), *inclusive))
                }
                Proj::Payload => Expr::Payload(Box::new(base), Inside::Known),
                Proj::Part(part) if part.tangent || shadow => {
                    Expr::Payload(Box::new(base), Inside::Tangent(part.accessor()))
                }
                Proj::Part(part) => {
                    let Part { path, member, .. } = &**part;
                    Expr::Payload(Box::new(base), Inside::Variant(path.clone(), member.clone()))
                }
                Proj::Deref | Proj::View if shadow => base,
                Proj::View => Expr::Method(Box::new(direct), method("view"), Vec::new()),
                Proj::Deref => Expr::unary("*", base),
            }
        })
    }

    pub fn operand(&self, operand: &Operand) -> Expr {
        match operand {
            Operand::Place(place) => self.place(place),
            Operand::Literal(Literal::Written(tokens, _)) | Operand::Const(tokens) => {
                Expr::Atom(tokens.clone())
            }
            Operand::Literal(Literal::Number(value, kind)) => self.number(*value, kind),
        }
    }

    /// `&operand`, or the operand when it is a reference.
    pub fn by_ref(&self, operand: &Operand) -> Expr {
        let expr = self.operand(operand);
        match self.function.operand_ty(operand) {
            Ty::Ref(_) => expr,
            _ => expr.borrow(),
        }
    }

    /// The operand as an owned value: what is not `Copy` is cloned, since the sweeps need it again.
    pub fn by_value(&self, operand: &Operand) -> Expr {
        if self.lends(operand) {
            return self.helper("with_error", vec![self.operand(operand).borrow()]);
        }
        let ty = self.function.operand_ty(operand);
        let expr = self.operand(operand);
        let place = matches!(operand, Operand::Place(_));
        if !place || ty.is_copy() || matches!(ty, Ty::Inert) {
            return expr;
        }
        if let (Ty::Result(_), Operand::Place(place)) = (&ty, operand) {
            let span = self.function.var(place.base).name.span();
            return self.helper_at(span, "with_copied_error", vec![expr.borrow()]);
        }
        self.helper("keep", vec![expr.borrow()])
    }

    /// Whether it is a variable that lends its error.
    pub fn lends(&self, operand: &Operand) -> bool {
        let Operand::Place(place) = operand else { return false };
        self.function.lent.contains(&place.base) && lender(self.function, place).is_some()
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

    /// A variable of which nothing needs anything any more, as a value.
    pub fn moved(&self, operand: &Operand) -> Expr {
        let value = self.operand(operand);
        match self.lends(operand) {
            true => self.helper("returned", vec![value]),
            false => value,
        }
    }

    /// The value of a variable as it holds it: with its error in a cell, if it lends that.
    pub fn held(&self, var: VarId, value: Expr) -> Expr {
        match self.function.lent.contains(&var) {
            true => self.helper("lending", vec![value]),
            false => value,
        }
    }

    /// The type that a variable is written with.
    pub fn annotation(&self, var: VarId) -> Option<TokenStream> {
        let (ty, private) = (self.function.var(var).annotation.as_ref()?, self.private);
        Some(match self.function.lent.contains(&var) {
            true => quote!(<#ty as #private::LendsError>::Lending),
            false => quote!(#ty),
        })
    }

    /// A copy of all of a variable.
    pub fn content(&self, var: VarId) -> Expr {
        self.saved(&self.function.whole(var))
    }

    /// The content of a place, for the reverse sweep: an error has no part in that.
    pub fn saved(&self, place: &Place) -> Expr {
        let operand = Operand::Place(place.clone());
        match self.lends(&operand) {
            true => self.helper("without_error", vec![self.place(place).borrow()]),
            false => self.by_value(&operand),
        }
    }

    /// Gives a variable back what [`Self::content`] copied.
    pub fn set_content(&self, var: VarId, value: Expr) -> Stmt {
        let place = self.function.whole(var);
        let ty = self.function.operand_ty(&Operand::Place(place.clone()));
        if !self.function.is_inout(var) || ty.is_copy() {
            return Stmt::Assign(self.place(&place), "=", value);
        }
        let target = Expr::unary("&mut ", self.place(&place));
        Stmt::Expr(self.helper("put_back", vec![target, value]))
    }

    pub fn argument(&self, arg: &Arg) -> Expr {
        let refs = self.function.refs(&arg.operand);
        if let (true, Operand::Place(place)) = (*refs != Refs::Owned, &arg.operand) {
            let ty = self.function.operand_ty(&arg.operand);
            let value = super::refs::refs(self.private, self.place(place), &ty, refs);
            let borrowed = arg.reference.is_some() && !matches!(refs, Refs::Behind(_));
            return if borrowed { value.borrow() } else { value };
        }
        match arg.reference {
            None => self.by_value(&arg.operand),
            Some(false) => self.operand(&arg.operand).borrow(),
            // in full, also of a reference's target: the code says what it may write
            Some(true) => Expr::unary("&mut ", self.operand(&arg.operand)),
        }
    }

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
                let ty = operands.first().map_or(Ty::Opaque, |x| self.function.operand_ty(x));
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

    fn is_storage(&self, operand: &Operand) -> bool {
        matches!(operand, Operand::Place(place) if self.function.var(place.base).storage)
    }

    /// A call. Only a forward sweep whose reverse sweep follows may leave a record on the tape.
    pub fn call(&self, callee: &Callee, args: &[Arg], recording: bool, given: &Given) -> Expr {
        let mut passed = match callee.operator() {
            Some(operator) => self.operands_passed(operator, args),
            None if recording || callee.order == Order::Tangent => {
                self.passed_to_sweep(callee, args, given)
            }
            None => self.all_passed(args, given),
        };
        if callee.is_parameter() {
            let function = Called::Value(self.operand(&args[callee.called(args.len())].operand));
            return self.call_with(&function, callee.data(passed));
        }
        let recording = recording && callee.operator().is_none();
        let path = match (recording, callee.order) {
            (true, _) => {
                passed.push(Passed::Whole(Expr::Name(tape_name())));
                home::of_order(callee, "fwd")
            }
            (false, Order::Primal) => callee.primal(),
            (false, Order::Tangent) => home::sweep(callee, "jvp"),
        };
        self.call_with(&Called::Path(path), passed)
    }

    /// The operands of an operator, and tangents of them: behind a reference, also those that are one.
    pub fn operands_passed(&self, operator: &Operator, args: &[Arg]) -> Vec<Passed> {
        let passed = args.iter().map(|arg| {
            // rustc names an operand where it has no such operator
            let operand = self.operand(&arg.operand).located_at(operator.span).borrow();
            Passed::Whole(if arg.reference.is_some() { operand.borrow() } else { operand })
        });
        passed.collect()
    }

    /// Arguments as the callee's sweeps take them: the first of a path may be a receiver, which these borrow,
    /// and so may its tangent.
    pub fn passed_to_sweep(&self, callee: &Callee, args: &[Arg], given: &Given) -> Vec<Passed> {
        let mut passed = self.all_passed(args, given);
        let tangent = (callee.order == Order::Tangent).then_some(args.len() / 2);
        for at in 0..tangent.unwrap_or(0) {
            let (value, tangent) = (&args[at], &args[args.len() / 2 + at]);
            if let (Operand::Const(_), operand @ Operand::Place(_)) =
                (&value.operand, &tangent.operand)
                && value.reference.is_none()
                && matches!(self.function.operand_ty(operand), Ty::Opaque)
            {
                let private = self.private;
                let both = vec![self.operand(&value.operand), self.operand(operand).borrow()];
                let tangent = Expr::Call(quote!(#private::tangent_of_constant!), both);
                passed[args.len() / 2 + at] = Passed::Whole(tangent);
            }
        }
        let Target::Associated { path, receives } = &callee.target else { return passed };
        // the tangent of a number without derivative is an `Inert` in a field, and none for a parameter
        let conversion = path.path.segments.last().is_some_and(|last| last.ident == "from");
        let value = receives.then_some(0);
        for at in [value, tangent.filter(|_| !conversion)].into_iter().flatten() {
            if let Some(Arg { operand: operand @ Operand::Place(_), reference: None }) =
                args.get(at)
                && matches!(
                    self.function.operand_ty(operand),
                    Ty::Opaque | Ty::Float(FloatKind::Generic(_))
                )
            {
                let lent = self.helper("lent", vec![self.operand(operand).borrow()]);
                passed[at] = Passed::Whole(lent);
            }
        }
        passed
    }

    /// Arguments as they are passed, functions among them.
    pub fn all_passed(&self, args: &[Arg], given: &Given) -> Vec<Passed> {
        let passed = args.iter().map(|arg| {
            let var = arg.operand.as_var();
            if let Some(tangent) = var.and_then(|var| given.tangents.get(&var)) {
                return Passed::Whole(tangent.clone());
            }
            match var.and_then(|var| given.functions.get(&var)) {
                Some(function) => Passed::Whole(function.clone()),
                None => self.passed(arg),
            }
        });
        passed.collect()
    }

    /// The companion's function as a value.
    pub fn companion_value(callee: &Callee, sweep: &str) -> Expr {
        Expr::Atom(home::of_order(callee, sweep))
    }

    /// The tangent program as a value.
    pub fn jvp_value(callee: &Callee) -> Expr {
        Expr::Atom(home::sweep(callee, "jvp"))
    }

    /// The zero tangent of an operand.
    pub fn zero_like(&self, operand: &Operand) -> Expr {
        // of an enum that need not be differentiable
        let variant = matches!(operand, Operand::Const(path) if is_variant(path));
        // nor need that of a parameter without derivative, and of what is read from it
        let unseen = |place: &Place| {
            let base = self.function.var(place.base);
            match base.ty.strip_refs() {
                Ty::Inert => true,
                ty => base.param.is_some() && ty.has_opaque(),
            }
        };
        match self.function.operand_ty(operand) {
            Ty::Float(kind) => self.number(0.0, &kind),
            Ty::Int | Ty::Bool | Ty::Data | Ty::Unit => self.no_tangent(),
            _ if variant || matches!(operand, Operand::Place(place) if unseen(place)) => {
                let private = self.private;
                Expr::Call(quote!(#private::zero_of_data!), vec![self.by_ref(operand)])
            }
            _ => {
                let args = vec![self.by_ref(operand)];
                match operand {
                    Operand::Place(place) if self.function.var(place.base).named => {
                        let span = self.function.var(place.base).name.span();
                        self.helper_at(span, "zero_tangent", args)
                    }
                    _ => self.helper("zero_tangent", args),
                }
            }
        }
    }

    pub fn no_tangent(&self) -> Expr {
        let private = self.private;
        Expr::Atom(quote!(#private::NoTangent))
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
            (_, None) => self.float_cast(receiver, &Ty::Opaque, ty),
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

/// The name of the tape that is passed down to callees.
pub const TAPE: &str = "tape";

/// The tape that is passed down to callees.
pub fn tape_name() -> Ident {
    Ident::new(TAPE, Span::mixed_site())
}

impl Prim {
    /// The module of the core that holds the primitive.
    pub fn module(self) -> &'static str {
        match self {
            Self::Add => "add",
            Self::Sub => "sub",
            Self::Mul => "mul",
            Self::Div => "div",
            Self::Rem => "rem",
            Self::Neg => "neg",
            Self::Dot => "dot",
            Self::Transpose => "transpose",
            Self::Sum => "sum",
            Self::Mean => "mean",
            Self::SumAxis => "sum_axis",
            Self::MeanAxis => "mean_axis",
            Self::Row => "row",
            Self::Column => "column",
            Self::InsertAxis => "insert_axis",
            Self::SliceAxis => "slice_axis",
            Self::ToOwned => "to_owned",
            Self::Cast | Self::ToFloat | Self::CastTangent => "cast",
        }
    }

    /// Its result borrows from its operand.
    pub fn is_view(self) -> bool {
        match self {
            Self::Transpose | Self::Row | Self::Column | Self::InsertAxis | Self::SliceAxis => true,
            Self::Add
            | Self::Sub
            | Self::Mul
            | Self::Div
            | Self::Rem
            | Self::Neg
            | Self::Dot
            | Self::Sum
            | Self::Mean
            | Self::SumAxis
            | Self::MeanAxis
            | Self::ToOwned
            | Self::Cast
            | Self::ToFloat
            | Self::CastTangent => false,
        }
    }

    /// How many operands carry data (passed by reference); the others are positions.
    pub fn data_operands(self) -> usize {
        match self {
            Self::Add | Self::Sub | Self::Mul | Self::Div | Self::Rem | Self::Dot => 2,
            Self::Neg
            | Self::Transpose
            | Self::Sum
            | Self::Mean
            | Self::SumAxis
            | Self::MeanAxis
            | Self::Row
            | Self::Column
            | Self::InsertAxis
            | Self::SliceAxis
            | Self::ToOwned
            | Self::Cast
            | Self::ToFloat
            | Self::CastTangent => 1,
        }
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
