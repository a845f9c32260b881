//! Methods and functions that traits of the user's bring to a float.
//!
//! In: a call on a type parameter that is a float, `x.exp()`, `T::exp(x)`, `T::of(2.0)`. Out: a call of the
//! trait's own function, whose derivative is the trait's. A method has the standard library's derivative
//! only if no trait of the file declares one of its name, and rustc proves of traits that stand elsewhere
//! that they leave it to `num_traits`.

use proc_macro2::{Ident, Span};
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{ExprMethodCall, ExprPath, Type};

use super::argument::Cell;
use super::expr::operands;
use super::{Lowerer, Val};
use crate::diagnostics::catalogue;
use crate::ir::{Arg, FloatKind, Op, PureOp, Ty};
use crate::parse::known::known_type;
use crate::parse::{FloatParam, OwnMethod};
use crate::rules::methods::MethodKind;

/// A function of a trait of the user's.
pub(super) struct OwnFunction {
    /// `<T as Scalar>::exp`.
    path: ExprPath,
    /// None for one without `self` that gives the type.
    method: Option<OwnMethod>,
}

impl Lowerer<'_> {
    /// Whether a method of this name may be that of a trait of the user's, by its name, where that of a
    /// float is meant otherwise.
    pub(super) fn may_be_own(&self, call: &ExprMethodCall, kind: Option<MethodKind>) -> bool {
        let name = call.method.to_string();
        let known = |name: &str| {
            self.signature.float_params.iter().any(|param| param.methods.contains_key(name))
        };
        match kind {
            None | Some(MethodKind::Float | MethodKind::Inactive | MethodKind::Convert) => {
                known(&name)
            }
            Some(
                MethodKind::Array
                | MethodKind::Copy
                | MethodKind::Unwrap
                | MethodKind::Option
                | MethodKind::InPlace,
            ) => false,
        }
    }

    /// A method that is a trait's on some floats: what it is called on decides.
    pub(super) fn perhaps_own_method(
        &mut self,
        call: &ExprMethodCall,
        kind: Option<MethodKind>,
    ) -> Val {
        if self.method_takes_functions(call) {
            return self.user_method(call);
        }
        let (args, cells) = self.method_arguments(call);
        let Some((receiver, rest)) = args.split_first() else { return Val::unit() };
        if let Some((float, method)) = self.own_method(&receiver.ty, &call.method) {
            return self.own_method_call(call, (float, method), args, cells);
        }
        if kind.is_none() {
            return self.method_call(call, args, cells);
        }
        let receiver = Val { reference: None, ..receiver.clone() };
        if kind == Some(MethodKind::Convert) {
            return self.conversion_of(call, receiver);
        }
        match self.known_method(call.method.span(), &call.method, receiver, rest.to_vec()) {
            Some(val) => val,
            None => self.unknown_method(call),
        }
    }

    /// The method of a trait of the user's that a value has, and its type's name.
    fn own_method(&mut self, ty: &Ty, name: &Ident) -> Option<(String, OwnMethod)> {
        let Some(FloatKind::Generic(float)) = ty.strip_refs().float_kind() else { return None };
        let method = self.float_param(float)?.methods.get(&name.to_string())?.clone();
        let standard = self.is_standard(name.span(), &method);
        (!standard).then(|| (float.clone(), method))
    }

    /// Whether a method is the standard library's for all floats that have it: what the file does not show,
    /// rustc is asked for.
    fn is_standard(&mut self, span: Span, method: &OwnMethod) -> bool {
        if !method.standard || method.annotated {
            return false;
        }
        let missing = self.options.facts.traits.not_shown(&method.of);
        if !missing.is_empty() && self.proven.insert(method.of.clone()) {
            let krate = &self.options.krate;
            let span = Span::mixed_site().located_at(span);
            let (of, floats) = (Ident::new(&method.of, span), missing.iter());
            let floats = floats.map(|float| Ident::new(float, span));
            self.function.items.push(quote_spanned! {span=>
                const _: () = {
                    struct Has<T>(::core::marker::PhantomData<T>);
                    #[allow(dead_code)]
                    impl<T: #of> Has<T> {
                        fn shown(&self) -> #krate::__private::standard::FromElsewhere {
                            #krate::__private::standard::FromElsewhere
                        }
                    }
                    trait Without {
                        fn shown(&self) -> #krate::__private::standard::FromNumTraits {
                            #krate::__private::standard::FromNumTraits
                        }
                    }
                    impl<T> Without for Has<T> {}
                    #[allow(dead_code)]
                    fn shown_here() {
                        #(#krate::__private::standard::proven(
                            Has::<#floats>(::core::marker::PhantomData).shown()
                        );)*
                    }
                };
            });
        }
        true
    }

    fn own_method_call(
        &mut self,
        call: &ExprMethodCall,
        (float, method): (String, OwnMethod),
        mut args: Vec<Val>,
        cells: Vec<Cell>,
    ) -> Val {
        if method.receiver == Some(true) {
            return self.method_call(call, args, cells);
        }
        let (span, name) = (call.method.span(), &call.method);
        self.given_types(&method, &float, &args[1..]);
        args[0].reference = method.receiver;
        let (ty, turbofish) = (own_type(&method.gives, &float), &call.turbofish);
        let (float, of) = (Ident::new(&float, span), Ident::new(&method.of, span));
        let path: ExprPath = syn::parse_quote!(<#float as #of>::#name #turbofish);
        let known = known_type(&ty, &self.signature.types);
        if !method.annotated && known.is_inert() {
            let references = args.iter().map(|arg| arg.reference).collect();
            let op = PureOp::CallByReference(quote!(#path), references);
            return self.define(span, Op::Pure(op, operands(args)), known);
        }
        if !method.annotated {
            self.diagnostics.push(catalogue::method_of_own_trait(name, &method.of));
            return Val::unit();
        }
        let val = self.returned(call.span(), Op::Call(self.callee(&path), handed(args)), Some(ty));
        self.empty_cells(cells);
        val
    }

    /// What `T::exp` and `T::from_f64` name, where that is a function of a trait of the user's.
    pub(super) fn own_function(
        &mut self,
        path: &ExprPath,
        kind: &FloatKind,
    ) -> Option<OwnFunction> {
        let FloatKind::Generic(name) = kind else { return None };
        let last = path.path.segments.last()?;
        let text = last.ident.to_string();
        let method = self.float_param(name)?.methods.get(&text).cloned();
        if method.as_ref().is_some_and(|method| self.is_standard(last.ident.span(), method)) {
            return None;
        }
        let param = self.float_param(name)?;
        let maker = self.options.facts.traits.makers.get(&text).filter(|_| param.foreign);
        let of = method.as_ref().map(|method| &method.of).or(maker)?;
        let named = path.path.segments.iter().rev().nth(1).is_some_and(|owner| owner.ident == *of);
        if path.qself.is_some() && !named {
            return None;
        }
        let (ty, of) = (Ident::new(name, last.ident.span()), Ident::new(of, last.ident.span()));
        Some(OwnFunction { path: syn::parse_quote!(<#ty as #of>::#last), method })
    }

    pub(super) fn own_function_call(
        &mut self,
        span: Span,
        own: &OwnFunction,
        args: Vec<Val>,
        kind: FloatKind,
    ) -> Val {
        let path = &own.path;
        let ty = match (&own.method, &kind) {
            (Some(method), FloatKind::Generic(float)) => {
                self.given_types(method, float, args.get(1..).unwrap_or_default());
                own_type(&method.gives, float)
            }
            _ => {
                let number = Ty::Float(kind);
                if args.iter().all(|arg| self.is_passive(arg)) {
                    return self.passive_call(span, quote!(#path), args, number, &[]);
                }
                let op = Op::Call(self.callee(path), handed(args));
                return self.define(span, op, number);
            }
        };
        let known = known_type(&ty, &self.signature.types);
        let unknown = own.method.as_ref().filter(|method| !method.annotated);
        let passive = known.is_inert() || args.iter().all(|arg| self.is_passive(arg));
        if passive && (unknown.is_some() || !known.is_inert()) {
            return self.passive_call(span, quote!(#path), args, known, &[]);
        }
        if let (Some(method), Some(last)) = (unknown, path.path.segments.last()) {
            self.diagnostics.push(catalogue::method_of_own_trait(&last.ident, &method.of));
            return Val::unit();
        }
        self.returned(span, Op::Call(self.callee(path), handed(args)), Some(ty))
    }

    /// The literals among arguments are of the types that the trait writes.
    fn given_types(&mut self, method: &OwnMethod, float: &str, args: &[Val]) {
        for (ty, arg) in method.takes.iter().zip(args) {
            let ty = known_type(&own_type(ty, float), &self.signature.types);
            self.unify(&ty, &arg.ty);
        }
    }

    /// Has rustc check that a method of a type parameter has the standard library's derivative: that its
    /// bounds bring the methods of `num_traits`. A trait with another method of the name besides would
    /// make the user's own call ambiguous.
    pub(super) fn prove_standard(&mut self, method: &Ident, ty: &Ty) {
        let Some(FloatKind::Generic(name)) = ty.strip_refs().float_kind() else { return };
        let shown = |param: &FloatParam| param.methods.contains_key(&method.to_string());
        let unproven = |param: &FloatParam| param.unproven && !shown(param);
        let unproven = self.float_param(name).is_some_and(unproven);
        if !unproven || !self.proven.insert(name.clone()) {
            return;
        }
        let krate = &self.options.krate;
        let span = Span::mixed_site().located_at(method.span());
        let (mut float, mut generics) = (Ident::new(name, span), self.signature.generics.clone());
        if let Some(mut this) = self.options.facts.traits.this.clone().filter(|_| name == "Self") {
            float = Ident::new("This", span);
            this.ident = float.clone();
            generics.params.push(syn::GenericParam::Type(this));
        }
        if let Some(clause) = &mut generics.where_clause {
            // an item in a body does not know the type around it
            let own = |predicate: &syn::WherePredicate| {
                quote!(#predicate).to_string().split_whitespace().any(|word| word == "Self")
            };
            let kept = clause.predicates.iter().filter(|predicate| !own(predicate)).cloned();
            clause.predicates = kept.collect();
        }
        let (params, _, clause) = generics.split_for_impl();
        self.function.items.push(quote_spanned! {span=>
            const _: () = {
                #[allow(dead_code, unused_imports, clippy::all)]
                fn standard_methods #params () #clause {
                    use #krate::__private::standard::{OfElsewhere as _, OfFloat as _, OfFloatCore as _, OfReal as _};
                    let of = #krate::__private::standard::Methods::<#float>::of();
                    #krate::__private::standard::proven((&&&of).standard());
                }
            };
        });
    }
}

/// The type that a trait writes, for one of its types.
fn own_type(gives: &Type, float: &str) -> Type {
    match gives {
        Type::Path(path) if path.path.is_ident("Self") => {
            let float = Ident::new(float, gives.span());
            syn::parse_quote!(#float)
        }
        ty => ty.clone(),
    }
}

fn handed(args: Vec<Val>) -> Vec<Arg> {
    let args = args.into_iter();
    args.map(|arg| Arg { operand: arg.operand, reference: arg.reference }).collect()
}
