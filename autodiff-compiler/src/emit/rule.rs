//! The sweeps of a function whose derivatives are the user's.
//!
//! In: the paths of the rules, which the attribute names. Out: the same sweeps that other functions have,
//! around calls of the rules. A `vjp` rule gives the value and a closure, an `adjoint` rule adds into
//! shadows, a `jvp` rule takes tangents. The function's body is not looked at.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;

use super::companion::{
    Context, Derivative, handed_on, handed_tangents, jvp_with, numbered, outer_names,
    passed_tangents, renamed_params, shadow_slots, tangent_params,
};
use super::family::{Family, Slot, Source, arrow, family};
use super::home;
use super::primal::tape_name;
use crate::ir::{Callee, Order, Target};
use crate::names::Names;
use crate::parse::ParamKind;

/// All sweeps that there are rules for.
pub fn sweeps(context: &Context) -> TokenStream {
    let mut out = TokenStream::new();
    if context.options.reverse {
        out.extend(reverse(context));
    }
    if context.options.forward {
        out.extend(forward(context));
    }
    if let (true, Some(jvp)) = (context.options.second_order.is_some(), &context.options.rules.jvp)
    {
        out.extend(second_order(context, jvp));
    }
    out
}

/// The parameters as the function declares them.
fn declared(context: &Context, names: &[Ident]) -> Vec<TokenStream> {
    let params = context.params().iter().zip(names);
    params.map(|(param, name)| param.declared(name, false)).collect()
}

/// What belongs to the differentiable parameters.
fn active<T>(context: &Context, all: impl IntoIterator<Item = T>) -> Vec<T> {
    let params = context.params().iter().zip(all);
    params.filter(|(param, _)| param.kind == ParamKind::Active).map(|(_, part)| part).collect()
}

/// How many arguments a rule may have whose form is asked for.
const ASKED: usize = 9;

