//! Operators by the methods of their traits: `a.mul(b)`, `x.neg()`.
//!
//! In: a call of such a method, where the file imports the trait. Out: the operator, where the receiver is a
//! number, which has no other method of the name, or of a type of the file that has the operator and no such method.
//! Another file of the crate may give the type a method of its own, which would be called instead: a module that
//! compiles only if there is none stands among the items of the function.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use syn::{
    BinOp, Expr, ExprMethodCall, ReceiverKind, Token, Type, parse_quote, parse_quote_spanned,
};

use super::{Lowerer, Val};
use crate::ir::{Op, Place, PureOp, ScalarOp, Ty};
use crate::parse::stripped;

impl Lowerer<'_> {
    /// The trait of the operator that a method's name means.
    pub(super) fn operator_named(&self, call: &ExprMethodCall) -> Option<&'static str> {
        let of = match (call.method.to_string().as_str(), call.args.len()) {
            ("add", 1) => "Add",
            ("add_assign", 1) => "AddAssign",
            ("div", 1) => "Div",
            ("div_assign", 1) => "DivAssign",
            ("mul", 1) => "Mul",
            ("mul_assign", 1) => "MulAssign",
            ("neg", 0) => "Neg",
            ("rem", 1) => "Rem",
            ("sub", 1) => "Sub",
            ("sub_assign", 1) => "SubAssign",
            _ => return None,
        };
        self.options.facts.operators.contains(of).then_some(of)
    }

    /// The operator of a type of the file.
    pub(super) fn operator_method(&mut self, call: &ExprMethodCall) -> Option<Val> {
        let of = self.operator_named(call)?;
        let ty = self.written_type(&call.receiver)?;
        let (name, own) = self.options.facts.own.named(&ty)?;
        if !own.derivatives.contains_key(of) || own.functions.contains_key(&call.method.to_string())
        {
            return None;
        }
        // by other names it cannot be asked for methods
        if own.generic || !own.mentioned || !self.is_named_alone(&ty) {
            return None;
        }
        let name = Ident::new(name, Span::mixed_site());
        let (receiver, span) = (&call.receiver, call.method.span());
        let place = if matches!(**receiver, Expr::Path(_)) { self.place(receiver) } else { None };
        let behind = self.scopes.reference_named(receiver).is_some()
            || place.is_some_and(|place| self.is_borrowed(&place));
        let left: Expr =
            if behind { parse_quote_spanned!(span=> *#receiver) } else { parse_quote!(#receiver) };
        let right = call.args.first();
        let operator: Expr = match (of, binary(of, span)) {
            ("Neg", _) => parse_quote_spanned!(span=> -(#left)),
            (_, Some(op)) if of.ends_with("Assign") => {
                parse_quote_spanned!(span=> #left #op #right)
            }
            (_, Some(op)) => parse_quote_spanned!(span=> (#left) #op (#right)),
            (_, None) => return None,
        };
        let check = without_method(&self.options.krate, &name, call, behind);
        let text = check.to_string();
        if self.function.items.iter().all(|item| item.to_string() != text) {
            self.function.items.push(check);
        }
        Some(self.expr(&operator))
    }

    /// Whether a type is written as one name, also where that is `Self`.
    fn is_named_alone(&self, ty: &Type) -> bool {
        let alone = |ty: &Type| match stripped(ty) {
            Type::Path(path) => path.path.get_ident().cloned(),
            _ => None,
        };
        match alone(ty) {
            Some(name) if name == "Self" => {
                let this = self.options.facts.own.this.as_ref();
                this.is_some_and(|this| alone(this).is_some())
            }
            name => name.is_some(),
        }
    }

    /// Whether a place is a parameter that is a reference.
    fn is_borrowed(&self, place: &Place) -> bool {
        let at = self.function.var(place.base).param.filter(|_| place.proj.is_empty());
        let param = at.and_then(|at| self.signature.params.get(at));
        param.is_some_and(|param| match &param.receiver {
            Some(receiver) => matches!(receiver.kind, ReceiverKind::Reference(..)),
            None => matches!(param.ty, Type::Reference(_)),
        })
    }

    /// The operator of a number, with arguments that were evaluated already.
    pub(super) fn operator_of_numbers(
        &mut self,
        call: &ExprMethodCall,
        args: &[Val],
    ) -> Option<Val> {
        let of = self.operator_named(call)?;
        let number = |val: &Val| val.reference.is_none() && val.ty.is_scalar();
        let span = call.method.span();
        match args {
            [only] if number(only) => {
                let (ty, operand) = (only.ty.clone(), only.operand.clone());
                let op = match ty {
                    Ty::Float(_) => Op::Scalar(ScalarOp::Neg, vec![operand]),
                    _ => Op::Pure(PureOp::Method(call.method.clone()), vec![operand]),
                };
                Some(self.define(span, op, ty))
            }
            [left, right] if number(left) && number(right) && !of.ends_with("Assign") => {
                Some(self.binary_op(span, &binary(of, span)?, left.clone(), right.clone()))
            }
            _ => None,
        }
    }
}

/// A module that compiles only if a type of the enclosing one has no method of a call's name: in it nothing else
/// brings such a method, and a type's own goes before that of a trait.
fn without_method(
    krate: &TokenStream,
    ty: &Ident,
    call: &ExprMethodCall,
    behind: bool,
) -> TokenStream {
    let method = &call.method;
    let span = Span::mixed_site().located_at(method.span());
    let assigns = method.to_string().ends_with("_assign");
    let receiver = if assigns { quote!(&mut self) } else { quote!(self) };
    let (reference, borrow) = match (behind, assigns) {
        (true, true) => ("_behind", quote!(&mut)),
        (true, false) => ("_behind", quote!(&)),
        (false, _) => ("", TokenStream::new()),
    };
    let module = format_ident!("{method}_of_{ty}{reference}", span = Span::mixed_site());
    let value = Ident::new("value", span);
    let mutable = (assigns && !behind).then(|| quote!(mut));
    let params: Vec<TokenStream> = call.args.iter().map(|_| quote!((): ())).collect();
    // of any type, since it is never evaluated
    let args: Vec<TokenStream> = call.args.iter().map(|_| quote!(loop {})).collect();
    let method = Ident::new(&method.to_string(), span);
    let called = quote_spanned!(span=> #value.#method(#(#args),*));
    quote! {
        #[allow(dead_code, unreachable_code, non_snake_case)]
        mod #module {
            use #krate::__private::operator::method::{of_operator, OfOperator};
            use super::#ty as Type;
            trait Operator: Sized {
                fn #method(#receiver, #(#params),*) -> OfOperator {
                    OfOperator
                }
            }
            impl<T> Operator for T {}
            fn has_no_method(#mutable #value: #borrow Type) {
                of_operator(#called);
            }
        }
    }
}

/// The sign of a binary operator.
fn binary(of: &str, span: Span) -> Option<BinOp> {
    Some(match of {
        "Add" => BinOp::Add(Token![+](span)),
        "AddAssign" => BinOp::AddAssign(Token![+=](span)),
        "Div" => BinOp::Div(Token![/](span)),
        "DivAssign" => BinOp::DivAssign(Token![/=](span)),
        "Mul" => BinOp::Mul(Token![*](span)),
        "MulAssign" => BinOp::MulAssign(Token![*=](span)),
        "Rem" => BinOp::Rem(Token![%](span)),
        "Sub" => BinOp::Sub(Token![-](span)),
        "SubAssign" => BinOp::SubAssign(Token![-=](span)),
        _ => return None,
    })
}
