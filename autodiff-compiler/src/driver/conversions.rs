//! An `impl` of a conversion: `#[differentiable] impl From<A> for V`, or `impl Into<V> for A`; sums and products,
//! `impl Sum<A> for V`, are conversions of what holds the items.
//!
//! In: an annotated `impl` of one of these. Out: the `impl`, and beside it the conversion's derivatives, by
//! which the core finds those of `x.into()` and `V::from(x)`. As that of an operator the function becomes a
//! free one with a companion, since a trait of the standard library declares no sweeps.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote};
use syn::visit_mut::VisitMut;
use syn::{
    FnArg, GenericArgument, Generics, ImplItemFn, ItemFn, ItemImpl, Path, PathArguments, Type,
};

use super::operators::{NamedLifetimes, declared, function_of, without_self};
use super::{Contents, Home, Unit, companion_of, front, in_context, is_this, rules_of};
use crate::diagnostics::Diagnostics;
use crate::emit::conversion::{Converted, derivatives};
use crate::normalize;
use crate::parse::{Options, Signature};

/// The trait of a conversion.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Conversion {
    From,
    Into,
    Sum,
    Product,
}

/// The conversion that a trait stands for, by the trait's name.
pub fn conversion_of(path: &Path) -> Option<Conversion> {
    match path.segments.last()?.ident.to_string().as_str() {
        "From" => Some(Conversion::From),
        "Into" => Some(Conversion::Into),
        "Sum" => Some(Conversion::Sum),
        "Product" => Some(Conversion::Product),
        _ => None,
    }
}

/// The derivatives of an `impl`, to stand beside it.
pub fn of_impl(
    block: &ItemImpl,
    conversion: Conversion,
    options: &Options,
    diagnostics: &mut Diagnostics,
) -> TokenStream {
    // without its function rustc says what is missing
    let Some(free) = free_function(block, conversion, options) else { return TokenStream::new() };
    let Free { mut function, from, to, primal } = free;
    let mut options = options.of_block();
    if let Some(at) = function.attrs.iter().position(is_this) {
        let own = function.attrs.remove(at);
        if let syn::Meta::List(list) = own.meta {
            options = options.with(list.tokens, diagnostics);
        }
    }
    options.restrict_to_rules();
    let home = Home::Companion(function.sig.ident.clone());
    let mut unit = Unit { function, options, home, outer: Generics::default(), bounds: Vec::new() };
    normalize::prepared(&mut unit.function);
    let named = matches!(conversion, Conversion::From | Conversion::Into);
    let converted = Converted { from: &from, to: &to, primal: &primal, named };
    let (inner, derivatives) = match constant(&unit) {
        Some(signature) => {
            (None, in_context(&unit, &signature, |context| derivatives(context, &converted)))
        }
        None => {
            let mut own = Diagnostics::default();
            let found = match unit.options.rules.any() {
                true => rules_of(&unit.function, &unit.options, &mut own)
                    .map(|signature| (companion_of(&unit, &signature, Contents::Rules), signature)),
                false => front(&unit.function, &unit.options, false, &mut own).map(
                    |(signature, programs)| {
                        let contents = Contents::Programs(&programs);
                        (companion_of(&unit, &signature, contents), signature)
                    },
                ),
            };
            diagnostics.extend(own);
            let Some((companion, signature)) = found else { return TokenStream::new() };
            let derivatives =
                in_context(&unit, &signature, |context| derivatives(context, &converted));
            (Some(companion), derivatives)
        }
    };
    let cfgs = crate::emit::resolved::block_cfgs(block);
    let declared = inner.is_some().then(|| declared(&unit.function, &primal));
    quote! {
        #(#cfgs)*
        const _: () = {
            #declared
            #inner
            #derivatives
        };
    }
}

/// The signature, where what is converted has no derivative.
fn constant(unit: &Unit) -> Option<Signature> {
    let mut ignored = Diagnostics::default();
    let signature = Signature::new(&unit.function, &unit.options, &mut ignored);
    let _ = ignored.into_sorted();
    (signature.active().next().is_none() && !unit.options.rules.any()).then_some(signature)
}

