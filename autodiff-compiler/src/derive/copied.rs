//! `CopiedFields`: a copy of a value whose type need not be `Clone`.
//!
//! Accumulators, filters and the like often are not, and what a method leaves in one is put back behind its
//! reverse sweep. A type that holds others of its own kind has no such copy: their type would have to be `Clone`.

use proc_macro2::TokenStream;
use quote::quote;

use super::shape::Shape;
use super::walk::{Held, all};

impl Shape {
    pub fn copied_fields(&self) -> TokenStream {
        if self.fields().any(|field| self.holds_itself(&field.ty)) {
            return TokenStream::new();
        }
        let private = &self.private;
        let conditions = self.conditions(self.fields(), |_| quote!(::core::clone::Clone));
        let header = self.primal_impl(&quote!(#private::CopiedFields), conditions);
        let this = super::tangent::local("Self");
        let copy = self.each(Held::Shared, &all, &|variant, fields| {
            let values =
                fields.iter().map(|(_, field)| quote!(::core::clone::Clone::clone(#field)));
            variant.build(&this, &values.collect::<Vec<_>>())
        });
        quote! {
            #header {
                #[inline]
                fn copied_fields(&self) -> Self { #copy }
            }
        }
    }
}
