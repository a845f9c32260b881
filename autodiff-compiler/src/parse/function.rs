//! Parameters that are functions: `impl Fn(A) -> B`, `F: Fn(A) -> B`, `&dyn Fn(A) -> B`, `fn(A) -> B`.
//!
//! In: a parameter's type and the generics. Out: what the function takes and gives, and how it is handed
//! on.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{
    Generics, PathArguments, ReturnType, TraitBound, Type, TypeParamBound, WherePredicate,
    parse_quote,
};

use super::derived::Derived;

/// The type of a parameter that is a function.
#[derive(Clone, Debug)]
pub struct FunctionType {
    pub inputs: Vec<Type>,
    pub output: Type,
    pub passing: Passing,
}

/// How a function is handed on to another.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Passing {
    /// It is `Copy`: as it is.
    Copied,
    /// `&g`
    Shared,
    /// `&mut g`
    Mutable,
    /// A `&mut` already: `&mut *g`.
    Again,
}

/// The function that a parameter of a type is; none if it is data.
pub fn function_type(ty: &Type, generics: &Generics) -> Option<FunctionType> {
    match ty {
        Type::Paren(inner) => function_type(&inner.elem, generics),
        Type::Group(inner) => function_type(&inner.elem, generics),
        Type::ImplTrait(node) => of_bounds(node.bounds.iter()),
        Type::TraitObject(node) => of_bounds(node.bounds.iter()),
        Type::Reference(reference) => {
            let inner = function_type(&reference.elem, generics)?;
            let mutable = reference.mutability.is_some();
            let passing = if mutable { Passing::Again } else { Passing::Copied };
            Some(FunctionType { passing, ..inner })
        }
        Type::FnPtr(pointer) => Some(FunctionType {
            inputs: pointer.inputs.iter().map(|input| input.ty.clone()).collect(),
            output: output(&pointer.output),
            passing: Passing::Copied,
        }),
        Type::Path(path) => {
            let name = path.path.get_ident()?;
            let declared = generics.type_params().find(|param| param.ident == *name)?;
            let clauses = generics.where_clause.iter().flat_map(|clause| &clause.predicates);
            let wanted = clauses.filter_map(|predicate| match predicate {
                WherePredicate::Type(predicate) if predicate.bounded_ty == *ty => {
                    Some(&predicate.bounds)
                }
                _ => None,
            });
            of_bounds(declared.bounds.iter().chain(wanted.flatten()))
        }
        _ => None,
    }
}

fn of_bounds<'a>(bounds: impl Iterator<Item = &'a TypeParamBound>) -> Option<FunctionType> {
    let (mut found, mut copied) = (None, false);
    for bound in bounds {
        let TypeParamBound::Trait(bound) = bound else { continue };
        copied |= bound.path.is_ident("Copy");
        found = found.or_else(|| of_bound(bound));
    }
    found.map(|found: FunctionType| match copied {
        true => FunctionType { passing: Passing::Copied, ..found },
        false => found,
    })
}

fn of_bound(bound: &TraitBound) -> Option<FunctionType> {
    let last = bound.path.segments.last()?;
    let PathArguments::Parenthesized(arguments) = &last.arguments else { return None };
    let passing = match last.ident.to_string().as_str() {
        "Fn" => Passing::Shared,
        "FnMut" => Passing::Mutable,
        _ => return None,
    };
    let inputs = arguments.inputs.iter().map(|input| input.ty.clone()).collect();
    Some(FunctionType { inputs, output: output(&arguments.output), passing })
}

fn output(output: &ReturnType) -> Type {
    match output {
        ReturnType::Type(_, ty) => (**ty).clone(),
        ReturnType::Default => parse_quote!(()),
    }
}

impl FunctionType {
    fn inputs(&self) -> TokenStream {
        let inputs = &self.inputs;
        quote!(#(#inputs,)*)
    }

    /// `FnMut(args, shadows, seed) -> value`: its adjoint, which is its shadow.
    pub fn adjoint(&self, derived: &Derived) -> TokenStream {
        let (inputs, output) = (self.inputs(), &self.output);
        let shadows = self.inputs.iter().map(|ty| derived.shadow(ty));
        let seed = derived.gradient(output);
        quote!(::core::ops::FnMut(#inputs #(#shadows,)* #seed) -> #output)
    }

    /// `Fn(args, tangents) -> (value, tangent)`: its jvp, which is its tangent.
    pub fn jvp(&self, derived: &Derived) -> TokenStream {
        let (inputs, output) = (self.inputs(), &self.output);
        let tangents = self.inputs.iter().map(|ty| derived.tangent_argument(ty));
        let tangent = derived.gradient(output);
        quote!(::core::ops::Fn(#inputs #(#tangents),*) -> (#output, #tangent))
    }

    /// The adjoint of its jvp.
    pub fn jvp_adjoint(&self, derived: &Derived) -> TokenStream {
        let (inputs, output) = (self.inputs(), &self.output);
        let tangents = self.inputs.iter().map(|ty| derived.tangent_argument(ty));
        let shadows = self.inputs.iter().map(|ty| derived.shadow(ty));
        let more = self.inputs.iter().map(|ty| derived.shadow(ty));
        let tangent = derived.gradient(output);
        quote! {
            ::core::ops::FnMut(#inputs #(#tangents,)* #(#shadows,)* #(#more,)* (#tangent, #tangent))
                -> (#output, #tangent)
        }
    }
}