/// What derivatives ask for where a function asks for conversions: `T: Into<Point>`, `Point: From<T>`. Those
/// of floats are casts.
pub fn asked_for(
    unit: &Unit,
    signature: &Signature,
    private: &TokenStream,
) -> Vec<syn::WherePredicate> {
    let mut found = Vec::new();
    let is_float = |ty: &Type| crate::parse::known::known_type(ty, &signature.types).is_float();
    for generics in [&unit.outer, &unit.function.sig.generics] {
        let params = generics.type_params().map(|param| {
            let name = &param.ident;
            (syn::parse_quote!(#name), &param.bounds)
        });
        let clauses = generics.where_clause.iter().flat_map(|clause| &clause.predicates);
        let clauses = clauses.filter_map(|predicate| match predicate {
            syn::WherePredicate::Type(predicate) if predicate.lifetimes.is_none() => {
                Some((predicate.bounded_ty.clone(), &predicate.bounds))
            }
            _ => None,
        });
        let bounds: Vec<(Type, _)> = params.chain(clauses).collect();
        for (ty, bounds) in bounds {
            let between = bounds.iter().filter_map(|bound| conversion_in(&ty, bound));
            found.extend(between.map(|(from, to)| AskedFor { from, to, tangent: None }));
            if !is_float(&ty) {
                let totals = bounds.iter().filter_map(|bound| total_in(&ty, bound, private));
                found.extend(totals);
            }
        }
    }
    found.retain(|AskedFor { from, to, .. }| {
        let data = |ty: &Type| {
            unit.outer
                .type_params()
                .chain(unit.function.sig.generics.type_params())
                .any(|param| crate::parse::occurrence::occurs_in(&param.ident, ty))
        };
        !(is_float(from) && is_float(to)) && (data(from) || data(to))
    });
    let options = &unit.options;
    let second = options.second_order.is_some();
    let traits = [
        (options.forward || second).then_some("ForwardConversion"),
        options.reverse.then_some("ReverseConversion"),
        second.then_some("SecondConversion"),
    ];
    let traits = traits.into_iter().flatten().map(|name| Ident::new(name, Span::mixed_site()));
    let traits: Vec<Ident> = traits.collect();
    let asked = found.iter().flat_map(|AskedFor { from, to, tangent }| {
        let named = tangent.iter().map(
            move |tangent| syn::parse_quote!(#from: #private::Differentiable<Tangent = #tangent>),
        );
        named.chain(traits.iter().map(move |name| syn::parse_quote!(#from: #private::#name<#to>)))
    });
    asked.collect()
}

/// A conversion that a bound asks for.
struct AskedFor {
    from: Type,
    to: Type,
    /// The tangent of what is converted, where the bound would hide it.
    tangent: Option<TokenStream>,
}

/// The types of a conversion that a bound of a type asks for.
fn conversion_in(ty: &Type, bound: &syn::TypeParamBound) -> Option<(Type, Type)> {
    let syn::TypeParamBound::Trait(bound) = bound else { return None };
    let last = bound.path.segments.last()?;
    let PathArguments::AngleBracketed(arguments) = &last.arguments else { return None };
    let Some(GenericArgument::Type(other)) = arguments.args.first() else { return None };
    match conversion_of(&bound.path)? {
        Conversion::Into => Some((ty.clone(), other.clone())),
        Conversion::From => Some((other.clone(), ty.clone())),
        Conversion::Sum | Conversion::Product => None,
    }
}

/// The types of the conversion that a bound by `Sum` or `Product` asks for.
fn total_in(ty: &Type, bound: &syn::TypeParamBound, private: &TokenStream) -> Option<AskedFor> {
    let syn::TypeParamBound::Trait(bound) = bound else { return None };
    let conversion = conversion_of(&bound.path)?;
    let (item, references) = item_of(bound.path.segments.last()?, ty)?;
    let (marker, _) = names_of(conversion, references)?;
    let marker = quote!(#private::Inert<#private::#marker>);
    let items = quote!(::std::vec::Vec<#item>);
    let tangent = quote!((<#items as #private::Differentiable>::Tangent, #marker));
    let from = syn::parse2(quote!((#items, #marker))).ok()?;
    Some(AskedFor { from, to: ty.clone(), tangent: Some(tangent) })
}

/// The item of `Sum<A>` without references, and whether it is one.
fn item_of(bound: &syn::PathSegment, own: &Type) -> Option<(Type, bool)> {
    match &bound.arguments {
        PathArguments::AngleBracketed(arguments) => match arguments.args.first()? {
            GenericArgument::Type(Type::Reference(reference)) => {
                Some(((*reference.elem).clone(), true))
            }
            GenericArgument::Type(ty) => Some((ty.clone(), false)),
            _ => None,
        },
        PathArguments::None | PathArguments::Parenthesized(_) => Some((own.clone(), false)),
    }
}

/// The marker of a total and the function that makes it.
fn names_of(conversion: Conversion, references: bool) -> Option<(Ident, Ident)> {
    let (marker, primal) = match (conversion, references) {
        (Conversion::Sum, false) => ("Added", "added"),
        (Conversion::Sum, true) => ("AddedReferences", "added_references"),
        (Conversion::Product, false) => ("Multiplied", "multiplied"),
        (Conversion::Product, true) => ("MultipliedReferences", "multiplied_references"),
        (Conversion::From | Conversion::Into, _) => return None,
    };
    let name = |text| Ident::new(text, Span::mixed_site());
    Some((name(marker), name(primal)))
}

/// The function of a conversion by itself.
struct Free {
    function: ItemFn,
    from: Type,
    to: Type,
    /// The function in the `impl`.
    primal: TokenStream,
}

/// The function with the types written out; none where the `impl` is not that of a conversion.
fn free_function(block: &ItemImpl, conversion: Conversion, options: &Options) -> Option<Free> {
    let function = function_of(block)?;
    if let Conversion::Sum | Conversion::Product = conversion {
        return total(block, function, conversion, options);
    }
    let (path, _) = block.trait_.as_ref()?;
    let mut generics = block.generics.clone();
    let mut named = NamedLifetimes(&mut generics);
    let mut own = (*block.self_ty).clone();
    named.visit_type_mut(&mut own);
    let mut path = path.clone();
    let PathArguments::AngleBracketed(arguments) = &mut path.segments.last_mut()?.arguments else {
        return None;
    };
    let Some(GenericArgument::Type(other)) = arguments.args.first_mut() else { return None };
    named.visit_type_mut(other);
    *other = syn::parse2(without_self(other.to_token_stream(), block, &own, None)).ok()?;
    let other = other.clone();
    let this = Ident::new("this", Span::mixed_site().located_at(function.sig.ident.span()));
    let body = without_self(function.block.to_token_stream(), block, &own, Some(&this));
    let (from, to) = match conversion {
        Conversion::Into => (own.clone(), other),
        Conversion::From | Conversion::Sum | Conversion::Product => (other, own.clone()),
    };
    let input = match (function.sig.inputs.first()?, function.sig.inputs.len()) {
        (FnArg::Receiver(receiver), 1) => {
            let (attrs, mutable) = (&receiver.attrs, &receiver.mutability);
            quote!(#(#attrs)* #mutable #this: #from)
        }
        (FnArg::Typed(typed), 1) => {
            let (attrs, pat) = (&typed.attrs, &typed.pat);
            quote!(#(#attrs)* #pat: #from)
        }
        _ => return None,
    };
    let name = &function.sig.ident;
    let hidden = Ident::new(&format!("__conversion_{name}"), name.span());
    let (params, _, clause) = generics.split_for_impl();
    let attrs = &function.attrs;
    let free: ItemFn = syn::parse2(quote! {
        #(#attrs)* fn #hidden #params (#input) -> #to #clause #body
    })
    .ok()?;
    let primal = quote!(<#own as #path>::#name);
    Some(Free { function: free, from, to, primal })
}

/// `impl Sum<A> for V` and `impl Product<A> for V`: a `V` is made of the items in a `Vec`, with a marker that
/// tells the two apart, and items from references.
fn total(
    block: &ItemImpl,
    function: &ImplItemFn,
    conversion: Conversion,
    options: &Options,
) -> Option<Free> {
    let (path, _) = block.trait_.as_ref()?;
    let own = &*block.self_ty;
    let (item, references) = item_of(path.segments.last()?, own)?;
    let item: Type = syn::parse2(without_self(item.to_token_stream(), block, own, None)).ok()?;
    let (marker, primal) = names_of(conversion, references)?;
    let walk = Ident::new(if references { "iter" } else { "into_iter" }, Span::mixed_site());
    let FnArg::Typed(given) = function.sig.inputs.first()? else { return None };
    let (krate, items) = (&options.krate, &given.pat);
    let private = quote!(#krate::__private);
    let from = quote!((::std::vec::Vec<#item>, #private::Inert<#private::#marker>));
    let terms = Ident::new("terms", Span::mixed_site());
    let body = without_self(function.block.to_token_stream(), block, own, None);
    let hidden = Ident::new(&format!("__total_{}", function.sig.ident), function.sig.ident.span());
    let (params, _, clause) = block.generics.split_for_impl();
    let attrs = &function.attrs;
    let free: ItemFn = syn::parse2(quote! {
        #(#attrs)* fn #hidden #params (#terms: #from) -> #own #clause {
            let #items = #terms.0.#walk();
            #body
        }
    })
    .ok()?;
    let primal = quote!(#private::#primal::<#item, #own>);
    Some(Free { function: free, from: syn::parse2(from).ok()?, to: own.clone(), primal })
}
