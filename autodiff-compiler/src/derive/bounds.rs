//! Generics: what the tangent type keeps of its primal's, and what implementations ask for.

use std::collections::BTreeSet;

use proc_macro2::{TokenStream, TokenTree};
use quote::{ToTokens, quote};

use syn::{GenericParam, Generics, Ident, Type, WherePredicate, parse_quote};

use super::shape::{Field, Shape};
use crate::parse::known::unknown_parts;
use crate::parse::occurrence::occurs_in;

impl Shape {
    /// The generics of the tangent: the parameters that occur in it, with what is said of them alone.
    pub fn tangent_generics(&self) -> Generics {
        let mut used = Names::default();
        for field in self.fields() {
            used.visit(&field.tangent);
        }
        let all = self.with_bounds(self.generics.clone());
        let declared: Vec<String> = all.params.iter().map(param_name).collect();
        let kept = |tokens: &dyn ToTokens| {
            let mut names = Names::default();
            names.visit(&tokens.to_token_stream());
            let dropped = |name: &String| declared.contains(name) && !used.0.contains(name);
            !names.0.iter().any(dropped)
        };
        let params = all.params.iter().filter(|p| used.0.contains(&param_name(p)));
        let mut out = Generics { params: params.cloned().collect(), ..Generics::default() };
        for param in &mut out.params {
            if let GenericParam::Type(param) = param {
                let bounds = std::mem::take(&mut param.bounds);
                param.bounds = bounds.into_iter().filter(|bound| kept(bound)).collect();
            }
        }
        for predicate in all.where_clause.iter().flat_map(|clause| &clause.predicates) {
            if kept(predicate) {
                out.make_where_clause().predicates.push(predicate.clone());
            }
        }
        out
    }

