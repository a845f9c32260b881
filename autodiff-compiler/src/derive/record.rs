//! `Save`: both types on the tape that annotated functions pass down.
//!
//! Numbers go onto the tape's stacks field by field; a `#[no_diff]` field of a type that the macro does
//! not know moves in a box. A type that borrows cannot be recorded, since the tape outlives no borrow.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{Type, WherePredicate, parse_quote};

use super::bounds::borrows;
use super::shape::{Field, Shape, Variant};
use super::tangent::local;
use super::walk::{Held, active, all};
use crate::parse::known::unknown_parts;

impl Shape {
    pub fn records(&self) -> TokenStream {
        let (primal, tangent) = (self.primal_record(), self.tangent_record());
        quote!(#primal #tangent)
    }

    fn primal_record(&self) -> TokenStream {
        if self.generics.lifetimes().next().is_some() || self.fields().any(|f| borrows(&f.ty)) {
            return TokenStream::new();
        }
        let private = &self.private;
        let mut conditions =
            self.conditions(self.fields().filter(|f| !f.inert), |_| quote!(#private::Save));
        for field in self.fields().filter(|field| self.is_boxed(field)) {
            let ty = &field.ty;
            let condition: WherePredicate = parse_quote!(#ty: 'static);
            conditions.push(condition);
        }
        let header = self.primal_impl(&quote!(#private::Save), conditions);
        let load = |field: &Field, tape: &TokenStream| match self.is_boxed(field) {
            true => quote!(#private::load_boxed(#tape)),
            false => quote!(#private::Save::load(#tape)),
        };
        let save = |field: &Field, value: &TokenStream, tape: &TokenStream| {
            if self.is_boxed(field) {
                quote!(#private::save_boxed(#value, #tape);)
            } else {
                quote!(#private::Save::save(#value, #tape);)
            }
        };
        self.record(&header, &all, &save, &load)
    }

    fn tangent_record(&self) -> TokenStream {
        let private = &self.private;
        let tangent = |field: &Field| -> Option<Type> { syn::parse2(field.tangent.clone()).ok() };
        let unknown = self.fields().filter(|field| !field.inert && self.is_unknown(&field.ty));
        let mut conditions: Vec<WherePredicate> = Vec::new();
        for ty in unknown.filter_map(tangent) {
            let condition = parse_quote!(for<'any> #ty: #private::Save);
            if !conditions.contains(&condition) {
                conditions.push(condition);
            }
        }
        let header = self.tangent_impl(&quote!(#private::Save), conditions);
        let save = |_: &Field, value: &TokenStream, tape: &TokenStream| quote!(#private::Save::save(#value, #tape););
        self.record(&header, &active, &save, &|_, tape| quote!(#private::Save::load(#tape)))
    }

    /// Whether a field moves onto the tape as a whole.
    fn is_boxed(&self, field: &Field) -> bool {
        field.inert && !unknown_parts(&field.ty, &self.types).is_empty()
    }

    /// The fields in order, then the number of the variant; taken back in the opposite order.
    fn record(
        &self,
        header: &TokenStream,
        used: &dyn Fn(&Field) -> bool,
        save: &dyn Fn(&Field, &TokenStream, &TokenStream) -> TokenStream,
        load: &dyn Fn(&Field, &TokenStream) -> TokenStream,
    ) -> TokenStream {
        let private = &self.private;
        let name = local("tape");
        let tape = quote!(#name);
        let saved = self.each(Held::Owned, used, &|variant, fields| {
            let fields = fields.iter().map(|(field, value)| save(field, value, &tape));
            let number = self.number(variant);
            let number = self.is_enum.then(|| quote!(#private::Save::save(#number, #tape);));
            quote!(#(#fields)* #number)
        });
        let loaded = self.variants.iter().map(|variant| self.loaded(variant, used, load, &tape));
        let loaded: Vec<TokenStream> = loaded.collect();
        let body = match loaded.as_slice() {
            [one] if !self.is_enum => quote!(#one),
            [] => quote!(::core::unreachable!()),
            [first @ .., last] => {
                let numbers = 0..first.len();
                quote! {
                    match <usize as #private::Save>::load(#tape) {
                        #(#numbers => { #first })*
                        _ => { #last }
                    }
                }
            }
        };
        quote! {
            #header {
                #[inline]
                fn save(self, #tape: &mut #private::Tape) { #saved }
                #[inline]
                fn load(#tape: &mut #private::Tape) -> Self { #body }
            }
        }
    }

    /// The number of a variant.
    fn number(&self, variant: &Variant) -> usize {
        let found = self.variants.iter().position(|other| std::ptr::eq(other, variant));
        found.unwrap_or_default()
    }

    fn loaded(
        &self,
        variant: &Variant,
        used: &dyn Fn(&Field) -> bool,
        load: &dyn Fn(&Field, &TokenStream) -> TokenStream,
        tape: &TokenStream,
    ) -> TokenStream {
        let private = &self.private;
        let names = variant.bindings("a");
        let taken = variant.fields.iter().zip(&names).rev().filter(|(field, _)| used(field));
        let taken = taken.map(|(field, name)| {
            let value = load(field, tape);
            quote!(let #name = #value;)
        });
        let values = variant.fields.iter().zip(&names).map(|(field, name)| match used(field) {
            true => quote!(#name),
            false => quote!(#private::Inert::new()),
        });
        let value = variant.build(&local("Self"), &values.collect::<Vec<_>>());
        quote!(#(#taken)* #value)
    }
}
