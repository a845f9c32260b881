//! The tangent as an element of a vector space: `Tangent` and `AccumulateFrom`.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::shape::Shape;
use super::tangent::local;
use super::walk::{Held, active};

impl Shape {
    /// `Tangent`, and `AccumulateFrom` by way of it.
    pub fn vector_space(&self) -> TokenStream {
        let private = &self.private;
        let other = local("other");
        let tangent = self.tangent_impl(&quote!(#private::Tangent), Vec::new());
        let ty = self.tangent_ty();
        let accumulates = self.tangent_impl(&quote!(#private::AccumulateFrom<#ty>), Vec::new());
        let methods = self.methods(&other);
        quote! {
            #tangent { #methods }
            #accumulates {
                #[inline]
                #[track_caller]
                fn accumulate_from(&mut self, #other: &#ty) {
                    #private::Tangent::accumulate(self, #other);
                }
            }
        }
    }

    fn methods(&self, other: &Ident) -> TokenStream {
        let private = &self.private;
        let (factor, sum, f) = (local("factor"), local("sum"), local("f"));
        let accumulate =
            self.both(Held::Mutable, other, &|a, b| quote!(#private::Tangent::accumulate(#a, #b);));
        let add_scaled = self.both(
            Held::Mutable,
            other,
            &|a, b| quote!(#private::Tangent::add_scaled(#a, #factor, #b);),
        );
        let inner = self.both(
            Held::Shared,
            other,
            &|a, b| quote!(#sum += #private::Tangent::inner(#a, #b);),
        );
        let fill_zero = self.one(Held::Mutable, &|a| quote!(#private::Tangent::fill_zero(#a);));
        let for_each = self.one(Held::Shared, &|a| quote!(#private::Tangent::for_each(#a, #f);));
        let for_each_mut =
            self.one(Held::Mutable, &|a| quote!(#private::Tangent::for_each_mut(#a, #f);));
        quote! {
            #[inline]
            #[track_caller]
            fn accumulate(&mut self, #other: &Self) { #accumulate }
            #[inline]
            fn fill_zero(&mut self) { #fill_zero }
            #[inline]
            #[track_caller]
            fn add_scaled(&mut self, #factor: f64, #other: &Self) { #add_scaled }
            #[inline]
            #[track_caller]
            fn inner(&self, #other: &Self) -> f64 {
                let mut #sum = 0.0;
                #inner
                #sum
            }
            #[inline]
            fn for_each(&self, #f: &mut dyn ::core::ops::FnMut(f64)) { #for_each }
            #[inline]
            fn for_each_mut(&mut self, #f: &mut dyn ::core::ops::FnMut(&mut f64)) { #for_each_mut }
        }
    }

    /// A statement for each differentiable field.
    fn one(&self, held: Held, statement: &dyn Fn(&TokenStream) -> TokenStream) -> TokenStream {
        self.each(held, &active, &|_, fields| {
            let statements = fields.iter().map(|(_, a)| statement(a));
            quote!(#(#statements)*)
        })
    }

    /// A statement for each differentiable field of two values, which must have one variant.
    fn both(
        &self,
        held: Held,
        other: &Ident,
        statement: &dyn Fn(&TokenStream, &TokenStream) -> TokenStream,
    ) -> TokenStream {
        let private = &self.private;
        let variant = |value: &TokenStream| {
            let arms = self.variants.iter().map(|variant| {
                let (name, text) = (&variant.name, variant.text());
                let ty = &self.tangent;
                quote!(#ty::#name { .. } => #text)
            });
            quote!(match #value { #(#arms),* })
        };
        let (this, that) = (variant(&quote!(self)), variant(&quote!(#other)));
        self.pairs(
            held,
            other,
            &|_, pairs| {
                let statements = pairs.iter().map(|(_, a, b)| statement(a, b));
                quote!(#(#statements)*)
            },
            &quote!(#private::different_variants(#this, #that)),
        )
    }
}
