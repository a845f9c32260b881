//! What tools ask of a value: to be moved along a tangent, shown as coordinates, and stepped by an
//! optimizer.

use proc_macro2::TokenStream;
use quote::quote;

use super::shape::{Field, Shape};
use super::tangent::local;
use super::walk::{Held, active};

impl Shape {
    /// `Perturb`, `Coordinates` and `Parameters`.
    pub fn tools(&self) -> TokenStream {
        let parts = [self.perturb(), self.coordinates(), self.parameters(), self.perturb_tangent()];
        quote!(#(#parts)*)
    }

    fn active_fields(&self) -> impl Iterator<Item = &Field> {
        self.fields().filter(|field| !field.inert)
    }

    fn perturb(&self) -> TokenStream {
        let private = &self.private;
        let mut conditions = self.conditions(
            self.active_fields(),
            |Field { ty, tangent, .. }| quote!(#private::MovedTo<#ty, #tangent>),
        );
        let inert = self.fields().filter(|field| field.inert);
        conditions.extend(self.conditions(inert, |_| quote!(::core::clone::Clone)));
        let header = self.primal_impl(&quote!(#private::Perturb), conditions);
        let (direction, step) = (local("direction"), local("step"));
        let (ty, tangent) = (&self.name, self.tangent_ty());
        let moved = |field: &Field, value: &TokenStream, along: &TokenStream| match field.inert {
            true => quote!(::core::clone::Clone::clone(#value)),
            false => quote!(#private::MovedTo::moved_to(#value, #along, #step)),
        };
        let body = if self.is_enum {
            self.moved_variant(&moved)
        } else {
            let values = self.variants[0].fields.iter().map(|field| {
                let member = &field.member;
                moved(field, &quote!(&self.#member), &quote!(&#direction.#member))
            });
            self.variants[0].build(ty, &values.collect::<Vec<_>>())
        };
        quote! {
            #header {
                type Owned = Self;
                fn perturbed(&self, #direction: &#tangent, #step: f64) -> Self { #body }
            }
        }
    }

    /// The match of a variant with its tangent.
    fn moved_variant(
        &self,
        moved: &dyn Fn(&Field, &TokenStream, &TokenStream) -> TokenStream,
    ) -> TokenStream {
        if self.variants.is_empty() {
            return quote!(match *self {});
        }
        let (private, direction) = (&self.private, local("direction"));
        let (name, tangent) = (&self.name, &self.tangent);
        let arms = self.variants.iter().map(|variant| {
            let (a, b) = (variant.bindings("a"), variant.bindings("b"));
            let variant_name = &variant.name;
            let members: Vec<_> = variant.fields.iter().map(|field| &field.member).collect();
            let values: Vec<TokenStream> = variant
                .fields
                .iter()
                .zip(a.iter().zip(&b))
                .map(|(field, (a, b))| moved(field, &quote!(#a), &quote!(#b)))
                .collect();
            let value = variant.build(name, &values);
            quote! {
                (
                    #name::#variant_name { #(#members: #a),* },
                    #tangent::#variant_name { #(#members: #b),* },
                ) => #value
            }
        });
        let texts: Vec<String> = self.variants.iter().map(super::shape::Variant::text).collect();
        let names: Vec<_> = self.variants.iter().map(|variant| &variant.name).collect();
        let rest = (self.variants.len() > 1).then(|| {
            quote! {
                _ => #private::different_variants(
                    match self { #(#name::#names { .. } => #texts),* },
                    match #direction { #(#tangent::#names { .. } => #texts),* },
                )
            }
        });
        quote!(match (self, #direction) { #(#arms,)* #rest })
    }

    fn coordinates(&self) -> TokenStream {
        let private = &self.private;
        let conditions = self.conditions(self.active_fields(), |_| quote!(#private::Coordinates));
        let header = self.primal_impl(&quote!(#private::Coordinates), conditions);
        let f = local("f");
        let body = self.each(Held::Shared, &active, &|_, fields| {
            let fields = fields
                .iter()
                .map(|(_, value)| quote!(#private::Coordinates::for_each_coordinate(#value, #f);));
            quote!(#(#fields)*)
        });
        quote! {
            #header {
                fn for_each_coordinate(&self, #f: &mut dyn ::core::ops::FnMut(f64)) { #body }
            }
        }
    }

    fn parameters(&self) -> TokenStream {
        if self.is_enum {
            // an optimizer moves numbers, and the numbers of an enum depend on its variant
            return TokenStream::new();
        }
        let private = &self.private;
        let conditions = self.conditions(
            self.active_fields(),
            |Field { tangent, .. }| quote!(#private::SteppedAlong<#tangent>),
        );
        let header = self.primal_impl(&quote!(#private::Parameters), conditions);
        let (gradient, visit, error) = (local("gradient"), local("visit"), local("error"));
        let tangent = self.tangent_ty();
        let members: Vec<_> = self.active_fields().map(|field| &field.member).collect();
        let places: Vec<String> =
            members.iter().map(|member| format!(".{}", quote!(#member))).collect();
        quote! {
            #header {
                fn check_fit(
                    &self,
                    #gradient: &#tangent,
                ) -> ::core::result::Result<(), #private::ShapeMismatch> {
                    #(
                        #private::SteppedAlong::fits(&self.#members, &#gradient.#members)
                            .map_err(|#error| #error.inside(#places))?;
                    )*
                    ::core::result::Result::Ok(())
                }
                fn zip_mut(
                    &mut self,
                    #gradient: &#tangent,
                    #visit: &mut #private::BlockVisitor<'_>,
                ) {
                    #(#private::SteppedAlong::zip_along(
                        &mut self.#members,
                        &#gradient.#members,
                        #visit,
                    );)*
                }
            }
        }
    }

    /// The tangent moved and shown as any vector.
    fn perturb_tangent(&self) -> TokenStream {
        let private = &self.private;
        let moved = self.tangent_impl(&quote!(#private::Perturb), Vec::new());
        let shown = self.tangent_impl(&quote!(#private::Coordinates), Vec::new());
        let (direction, step, f) = (local("direction"), local("step"), local("f"));
        let value = local("value");
        quote! {
            #moved {
                type Owned = Self;
                fn perturbed(&self, #direction: &Self, #step: f64) -> Self {
                    let mut #value = ::core::clone::Clone::clone(self);
                    #private::Tangent::add_scaled(&mut #value, #step, #direction);
                    #value
                }
            }
            #shown {
                fn for_each_coordinate(&self, #f: &mut dyn ::core::ops::FnMut(f64)) {
                    #private::Tangent::for_each(self, #f);
                }
            }
        }
    }
}
