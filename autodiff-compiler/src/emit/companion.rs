//! The companion type: `struct f {}` beside `fn f`, with the sweeps that annotated callers use.
//!
//! | function | arguments | meaning |
//! | --- | --- | --- |
//! | `fwd` | args, tape | forward sweep: the value, and a record for `rev` |
//! | `rev` | args, shadows, seed, tape | reverse sweep |
//! | `adjoint` | args, shadows, seed | both at once; the value |
//! | `jvp` | args, tangents | value and tangent |
//! | `jvp_fwd`, `jvp_rev`, `jvp_adjoint` | | the same three for `jvp` (`second_order`) |
//!
//! Every argument has a shadow and a tangent here, also those without derivative, since a caller
//! cannot know which are which: theirs are of any type and ignored.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote};

use crate::analysis::{Activity, Plan};
use crate::code::print::Printer;
use crate::code::{Expr, Stmt};
use crate::emit::primal::Primal;
use crate::ir::Function;
use crate::names::Names;
use crate::parse::signature::Derived;
use crate::parse::{Options, Param, ParamKind, Signature};
use crate::simplify::simplify;
use crate::transform::adjoint::{Interface, Shadows, adjoint, tangent_code};
use crate::transform::forward::forward;

/// Everything that emission looks at.
pub struct Context<'a> {
    pub item: &'a syn::ItemFn,
    pub options: &'a Options,
    pub signature: &'a Signature,
    /// Generics with the bounds that derivatives need.
    pub generics: &'a syn::Generics,
    /// `::chainrule::__private`
    pub private: &'a TokenStream,
    /// The companion's name.
    pub companion: &'a Ident,
}

impl Context<'_> {
    pub fn derived(&self) -> Derived<'_> {
        Derived { krate: &self.options.krate, floats: &self.signature.floats }
    }

    pub fn params(&self) -> &[Param] {
        &self.signature.params
    }

    /// The tangent type of the output.
    pub fn output_tangent(&self) -> TokenStream {
        self.derived().gradient(&self.signature.output)
    }

    /// `#[inline] #[allow(..)]` for everything that is generated.
    pub fn attributes() -> TokenStream {
        quote! {
            #[inline]
            #[allow(
                clippy::all, clippy::pedantic, clippy::nursery, dead_code, deprecated, unused_assignments,
                unused_braces, unused_mut, unused_parens, unused_variables, non_snake_case
            )]
        }
    }
}

/// A generated parameter's own name: the user's text, out of reach of the user's other tokens.
pub fn hygienic(name: &Ident) -> Ident {
    let mut ident = name.clone();
    ident.set_span(Span::mixed_site().located_at(name.span()));
    ident
}

/// The companion with its sweeps.
pub fn companion(context: &Context, function: &Function) -> TokenStream {
    let activity = activity(context, function);
    let mut bodies = TokenStream::new();
    if context.options.reverse {
        bodies.extend(reverse_functions(context, function, &activity));
    }
    if context.options.forward || context.options.second_order.is_some() {
        let tangent = forward(function, &activity);
        bodies.extend(forward_function(context, &tangent));
        if context.options.second_order.is_some() {
            bodies.extend(second_order_functions(context, &tangent));
        }
    }
    bodies
}

/// The activity of a function's variables from its differentiable parameters.
fn activity(context: &Context, function: &Function) -> Activity {
    let active: Vec<_> = function
        .params
        .iter()
        .zip(context.params())
        .filter(|(_, param)| param.kind == ParamKind::Active)
        .map(|(var, _)| *var)
        .collect();
    Activity::of(function, &active)
}

fn primal<'a>(context: &'a Context, function: &'a Function) -> Primal<'a> {
    let generic = match context.signature.floats.as_slice() {
        [one] => Some(one.as_str()),
        _ => None,
    };
    Primal { function, private: context.private, generic, plain: false }
}

