//! The tangent type itself, how a value gets its zero, and what every such type can do.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use super::shape::{Field, Shape, Style, Variant};
use super::walk::{Held, Reached, active, all};
use crate::code::Accessor;
use crate::hygiene::generated;

/// A name of generated code.
pub fn local(name: &str) -> Ident {
    Ident::new(name, Span::mixed_site())
}

impl Shape {
    /// `struct STangent { .. }`, with the fields, variants and visibilities of the primal.
    pub fn tangent_type(&self) -> TokenStream {
        let (vis, name, generics) = (&self.vis, &self.tangent, self.tangent_generics());
        let clause = &generics.where_clause;
        let doc = format!("The derivatives of a [`{}`]: its tangent.", self.name);
        let serialized = self.serialized();
        let attributes = quote! {
            #serialized
            #[doc = #doc]
            #[allow(missing_docs, dead_code, clippy::all, clippy::pedantic)]
        };
        if self.is_enum {
            let variants = self.variants.iter().map(|variant| {
                let (name, fields) = (&variant.name, fields(variant, false));
                quote!(#name #fields)
            });
            return quote!(#attributes #vis enum #name #generics #clause { #(#variants,)* });
        }
        let variant = &self.variants[0];
        let fields = fields(variant, true);
        match variant.style {
            Style::Named => quote!(#attributes #vis struct #name #generics #clause #fields),
            Style::Tuple | Style::Unit => {
                quote!(#attributes #vis struct #name #generics #fields #clause;)
            }
        }
    }

    /// The parts of an enum's tangent, by methods: generated code has no path of the type to match on.
    pub fn parts(&self) -> TokenStream {
        if !self.is_enum {
            return TokenStream::new();
        }
        let name = &self.tangent;
        let generics = self.tangent_generics();
        let (parameters, arguments, clause) = generics.split_for_impl();
        let methods = self
            .variants
            .iter()
            .flat_map(|variant| variant.fields.iter().map(|field| self.part(variant, field)));
        let several = self.variants.iter().filter(|variant| variant.fields.len() > 1);
        let (lent, lend): (Vec<_>, Vec<_>) =
            several.filter_map(|variant| self.all_parts(variant)).unzip();
        let arms = self.variants.iter().map(|variant| {
            let (name, text) = (&variant.name, variant.text());
            quote!(Self::#name { .. } => #text)
        });
        let text = match self.variants.is_empty() {
            true => quote!(match *self {}),
            false => quote!(match self { #(#arms),* }),
        };
        quote! {
            #[allow(dead_code, non_snake_case, missing_docs, unreachable_patterns, clippy::all)]
            impl #parameters #name #arguments #clause {
                fn part_of(&self) -> &'static str { #text }
                #(#methods)*
                #(#lend)*
            }
            #(#lent)*
        }
    }

    /// The method that lends all parts of a variant at once, and the type that it lends them in: a tuple,
    /// or a struct with the variant's names.
    fn all_parts(&self, variant: &Variant) -> Option<(TokenStream, TokenStream)> {
        let name = variant.name.as_ref()?;
        let members: Vec<_> = variant.fields.iter().map(|field| &field.member).collect();
        let tangents: Vec<_> = variant.fields.iter().map(|field| &field.tangent).collect();
        let parts: Vec<Ident> = (0..members.len()).map(|at| local(&format!("part_{at}"))).collect();
        let (private, vis, text) = (&self.private, &self.vis, variant.text());
        let method = Accessor::new(name, members[0]).all;
        let (lent, ty, value) = match variant.style {
            Style::Named => {
                let lent = Ident::new(&format!("{}{name}Parts", self.tangent), Span::mixed_site());
                let types: Vec<Ident> =
                    (0..members.len()).map(|at| local(&format!("Part{at}"))).collect();
                let definition = quote! {
                    #[doc(hidden)]
                    #[allow(missing_docs, dead_code, missing_debug_implementations, clippy::all)]
                    #vis struct #lent<#(#types),*> { #(pub #members: #types),* }
                };
                let ty = quote!(#lent<#(&mut #tangents),*>);
                (definition, ty, quote!(#lent { #(#members: #parts),* }))
            }
            Style::Tuple | Style::Unit => {
                (TokenStream::new(), quote!((#(&mut #tangents,)*)), quote!((#(#parts,)*)))
            }
        };
        let method = quote! {
            #[doc(hidden)]
            #[inline(always)]
            #[track_caller]
            #vis fn #method(&mut self) -> #ty {
                match self {
                    Self::#name { #(#members: #parts),* } => #value,
                    other => #private::different_variants(other.part_of(), #text),
                }
            }
        };
        Some((lent, method))
    }

    fn part(&self, variant: &Variant, field: &Field) -> TokenStream {
        let (private, tangent, member) = (&self.private, &field.tangent, &field.member);
        let Some(name) = &variant.name else { return TokenStream::new() };
        let accessor = Accessor::new(name, member);
        let (part, text) = (local("part"), variant.text());
        let methods = [(&accessor.shared, false), (&accessor.mutable, true)];
        let methods = methods.map(|(method, mutable)| {
            let reference = reached(mutable);
            quote! {
                #[doc(hidden)]
                #[inline(always)]
                #[track_caller]
                pub fn #method(#reference self) -> #reference #tangent {
                    match self {
                        Self::#name { #member: #part, .. } => #part,
                        other => #private::different_variants(other.part_of(), #text),
                    }
                }
            }
        });
        quote!(#(#methods)*)
    }

    /// `Differentiable` for the primal and for the tangent, which is its own tangent.
    pub fn differentiable(&self) -> TokenStream {
        let private = &self.private;
        let of = quote!(#private::Differentiable);
        let (primal, tangent) =
            (self.primal_impl(&of, Vec::new()), self.tangent_impl(&of, Vec::new()));
        let tangent_ty = self.tangent_ty();
        let [zero, blank] = ["zero_tangent", "blank_tangent"].map(|name| {
            let method = local(name);
            self.made(&|field, value| {
                let ty = generated_type(field);
                quote!(<#ty as #private::Differentiable>::#method(#value))
            })
        });
        let own = self.made(&|_, value| quote!(#private::Differentiable::zero_tangent(#value)));
        quote! {
            #primal {
                type Tangent = #tangent_ty;
                #[inline]
                fn zero_tangent(&self) -> #tangent_ty { #zero }
                #[inline]
                fn blank_tangent(&self) -> #tangent_ty { #blank }
            }
            #tangent {
                type Tangent = Self;
                #[inline]
                fn zero_tangent(&self) -> Self { #own }
            }
        }
    }

    /// A tangent of the variant of `self`, made of its differentiable fields.
    fn made(&self, part: &dyn Fn(&Field, &TokenStream) -> TokenStream) -> TokenStream {
        self.each(Held::Shared, &active, &|variant, fields| {
            let values = self.with_inert(variant, fields, part);
            variant.build(&self.tangent, &values)
        })
    }

    /// A value for each field of a tangent: those without derivative hold nothing.
    fn with_inert(
        &self,
        variant: &Variant,
        fields: &[Reached],
        part: &dyn Fn(&Field, &TokenStream) -> TokenStream,
    ) -> Vec<TokenStream> {
        let private = &self.private;
        let mut given = fields.iter();
        let values = variant.fields.iter().map(|field| match field.inert {
            true => quote!(#private::Inert::new()),
            false => given.next().map(|(field, value)| part(field, value)).unwrap_or_default(),
        });
        values.collect()
    }

    /// `Clone`, `Debug` and `PartialEq` of the tangent.
    ///
    /// The standard derives would ask them of type parameters, of which only the tangents have them.
    pub fn standard_traits(&self) -> TokenStream {
        let clone = self.tangent_impl(&quote!(::core::clone::Clone), Vec::new());
        let debug = self.tangent_impl(&quote!(::core::fmt::Debug), Vec::new());
        let equal = self.tangent_impl(&quote!(::core::cmp::PartialEq), Vec::new());
        let cloned = self.made(&|_, value| quote!(::core::clone::Clone::clone(#value)));
        let (formatter, other) = (local("formatter"), local("other"));
        let shown = self
            .each(Held::Shared, &all, &|variant, fields| self.shown(variant, fields, &formatter));
        let compared = self.pairs(
            Held::Shared,
            &other,
            &|_, pairs| {
                let tests =
                    pairs.iter().map(|(_, a, b)| quote!(::core::cmp::PartialEq::eq(#a, #b)));
                let tests: Vec<TokenStream> = tests.collect();
                if tests.is_empty() { quote!(true) } else { quote!(#(#tests)&&*) }
            },
            &quote!(false),
        );
        quote! {
            #clone {
                #[inline]
                fn clone(&self) -> Self { #cloned }
            }
            #debug {
                fn fmt(&self, #formatter: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                    #shown
                }
            }
            #equal {
                fn eq(&self, #other: &Self) -> bool { #compared }
            }
        }
    }

    fn shown(&self, variant: &Variant, fields: &[Reached], formatter: &Ident) -> TokenStream {
        let name = variant.name.as_ref().unwrap_or(&self.tangent).to_string();
        match variant.style {
            Style::Unit => quote!(#formatter.write_str(#name)),
            Style::Tuple => {
                let values = fields.iter().map(|(_, value)| value);
                quote!(#formatter.debug_tuple(#name) #(.field(#values))* .finish())
            }
            Style::Named => {
                let parts = fields.iter().map(|(field, value)| {
                    let member = &field.member;
                    let name = quote!(#member).to_string();
                    quote!(.field(#name, #value))
                });
                quote!(#formatter.debug_struct(#name) #(#parts)* .finish())
            }
        }
    }
}

/// The reference that a method of [`Shape::parts`] gives.
fn reached(mutable: bool) -> TokenStream {
    if mutable { quote!(&mut) } else { quote!(&) }
}

/// The type of a field as generated code names it: what rustc says of it, it says at the field.
fn generated_type(field: &Field) -> TokenStream {
    let ty = &field.ty;
    generated(quote!(#ty))
}

/// `{ x: f64, .. }` or `(f64, ..)`; the fields of variants have no visibility of their own.
fn fields(variant: &Variant, with_vis: bool) -> TokenStream {
    let parts = variant.fields.iter().map(|Field { member, vis, tangent, .. }| {
        let vis = with_vis.then_some(vis);
        match variant.style {
            Style::Named => quote!(#vis #member: #tangent),
            Style::Tuple | Style::Unit => quote!(#vis #tangent),
        }
    });
    match variant.style {
        Style::Named => quote!({ #(#parts,)* }),
        Style::Tuple => quote!((#(#parts,)*)),
        Style::Unit => TokenStream::new(),
    }
}
