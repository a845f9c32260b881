//! Code for each field of a value: a struct's fields are named, an enum's bound by a `match`.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::shape::{Field, Shape, Style, Variant};

/// How the value is held whose fields are visited.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Held {
    Shared,
    Mutable,
    Owned,
}

/// A field and the expression that reaches it.
pub type Reached<'a> = (&'a Field, TokenStream);

/// A field of both values and the expressions that reach it.
pub type Pair<'a> = (&'a Field, TokenStream, TokenStream);

impl Held {
    fn borrow(self) -> TokenStream {
        match self {
            Self::Shared => quote!(&),
            Self::Mutable => quote!(&mut),
            Self::Owned => quote!(),
        }
    }
}

impl Variant {
    /// `Name { x: a_0, .. }`; of a struct, the type's name.
    fn pattern(&self, names: &[Ident], used: &dyn Fn(&Field) -> bool) -> TokenStream {
        let fields = self.fields.iter().zip(names).filter(|(field, _)| used(field));
        let bound = fields.map(|(field, name)| {
            let member = &field.member;
            quote!(#member: #name)
        });
        let bound: Vec<TokenStream> = bound.collect();
        let rest = (bound.len() < self.fields.len()).then(|| quote!(..));
        let name = &self.name;
        quote!(Self::#name { #(#bound,)* #rest })
    }

    /// A value of this variant of the type.
    pub fn build(&self, ty: &Ident, values: &[TokenStream]) -> TokenStream {
        let path = match &self.name {
            Some(name) => quote!(#ty::#name),
            None => quote!(#ty),
        };
        match self.style {
            Style::Unit => path,
            Style::Tuple => quote!(#path(#(#values),*)),
            Style::Named => {
                let members = self.fields.iter().map(|field| &field.member);
                quote!(#path { #(#members: #values),* })
            }
        }
    }
}

impl Shape {
    /// Code for the fields of `self` that are used, by variant.
    pub fn each(
        &self,
        held: Held,
        used: &dyn Fn(&Field) -> bool,
        code: &dyn Fn(&Variant, &[Reached]) -> TokenStream,
    ) -> TokenStream {
        if !self.is_enum {
            let (variant, borrow) = (&self.variants[0], held.borrow());
            return code(variant, &named(variant, used, &quote!(#borrow self)));
        }
        if self.variants.is_empty() {
            return if held == Held::Owned {
                quote!(match self {})
            } else {
                quote!(match *self {})
            };
        }
        let arms = self.variants.iter().map(|variant| {
            let names = variant.bindings("a");
            let pattern = variant.pattern(&names, used);
            let body = code(variant, &bound(variant, used, &names));
            quote!(#pattern => { #body })
        });
        quote!(match self { #(#arms)* })
    }

    /// Code for the fields of `self` and of `other`, a shared reference, where the variants agree;
    /// `differing` where not.
    pub fn pairs(
        &self,
        held: Held,
        other: &Ident,
        code: &dyn Fn(&Variant, &[Pair]) -> TokenStream,
        differing: &TokenStream,
    ) -> TokenStream {
        if !self.is_enum {
            let (variant, borrow) = (&self.variants[0], held.borrow());
            let a = named(variant, &active, &quote!(#borrow self));
            let b = named(variant, &active, &quote!(&#other));
            return code(variant, &together(a, b));
        }
        if self.variants.is_empty() {
            return quote!(match *self {});
        }
        let arms = self.variants.iter().map(|variant| {
            let (a, b) = (variant.bindings("a"), variant.bindings("b"));
            let (left, right) = (variant.pattern(&a, &active), variant.pattern(&b, &active));
            let (a, b) = (bound(variant, &active, &a), bound(variant, &active, &b));
            let body = code(variant, &together(a, b));
            quote!((#left, #right) => { #body })
        });
        let rest = (self.variants.len() > 1).then(|| quote!(_ => { #differing }));
        let borrow = held.borrow();
        quote!(match (#borrow *self, #other) { #(#arms)* #rest })
    }
}

/// Fields with a derivative.
pub fn active(field: &Field) -> bool {
    !field.inert
}

/// All fields.
pub fn all(_: &Field) -> bool {
    true
}

/// `&value.x` for each field that is used.
fn named<'a>(
    variant: &'a Variant,
    used: &dyn Fn(&Field) -> bool,
    value: &TokenStream,
) -> Vec<Reached<'a>> {
    let fields = variant.fields.iter().filter(|field| used(field));
    fields
        .map(|field| {
            let member = &field.member;
            (field, quote!(#value.#member))
        })
        .collect()
}

fn bound<'a>(
    variant: &'a Variant,
    used: &dyn Fn(&Field) -> bool,
    names: &[Ident],
) -> Vec<Reached<'a>> {
    let fields = variant.fields.iter().zip(names).filter(|(field, _)| used(field));
    fields.map(|(field, name)| (field, quote!(#name))).collect()
}

/// Both lists hold the same fields in one order.
fn together<'a>(a: Vec<Reached<'a>>, b: Vec<Reached<'a>>) -> Vec<Pair<'a>> {
    a.into_iter().zip(b).map(|((field, a), (_, b))| (field, a, b)).collect()
}