/// The user's parameters, with their own names and patterns.
fn own_params(context: &Context, function: &Function) -> Vec<TokenStream> {
    let params = context.params().iter().zip(&function.params);
    params
        .map(|(param, var)| {
            let data = function.var(*var);
            let (name, ty) = (&data.name, &param.ty);
            let mutable = data.storage.then(|| quote!(mut));
            quote!(#mutable #name: #ty)
        })
        .collect()
}

/// One generated name per parameter; wrappers have no other names.
fn slot_names(prefix: &str, count: usize) -> Vec<Ident> {
    (0..count).map(|i| Ident::new(&format!("{prefix}_{i}"), Span::mixed_site())).collect()
}

/// The names of a body, to which more may be added.
struct BodyNames(Names);

impl BodyNames {
    fn of(function: &Function) -> Self {
        Self(Names::of(function.vars.iter().map(|data| &data.name)))
    }

    /// One name per parameter, apart from everything in the body.
    fn slots(&mut self, prefix: &str, count: usize) -> Vec<Ident> {
        (0..count).map(|i| self.0.fresh(&format!("{prefix}_{i}"))).collect()
    }
}

/// `name: &mut T` for each parameter; any type where it is ignored.
fn shadow_params(context: &Context, names: &[Ident]) -> Vec<TokenStream> {
    let private = context.private;
    let derived = context.derived();
    let params = context.params().iter().zip(names);
    params
        .map(|(param, name)| match param.kind {
            ParamKind::Active => {
                let ty = derived.shadow(&param.ty);
                quote!(#name: #ty)
            }
            ParamKind::Inert => quote!(_: &mut (impl #private::Ignored + ?Sized)),
        })
        .collect()
}

/// `name: T` for each tangent; any type where it is ignored.
fn tangent_params(context: &Context, names: &[Ident]) -> Vec<TokenStream> {
    tangent_params_of(context, names, false)
}

/// The same for a body, in which the tangent of a `mut` parameter is `mut`.
fn own_tangent_params(context: &Context, names: &[Ident]) -> Vec<TokenStream> {
    tangent_params_of(context, names, true)
}

fn tangent_params_of(context: &Context, names: &[Ident], body: bool) -> Vec<TokenStream> {
    let private = context.private;
    let derived = context.derived();
    let params = context.params().iter().zip(names);
    params
        .map(|(param, name)| match param.kind {
            ParamKind::Active => {
                let ty = derived.tangent_argument(&param.ty);
                let mutable = (body && param.mutable).then(|| quote!(mut));
                quote!(#mutable #name: #ty)
            }
            ParamKind::Inert => quote!(_: impl #private::Ignored),
        })
        .collect()
}

/// Prints a body: simplified, with a tape when callees need one.
fn body(context: &Context, stmts: Vec<Stmt>, mut results: Vec<Expr>, function: &Function) -> TokenStream {
    let stmts = simplify(stmts, &mut results);
    let printer = Printer { private: context.private };
    let private = context.private;
    let tape = crate::emit::primal::tape_name();
    let mut uses_tape = false;
    for stmt in &stmts {
        stmt.for_each_name(&mut |name| uses_tape |= *name == tape);
    }
    let tape = uses_tape.then(|| quote!(let #tape = &mut #private::Tape::new();));
    let items = &function.items;
    let stmts = printer.stmts(&stmts);
    let result = match results.as_slice() {
        [one] => printer.expr(one),
        all => printer.expr(&Expr::Tuple(all.to_vec())),
    };
    quote!(#(#items)* #tape #stmts #result)
}

fn reverse_functions(context: &Context, function: &Function, activity: &Activity) -> TokenStream {
    let shadows = Shadows::new(primal(context, function), activity);
    let plan = Plan::of(&shadows, context.options.analysis);
    let mut names = BodyNames::of(function);
    let slots = names.slots("shadow", context.params().len());
    let seed = names.0.fresh("seed");
    let interface = Interface { seeds: std::slice::from_ref(&seed), shadows: &slots };
    let sweeps = adjoint(&shadows, &plan, interface);
    let mut stmts = sweeps.forward;
    stmts.extend(sweeps.reverse);
    let body = body(context, stmts, sweeps.results, function);

    let (generics, where_clause) = split_generics(context);
    let params = own_params(context, function);
    let shadow_params = shadow_params(context, &slots);
    let (output, tangent) = (&context.signature.output, context.output_tangent());
    let adjoint_fn = {
        let attributes = Context::attributes();
        quote! {
            #attributes
            pub fn adjoint #generics (#(#params,)* #(#shadow_params,)* #seed: #tangent) -> #output #where_clause {
                #body
            }
        }
    };
    let sweeps = sweep_wrappers(context, "fwd", "rev", &quote!(#tangent));
    quote!(#adjoint_fn #sweeps)
}

/// `fwd` and `rev` of a function that is run again in the reverse sweep.
fn sweep_wrappers(context: &Context, fwd: &str, rev: &str, tangent: &TokenStream) -> TokenStream {
    let (generics, where_clause) = split_generics(context);
    let attributes = Context::attributes();
    let private = context.private;
    let count = context.params().len();
    let own_slots = slot_names("shadow", count);
    let (fwd, rev) = (format_ident!("{fwd}"), format_ident!("{rev}"));
    let seed = Ident::new("seed", Span::mixed_site());
    let args = slot_names("arg", context.params().len());
    let types: Vec<_> = context.params().iter().map(|param| &param.ty).collect();
    let shadow_params = shadow_params(context, &own_slots);
    let slots = passed_shadows(context, &own_slots);
    let output = &context.signature.output;
    let name = &context.item.sig.ident;
    let turbofish = turbofish(context.generics);
    quote! {
        #attributes
        pub fn #fwd #generics (#(#args: #types,)* _: &mut #private::Tape) -> #output #where_clause {
            #name #turbofish (#(#args),*)
        }
        #attributes
        pub fn #rev #generics (
            #(#args: #types,)* #(#shadow_params,)* #seed: #tangent, _: &mut #private::Tape
        ) #where_clause {
            Self::adjoint #turbofish (#(#args,)* #(#slots,)* #seed);
        }
    }
}

/// The shadows to hand on: nothing where they are ignored.
fn passed_shadows(context: &Context, slots: &[Ident]) -> Vec<TokenStream> {
    let private = context.private;
    let params = context.params().iter().zip(slots);
    params
        .map(|(param, slot)| match param.kind {
            ParamKind::Active => quote!(#slot),
            ParamKind::Inert => quote!(&mut #private::NoTangent),
        })
        .collect()
}

fn forward_function(context: &Context, tangent: &Function) -> TokenStream {
    let no_activity = Activity::default();
    let shadows = Shadows::new(Primal { plain: true, ..primal(context, tangent) }, &no_activity);
    let (stmts, results) = tangent_code(&shadows);
    let body = body(context, stmts, results, tangent);
    let (generics, where_clause) = split_generics(context);
    let attributes = Context::attributes();
    let params = own_params(context, tangent);
    let names = tangent_names(context, tangent);
    let tangent_params = own_tangent_params(context, &names);
    let (output, output_tangent) = (&context.signature.output, context.output_tangent());
    quote! {
        #attributes
        pub fn jvp #generics (#(#params,)* #(#tangent_params,)*) -> (#output, #output_tangent) #where_clause {
            #body
        }
    }
}

/// The names of the tangents in the tangent program, one per parameter.
fn tangent_names(context: &Context, tangent: &Function) -> Vec<Ident> {
    let count = context.params().len();
    let mut rest = tangent.params[count..].iter();
    let mut actives = context.params().iter().map(|param| match param.kind {
        ParamKind::Active => rest.next().map(|var| tangent.var(*var).name.clone()),
        ParamKind::Inert => None,
    });
    let fallback = slot_names("tangent", count);
    fallback.into_iter().map(|name| actives.next().flatten().unwrap_or(name)).collect()
}

fn second_order_functions(context: &Context, tangent: &Function) -> TokenStream {
    let count = context.params().len();
    let active: Vec<_> = tangent
        .params
        .iter()
        .take(count)
        .zip(context.params())
        .filter(|(_, param)| param.kind == ParamKind::Active)
        .map(|(var, _)| *var)
        .chain(tangent.params[count..].iter().copied())
        .collect();
    let activity = Activity::of(tangent, &active);
    let shadows = Shadows::new(primal(context, tangent), &activity);
    let plan = Plan::of(&shadows, context.options.analysis);
    let mut body_names = BodyNames::of(tangent);
    let slots = body_names.slots("shadow", count);
    let dot_slots = body_names.slots("dot_shadow", count);
    // the tangent program has tangents of active parameters only
    let mut all_slots = slots.clone();
    all_slots.extend(
        dot_slots
            .iter()
            .zip(context.params())
            .filter(|(_, param)| param.kind == ParamKind::Active)
            .map(|(slot, _)| slot.clone()),
    );
    let seeds = [body_names.0.fresh("seed"), body_names.0.fresh("dot_seed")];
    let sweeps = adjoint(&shadows, &plan, Interface { seeds: &seeds, shadows: &all_slots });
    let mut stmts = sweeps.forward;
    stmts.extend(sweeps.reverse);
    let body = body(context, stmts, sweeps.results, tangent);

    let (generics, where_clause) = split_generics(context);
    let attributes = Context::attributes();
    let private = context.private;
    let params = own_params(context, tangent);
    let names = tangent_names(context, tangent);
    let tangents = own_tangent_params(context, &names);
    let (shadows, dot_shadows) = (shadow_params(context, &slots), shadow_params(context, &dot_slots));
    let (output, d_output) = (&context.signature.output, context.output_tangent());
    let args = slot_names("arg", context.params().len());
    let types: Vec<_> = context.params().iter().map(|param| &param.ty).collect();
    let dots = slot_names("dot", count);
    let dot_params = tangent_params(context, &dots);
    let passed_dots: Vec<_> = passed_tangents(context, &dots);
    let (passed, passed_dot) = (passed_shadows(context, &slots), passed_shadows(context, &dot_slots));
    let turbofish = turbofish(context.generics);
    let [seed, dot_seed] = &seeds;
    quote! {
        #attributes
        pub fn jvp_adjoint #generics (
            #(#params,)* #(#tangents,)* #(#shadows,)* #(#dot_shadows,)*
            (#seed, #dot_seed): (#d_output, #d_output)
        ) -> (#output, #d_output) #where_clause {
            #body
        }
        #attributes
        pub fn jvp_fwd #generics (
            #(#args: #types,)* #(#dot_params,)* _: &mut #private::Tape
        ) -> (#output, #d_output) #where_clause {
            Self::jvp #turbofish (#(#args,)* #(#passed_dots,)*)
        }
        #attributes
        pub fn jvp_rev #generics (
            #(#args: #types,)* #(#dot_params,)* #(#shadows,)* #(#dot_shadows,)*
            #seed: (#d_output, #d_output), _: &mut #private::Tape
        ) #where_clause {
            Self::jvp_adjoint #turbofish (#(#args,)* #(#passed_dots,)* #(#passed,)* #(#passed_dot,)* #seed);
        }
    }
}

/// The tangents to hand on.
pub fn passed_tangents(context: &Context, names: &[Ident]) -> Vec<TokenStream> {
    let private = context.private;
    let params = context.params().iter().zip(names);
    params
        .map(|(param, name)| match param.kind {
            ParamKind::Active => quote!(#name),
            ParamKind::Inert => quote!(#private::NoTangent),
        })
        .collect()
}

/// `<'a, T: Real>` and `where ..`.
pub fn split_generics(context: &Context) -> (TokenStream, TokenStream) {
    let (generics, _, where_clause) = context.generics.split_for_impl();
    (quote!(#generics), quote!(#where_clause))
}

/// `::<T, N>` without lifetimes.
pub fn turbofish(generics: &syn::Generics) -> TokenStream {
    let names: Vec<&Ident> = generics
        .params
        .iter()
        .filter_map(|param| match param {
            syn::GenericParam::Type(param) => Some(&param.ident),
            syn::GenericParam::Const(param) => Some(&param.ident),
            syn::GenericParam::Lifetime(_) => None,
        })
        .collect();
    if names.is_empty() { quote!() } else { quote!(::<#(#names),*>) }
}
