//! Arithmetic of tangents, for code that steps along them: `+`, `-`, `* f64`, `+=`, `-=`.

use proc_macro2::TokenStream;
use quote::quote;

use super::shape::Shape;
use super::tangent::local;

impl Shape {
    /// The operators, by way of `Tangent`.
    pub fn operators(&self) -> TokenStream {
        let private = &self.private;
        let (other, x) = (local("other"), local("x"));
        let add = quote!(#private::Tangent::accumulate(&mut self, &#other););
        let subtract = quote!(#private::Tangent::add_scaled(&mut self, -1.0, &#other););
        let scale = quote!(#private::Tangent::for_each_mut(&mut self, &mut |#x| *#x *= #other););
        let negate = quote!(#private::Tangent::for_each_mut(&mut self, &mut |#x| *#x = -*#x););
        let parts = [
            self.operator(&quote!(Add), &quote!(add), Some(&quote!(Self)), &add),
            self.operator(&quote!(Sub), &quote!(sub), Some(&quote!(Self)), &subtract),
            self.operator(&quote!(Mul<f64>), &quote!(mul), Some(&quote!(f64)), &scale),
            self.operator(&quote!(Neg), &quote!(neg), None, &negate),
            self.assignment(
                &quote!(AddAssign),
                &quote!(add_assign),
                &quote! {
                    #private::Tangent::accumulate(self, &#other);
                },
            ),
            self.assignment(
                &quote!(SubAssign),
                &quote!(sub_assign),
                &quote! {
                    #private::Tangent::add_scaled(self, -1.0, &#other);
                },
            ),
        ];
        let summed = self.summed();
        quote!(#(#parts)* #summed)
    }

    /// That `+=` and `-=` add and subtract, and so what flows back through them.
    fn summed(&self) -> TokenStream {
        let private = &self.private;
        let tangent = self.tangent_ty();
        let absorb = quote!(#private::prim::Absorb<#tangent, #tangent, #tangent>);
        let header = self.tangent_impl(&absorb, Vec::new());
        let adds = self
            .tangent_impl(&quote!(#private::Additive<#private::operator::AddAssign>), Vec::new());
        let subtracts = self
            .tangent_impl(&quote!(#private::Additive<#private::operator::SubAssign>), Vec::new());
        quote! {
            #adds {}
            #subtracts {}
            #header {
                type Elem = f64;

                // a sum or a difference, which one factor tells apart
                #[inline]
                #[track_caller]
                fn absorb<__F: ::core::ops::Fn(f64, f64, f64) -> f64>(&mut self, d_y: &Self, _: &Self, _: &Self, f: __F) {
                    #private::Tangent::add_scaled(self, f(1.0, 1.0, 1.0), d_y);
                }
            }
        }
    }

    fn operator(
        &self,
        of: &TokenStream,
        method: &TokenStream,
        right: Option<&TokenStream>,
        body: &TokenStream,
    ) -> TokenStream {
        let header = self.tangent_impl(&quote!(::core::ops::#of), Vec::new());
        let other = local("other");
        let right = right.map(|ty| quote!(, #other: #ty));
        quote! {
            #header {
                type Output = Self;
                #[inline]
                #[track_caller]
                fn #method(mut self #right) -> Self { #body self }
            }
        }
    }

    fn assignment(
        &self,
        of: &TokenStream,
        method: &TokenStream,
        body: &TokenStream,
    ) -> TokenStream {
        let header = self.tangent_impl(&quote!(::core::ops::#of), Vec::new());
        let other = local("other");
        quote! {
            #header {
                #[inline]
                #[track_caller]
                fn #method(&mut self, #other: Self) { #body }
            }
        }
    }
}
