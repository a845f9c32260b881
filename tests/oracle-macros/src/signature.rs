//! What the corpus must know of a signature to call it and its derivatives.
//!
//! What comes in: a function's parameters and result. What goes out: for each
//! parameter the owned type of its sample value, how that is passed, and
//! whether it has a derivative. Invariant: the contract's table of parameter
//! types decides, never the compiler under test.

use std::collections::BTreeMap;

use proc_macro2::{Ident, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::{FnArg, GenericArgument, GenericParam, PathArguments, ReturnType, Signature, Type};

/// How the owned sample value becomes the argument.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Passing {
    Value,
    Reference,
    /// `&mut`
    Exclusive,
    View,
}

/// One parameter.
pub struct Parameter {
    /// The type of the owned sample value.
    pub owned: TokenStream,
    pub passing: Passing,
    pub active: bool,
    /// A `&mut` parameter: in and out.
    pub changed: bool,
    /// Marked `#[no_diff]`: the sample value is a `Fixed`.
    pub fixed: bool,
    scalar: bool,
    vector: bool,
}

/// The parameters and the result of one function.
pub struct Shape {
    pub parameters: Vec<Parameter>,
    /// `::<f64, 3>` where the function is generic.
    pub turbofish: TokenStream,
    pub scalar_output: bool,
    pub returns_nothing: bool,
    /// The result is an `Option` or a `Result`; the other fields are about what it holds.
    pub wrapped: bool,
    /// The result is one array of scalars.
    vector_output: bool,
    pub single_precision: bool,
}

