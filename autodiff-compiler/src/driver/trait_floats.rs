//! Type parameters of a trait, and what its `impl`s fill them with.
//!
//! In: a trait, and the file around it. Out: the trait's generics, where a parameter without bounds that every
//! `impl` of the file fills with a float has the bound of one: `trait Shape<T>` with
//! `impl<T: Float> Shape<T> for Circle<T>`. An `impl` cannot ask for more than the trait does, so the
//! sweeps that the trait declares have to ask for floats. Only a hint: where an `impl` elsewhere fills the
//! parameter with another type, rustc says so.

use proc_macro2::TokenStream;
use syn::{GenericArgument, Generics, ItemImpl, ItemTrait, PathArguments, Type, parse_quote};

use super::source::Source;
use crate::parse::{OwnTraits, float_params};

/// The generics of a trait, with the bounds that show from its `impl`s.
pub fn generics(node: &ItemTrait, source: Option<&Source>, krate: &TokenStream) -> Generics {
    let mut generics = node.generics.clone();
    let Some(source) = source.filter(|_| generics.type_params().next().is_some()) else {
        return generics;
    };
    let impls = source.implementations_with_arguments(&node.ident.to_string());
    let filled: Vec<Vec<Filled>> = impls.iter().map(filled).collect();
    for (i, param) in generics.type_params_mut().enumerate() {
        let all = || filled.iter().map(|filled| filled.get(i).copied().unwrap_or(Filled::Other));
        if param.bounds.is_empty()
            && all().any(|filled| filled == Filled::Parameter)
            && all().all(|filled| filled != Filled::Other)
        {
            param.bounds.push(parse_quote!(#krate::Real));
        }
    }
    generics
}

/// What an `impl` puts in the place of a type parameter.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Filled {
    /// `f64` or `f32`.
    Float,
    /// A type parameter of its own that is a float.
    Parameter,
    Other,
}

fn filled(node: &ItemImpl) -> Vec<Filled> {
    let (generics, clause) = (&node.generics, &node.generics.where_clause);
    let mut function: syn::ItemFn = parse_quote!(
        fn of() {}
    );
    function.sig.generics = Generics { where_clause: clause.clone(), ..generics.clone() };
    let floats = float_params(&function, &[], &OwnTraits::default());
    let last = node.trait_.as_ref().and_then(|(path, _)| path.segments.last());
    let Some(PathArguments::AngleBracketed(list)) = last.map(|last| &last.arguments) else {
        return Vec::new();
    };
    let types = list.args.iter().filter_map(|argument| match argument {
        GenericArgument::Type(Type::Path(path)) => {
            let name = path.path.get_ident().map(ToString::to_string).unwrap_or_default();
            Some(match name.as_str() {
                "f64" | "f32" => Filled::Float,
                name if floats.iter().any(|param| param.name == name) => Filled::Parameter,
                _ => Filled::Other,
            })
        }
        GenericArgument::Type(_) => Some(Filled::Other),
        _ => None,
    });
    types.collect()
}

/// The types among the arguments of a trait: `u64` and `f64` of `Discrete<u64, f64>`.
pub fn arguments(path: &syn::Path) -> Vec<Type> {
    let Some(PathArguments::AngleBracketed(list)) =
        path.segments.last().map(|last| &last.arguments)
    else {
        return Vec::new();
    };
    let types = list.args.iter().filter_map(|argument| match argument {
        GenericArgument::Type(ty) => Some(ty.clone()),
        _ => None,
    });
    types.collect()
}

/// Whether an `impl` fills a type parameter of its trait with a reference. The sweeps that the trait declares take
/// the tangents of its parameters by value, so that of such an `impl` there are none.
pub fn takes_references(path: &syn::Path) -> bool {
    arguments(path).iter().any(|ty| matches!(ty, Type::Reference(_)))
}
