//! Arrays made of functions: `x.map(f)` of an array, `std::array::from_fn(f)`.
//!
//! In: the call, and the array's length as its type shows it. Out: a literal of few elements, or a loop
//! that fills an array of numbers. Invariant: elements are made from the first to the last.

use proc_macro2::{Span, TokenStream};
use syn::spanned::Spanned;
use syn::{Expr, ExprCall, ExprMethodCall, GenericArgument, PathArguments};

use super::super::closure::{Callable, Passed};
use super::super::expr::operands;
use super::super::iterate::Sequence;
use super::super::stmt::unknown_for_inert;
use super::super::{Lowerer, Val};
use crate::diagnostics::catalogue;
use crate::ir::{FloatKind, Literal, Op, Operand, Place, Proj, StmtKind, Ty};

/// So many elements are written out.
const FEW: usize = 16;

impl Lowerer<'_> {
    /// `x.map(f)` of an array.
    pub fn mapped_array(&mut self, call: &ExprMethodCall, value: &Val) -> Val {
        let span = call.method.span();
        let (Ty::Array(_, Some(len)), Some(function)) =
            (value.ty.strip_refs().clone(), call.args.first().and_then(|f| self.function_of(f)))
        else {
            return self.unknown_method(call);
        };
        let place = self.place_of(span, value, None);
        let elements = self.elements_at(span, place, None);
        self.array_of(span, &len, &elements, &function)
    }

    /// `array::from_fn(f)`, where a call is one; `expected` is what its surroundings say of it.
    pub fn array_from_fn(&mut self, call: &ExprCall, expected: Option<&Ty>) -> Option<Val> {
        let Expr::Path(path) = &*call.func else { return None };
        let mut last = path.path.segments.iter().rev();
        let (name, module) = (last.next()?, last.next()?);
        if name.ident != "from_fn" || module.ident != "array" || call.args.len() != 1 {
            return None;
        }
        let span = call.func.span();
        let shown = match expected {
            Some(Ty::Array(_, Some(len))) => Some(len.clone()),
            _ => None,
        };
        let Some(len) = length_argument(&name.arguments).or(shown) else {
            self.diagnostics.push(catalogue::length_of_array(&call.func));
            return Some(Val::refused());
        };
        let made = call.args.first()?;
        let made = match expected {
            Some(Ty::Array(element, _)) => with_length(made, element),
            _ => made.clone(),
        };
        let function = self.function_of(&made)?;
        let positions = Sequence::positions(Operand::Const(len.clone()));
        Some(self.array_of(span, &len, &positions, &function))
    }

    /// The array of what a function makes of the items of a sequence.
    fn array_of(
        &mut self,
        span: Span,
        len: &TokenStream,
        items: &Sequence,
        function: &Callable,
    ) -> Val {
        let count = syn::parse2::<syn::LitInt>(len.clone())
            .ok()
            .and_then(|len| len.base10_parse::<usize>().ok());
        match count {
            Some(count) if count <= FEW && count > 0 => {
                self.written_out(span, len, count, items, function)
            }
            _ => self.filled_array(span, len, items, function),
        }
    }

    fn written_out(
        &mut self,
        span: Span,
        len: &TokenStream,
        count: usize,
        items: &Sequence,
        function: &Callable,
    ) -> Val {
        let mut elements = Vec::with_capacity(count);
        self.each_written_out(span, items, count, &mut |this, item| {
            let element = this.apply_to(span, function, vec![item]);
            elements.push(this.passed_value(span, Passed::Value(element)));
        });
        let element = unknown_for_inert(self.join(&elements));
        let ty = Ty::Array(Box::new(element), Some(len.clone()));
        self.define(span, Op::Array(operands(elements)), ty)
    }

    /// Does something with each of a few items, one behind the other.
    pub fn each_written_out(
        &mut self,
        span: Span,
        items: &Sequence,
        count: usize,
        sink: &mut dyn FnMut(&mut Self, Passed),
    ) {
        for i in 0..count {
            let i = proc_macro2::Literal::usize_suffixed(i);
            let position = super::super::in_place::literal(quote::quote!(#i));
            let item = self.item_at(span, items, position);
            sink(self, item);
        }
    }

    /// `let mut a = [0.0; N]; for i in 0..N { a[i] = f(i); }`
    fn filled_array(
        &mut self,
        span: Span,
        len: &TokenStream,
        items: &Sequence,
        function: &Callable,
    ) -> Val {
        let array = |element: Ty| Ty::Array(Box::new(element), Some(len.clone()));
        let (known, unknown) = self.next_unknown(span);
        let ty = match known {
            known @ Ty::Array(..) => known,
            _ => array(Ty::OPAQUE),
        };
        let zero = match ty.element() {
            Some(Ty::Int) => Literal::Written(quote::quote!(0), Ty::Int),
            Some(Ty::Bool) => Literal::Written(quote::quote!(false), Ty::Bool),
            Some(Ty::Float(kind)) => Literal::Number(0.0, kind.clone()),
            _ => Literal::Number(0.0, FloatKind::Unspecified),
        };
        let known = ty.element().is_some_and(Ty::is_scalar);
        let var = self.named_storage("array", ty.clone());
        let (value, count) = (Operand::Literal(zero), Operand::Const(len.clone()));
        let op = Op::Repeat { value, len: count, len_tokens: len.clone(), is_vec: false };
        self.push(span, StmtKind::Let { var, op });
        self.is_unknown(var, unknown);
        self.forget(&function.writes());
        self.run_numbered(span, items, &mut |this, number, item| {
            let value = this.apply_to(span, function, vec![item]);
            let value = this.passed_value(span, Passed::Value(value));
            this.learn(&Place::var(var), &ty, &array(value.ty.clone()));
            this.store(span, Place::var(var).then(Proj::Index(number)), value);
        });
        if !known {
            self.diagnostics.push(catalogue::array_of_numbers(span));
        }
        Val::new(Operand::var(var), ty)
    }
}

/// A closure that makes an array by `array::from_fn`, with the length that its surroundings show.
fn with_length(made: &syn::Expr, element: &Ty) -> syn::Expr {
    let mut made = made.clone();
    if let (syn::Expr::Closure(closure), Ty::Array(inner, Some(len))) = (&mut made, element)
        && let syn::Expr::Call(call) = &mut *closure.body
        && let syn::Expr::Path(path) = &mut *call.func
    {
        let mut last = path.path.segments.iter_mut().rev();
        if let (Some(name), Some(module), Some(function)) =
            (last.next(), last.next(), call.args.first_mut())
            && name.ident == "from_fn"
            && module.ident == "array"
            && name.arguments.is_none()
        {
            let argument: GenericArgument =
                syn::parse2(len.clone()).unwrap_or_else(|_| syn::parse_quote!({ #len }));
            name.arguments = PathArguments::AngleBracketed(syn::parse_quote!(::<_, #argument, _>));
            *function = with_length(function, inner);
        }
    }
    made
}

/// `4` of `from_fn::<_, 4, _>`
fn length_argument(arguments: &PathArguments) -> Option<TokenStream> {
    let PathArguments::AngleBracketed(generic) = arguments else { return None };
    match generic.args.get(1)? {
        // a block would be taken for the body of a loop up to it
        GenericArgument::Const(syn::Expr::Block(node)) => match node.block.stmts.as_slice() {
            [syn::Stmt::Expr(len, None)] => Some(quote::quote!((#len))),
            _ => None,
        },
        GenericArgument::Const(len) => Some(quote::quote!(#len)),
        // a constant by its name looks like a type
        GenericArgument::Type(syn::Type::Path(path)) => Some(quote::quote!(#path)),
        _ => None,
    }
}