impl Shape {
    pub fn of(signature: &Signature, instances: &BTreeMap<String, TokenStream>) -> Self {
        let mut generics = BTreeMap::new();
        let mut arguments = Vec::new();
        for parameter in &signature.generics.params {
            let (name, instance) = match parameter {
                GenericParam::Lifetime(_) => continue,
                GenericParam::Type(parameter) => (parameter.ident.to_string(), quote!(f64)),
                GenericParam::Const(parameter) => (parameter.ident.to_string(), quote!(0)),
            };
            let instance = instances.get(&name).cloned().unwrap_or(instance);
            arguments.push(instance.clone());
            generics.insert(name, instance);
        }
        let parameters: Vec<Parameter> =
            signature.inputs.iter().map(|input| Parameter::of(input, &generics)).collect();
        let output = match &signature.output {
            ReturnType::Default => TokenStream::new(),
            ReturnType::Type(_, ty) => substitute(ty.to_token_stream(), &generics),
        };
        let returns_nothing = output.is_empty() || output.to_string() == "()";
        let content = content(&output);
        let wrapped = content.is_some();
        let output = content.unwrap_or(output);
        let scalar_output = is_scalar(&output);
        let vector_output = syn::parse2::<Type>(output).is_ok_and(|ty| is_vector(&ty));
        let turbofish = if arguments.is_empty() { quote!() } else { quote!(::<#(#arguments),*>) };
        let single_precision =
            parameters.iter().any(|parameter| mentions(&parameter.owned, &["f32"]));
        Self {
            parameters,
            turbofish,
            scalar_output,
            wrapped,
            vector_output,
            returns_nothing,
            single_precision,
        }
    }

    /// Whether results are left in a `&mut` parameter of floats.
    pub fn is_in_place(&self) -> bool {
        self.parameters.iter().any(|parameter| parameter.active && parameter.changed)
    }

    /// Whether the contract gives this function a `hessian_`.
    pub fn has_hessian(&self) -> bool {
        if self.parameters.iter().any(|parameter| parameter.changed) {
            return false;
        }
        let active: Vec<&Parameter> = self.parameters.iter().filter(|p| p.active).collect();
        let one_array = active.len() == 1 && active[0].vector;
        let text = |parameter: &Parameter| parameter.owned.to_string();
        // one array holds all derivatives: scalars of one type
        let one_type = active.iter().all(|parameter| text(parameter) == text(active[0]));
        let scalars = one_type && active.iter().all(|parameter| parameter.scalar);
        self.scalar_output && (one_array || scalars)
    }

    /// Whether the contract gives this function a `jacobian_`.
    pub fn has_jacobian(&self) -> bool {
        let active: Vec<&Parameter> = self.parameters.iter().filter(|p| p.active).collect();
        self.vector_output && active.len() == 1 && active[0].vector
    }
}

impl Parameter {
    fn of(input: &FnArg, generics: &BTreeMap<String, TokenStream>) -> Self {
        let FnArg::Typed(typed) = input else {
            unimplemented!("the corpus has free functions only")
        };
        let (owned, passing) = owned_type(&typed.ty);
        let owned = substitute(owned, generics);
        let marked = typed.attrs.iter().any(|attribute| attribute.path().is_ident("no_diff"));
        let vector = passing != Passing::View
            && syn::parse2::<Type>(owned.clone()).is_ok_and(|ty| is_vector(&ty));
        Self {
            active: !marked && mentions(&owned, &["f64", "f32"]),
            scalar: is_scalar(&owned) && passing == Passing::Value,
            vector,
            owned,
            changed: passing == Passing::Exclusive,
            passing,
            fixed: marked,
        }
    }
}

/// `&[T]` is sampled by a `Vec<T>`, a view by its array, any other reference by its target.
fn owned_type(ty: &Type) -> (TokenStream, Passing) {
    match ty {
        Type::Reference(reference) => {
            let exclusive = reference.mutability.is_some();
            let passing = if exclusive { Passing::Exclusive } else { Passing::Reference };
            match &*reference.elem {
                Type::Slice(slice) => {
                    let element = &slice.elem;
                    (quote!(::std::vec::Vec<#element>), passing)
                }
                target => (target.to_token_stream(), passing),
            }
        }
        Type::Path(path) => {
            let last = path.path.segments.last().expect("a path has a segment");
            let name = last.ident.to_string();
            match name.strip_prefix("ArrayView") {
                Some(dimension) => {
                    let array = Ident::new(&format!("Array{dimension}"), last.ident.span());
                    let element = element_of(&last.arguments);
                    (quote!(::ndarray::#array<#element>), Passing::View)
                }
                None => (ty.to_token_stream(), Passing::Value),
            }
        }
        _ => (ty.to_token_stream(), Passing::Value),
    }
}

fn element_of(arguments: &PathArguments) -> TokenStream {
    let PathArguments::AngleBracketed(arguments) = arguments else {
        return quote!(f64);
    };
    arguments
        .args
        .iter()
        .find_map(|argument| match argument {
            GenericArgument::Type(ty) => Some(ty.to_token_stream()),
            _ => None,
        })
        .unwrap_or_else(|| quote!(f64))
}

/// The `T` of `Option<T>` and of `Result<T, E>`.
fn content(output: &TokenStream) -> Option<TokenStream> {
    let Ok(Type::Path(path)) = syn::parse2::<Type>(output.clone()) else { return None };
    let last = path.path.segments.last()?;
    if last.ident != "Option" && last.ident != "Result" {
        return None;
    }
    Some(element_of(&last.arguments))
}

fn is_scalar(ty: &TokenStream) -> bool {
    matches!(ty.to_string().as_str(), "f64" | "f32")
}

/// One array of scalars: `[f64; N]`, `Vec<f64>`, `Array1<f64>`.
fn is_vector(ty: &Type) -> bool {
    match ty {
        Type::Array(array) => is_scalar(&array.elem.to_token_stream()),
        Type::Path(path) => path.path.segments.last().is_some_and(|last| {
            let name = last.ident.to_string();
            (name == "Vec" || name == "Array1") && is_scalar(&element_of(&last.arguments))
        }),
        _ => false,
    }
}

fn substitute(tokens: TokenStream, generics: &BTreeMap<String, TokenStream>) -> TokenStream {
    tokens
        .into_iter()
        .flat_map(|token| match token {
            TokenTree::Ident(ref ident) => {
                let instance = generics.get(&ident.to_string()).cloned();
                instance.unwrap_or_else(|| token.into())
            }
            TokenTree::Group(group) => {
                let inner = substitute(group.stream(), generics);
                TokenTree::Group(proc_macro2::Group::new(group.delimiter(), inner)).into()
            }
            other => other.into(),
        })
        .collect()
}

fn mentions(tokens: &TokenStream, names: &[&str]) -> bool {
    tokens.clone().into_iter().any(|token| match token {
        TokenTree::Ident(ident) => names.iter().any(|name| ident == name),
        TokenTree::Group(group) => mentions(&group.stream(), names),
        TokenTree::Punct(_) | TokenTree::Literal(_) => false,
    })
}
