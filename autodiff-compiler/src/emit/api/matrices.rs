//! `hessian_f` and `jacobian_f`: matrices row by row, from products with unit vectors.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote_spanned;
use syn::Type;

use super::{Api, is_view};
use crate::ir::{FloatKind, Ty};
use crate::parse::Param;

impl Api<'_> {
    /// `[[T; k]; k]` for scalars, `[[T; N]; N]` for one array of fixed size, else a matrix.
    pub(super) fn hessian(&self) -> TokenStream {
        let actives: Vec<&Param> = self.active().collect();
        let args: Vec<TokenStream> = self
            .params()
            .iter()
            .zip(self.args())
            .map(|(param, arg)| {
                // every product needs the arguments again
                if param.known.is_copy() || matches!(param.ty, Type::Reference(_)) {
                    quote!(#arg)
                } else {
                    quote!(::core::clone::Clone::clone(&#arg))
                }
            })
            .collect();
        let hvp = self.public("hvp");
        let (private, turbofish) = (self.context.private, self.context.turbofish());
        // what a parameter of a refused type was, no other shows
        let Some(Param { ty: first, known, .. }) = actives.first() else {
            return TokenStream::new();
        };
        // one array holds all derivatives: scalars of one type
        let kind = known.float_kind();
        if kind.is_some() && actives.iter().all(|param| param.known.float_kind() == kind) {
            let k = actives.len();
            let rows = (0..k).map(|i| {
                let unit = (0..k).map(|j| {
                    let number = if i == j { 1.0 } else { 0.0 };
                    quote!(#private::from_literal(#number))
                });
                let row: Vec<Ident> =
                    (0..k).map(|j| Ident::new(&format!("h_{j}"), Span::mixed_site())).collect();
                let pattern = if k == 1 { quote!(#(#row)*) } else { quote!((#(#row),*)) };
                let products = self.opened(&quote!(#hvp #turbofish (#(#args,)* #(#unit),*)));
                quote!({ let (_, #pattern) = #products; [#(#row),*] })
            });
            let body = quote!([#(#rows),*]);
            return self.hessian_function(&args, &quote!([[#first; #k]; #k]), &body);
        }
        let [param] = actives.as_slice() else { return TokenStream::new() };
        let derived = self.context.derived();
        let position =
            self.params().iter().position(|other| std::ptr::eq(other, *param)).unwrap_or(0);
        let arg = &self.args()[position];
        let by_ref = matches!(param.ty, Type::Reference(_));
        let name = self.local("direction");
        let direction = if by_ref { quote!(&#name) } else { quote!(#name) };
        match param.known.strip_refs() {
            Ty::Array(element, Some(len)) if element.is_float() => {
                let inner = derived.gradient(&param.ty);
                let row = self.local("row");
                let products = self.opened(&quote!(#hvp #turbofish (#(#args,)* #direction)));
                let body = quote! {
                    ::core::array::from_fn(|#row| {
                        let mut #name: #inner = #private::zero_tangent(&#arg);
                        #name[#row] = #private::from_literal(1.0);
                        #products.1
                    })
                };
                self.hessian_function(&args, &quote!([#inner; #len]), &body)
            }
            Ty::Slice(element) | Ty::Vec(element) if element.is_float() => {
                self.dynamic_hessian(&hvp, &args, (param, arg), &name, &direction)
            }
            Ty::Nd(element, Some(1)) if element.is_float() => {
                // a direction is passed as the parameter is: views get a view
                let view = !by_ref && is_view(&param.ty);
                let direction = if view { quote!(#name.view()) } else { direction };
                self.dynamic_hessian(&hvp, &args, (param, arg), &name, &direction)
            }
            _ => TokenStream::new(),
        }
    }

    fn dynamic_hessian(
        &self,
        hvp: &TokenStream,
        args: &[TokenStream],
        (param, arg): (&Param, &Ident),
        name: &Ident,
        direction: &TokenStream,
    ) -> TokenStream {
        let (private, turbofish) = (self.context.private, self.context.turbofish());
        let element = element_of(param);
        let (row, columns) = (self.local("row"), self.local("columns"));
        let products = self.opened(&quote!(#hvp #turbofish (#(#args,)* #direction)));
        let body = quote! {
            let #columns = #arg.len();
            #private::matrix_from_rows(#columns, #columns, |#row| {
                let mut #name = #private::zero_tangent(&#arg);
                #name[#row] = #private::from_literal(1.0);
                #products.1
            })
        };
        self.hessian_function(args, &quote!(#private::Matrix<#element>), &body)
    }

    /// A derivative that is there, of an output that has a payload.
    fn opened(&self, derivative: &TokenStream) -> TokenStream {
        let private = self.context.private;
        if self.is_wrapped() {
            quote!(#private::into_payload(#derivative))
        } else {
            derivative.clone()
        }
    }

    /// With an output that may have no payload, the function is asked first.
    fn hessian_function(
        &self,
        args: &[TokenStream],
        output: &TokenStream,
        body: &TokenStream,
    ) -> TokenStream {
        let name = self.context.function();
        let body = if self.is_wrapped() {
            quote!(#name(#(#args),*).map(|_| { #body }))
        } else {
            body.clone()
        };
        let output = self.in_place_of_payload(output);
        self.function("hessian", "Hessian matrix", &self.own(), &output, &body)
    }

    /// `[[T; N]; M]` for fixed sizes, else a matrix; a row per output.
    pub(super) fn jacobian(&self) -> TokenStream {
        let context = self.context;
        let (private, turbofish) = (context.private, context.turbofish());
        let actives: Vec<&Param> = self.active().collect();
        let [param] = actives.as_slice() else { return TokenStream::new() };
        let args: Vec<TokenStream> = self
            .params()
            .iter()
            .zip(self.args())
            .map(|(param, arg)| {
                if param.known.is_copy() || matches!(param.ty, Type::Reference(_)) {
                    quote!(#arg)
                } else {
                    quote!(::core::clone::Clone::clone(&#arg))
                }
            })
            .collect();
        let vjp = self.public("vjp");
        let tangent = self.seed_type();
        let gradient = context.derived().gradient(&param.ty);
        let (value, seed, row) = (self.local("value"), self.local("seed"), self.local("row"));
        let pulled = self.opened(&quote!(#vjp #turbofish (#(#args,)* #seed)));
        if let (Ty::Array(_, Some(_)), Ty::Array(_, Some(rows))) =
            (param.known.strip_refs(), self.content())
        {
            let rows_of = quote! {
                ::core::array::from_fn(|#row| {
                    let mut #seed: #tangent = #private::zero_tangent(&#value);
                    #seed[#row] = #private::from_literal(1.0);
                    #pulled.1
                })
            };
            return self.jacobian_function(&args, &value, &quote!([#gradient; #rows]), &rows_of);
        }
        let position =
            self.params().iter().position(|other| std::ptr::eq(other, *param)).unwrap_or(0);
        let arg = &self.args()[position];
        let element = element_of(param);
        let rows_of = quote! {
            #private::matrix_from_rows(#value.len(), #arg.len(), |#row| {
                let mut #seed = #private::zero_tangent(&#value);
                #seed[#row] = #private::from_literal(1.0);
                #pulled.1
            })
        };
        self.jacobian_function(&args, &value, &quote!(#private::Matrix<#element>), &rows_of)
    }

    /// The rows belong to the `value` of the function.
    fn jacobian_function(
        &self,
        args: &[TokenStream],
        value: &Ident,
        output: &TokenStream,
        rows: &TokenStream,
    ) -> TokenStream {
        let name = self.context.home.primal(&self.context.item.sig.ident);
        let turbofish = self.context.given_turbofish();
        let body = if self.is_wrapped() {
            quote!(#name #turbofish (#(#args),*).map(|#value| #rows))
        } else {
            quote!(let #value = #name #turbofish (#(#args),*); #rows)
        };
        let output = self.in_place_of_payload(output);
        self.function("jacobian", "Jacobian matrix", &self.own(), &output, &body)
    }
}

/// The number that the elements of an array are.
fn element_of(param: &Param) -> TokenStream {
    match param.known.element() {
        Some(Ty::Float(FloatKind::F32)) => quote!(f32),
        Some(Ty::Float(FloatKind::Generic(name))) => {
            let name = Ident::new(name, Span::call_site());
            quote!(#name)
        }
        _ => quote!(f64),
    }
}
