//! The three copies of a family, its cases and its tests.
//!
//! What comes in: a [`Family`]. What goes out: the module's replacement.
//! Invariant: a case calls the copies by their ordinary paths with arguments
//! rebuilt from flat coordinates; it holds no number of its own.

use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, format_ident, quote};
use syn::{Attribute, Index, Item, ItemMod};

use crate::dualize;
use crate::family::{Family, Function};
use crate::in_place::{self, InPlace};
use crate::signature::{Passing, Shape};

/// The replacement of the module.
pub fn module(family: &Family) -> TokenStream {
    let ItemMod { attrs, vis, ident, .. } = &family.module;
    let primal = copy("primal", &quote!(::chainrule), &annotated(&family.items, &quote!()));
    let off = annotated(&family.items, &quote!(, analysis = false));
    let unanalysed = copy("unanalysed", &quote!(::chainrule), &off);
    let plain = annotate(&family.items, &|_| None);
    let dual = copy("dual", &quote!(::chainrule_oracle), &dualize::items(&plain));
    let imports = family.items.iter().filter(|item| is_foreign_import(item));
    let cases = family.functions.iter().map(case);
    let names: Vec<&Ident> = family.functions.iter().map(|f| &f.item.sig.ident).collect();
    quote! {
        #(#attrs)*
        #vis mod #ident {
            #primal
            #unanalysed
            #dual
            #[allow(unused_imports, non_upper_case_globals, missing_docs)]
            mod cases {
                #(#imports)*
                #(#cases)*
            }
            /// The functions of this family.
            pub static CASES: &[&::chainrule_oracle::Case] = &[#(&cases::#names),*];
            #(#[test] fn #names() { ::chainrule_oracle::check(&cases::#names); })*
        }
    }
}

/// An import that means the same beside the copies as inside them.
fn is_foreign_import(item: &Item) -> bool {
    matches!(item, Item::Use(import) if matches!(&import.tree,
        syn::UseTree::Path(path) if path.ident == "ndarray" || path.ident == "std"))
}

fn copy(name: &str, library: &TokenStream, items: &[Item]) -> TokenStream {
    let name = format_ident!("{name}");
    let items = items.iter().map(|item| with_real(item, library));
    quote! {
        #[allow(unused_imports, dead_code, missing_docs)]
        mod #name {
            use #library::{Real, nn};
            #(#items)*
        }
    }
}