/// A rule, behind the question whether it has its form: a wrong one is one error, which says what is wanted.
fn asked(
    context: &Context,
    rule: &syn::Path,
    kind: &str,
    form: Option<TokenStream>,
) -> TokenStream {
    let Some(form) = form else { return quote!(#rule) };
    let (private, kind) = (context.private, Ident::new(kind, rule.span()));
    quote_spanned!(rule.span()=> #private::own_rules::#kind::<#form, _, _>(#rule))
}

/// The types that a rule takes: those of the parameters, and others behind them. None where they have no names here.
fn taken(context: &Context, others: Vec<TokenStream>) -> Option<TokenStream> {
    let params = context.params();
    let nameless = params.iter().any(|param| param.items.is_some());
    if nameless || !context.options.viewed.is_empty() || params.len() + others.len() > ASKED {
        return None;
    }
    let types = params.iter().map(|param| &param.ty);
    Some(quote!((#(#types,)* #(#others,)*)))
}

/// The form of a `vjp` rule with these gradients.
fn vjp_form(context: &Context, gradients: &TokenStream) -> Option<TokenStream> {
    let (output, seed) = (&context.signature.output, context.output_tangent());
    taken(context, Vec::new()).map(|takes| quote!(#takes, #output, #seed, #gradients))
}

/// The form of an `adjoint` rule.
fn adjoint_form(context: &Context) -> Option<TokenStream> {
    let (derived, output) = (context.derived(), &context.signature.output);
    let mut others: Vec<TokenStream> =
        context.signature.active().map(|param| derived.shadow(&param.ty)).collect();
    if !context.signature.returns_nothing() {
        others.push(context.output_tangent());
    }
    taken(context, others).map(|takes| quote!(#takes, #output))
}

/// The form of a `jvp` rule.
fn jvp_form(context: &Context) -> Option<TokenStream> {
    let (derived, output) = (context.derived(), &context.signature.output);
    let tangents = context.signature.active();
    let tangents = tangents.map(|param| derived.tangent_argument(&param.ty)).collect();
    let both = match context.signature.returns_nothing() {
        true => quote!(#output),
        false => {
            let tangent = context.output_tangent();
            quote!((#output, #tangent))
        }
    };
    taken(context, tangents).map(|takes| quote!(#takes, #both))
}

/// `adjoint`, `fwd` and `rev`, by an `adjoint` rule or else by a `vjp` rule.
fn reverse(context: &Context) -> TokenStream {
    let mut names = Names::of(std::iter::empty::<&Ident>());
    let args = outer_names(context, "arg");
    let slots = shadow_slots(context, &mut names, "shadow", Derivative::First);
    let seed = names.fresh("seed");
    let shadows = active(context, slots.iter().map(|slot| slot.name.clone()));
    let body = match (&context.options.rules.adjoint, &context.options.rules.vjp) {
        (Some(rule), _) => {
            let seed = (!context.signature.returns_nothing()).then_some(&seed);
            let asked = asked(context, rule, "adjoint", adjoint_form(context));
            quote_spanned!(rule.span()=> #asked(#(#args,)* #(#shadows,)* #seed))
        }
        (None, Some(rule)) => pulled_back(context, rule, &args, &shadows, &seed),
        (None, None) => TokenStream::new(),
    };
    let output = &context.signature.output;
    family(
        context,
        &Family {
            source: Source::Rule(body),
            names: ["adjoint", "fwd", "rev", "sweep", "needs"],
            params: declared(context, &args),
            outer_params: renamed_params(context, &args),
            passed: handed_on(context, &args),
            slots,
            seeds: vec![(seed, context.output_tangent())],
            output: quote!(#output),
            prelude: TokenStream::new(),
            plain: context.function(),
        },
    )
}

/// The value, and the gradients of the rule's closure added into the shadows.
fn pulled_back(
    context: &Context,
    rule: &syn::Path,
    args: &[Ident],
    shadows: &[Ident],
    seed: &Ident,
) -> TokenStream {
    let private = context.private;
    let gradients = numbered("gradient", shadows.len());
    let derived = context.derived();
    let types: Vec<TokenStream> =
        context.signature.active().map(|param| derived.gradient(&param.ty)).collect();
    let span = Span::mixed_site().located_at(rule.span());
    let (pattern, ty) = match (gradients.as_slice(), types.as_slice()) {
        ([one], [ty]) => (quote!(#one), quote!(#ty)),
        _ => (quote!((#(#gradients),*)), quote!((#(#types),*))),
    };
    let asked = asked(context, rule, "vjp", vjp_form(context, &ty));
    quote_spanned! {span=>
        let (value, pullback) = #asked(#(#args),*);
        let #pattern: #ty = pullback(#seed);
        #(#private::accumulate(&mut *#shadows, &#gradients);)*
        value
    }
}

/// `jvp`, by a rule.
fn forward(context: &Context) -> TokenStream {
    let Some(rule) = &context.options.rules.jvp else { return TokenStream::new() };
    let args = outer_names(context, "arg");
    let dots = numbered("dot", args.len());
    let mut params = declared(context, &args);
    params.extend(tangent_params(context, &dots, true));
    let tangents = active(context, &dots);
    let asked = asked(context, rule, "jvp", jvp_form(context));
    let call = quote_spanned!(rule.span()=> #asked(#(#args,)* #(#tangents,)*));
    let body = of_both(context, &call);
    jvp_with(context, &params, &body)
}

/// What a `jvp` rule returns: value and tangent, also where that is nothing.
fn of_both(context: &Context, call: &TokenStream) -> TokenStream {
    if !context.signature.returns_nothing() {
        return call.clone();
    }
    let private = context.private;
    quote!(#call; ((), #private::NoTangent))
}

/// `jvp_adjoint`, `jvp_fwd` and `jvp_rev`: what the annotated `jvp` rule has of its own.
fn second_order(context: &Context, rule: &syn::Path) -> TokenStream {
    let private = context.private;
    let mut names = Names::of(std::iter::empty::<&Ident>());
    let (args, dots) = (outer_names(context, "arg"), numbered("dot", context.params().len()));
    let mut params = declared(context, &args);
    params.extend(tangent_params(context, &dots, true));
    let mut outer_params = renamed_params(context, &args);
    outer_params.extend(tangent_params(context, &dots, false));
    let mut passed = handed_on(context, &args);
    passed.extend(handed_tangents(context, &dots));
    let shadows = shadow_slots(context, &mut names, "shadow", Derivative::OfPrimal);
    let dot_shadows = shadow_slots(context, &mut names, "dot_shadow", Derivative::OfTangent);
    let (seed, dot_seed) = (names.fresh("seed"), names.fresh("dot_seed"));
    let slot = |slot: &Slot| match (&slot.ty, &slot.name) {
        (Some(_), name) => quote!(#name),
        (None, _) => quote!(&mut #private::NoTangent),
    };
    let mut given: Vec<TokenStream> = args.iter().map(|arg| quote!(#arg)).collect();
    given.extend(active(context, passed_tangents(context, &dots)));
    given.extend(shadows.iter().map(slot));
    given.extend(active(context, dot_shadows.iter().map(slot)));
    let adjoint = home::sweep(&callee(rule), "adjoint");
    let seeds = match context.signature.returns_nothing() {
        true => quote!(#private::NoTangent),
        false => quote!((#seed, #dot_seed)),
    };
    let body = of_both(context, &quote_spanned!(rule.span()=> #adjoint(#(#given,)* #seeds)));
    let (output, d_output) = (&context.signature.output, context.output_tangent());
    family(
        context,
        &Family {
            source: Source::Rule(body),
            names: ["jvp_adjoint", "jvp_fwd", "jvp_rev", "jvp_sweep", "jvp_needs"],
            params,
            outer_params,
            passed,
            slots: shadows.into_iter().chain(dot_shadows).collect(),
            seeds: vec![(seed, d_output.clone()), (dot_seed, d_output.clone())],
            output: quote!((#output, #d_output)),
            prelude: TokenStream::new(),
            plain: context.call(context.tangent_program()),
        },
    )
}

/// A rule as an annotated function that is called.
fn callee(rule: &syn::Path) -> Callee {
    let path = syn::ExprPath { attrs: Vec::new(), qself: None, path: rule.clone() };
    let target = if crate::lower::is_associated(&path) {
        Target::Associated { path: Box::new(path), receives: true }
    } else {
        Target::Companion { primal: quote!(#rule), companion: quote!(#rule) }
    };
    Callee { target, turbofish: TokenStream::new(), order: Order::Primal }
}

/// The sweeps of a function with `&mut` parameters: the forward sweep keeps what was in them, and the
/// reverse sweep gives them that, for the rule and for the caller.
pub fn restoring(context: &Context, family: &Family) -> TokenStream {
    let private = context.private;
    let [_, fwd, rev, ..] = family.names.map(|name| context.sweep(name));
    let adjoint = context.call(family.names[0]);
    let (attributes, vis) = (context.sweep_attributes(), context.visibility());
    let (generics, where_clause) = context.generics();
    let (arrow, tape) = (arrow(&family.output), tape_name());
    let Family { outer_params, passed, plain, .. } = family;
    // arguments, and behind them tangents: of integers these are nothing
    let count = context.params().len();
    let is_changed = |at: usize| {
        let param = &context.params()[at % count];
        param.inout && (at < count || param.kind == ParamKind::Active)
    };
    let changed: Vec<&TokenStream> =
        (0..passed.len()).filter(|at| is_changed(*at)).map(|at| &passed[at]).collect();
    let kept = numbered("kept", changed.len());
    let (last_changed, last_kept) = (changed.iter().rev(), kept.iter().rev());
    let handed = passed.iter().enumerate().map(|(at, arg)| match is_changed(at) {
        true => quote!(&mut *#arg),
        false => quote!(#arg),
    });
    let slots = family.slots.iter().map(|Slot { name, ty, .. }| match ty {
        Some(_) => quote!(#name),
        None => quote!(&mut #private::NoTangent),
    });
    let shadow_params = family.shadow_params(private);
    let (_, seed_type) = family.seed();
    let seed = Ident::new("seed", Span::mixed_site());
    quote! {
        #attributes
        #vis fn #fwd #generics (#(#outer_params,)* #tape: &mut #private::Tape) #arrow #where_clause {
            #(#private::Save::save(#private::keep(&*#changed), #tape);)*
            #plain(#(#passed,)*)
        }
        #attributes
        #vis fn #rev #generics (
            #(#outer_params,)* #(#shadow_params,)* #seed: #seed_type, #tape: &mut #private::Tape
        ) #where_clause {
            #(let #last_kept = #private::kept(&*#last_changed, #tape);)*
            #(#private::put_back(&mut *#changed, ::core::clone::Clone::clone(&#kept));)*
            let _ = #adjoint(#(#handed,)* #(#slots,)* #seed);
            #(#private::put_back(&mut *#changed, #kept);)*
        }
    }
}
