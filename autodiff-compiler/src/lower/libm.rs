//! Calls of the crate `libm`.
//!
//! In: a path that names one of its functions, which rustc checks. Out: scalar operations that are computed
//! by these functions; `sincos` and `remquo` give a tuple of two.

use proc_macro2::Span;
use quote::quote;
use syn::ExprPath;

use super::{Lowerer, Val};
use crate::diagnostics::catalogue;
use crate::ir::{FloatKind, Op, Operand, Proj, PureOp, ScalarOp, Ty};
use crate::rules::libm::Libm;

impl Lowerer<'_> {
    /// A call of a function of a name.
    pub fn libm_call(&mut self, span: Span, path: &ExprPath, name: &str, args: Vec<Val>) -> Val {
        let known = Libm::named(name).filter(|function| function.op().arity() == args.len());
        if known.is_none() && args.iter().all(|arg| self.is_passive(arg)) {
            return self.passive_call(span, quote!(#path), args, Ty::Inert, &[]);
        }
        let single = known.map_or(name.ends_with('f'), |function| function.single);
        let ty = Ty::Float(if single { FloatKind::F32 } else { FloatKind::F64 });
        let operands: Vec<Operand> =
            args.into_iter().map(|arg| self.typed(arg, &ty).operand).collect();
        if let Some(function) = known {
            return self.scalar(span, ScalarOp::Libm(function), operands, ty);
        }
        match (name, operands.len()) {
            ("sincos" | "sincosf", 1) => {
                let sin = self.libm_part(span, "sin", operands.clone(), &ty);
                let cos = self.libm_part(span, "cos", operands, &ty);
                let parts = vec![sin.operand, cos.operand];
                self.define(span, Op::Tuple(parts), Ty::Tuple(vec![ty.clone(), ty]))
            }
            ("remquo" | "remquof", 2) => {
                let rest = self.libm_part(span, "remainder", operands.clone(), &ty);
                let quotient = self.quotient(span, path, operands);
                let parts = vec![rest.operand, quotient];
                self.define(span, Op::Tuple(parts), Ty::Tuple(vec![ty, Ty::Int]))
            }
            _ => {
                self.diagnostics.push(catalogue::unknown_float_function(&path.path));
                Val::unit()
            }
        }
    }

    /// One of the results of a function that gives two.
    fn libm_part(&mut self, span: Span, name: &str, operands: Vec<Operand>, ty: &Ty) -> Val {
        let single = matches!(ty, Ty::Float(FloatKind::F32));
        let name = if single { format!("{name}f") } else { name.to_owned() };
        match Libm::named(&name) {
            Some(function) => self.scalar(span, ScalarOp::Libm(function), operands, ty.clone()),
            None => Val::unit(),
        }
    }

    /// The last bits of the quotient, an integer.
    fn quotient(&mut self, span: Span, path: &ExprPath, operands: Vec<Operand>) -> Operand {
        let both = Op::Pure(PureOp::Call(quote!(#path)), operands);
        let both = self.define(span, both, Ty::Tuple(vec![Ty::Inert, Ty::Int]));
        match both.operand {
            Operand::Place(place) => {
                let second = Proj::Field(syn::Member::Unnamed(1.into()));
                self.define(span, Op::Load(place.then(second)), Ty::Int).operand
            }
            other => other,
        }
    }
}
