//! Operators of type parameters that are no floats: `T: Mul<f64, Output = T>`.
//!
//! In: the generics of a function, with the bounds of a type parameter. Out: the bounds of its derivatives that
//! make the same operators differentiable, whatever the type is (`autodiff_core::operator`). Arithmetic on
//! values of such a parameter is lowered as on any values of unknown type. Invariant: a bound that is not
//! understood here is refused where it stands, by [`is_known`].

use std::collections::BTreeMap;

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};
use syn::{
    GenericArgument, Generics, PathArguments, PathSegment, Type, WherePredicate, parse_quote,
};

use super::floats::bounds as bounds_of;
use super::{Options, OwnTraits, OwnType};

/// An operator that a bound asks for.
struct Asked {
    name: Ident,
    /// None of a minus sign.
    right: Option<Type>,
    /// What it gives; of an assignment, the left operand.
    output: Type,
}

/// The bounds of a type parameter's derivatives.
pub fn of_parameter(
    generics: &Generics,
    name: &Ident,
    options: &Options,
    private: &TokenStream,
) -> Vec<WherePredicate> {
    let mut segments: Vec<PathSegment> = bounds_of(generics, name).into_iter().cloned().collect();
    let asked = options.facts.traits.asked_by(&segments.iter().collect::<Vec<_>>());
    segments.extend(asked);
    of_bounds(&segments, name, options, private)
}

/// The bounds of the derivatives where `name` is bound so.
pub fn of_bounds(
    segments: &[PathSegment],
    name: &Ident,
    options: &Options,
    private: &TokenStream,
) -> Vec<WherePredicate> {
    let this: Type = parse_quote!(#name);
    let asked: Vec<Asked> =
        segments.iter().filter_map(|segment| asked(&this, segment)).flatten().collect();
    if asked.is_empty() {
        return Vec::new();
    }
    let mut bounds: Vec<WherePredicate> =
        asked.iter().flat_map(|asked| bounds(&this, asked, options, private)).collect();
    // its values may be kept for the reverse sweep
    bounds.push(parse_quote!(#name: ::core::clone::Clone + #private::Save));
    let tangent = quote!(<#name as #private::Differentiable>::Tangent);
    bounds.push(parse_quote!(#tangent: #private::Save + #private::AccumulateFrom<#tangent>));
    bounds
}

/// Whether a bound of a type parameter by an operator can be asked of its derivatives too.
pub fn is_known(name: &Ident, segment: &PathSegment) -> bool {
    !matches!(asked(&parse_quote!(#name), segment), Some(None))
}

/// What bounds by traits of the file show of a type: their methods, and operators that give the type itself.
pub fn shown_by(segments: &[&PathSegment], name: &Ident, traits: &OwnTraits) -> Option<OwnType> {
    let this: Type = parse_quote!(#name);
    let methods = traits.methods_of(segments);
    if methods.is_empty() {
        return None;
    }
    let mut shown = OwnType::default();
    for (name, method) in methods {
        shown.takes.insert(name.clone(), Some(1 + method.takes.len()));
        shown.functions.insert(name.clone(), Some(method.gives));
        shown.methods.insert(name);
    }
    let more = traits.asked_by(segments);
    for segment in segments.iter().copied().chain(&more) {
        if let Some(Some(Asked { name, output, .. })) = asked(&this, segment) {
            let closed = shown.operators.entry(name.to_string()).or_insert(true);
            *closed &= output == this;
        }
    }
    Some(shown)
}

/// The same of the type parameters of a function that are no floats.
pub fn shown_parameters(
    generics: &Generics,
    floats: &[String],
    traits: &OwnTraits,
) -> BTreeMap<String, OwnType> {
    let params = generics.type_params().map(|param| &param.ident);
    params
        .filter(|name| !floats.iter().any(|float| *name == float))
        .filter_map(|name| {
            let shown = shown_by(&bounds_of(generics, name), name, traits)?;
            Some((name.to_string(), shown))
        })
        .collect()
}

/// The bounds that stand for an operator's derivatives.
fn bounds(
    this: &Type,
    asked: &Asked,
    options: &Options,
    private: &TokenStream,
) -> Vec<WherePredicate> {
    let Asked { name, right, output } = asked;
    let operator = quote!(#private::operator);
    let (right, args, prefix) = match right {
        Some(right) => (quote!(#right), quote!(#this, #right, #output), ""),
        None => (quote!(()), quote!(#this, #output), "Unary"),
    };
    let modes = [
        (options.forward || options.second_order.is_some(), "Forward"),
        (options.reverse || options.second_order.is_some(), "Reverse"),
        (options.second_order.is_some(), "Second"),
    ];
    let rules = modes.iter().filter(|(asked, _)| *asked).map(|(_, mode)| {
        let rule = format_ident!("{prefix}{mode}Rule");
        quote!(#operator::#rule<#args>)
    });
    let mut bounds = vec![parse_quote! {
        #this: #operator::Operator<#operator::#name, #right, Output = #output, Rule: #(#rules)+*>
    }];
    if name == "AddAssign" || name == "SubAssign" {
        let tangent = quote!(<#this as #private::Differentiable>::Tangent);
        bounds.push(parse_quote!(#this: #private::Additive<#operator::#name>));
        bounds.push(parse_quote! {
            #tangent: ::core::ops::#name + #private::Additive<#operator::#name>
                + #private::prim::Absorb<#tangent, #tangent, #tangent>
        });
    }
    bounds
}

/// The operator of a bound: none where it is no operator, `Some(None)` where it is one of another form.
fn asked(this: &Type, segment: &PathSegment) -> Option<Option<Asked>> {
    let name = segment.ident.to_string();
    let assigns = name.ends_with("Assign");
    let base = name.trim_end_matches("Assign");
    match base {
        "Add" | "Sub" | "Mul" | "Div" | "Rem" => {}
        "Neg" if !assigns => {}
        _ => return None,
    }
    let (mut right, mut output) = (None, assigns.then(|| this.clone()));
    if let PathArguments::AngleBracketed(arguments) = &segment.arguments {
        for argument in &arguments.args {
            match argument {
                GenericArgument::Type(ty) => right = Some(ty.clone()),
                GenericArgument::AssocType(assoc) if assoc.ident == "Output" => {
                    output = Some(assoc.ty.clone());
                }
                _ => return Some(None),
            }
        }
    }
    let borrows = |ty: &Type| matches!(ty, Type::Reference(_));
    let Some(output) = output.map(|ty| of_this(this, ty)) else { return Some(None) };
    let right = match base {
        "Neg" => None,
        _ => Some(right.map_or_else(|| this.clone(), |ty| of_this(this, ty))),
    };
    if borrows(&output) || right.as_ref().is_some_and(borrows) {
        return Some(None);
    }
    Some(Some(Asked { name: segment.ident.clone(), right, output }))
}

/// `Self` in a bound of a type parameter is none of the parameter's: only in a trait it is what is bound.
fn of_this(this: &Type, ty: Type) -> Type {
    let is_self = matches!(&ty, Type::Path(path) if path.path.is_ident("Self"));
    if is_self { this.clone() } else { ty }
}
