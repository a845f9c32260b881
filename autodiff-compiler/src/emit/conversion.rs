//! The derivatives of a conversion of the user's.
//!
//! In: the function of `impl From<A> for V` with its companion. Out: the implementations by which the core
//! finds value, tangent and pullback (`autodiff_core::conversion`), and a check that `V::from` and `a.into()`
//! are this conversion.

use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{Generics, Type};

use super::companion::Context;
use crate::parse::ParamKind;

/// A conversion: its types and the user's function.
pub struct Converted<'a> {
    pub from: &'a Type,
    pub to: &'a Type,
    pub primal: &'a TokenStream,
    /// The types may have functions of their own of the conversion's names.
    pub named: bool,
}

/// `impl Conversion<V> for A` and its kin.
pub fn derivatives(context: &Context, converted: &Converted) -> TokenStream {
    let options = context.options;
    let second_order = options.second_order.is_some();
    let emitter = Emitter { context, converted };
    let value = emitter.value();
    let forward = (options.forward || second_order).then(|| emitter.forward());
    let reverse = options.reverse.then(|| emitter.reverse());
    let second = second_order.then(|| emitter.second());
    let check = converted.named.then(|| resolved(context.generics, converted, context.private));
    quote!(#value #forward #reverse #second #check)
}

struct Emitter<'a> {
    context: &'a Context<'a>,
    converted: &'a Converted<'a>,
}

impl Emitter<'_> {
    /// `impl<..> Trait<V> for A where .. { items }`
    fn implemented(&self, name: &str, items: TokenStream) -> TokenStream {
        let (private, Converted { from, to, .. }) = (self.context.private, self.converted);
        let (generics, clause) = self.context.generics();
        let name = super::primal::method(name);
        quote! {
            #[allow(unused_variables)]
            impl #generics #private::#name<#to> for #from #clause { #items }
        }
    }

    /// Whether what is converted has a derivative.
    fn is_active(&self) -> bool {
        self.context.params().first().is_some_and(|param| param.kind == ParamKind::Active)
    }

    /// What a reference refers to, as the function takes it.
    fn owned(&self, name: &TokenStream) -> TokenStream {
        let private = self.context.private;
        match self.converted.from {
            Type::Reference(_) => quote!(*#name),
            _ => quote!(#private::keep(#name)),
        }
    }

    /// A tangent, as the function takes it.
    fn tangent(&self, name: &TokenStream) -> TokenStream {
        let private = self.context.private;
        match self.converted.from {
            Type::Reference(_) => quote!(#name),
            _ => quote!(#private::keep(#name)),
        }
    }

    fn of_value(&self) -> TokenStream {
        let (private, from) = (self.context.private, self.converted.from);
        quote!(<#from as #private::Differentiable>::Tangent)
    }

    fn of_result(&self) -> TokenStream {
        let (private, to) = (self.context.private, self.converted.to);
        quote!(<#to as #private::Differentiable>::Tangent)
    }

    fn value(&self) -> TokenStream {
        let (to, primal, value) =
            (self.converted.to, self.converted.primal, self.owned(&quote!(self)));
        self.implemented(
            "Conversion",
            quote! {
                #[inline(always)]
                fn converted(&self) -> #to { #primal(#value) }
            },
        )
    }

    fn forward(&self) -> TokenStream {
        let (private, to, primal) =
            (self.context.private, self.converted.to, self.converted.primal);
        let (value, tangent) = (self.owned(&quote!(self)), self.tangent(&quote!(along)));
        let (of_value, of_result) = (self.of_value(), self.of_result());
        let body = match self.is_active() {
            true => {
                let jvp = self.context.call("jvp");
                quote!(#jvp(#value, #tangent))
            }
            false => quote! {
                let value = #primal(#value);
                let zero = #private::zero_tangent(&value);
                (value, zero)
            },
        };
        self.implemented(
            "ForwardConversion",
            quote! {
                #[inline(always)]
                fn pushed(&self, along: &#of_value) -> (#to, #of_result) { #body }
            },
        )
    }

    fn reverse(&self) -> TokenStream {
        let value = self.owned(&quote!(self));
        let (of_value, of_result) = (self.of_value(), self.of_result());
        let body = self.is_active().then(|| {
            let adjoint = self.context.call("adjoint");
            quote!(let _ = #adjoint(#value, shadow, seed);)
        });
        self.implemented(
            "ReverseConversion",
            quote! {
                #[inline(always)]
                fn pulled(&self, shadow: &mut #of_value, seed: #of_result) { #body }
            },
        )
    }

    fn second(&self) -> TokenStream {
        let (value, tangent) = (self.owned(&quote!(self)), self.tangent(&quote!(along)));
        let (of_value, of_result) = (self.of_value(), self.of_result());
        let body = self.is_active().then(|| {
            let adjoint = self.context.call("jvp_adjoint");
            quote!(let _ = #adjoint(#value, #tangent, shadow, of_tangent, seeds);)
        });
        self.implemented(
            "SecondConversion",
            quote! {
                #[inline(always)]
                fn second_pulled(
                    &self,
                    along: &#of_value,
                    shadow: &mut #of_value,
                    of_tangent: &mut #of_value,
                    seeds: (#of_result, #of_result),
                ) { #body }
            },
        )
    }
}

/// Code that never runs, and compiles only if the types have no `from` and `into` of their own that hide
/// the conversion: calls would be theirs, and the derivatives the conversion's.
fn resolved(generics: &Generics, converted: &Converted, private: &TokenStream) -> TokenStream {
    let Converted { from, to, .. } = converted;
    let span = Span::mixed_site().located_at(to.span());
    let (params, _, clause) = generics.split_for_impl();
    let named = |ty: &Type| matches!(ty, Type::Path(_));
    let of_from = named(to).then(|| {
        quote_spanned! {span=>
            let method = #private::functions(
                <#to>::from,
                <#to as ::core::convert::From<#from>>::from,
            );
            let sweeps = #private::functions(
                <#to>::__fwd_from,
                <#to as #private::sweeps::From>::__fwd_from::<#from>,
            );
            #private::resolved_alike(method.compared(), sweeps.compared());
        }
    });
    let of_into = named(from).then(|| {
        quote_spanned! {span=>
            let method = #private::functions(
                <#from>::into,
                <#from as ::core::convert::Into<#to>>::into,
            );
            let same = #private::functions((), ());
            #private::resolved_alike(method.compared(), same.compared());
        }
    });
    quote_spanned! {span=>
        #[allow(dead_code, unused_imports, clippy::all)]
        fn of_one_home #params () #clause {
            use #private::sweeps::From as _;
            use #private::DifferentFunctions as _;
            #of_from
            #of_into
        }
    }
}