/// Nested modules need the trait `Real` and the module `nn` in scope as well.
fn with_real(item: &Item, library: &TokenStream) -> TokenStream {
    let Item::Mod(module) = item else {
        return item.to_token_stream();
    };
    let ItemMod { attrs, vis, ident, content, .. } = module;
    let items = content.iter().flat_map(|(_, items)| items);
    let items = items.map(|item| with_real(item, library));
    quote!(#(#attrs)* #vis mod #ident { use #library::{Real, nn}; #(#items)* })
}

/// The items with every function annotated.
fn annotated(items: &[Item], more: &TokenStream) -> Vec<Item> {
    annotate(items, &|options| {
        let separator = (!options.is_empty()).then(|| quote!(,));
        Some(
            syn::parse_quote!(#[::chainrule::differentiable(second_order #separator #options #more)]),
        )
    })
}

/// The items with the placeholder attribute of each function replaced.
fn annotate(items: &[Item], by: &dyn Fn(TokenStream) -> Option<Attribute>) -> Vec<Item> {
    let mut items = items.to_vec();
    for item in &mut items {
        match item {
            Item::Fn(function) => {
                let attributes = std::mem::take(&mut function.attrs);
                function.attrs = attributes
                    .into_iter()
                    .filter_map(|attribute| match &attribute.meta {
                        syn::Meta::List(list) if list.path.is_ident("corpus_options") => {
                            by(list.tokens.clone())
                        }
                        _ => Some(attribute),
                    })
                    .collect();
            }
            Item::Mod(ItemMod { content: Some((_, inner)), .. }) => *inner = annotate(inner, by),
            _ => {}
        }
    }
    items
}

/// The constant of one function.
fn case(function: &Function) -> TokenStream {
    let name = &function.item.sig.ident;
    let at = format_ident!("at_{}", name);
    let shape = Shape::of(&function.item.sig, &function.instances);
    let owned = shape.parameters.iter().map(|parameter| {
        let owned = &parameter.owned;
        if parameter.fixed { quote!(::chainrule_oracle::Fixed<#owned>) } else { quote!(#owned) }
    });
    let arms = function.points.iter().enumerate().map(|(k, point)| {
        let arguments = std::iter::zip(&point.arguments, &shape.parameters).map(|(value, p)| {
            if p.fixed { quote!(::chainrule_oracle::Fixed(#value)) } else { quote!(#value) }
        });
        quote!(#k => (#(#arguments,)*),)
    });
    let places =
        function.points.iter().map(|point| if point.kink { quote!(Kink) } else { quote!(Smooth) });
    let precision = if shape.single_precision { quote!(Single) } else { quote!(Double) };
    let reproducible = function.reproducible;
    let passed = arguments(&shape, "p", false);
    let turbofish = &shape.turbofish;
    let modes = modes(function, &shape, &at);
    let state = format_ident!("p");
    let outputs = in_place::outputs(&shape, &quote!(::chainrule_oracle::flatten), &state);
    let dual_outputs = in_place::outputs(&shape, &quote!(::chainrule_oracle::flatten_dual), &state);
    let label = name.to_string();
    quote! {
        fn #at(point: usize) -> (#(#owned,)*) {
            match point { #(#arms)* _ => unreachable!("no such sample point") }
        }
        pub(super) static #name: ::chainrule_oracle::Case = ::chainrule_oracle::Case {
            name: concat!(module_path!(), "::", #label),
            places: &[#(::chainrule_oracle::Place::#places),*],
            precision: ::chainrule_oracle::Precision::#precision,
            reproducible: #reproducible,
            inputs: |k| ::chainrule_oracle::flatten(&#at(k)),
            primal: |k, x| {
                #[allow(unused_mut)]
                let mut p = ::chainrule_oracle::rebuild(&#at(k), x);
                let value = super::primal::#name #turbofish(#(#passed),*);
                #outputs
            },
            dual: |k, x| {
                #[allow(unused_mut)]
                let mut p = ::chainrule_oracle::lift(&#at(k), x);
                let value = super::dual::#name(#(#passed),*);
                #dual_outputs
            },
            modes: &[#modes],
        };
    }
}

/// The fields of a tuple `tuple`, passed as the parameters are.
fn arguments(shape: &Shape, tuple: &str, active_only: bool) -> Vec<TokenStream> {
    let tuple = format_ident!("{tuple}");
    let parameters = shape.parameters.iter().enumerate();
    parameters
        .filter(|(_, parameter)| parameter.active || !active_only)
        .map(|(i, parameter)| {
            let i = Index::from(i);
            let value = if parameter.fixed { quote!(#tuple.#i.0) } else { quote!(#tuple.#i) };
            match parameter.passing {
                Passing::Value => value,
                Passing::Reference => quote!(&#value),
                Passing::Exclusive => quote!(&mut #value),
                Passing::View => quote!(#value.view()),
            }
        })
        .collect()
}

fn modes(function: &Function, shape: &Shape, at: &Ident) -> TokenStream {
    let analysed = one_copy(function, shape, at, "primal", "analysed");
    let unanalysed = one_copy(function, shape, at, "unanalysed", "not analysed");
    quote!(#analysed, #unanalysed)
}

/// The derivatives of one copy.
fn one_copy(
    function: &Function,
    shape: &Shape,
    at: &Ident,
    copy: &str,
    label: &str,
) -> TokenStream {
    let copy = format_ident!("{copy}");
    let turbofish = &shape.turbofish;
    let call = |prefix: &str| {
        let name = format_ident!("{prefix}{}", function.item.sig.ident);
        quote!(super::#copy::#name #turbofish)
    };
    let x = arguments(shape, "p", false);
    let tangents = arguments(shape, "t", true);
    let shadows = shape.parameters.iter().enumerate().filter(|(_, p)| p.active).map(|(i, _)| {
        let i = Index::from(i);
        quote!(&mut s.#i)
    });
    let (primal, vjp, adjoint, jvp) = (call(""), call("vjp_"), call("adjoint_"), call("jvp_"));
    if shape.is_in_place() {
        let (passed_again, passed) = (arguments(shape, "q", false), x);
        let name = &function.item.sig.ident;
        let sweeps = ["fwd", "rev"].map(|sweep| {
            let sweep = format_ident!("{sweep}");
            quote!(super::#copy::#name::#sweep #turbofish)
        });
        let in_place =
            InPlace { shape, at, primal, adjoint, jvp, sweeps, passed, passed_again, tangents };
        let modes = in_place.modes();
        return quote! {
            ::chainrule_oracle::Modes {
                label: #label,
                #modes
                gradient: None,
                value_and_gradient: None,
                hvp: None,
                hessian: None,
                jacobian: None,
            }
        };
    }
    let scalar_modes = scalar_modes(shape, at, &call, &x, &tangents);
    let jacobian =
        matrix(shape, shape.has_jacobian().then(|| call("jacobian_")), at, &x, &quote!(Vec::new()));
    let opened = opened(shape);
    let seed = if shape.wrapped {
        quote!(::chainrule_oracle::outcome::seed(#primal(#(#x),*), seed))
    } else {
        quote!(::chainrule_oracle::rebuild(&#primal(#(#x),*), seed))
    };
    quote! {
        ::chainrule_oracle::Modes {
            label: #label,
            vjp: |k, x, seed| {
                #[allow(unused_mut)]
                let mut p = ::chainrule_oracle::rebuild(&#at(k), x);
                let seed = #seed;
                #[allow(unused_mut)]
                let mut p = ::chainrule_oracle::rebuild(&#at(k), x);
                let Some((value, gradient)) = #opened(#vjp(#(#x,)* seed)) else {
                    return (Vec::new(), vec![0.0; x.len()]);
                };
                (::chainrule_oracle::flatten(&value), ::chainrule_oracle::flatten(&gradient))
            },
            adjoint: |k, x, shadows, seed| {
                #[allow(unused_mut)]
                let mut p = ::chainrule_oracle::rebuild(&#at(k), x);
                let seed = #seed;
                #[allow(unused_mut)]
                let mut p = ::chainrule_oracle::rebuild(&#at(k), x);
                let mut s = ::chainrule_oracle::rebuild(&#at(k), shadows);
                let value = #adjoint(#(#x,)* #(#shadows,)* seed);
                (::chainrule_oracle::flatten(&value), ::chainrule_oracle::flatten(&s))
            },
            jvp: |k, x, direction| {
                #[allow(unused_mut)]
                let mut p = ::chainrule_oracle::rebuild(&#at(k), x);
                let t = ::chainrule_oracle::rebuild(&#at(k), direction);
                let Some((value, tangent)) = #opened(#jvp(#(#x,)* #(#tangents),*)) else {
                    return (Vec::new(), Vec::new());
                };
                (::chainrule_oracle::flatten(&value), ::chainrule_oracle::flatten(&tangent))
            },
            jacobian: #jacobian,
            #scalar_modes
        }
    }
}

/// A matrix of derivatives, row by row, if there is one.
fn matrix(
    shape: &Shape,
    function: Option<TokenStream>,
    at: &Ident,
    x: &[TokenStream],
    absent: &TokenStream,
) -> TokenStream {
    let Some(function) = function else { return quote!(None) };
    let opened = opened(shape);
    quote!(Some(|k, x| {
        #[allow(unused_mut)]
                let mut p = ::chainrule_oracle::rebuild(&#at(k), x);
        match #opened(#function(#(#x),*)) {
            Some(matrix) => ::chainrule_oracle::flatten(&matrix),
            None => #absent,
        }
    }))
}

/// What a derivative function returns as an option: where there is no value, there is no derivative.
fn opened(shape: &Shape) -> TokenStream {
    if shape.wrapped { quote!(::chainrule_oracle::outcome::Outcome::content) } else { quote!(Some) }
}

/// The modes that exist for scalar outputs only.
fn scalar_modes(
    shape: &Shape,
    at: &Ident,
    call: &dyn Fn(&str) -> TokenStream,
    x: &[TokenStream],
    tangents: &[TokenStream],
) -> TokenStream {
    if !shape.scalar_output {
        return quote!(gradient: None, value_and_gradient: None, hvp: None, hessian: None,);
    }
    let (grad, both, hvp) = (call("grad_"), call("value_and_grad_"), call("hvp_"));
    let opened = opened(shape);
    let zeros = quote!(vec![0.0; x.len() * x.len()]);
    let hessian = matrix(shape, shape.has_hessian().then(|| call("hessian_")), at, x, &zeros);
    quote! {
        gradient: Some(|k, x| {
            #[allow(unused_mut)]
                let mut p = ::chainrule_oracle::rebuild(&#at(k), x);
            match #opened(#grad(#(#x),*)) {
                Some(gradient) => ::chainrule_oracle::flatten(&gradient),
                None => vec![0.0; x.len()],
            }
        }),
        value_and_gradient: Some(|k, x| {
            #[allow(unused_mut)]
                let mut p = ::chainrule_oracle::rebuild(&#at(k), x);
            let Some((value, gradient)) = #opened(#both(#(#x),*)) else {
                return (Vec::new(), vec![0.0; x.len()]);
            };
            (::chainrule_oracle::flatten(&value), ::chainrule_oracle::flatten(&gradient))
        }),
        hvp: Some(|k, x, direction| {
            #[allow(unused_mut)]
                let mut p = ::chainrule_oracle::rebuild(&#at(k), x);
            let t = ::chainrule_oracle::rebuild(&#at(k), direction);
            let Some((gradient, product)) = #opened(#hvp(#(#x,)* #(#tangents),*)) else {
                return (vec![0.0; x.len()], vec![0.0; x.len()]);
            };
            (::chainrule_oracle::flatten(&gradient), ::chainrule_oracle::flatten(&product))
        }),
        hessian: #hessian,
    }
}