    /// `T: Real` for floats and `T: Differentiable` for other parameters of differentiable fields.
    fn with_bounds(&self, mut generics: Generics) -> Generics {
        let occurs =
            |name: &Ident| self.fields().any(|field| !field.inert && occurs_in(name, &field.ty));
        let private = &self.private;
        let mut added: Vec<WherePredicate> = Vec::new();
        for param in generics.type_params() {
            let name = &param.ident;
            let text = name.to_string();
            if self.types.floats.contains(&text) {
                added.push(parse_quote!(#name: #private::Real));
            } else if occurs(name) {
                added.push(parse_quote!(#name: #private::Differentiable));
            }
        }
        if !added.is_empty() {
            generics.make_where_clause().predicates.extend(added);
        }
        generics
    }

    /// The header of an implementation for the primal, under conditions.
    pub fn primal_impl(&self, of: &TokenStream, conditions: Vec<WherePredicate>) -> TokenStream {
        let generics = self.with_bounds(self.generics.clone());
        header(of, &self.name, generics, [self.assumptions(), conditions].concat())
    }

    /// The header of an implementation for the tangent, under conditions.
    pub fn tangent_impl(&self, of: &TokenStream, conditions: Vec<WherePredicate>) -> TokenStream {
        let conditions = [self.assumptions(), conditions].concat();
        header(of, &self.tangent, self.tangent_generics(), conditions)
    }

    /// That the fields' types are differentiable: the tangent type says where one is not, and says it
    /// once.
    fn assumptions(&self) -> Vec<WherePredicate> {
        let private = &self.private;
        let mut out: Vec<WherePredicate> = Vec::new();
        for field in self.fields().filter(|field| !field.inert) {
            for ty in unknown_parts(&field.ty, &self.types) {
                let mut names = Names::default();
                names.visit(&ty.to_token_stream());
                let predicate = parse_quote!(for<'any> #ty: #private::Differentiable);
                if !self.is_special(&names) && !out.contains(&predicate) {
                    out.push(predicate);
                }
            }
        }
        out
    }

    /// `STangent<T>`
    pub fn tangent_ty(&self) -> TokenStream {
        let (name, generics) = (&self.tangent, self.tangent_generics());
        let (_, arguments, _) = generics.split_for_impl();
        quote!(#name #arguments)
    }

    /// That each of the fields' types which the macro does not know satisfies a bound.
    ///
    /// Bound by a lifetime, a condition that never holds is no error: the implementation is then
    /// not there. A type that holds others of its own kind does if they do.
    pub fn conditions<'a>(
        &self,
        fields: impl Iterator<Item = &'a Field>,
        bound: impl Fn(&Field) -> TokenStream,
    ) -> Vec<WherePredicate> {
        let mut seen = BTreeSet::new();
        fields
            .filter(|field| self.is_unknown(&field.ty))
            .filter(|field| seen.insert(field.ty.to_token_stream().to_string()))
            .map(|field| {
                let (ty, bound) = (&field.ty, bound(field));
                parse_quote!(for<'any> #ty: #bound)
            })
            .collect()
    }

    /// Whether it is for rustc to say what a type can do.
    pub fn is_unknown(&self, ty: &Type) -> bool {
        let mut names = Names::default();
        names.visit(&ty.to_token_stream());
        !self.is_recursive(&names)
            && (self.is_special(&names) || !unknown_parts(ty, &self.types).is_empty())
    }

    /// Whether a type mentions the one that it is a field of.
    pub fn holds_itself(&self, ty: &Type) -> bool {
        let mut names = Names::default();
        names.visit(&ty.to_token_stream());
        self.is_recursive(&names)
    }

    /// Mentions the type itself.
    fn is_recursive(&self, names: &Names) -> bool {
        names.0.contains(&self.name.to_string()) || names.0.contains("Self")
    }

    /// Depends on a parameter, or borrows, or mentions the type itself.
    fn is_special(&self, names: &Names) -> bool {
        self.is_recursive(names)
            || names.0.contains("&")
            || self.generics.params.iter().any(|p| names.0.contains(&param_name(p)))
    }
}

fn header(
    of: &TokenStream,
    name: &Ident,
    mut generics: Generics,
    conditions: Vec<WherePredicate>,
) -> TokenStream {
    if !conditions.is_empty() {
        generics.make_where_clause().predicates.extend(conditions);
    }
    let (parameters, arguments, clause) = generics.split_for_impl();
    quote! {
        #[automatically_derived]
        #[allow(unused_variables, unused_mut, unreachable_code, clippy::all)]
        impl #parameters #of for #name #arguments #clause
    }
}

fn param_name(param: &GenericParam) -> String {
    match param {
        GenericParam::Lifetime(param) => param.lifetime.to_string(),
        GenericParam::Type(param) => param.ident.to_string(),
        GenericParam::Const(param) => param.ident.to_string(),
    }
}

/// The names in tokens, lifetimes with their apostrophe; `&` where there is one.
#[derive(Default)]
struct Names(BTreeSet<String>);

impl Names {
    fn visit(&mut self, tokens: &TokenStream) {
        let mut apostrophe = false;
        for token in tokens.clone() {
            match &token {
                TokenTree::Ident(ident) if apostrophe => {
                    self.0.insert(format!("'{ident}"));
                }
                TokenTree::Ident(ident) => {
                    self.0.insert(ident.to_string());
                }
                TokenTree::Group(group) => self.visit(&group.stream()),
                TokenTree::Punct(punct) if punct.as_char() == '&' => {
                    self.0.insert("&".to_owned());
                }
                TokenTree::Punct(_) | TokenTree::Literal(_) => {}
            }
            apostrophe = matches!(&token, TokenTree::Punct(punct) if punct.as_char() == '\'');
        }
    }

    /// Whether a lifetime other than `'static` occurs.
    fn has_lifetime(&self) -> bool {
        self.0.iter().any(|name| name.starts_with('\'') && name != "'static")
    }
}

/// Whether a type borrows from something.
pub fn borrows(ty: &Type) -> bool {
    let mut names = Names::default();
    names.visit(&ty.to_token_stream());
    names.has_lifetime()
}
