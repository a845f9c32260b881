//! What a definition consists of: a struct is an enum with one variant that has no name.

use std::collections::BTreeMap;

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;
use syn::parse::Parser;
use syn::{
    Attribute, Data, DeriveInput, Fields, Generics, Index, Member, Meta, Path, Token, Type,
    Visibility,
};

use crate::diagnostics::{Diagnostics, catalogue};
use crate::hygiene::relocated;
use crate::parse::derived::Derived;
use crate::parse::known::generated_at;
use crate::parse::{Facts, OwnTypes, Reason, TypeNames, float_parameters};

/// A struct or an enum.
pub struct Shape {
    pub name: Ident,
    /// The name of the tangent type.
    pub tangent: Ident,
    pub vis: Visibility,
    pub generics: Generics,
    pub is_enum: bool,
    pub variants: Vec<Variant>,
    /// `::chainrule::__private`
    pub private: TokenStream,
    /// What names of types stand for.
    pub types: TypeNames,
    /// Code that rests on them.
    pub checks: TokenStream,
}

/// A variant, or the whole of a struct.
pub struct Variant {
    pub name: Option<Ident>,
    pub style: Style,
    pub fields: Vec<Field>,
}

/// How the fields are written.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Style {
    Named,
    Tuple,
    Unit,
}

pub struct Field {
    pub member: Member,
    pub vis: Visibility,
    pub ty: Type,
    /// `#[no_diff]`
    pub inert: bool,
    /// The type of its tangent.
    pub tangent: TokenStream,
}

impl Shape {
    /// Reads a definition; `None` for a union.
    pub fn read(input: &DeriveInput, facts: &Facts, diagnostics: &mut Diagnostics) -> Option<Self> {
        let krate = crate_path(&input.attrs, diagnostics);
        let types = facts.types(float_parameters(&input.generics));
        let reader = Reader {
            derived: Derived { krate: &krate, types: &types, hidden: None },
            own: &facts.own,
        };
        misplaced(&input.attrs, diagnostics);
        let variants = match &input.data {
            Data::Struct(data) => vec![reader.variant(None, &data.fields, diagnostics)],
            Data::Enum(data) => {
                let variants = data.variants.iter();
                variants
                    .map(|variant| {
                        misplaced(&variant.attrs, diagnostics);
                        reader.variant(Some(variant.ident.clone()), &variant.fields, diagnostics)
                    })
                    .collect()
            }
            Data::Union(data) => {
                diagnostics.push(catalogue::derived_union(&data.union_token));
                return None;
            }
        };
        let text = input.ident.to_string();
        Some(Self {
            name: input.ident.clone(),
            tangent: Ident::new(
                &format!("{}Tangent", text.trim_start_matches("r#")),
                input.ident.span(),
            ),
            vis: input.vis.clone(),
            generics: input.generics.clone(),
            is_enum: matches!(input.data, Data::Enum(_)),
            variants,
            private: quote!(#krate::__private),
            // the fields show which enums were plain
            types: TypeNames { plain: BTreeMap::new(), ..types },
            checks: facts.checks(&krate),
        })
    }

    /// What the file showed of the fields' types, for rustc to check.
    pub fn checked(&self) -> TokenStream {
        let checks = &self.checks;
        if checks.is_empty() { TokenStream::new() } else { quote!(const _: fn() = || { #checks };) }
    }

    /// All fields of all variants.
    pub fn fields(&self) -> impl Iterator<Item = &Field> {
        self.variants.iter().flat_map(|variant| &variant.fields)
    }
}

impl Variant {
    /// The name in messages: the variant's.
    pub fn text(&self) -> String {
        self.name.as_ref().map(ToString::to_string).unwrap_or_default()
    }

    /// A name for each field, apart from the user's.
    pub fn bindings(&self, prefix: &str) -> Vec<Ident> {
        (0..self.fields.len())
            .map(|i| Ident::new(&format!("{prefix}_{i}"), Span::mixed_site()))
            .collect()
    }
}

struct Reader<'a> {
    derived: Derived<'a>,
    /// The types of the file.
    own: &'a OwnTypes,
}

impl Reader<'_> {
    fn variant(
        &self,
        name: Option<Ident>,
        fields: &Fields,
        diagnostics: &mut Diagnostics,
    ) -> Variant {
        let style = match fields {
            Fields::Named(_) => Style::Named,
            Fields::Unnamed(_) => Style::Tuple,
            Fields::Unit => Style::Unit,
        };
        let fields = fields.iter().enumerate();
        let fields = fields.map(|(i, field)| self.field(i, field, diagnostics)).collect();
        Variant { name, style, fields }
    }

    fn field(&self, position: usize, field: &syn::Field, diagnostics: &mut Diagnostics) -> Field {
        let mut inert = false;
        for attribute in field.attrs.iter().filter(|attribute| is_no_diff(attribute)) {
            match &attribute.meta {
                Meta::Path(_) if inert => diagnostics.push(catalogue::no_diff_twice(attribute)),
                Meta::Path(_) => inert = true,
                Meta::List(_) | Meta::NameValue(_) => {
                    diagnostics.push(catalogue::no_diff_arguments(&attribute.meta));
                }
            }
        }
        let ty = field.ty.clone();
        inert |= self.derived.types.are_plain(&ty);
        if let Some(found) = self.own.lacking(&ty).filter(|_| !inert) {
            // a type that holds this one has a tangent all the same: the mistake is here
            inert = found.reason != Reason::Refused;
            match found.reason {
                Reason::NotDerived => {
                    diagnostics.push(catalogue::field_not_differentiable(found.at))
                }
                Reason::Standard => diagnostics.push(catalogue::standard_type(found.at, "field")),
                Reason::Refused => {}
            }
        }
        let krate = self.derived.krate;
        let tangent = if inert {
            quote!(#krate::__private::Inert<#ty>)
        } else {
            // what rustc says of the tangent, it says at the field's type
            relocated(self.derived.gradient(&ty), generated_at(&ty))
        };
        let member = match &field.ident {
            Some(name) => Member::Named(name.clone()),
            None => Member::Unnamed(Index::from(position)),
        };
        Field { member, vis: field.vis.clone(), ty, inert, tangent }
    }
}

fn is_no_diff(attribute: &Attribute) -> bool {
    attribute.path().is_ident("no_diff")
}

/// `#[no_diff]` on something other than a field.
fn misplaced(attributes: &[Attribute], diagnostics: &mut Diagnostics) {
    for attribute in attributes.iter().filter(|attribute| is_no_diff(attribute)) {
        diagnostics.push(catalogue::no_diff_on_a_type(attribute));
    }
}

/// `#[chainrule(crate = path)]`
fn crate_path(attributes: &[Attribute], diagnostics: &mut Diagnostics) -> TokenStream {
    let mut krate = quote!(::chainrule);
    for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("chainrule")) {
        let parsed = match &attribute.meta {
            Meta::List(list) => arguments.parse2(list.tokens.clone()),
            meta => Err(syn::Error::new_spanned(meta, "no arguments")),
        };
        match parsed {
            Ok(path) => krate = quote!(#path),
            Err(error) => diagnostics.push(catalogue::derive_argument(error.span())),
        }
    }
    krate
}

/// `crate = path`
fn arguments(input: syn::parse::ParseStream) -> syn::Result<Path> {
    input.parse::<Token![crate]>()?;
    input.parse::<Token![=]>()?;
    let path = input.call(Path::parse_mod_style)?;
    input.parse::<Option<Token![,]>>()?;
    Ok(path)
}
