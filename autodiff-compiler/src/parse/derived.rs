//! The types that the contract derives from those of a signature.
//!
//! In: a type of a parameter or a result. Out: the types of its gradient, its tangent argument and its shadow.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::Type;

use super::TypeNames;
use super::known::{anchor, generated_at, is_array_ref, known_type, type_arguments};
use crate::ir::Ty;

/// The types that the contract derives from a parameter's or output's type.
pub struct Derived<'a> {
    pub krate: &'a TokenStream,
    pub types: &'a TypeNames,
    /// A type whose tangent is hidden by what a trait asks of it: `(A, B)` in an `impl` for it.
    pub hidden: Option<&'a Type>,
}

impl Derived<'_> {
    /// The owned tangent: the type of a gradient.
    pub fn gradient(&self, ty: &Type) -> TokenStream {
        if self.types.are_plain(ty) {
            let krate = self.krate;
            return quote!(#krate::__private::NoTangent);
        }
        if self.hidden == Some(ty) {
            return self.projected(&syn::parse_quote_spanned!(anchor(ty)=> Self));
        }
        match ty {
            Type::Paren(inner) => self.gradient(&inner.elem),
            Type::Group(inner) => self.gradient(&inner.elem),
            Type::Reference(reference) => self.gradient(&reference.elem),
            Type::Slice(slice) => {
                let element = self.gradient(&slice.elem);
                quote!(::std::vec::Vec<#element>)
            }
            Type::Array(array) => {
                let (element, len) = (self.gradient(&array.elem), &array.len);
                quote!([#element; #len])
            }
            Type::Tuple(unit) if unit.elems.is_empty() => {
                let krate = self.krate;
                quote!(#krate::__private::NoTangent)
            }
            Type::Tuple(tuple) => {
                let parts = tuple.elems.iter().map(|ty| self.gradient(ty));
                quote!((#(#parts,)*))
            }
            Type::Path(path) => self.path_gradient(ty, path),
            _ => self.projected(ty),
        }
    }

    fn path_gradient(&self, ty: &Type, path: &syn::TypePath) -> TokenStream {
        let krate = self.krate;
        let Some(segment) = path.path.segments.last() else { return self.projected(ty) };
        let arguments = type_arguments(segment);
        match known_type(ty, self.types) {
            Ty::Float(_) => quote!(#ty),
            Ty::Vec(_) => {
                let element = self.gradient(arguments[0]);
                quote!(::std::vec::Vec<#element>)
            }
            Ty::Nd(..) => {
                let name = segment.ident.to_string().replace("View", "").replace("Ref", "");
                let name = Ident::new(&name, Span::call_site());
                quote!(#krate::ndarray::#name<#(#arguments),*>)
            }
            Ty::Option(_) | Ty::Result(_) => {
                let content = self.gradient(arguments[0]);
                quote!(::core::option::Option<#content>)
            }
            known if known.is_inert() => quote!(#krate::__private::NoTangent),
            _ => self.projected(ty),
        }
    }

    /// `<T as Differentiable>::Tangent`, at the type's [anchor].
    fn projected(&self, ty: &Type) -> TokenStream {
        let krate = self.krate;
        quote_spanned!(generated_at(ty)=> <#ty as #krate::__private::Differentiable>::Tangent)
    }

    /// The type of a tangent argument: as the parameter.
    pub fn tangent_argument(&self, ty: &Type) -> TokenStream {
        match ty {
            Type::Reference(reference) => {
                let (inner, mutable) =
                    (self.unsized_tangent(&reference.elem), &reference.mutability);
                quote_spanned!(generated_at(ty)=> & #mutable #inner)
            }
            Type::Path(_) if matches!(known_type(ty, self.types), Ty::Nd(..)) => quote!(#ty),
            _ => self.gradient(ty),
        }
    }

    /// The type of a shadow argument.
    pub fn shadow(&self, ty: &Type) -> TokenStream {
        let inner = match ty {
            Type::Reference(reference) => self.unsized_tangent(&reference.elem),
            _ => self.gradient(ty),
        };
        quote_spanned!(generated_at(ty)=> &mut #inner)
    }

    fn unsized_tangent(&self, ty: &Type) -> TokenStream {
        match ty {
            Type::Slice(slice) => {
                let element = self.gradient(&slice.elem);
                quote!([#element])
            }
            // an array of any ownership, and so is its tangent
            Type::Path(path) if is_array_ref(path) => {
                let krate = self.krate;
                let last = path.path.segments.last();
                quote!(#krate::ndarray::#last)
            }
            _ => self.gradient(ty),
        }
    }
}
