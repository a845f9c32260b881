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

use super::family::{Family, Slot, Source, family};
use super::home::Home;
use super::primal::Primal;
use crate::analysis::Activity;
use crate::ir::{FloatKind, Function, Ty, VarId};
use crate::names::Names;
use crate::parse::derived::Derived;
use crate::parse::{Options, Param, ParamKind, Passing, Signature};
use crate::simplify::simplify;
use crate::transform::Programs;
use crate::transform::adjoint::{Shadows, tangent_code};

/// Everything that emission looks at.
pub struct Context<'a> {
    pub item: &'a syn::ItemFn,
    pub options: &'a Options,
    pub signature: &'a Signature,
    /// Generics with the bounds that derivatives need.
    pub generics: &'a syn::Generics,
    /// `::chainrule::__private`
    pub private: &'a TokenStream,
    /// Where the sweeps stand.
    pub home: &'a Home,
    /// [`allowed`], which stands in front of every public function.
    pub allowed: TokenStream,
}

impl<'a> Context<'a> {
    pub fn derived(&self) -> Derived<'_> {
        let hidden = self.options.hidden_self.as_ref();
        Derived { krate: &self.options.krate, types: &self.signature.types, hidden }
    }

    pub fn params(&self) -> &[Param] {
        &self.signature.params
    }

    /// The tangent type of the output.
    pub fn output_tangent(&self) -> TokenStream {
        self.derived().gradient(&self.signature.output)
    }

    /// IR as code, for one function.
    pub fn primal(&'a self, function: &'a Function) -> Primal<'a> {
        let generic = match self.signature.types.floats.as_slice() {
            [one] if !function.vars.iter().any(|data| is_primitive(&data.ty)) => Some(one.as_str()),
            _ => None,
        };
        let by_path = self.signature.float_params.iter().any(|param| param.foreign);
        Primal { function, private: self.private, generic, by_path }
    }

    /// `<'a, T: Real>` and `where ..`.
    pub fn generics(&self) -> (TokenStream, TokenStream) {
        let (generics, _, where_clause) = self.generics.split_for_impl();
        (quote!(#generics), quote!(#where_clause))
    }

    /// As [`Self::attributes`], for sweeps: a companion allows what it has to for all of them.
    pub fn sweep_attributes(&self) -> TokenStream {
        self.sweep_with(&quote!(#[inline]))
    }

    /// For the function with both sweeps: each of them inlines it and leaves the other half away, which rustc
    /// would not do for a large one.
    pub fn both_sweeps_attributes(&self) -> TokenStream {
        self.sweep_with(&quote!(#[inline(always)]))
    }

    fn sweep_with(&self, inline: &TokenStream) -> TokenStream {
        if !self.home.is_impl() {
            return inline.clone();
        }
        let (cfgs, allowed) = (super::api::cfgs(self.item), &self.allowed);
        quote!(#(#cfgs)* #[doc(hidden)] #inline #allowed)
    }

    /// The visibility of sweeps: that of the function, of which a companion is a part.
    pub fn visibility(&self) -> TokenStream {
        let vis = &self.item.vis;
        if self.home.is_impl() { quote!(#vis) } else { quote!(pub) }
    }

    /// The sweep that is the tangent program itself: callers of a method by value borrow its receiver.
    pub fn tangent_program(&self) -> &'static str {
        let owned = self.params().iter().any(Param::is_owned_receiver);
        if owned { "tangent" } else { "jvp" }
    }

    /// The name of a sweep where it is defined.
    pub fn sweep(&self, name: &str) -> Ident {
        self.home.define(&self.item.sig.ident, name)
    }

    /// A sweep as others of the function call it, with its generic arguments.
    pub fn call(&self, name: &str) -> TokenStream {
        let (path, turbofish) = (self.home.call(&self.item.sig.ident, name), self.turbofish());
        quote!(#path #turbofish)
    }

    /// The function itself, with its generic arguments.
    pub fn function(&self) -> TokenStream {
        let (path, turbofish) = (self.home.primal(&self.item.sig.ident), self.own_arguments());
        quote!(#path #turbofish)
    }

    /// The same without those of `impl Trait`, as a path of the function itself takes them.
    pub fn given_turbofish(&self) -> TokenStream {
        self.own_arguments()
    }

    /// Whether a parameter is of a type without a name: `impl Trait`.
    pub fn has_anonymous(&self) -> bool {
        let unnamed = |param: &Param| matches!(param.ty, syn::Type::ImplTrait(_));
        !self.options.anonymous.is_empty()
            || self.options.left_out
            || self.params().iter().any(unnamed)
    }

    /// `::<T, N>` without lifetimes.
    pub fn turbofish(&self) -> TokenStream {
        self.arguments(true)
    }

    /// The generic arguments of the function itself; rustc finds them where some have no names here.
    fn own_arguments(&self) -> TokenStream {
        if self.options.left_out { quote!() } else { self.arguments(false) }
    }

    /// The same, with or without the parameters that the function itself does not name.
    fn arguments(&self, all: bool) -> TokenStream {
        let anonymous = |name: &Ident| self.options.anonymous.contains(name);
        let names = self.generics.params.iter().filter_map(|param| match param {
            syn::GenericParam::Type(param) => {
                Some(&param.ident).filter(|name| all || !anonymous(name))
            }
            syn::GenericParam::Const(param) => Some(&param.ident),
            syn::GenericParam::Lifetime(_) => None,
        });
        let names: Vec<&Ident> = names.collect();
        if names.is_empty() { quote!() } else { quote!(::<#(#names),*>) }
    }

    /// `#[inline] #[allow(..)]` for a function that is generated.
    pub fn attributes(&self) -> TokenStream {
        let allowed = &self.allowed;
        quote!(#[inline] #allowed)
    }
}

/// `#[allow(..)]` for everything that is generated. Where many functions stand in one block it is the
/// block's: rustc reads the list once. It looks for the name of a tool that is not running among the names of
/// all its lints, so clippy's are for clippy alone.
pub fn allowed() -> TokenStream {
    quote! {
        #[cfg_attr(clippy, allow(clippy::all, clippy::pedantic, clippy::nursery))]
        #[allow(
            dead_code, deprecated, unreachable_patterns, unused_assignments, unused_braces, unused_mut, unused_parens, unused_qualifications, unused_variables,
            non_snake_case
        )]
    }
}

/// A float that is no type parameter.
fn is_primitive(ty: &Ty) -> bool {
    matches!(ty.strip_refs(), Ty::Float(FloatKind::F64 | FloatKind::F32))
}

/// A generated parameter's own name: the user's text, out of reach of the user's other tokens.
pub fn hygienic(name: &Ident) -> Ident {
    let mut ident = name.clone();
    ident.set_span(Span::mixed_site().located_at(name.span()));
    ident
}

/// The sweeps of a function, as associated functions of its companion.
pub fn companion(context: &Context, programs: &Programs) -> TokenStream {
    let mut out = TokenStream::new();
    if context.options.reverse {
        out.extend(first_order(context, &programs.primal, &programs.activity));
    }
    if let Some(tangent) = &programs.tangent {
        out.extend(jvp(context, tangent));
        if context.options.second_order.is_some() {
            out.extend(of_tangent(context, tangent, &programs.params));
        }
    }
    out
}

/// The user's parameters under their names in the body.
fn own_params(context: &Context, program: &Function) -> Vec<TokenStream> {
    let params = context.params().iter().zip(&program.params);
    params
        .map(|(param, var)| {
            let data = program.var(*var);
            let function = param.function.as_ref();
            let changed = data.storage && !program.is_inout(*var)
                || function.is_some_and(|function| function.passing == Passing::Mutable);
            param.declared(&data.name, changed)
        })
        .collect()
}

/// One name per parameter, for functions without other names.
pub fn numbered(prefix: &str, count: usize) -> Vec<Ident> {
    (0..count).map(|i| Ident::new(&format!("{prefix}_{i}"), Span::mixed_site())).collect()
}

/// Parameters of the same types under other names; a receiver is borrowed.
pub fn renamed_params(context: &Context, names: &[Ident]) -> Vec<TokenStream> {
    let params = context.params().iter().zip(names);
    let renamed = params.map(|(param, name)| match param.is_owned_receiver() {
        true => quote!(&#name),
        false => param.declared(name, false),
    });
    renamed.collect()
}

/// The names of [`renamed_params`] as they are handed on.
pub fn handed_on(context: &Context, names: &[Ident]) -> Vec<TokenStream> {
    let private = context.private;
    let params = context.params().iter().zip(names).enumerate();
    let handed = params.map(|(at, (param, name))| match param.is_owned_receiver() {
        true => quote!(#private::keep(#name)),
        false if context.options.viewed.contains(&at) => view_of(param, name),
        false => quote!(#name),
    });
    handed.collect()
}

/// A view of an array, as the function itself takes one.
pub fn view_of(param: &Param, name: &Ident) -> TokenStream {
    if param.inout { quote!(&mut #name.view_mut()) } else { quote!(&#name.view()) }
}

/// Views under the parameters' names, which calls of the functions themselves take.
fn views(context: &Context, program: &Function) -> TokenStream {
    let viewed =
        context.options.viewed.iter().map(|at| (&context.params()[*at], program.params[*at]));
    let shared = viewed.filter(|(param, _)| !param.inout);
    let views = shared.map(|(param, var)| {
        let name = &program.var(var).name;
        let view = view_of(param, name);
        quote!(let #name = #view;)
    });
    views.collect()
}

/// The parameters of sweeps under names of their own, and as they are handed on to the function.
pub struct Outer {
    pub params: Vec<TokenStream>,
    pub passed: Vec<TokenStream>,
}

impl Outer {
    pub fn of(context: &Context) -> Self {
        let names = outer_names(context, "arg");
        Self { params: renamed_params(context, &names), passed: handed_on(context, &names) }
    }
}

/// A name per parameter; a receiver keeps its own.
pub fn outer_names(context: &Context, prefix: &str) -> Vec<Ident> {
    let mut names = numbered(prefix, context.params().len());
    for (name, param) in names.iter_mut().zip(context.params()) {
        if param.receiver.is_some() {
            *name = hygienic(&param.name);
        }
    }
    names
}

/// Tangent parameters; any type where the tangent is ignored.
pub fn tangent_params(context: &Context, names: &[Ident], in_body: bool) -> Vec<TokenStream> {
    let (derived, private) = (context.derived(), context.private);
    let params = context.params().iter().zip(names);
    params
        .map(|(param, name)| match param.kind {
            ParamKind::Active if param.is_owned_receiver() && !in_body => {
                let ty = derived.tangent_argument(&param.ty);
                quote!(#name: &#ty)
            }
            ParamKind::Active if param.items.is_some() => {
                let tangent = content_tangent(context, param);
                quote!(#name: impl #private::Items<#tangent>)
            }
            ParamKind::Active => {
                let ty = derived.tangent_argument(&param.ty);
                let mutable = (in_body && param.mutable).then(|| quote!(mut));
                quote!(#mutable #name: #ty)
            }
            ParamKind::Inert => {
                let ty = ignored_tangent(context, param);
                quote!(_: #ty)
            }
            ParamKind::Function => {
                let ty = param.function.iter().map(|function| function.jvp(&derived));
                quote!(#name: &dyn #(#ty)*)
            }
        })
        .collect()
}

/// The tangent of what an item holds. Whether a caller passes a slice, an array or a `Vec` is not seen, and it
/// passes tangents and shadows in the same form.
fn content_tangent(context: &Context, param: &Param) -> TokenStream {
    let items = param.items.iter().map(|items| context.derived().gradient(&items.content));
    quote!(#(#items)*)
}

/// The type of a tangent that is ignored: any, but of the first parameter of a function that a path of a type
/// names. A caller takes that for what may be a receiver, and lends its tangent, where a type has to show.
pub fn ignored_tangent(context: &Context, param: &Param) -> TokenStream {
    let private = context.private;
    let first = context.params().first().is_some_and(|first| std::ptr::eq(first, param));
    let number = param.known.is_scalar() && param.known.is_inert();
    match first && param.receiver.is_none() && number && context.home.is_impl() {
        true => quote!(#private::NoTangent),
        false => quote!(impl #private::Ignored),
    }
}

/// The tangents to hand on.
pub fn passed_tangents(context: &Context, names: &[Ident]) -> Vec<TokenStream> {
    let private = context.private;
    let params = context.params().iter().zip(names);
    params
        .map(|(param, name)| match param.kind {
            ParamKind::Active | ParamKind::Function => quote!(#name),
            ParamKind::Inert => quote!(#private::NoTangent),
        })
        .collect()
}

/// Whose shadows they are.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Derivative {
    /// The parameters', in the adjoint of the function.
    First,
    /// The parameters', in the adjoint of its tangent program.
    OfPrimal,
    /// The tangents', there.
    OfTangent,
}

/// A shadow per parameter, or per tangent; those that are ignored have no type.
pub fn shadow_slots(
    context: &Context,
    names: &mut Names,
    prefix: &str,
    order: Derivative,
) -> Vec<Slot> {
    let derived = context.derived();
    let params = context.params().iter().enumerate();
    params
        .map(|(i, param)| {
            let active = param.kind != ParamKind::Inert;
            let ty = match (&param.function, order) {
                _ if !active => None,
                (None, _) if param.items.is_some() => {
                    let (private, tangent) = (context.private, content_tangent(context, param));
                    Some(quote! {
                        &mut (impl #private::AccumulateFrom<::std::vec::Vec<#tangent>> + ?Sized)
                    })
                }
                (None, _) => Some(derived.shadow(&param.ty)),
                (Some(function), Derivative::First) => Some(function.adjoint(&derived)),
                // a tangent program calls the jvp alone
                (Some(_), Derivative::OfPrimal) => None,
                (Some(function), Derivative::OfTangent) => Some(function.jvp_adjoint(&derived)),
            };
            let ty = ty.map(|ty| match &param.function {
                Some(_) => quote!(&mut dyn #ty),
                None => ty,
            });
            let items = active && param.items.is_some();
            let example = items.then(|| {
                let tangent = content_tangent(context, param);
                quote!(&mut ::std::vec::Vec<#tangent>)
            });
            Slot {
                name: names.fresh(&format!("{prefix}_{i}")),
                ty,
                example,
                inner: active || order != Derivative::OfTangent,
            }
        })
        .collect()
}

/// `adjoint`, `fwd` and `rev`.
fn first_order(context: &Context, function: &Function, activity: &Activity) -> TokenStream {
    let mut names = Names::of(function.vars.iter().map(|data| &data.name));
    let args = outer_names(context, "arg");
    family(
        context,
        &Family {
            source: Source::Program(function, activity),
            names: ["adjoint", "fwd", "rev", "sweep", "needs"],
            params: own_params(context, function),
            outer_params: renamed_params(context, &args),
            passed: handed_on(context, &args),
            slots: shadow_slots(context, &mut names, "shadow", Derivative::First),
            seeds: vec![(names.fresh("seed"), context.output_tangent())],
            output: {
                let output = &context.signature.output;
                quote!(#output)
            },
            prelude: views(context, function),
            plain: context.function(),
        },
    )
}

/// `jvp`.
fn jvp(context: &Context, tangent: &Function) -> TokenStream {
    let no_activity = Activity::default();
    let shadows = Shadows::of_tangent(context.primal(tangent), &no_activity);
    let (stmts, mut results) = tangent_code(&shadows);
    let stmts = simplify(stmts, &mut results, tangent);
    let body = super::family::body(context, stmts, results, tangent);
    let mut params = own_params(context, tangent);
    params.extend(tangent_params(context, &tangent_names(context, tangent), true));
    let prelude = tangent_prelude(context, tangent);
    jvp_with(context, &params, &quote!(#prelude #body))
}

/// `jvp` with a body.
pub fn jvp_with(context: &Context, params: &[TokenStream], body: &TokenStream) -> TokenStream {
    let (generics, where_clause) = context.generics();
    let (attributes, vis) = (context.sweep_attributes(), context.visibility());
    let (output, output_tangent) = (&context.signature.output, context.output_tangent());
    let (name, outer) = (context.sweep(context.tangent_program()), borrowing_jvp(context));
    quote! {
        #attributes
        #vis fn #name #generics (#(#params,)*) -> (#output, #output_tangent) #where_clause {
            #body
        }
        #outer
    }
}

/// The `jvp` that callers use of a method that takes its receiver by value.
fn borrowing_jvp(context: &Context) -> TokenStream {
    if context.tangent_program() == "jvp" {
        return TokenStream::new();
    }
    let (args, dots) = (outer_names(context, "arg"), numbered("dot", context.params().len()));
    let (params, tangents) =
        (renamed_params(context, &args), tangent_params(context, &dots, false));
    let mut passed = handed_on(context, &args);
    passed.extend(handed_tangents(context, &dots));
    let (attributes, vis) = (context.sweep_attributes(), context.visibility());
    let (generics, where_clause) = context.generics();
    let (output, output_tangent) = (&context.signature.output, context.output_tangent());
    let (name, inner) = (context.sweep("jvp"), context.call(context.tangent_program()));
    quote! {
        #attributes
        #vis fn #name #generics (#(#params,)* #(#tangents,)*) -> (#output, #output_tangent) #where_clause {
            #inner(#(#passed),*)
        }
    }
}

/// The tangents of [`tangent_params`] outside of a body, handed on.
pub fn handed_tangents(context: &Context, names: &[Ident]) -> Vec<TokenStream> {
    let passed = passed_tangents(context, names);
    let params = context.params().iter().zip(passed);
    let handed = params.map(|(param, name)| match param.kind {
        ParamKind::Active if param.is_owned_receiver() => {
            quote!(::core::clone::Clone::clone(#name))
        }
        ParamKind::Active | ParamKind::Inert | ParamKind::Function => name,
    });
    handed.collect()
}

/// What the body of a tangent program begins with: views of arrays and of their tangents, and checks.
fn tangent_prelude(context: &Context, tangent: &Function) -> TokenStream {
    let names = tangent_names(context, tangent);
    let viewed = context.options.viewed.iter().map(|at| (&context.params()[*at], &names[*at]));
    let lent = viewed.filter(|(param, _)| !param.inout && param.kind == ParamKind::Active);
    let tangents = lent.map(|(param, name)| {
        let view = view_of(param, name);
        quote!(let #name = #view;)
    });
    let (views, checks) = (views(context, tangent), matching_tangents(context, tangent));
    quote!(#views #(#tangents)* #checks)
}

/// Checks once that the tangents of slices are as long as the slices.
fn matching_tangents(context: &Context, tangent: &Function) -> TokenStream {
    let private = context.private;
    let names = tangent_names(context, tangent);
    let params = context.params().iter().zip(&tangent.params).zip(&names);
    params
        .filter(|((param, _), _)| {
            let slice = matches!(&param.known, Ty::Ref(inner) if matches!(**inner, Ty::Slice(_)));
            slice && param.kind == ParamKind::Active
        })
        .map(|((param, var), name)| {
            let primal = &tangent.var(*var).name;
            let matching =
                format_ident!("{}", if param.inout { "matching_mut" } else { "matching" });
            quote!(let #name = #private::#matching(#name, #primal.len());)
        })
        .collect()
}

/// The names of the tangents in the tangent program, one per parameter.
fn tangent_names(context: &Context, tangent: &Function) -> Vec<Ident> {
    let count = context.params().len();
    let mut tangents = tangent.params[count..].iter();
    let params = context.params().iter().zip(numbered("ignored", count));
    params
        .map(|(param, ignored)| {
            match param.kind {
                ParamKind::Active | ParamKind::Function => {
                    tangents.next().map(|var| tangent.var(*var).name.clone())
                }
                ParamKind::Inert => None,
            }
            .unwrap_or(ignored)
        })
        .collect()
}

/// `jvp_adjoint`, `jvp_fwd` and `jvp_rev`: the adjoint of the tangent program.
fn of_tangent(context: &Context, tangent: &Function, params: &[VarId]) -> TokenStream {
    let count = context.params().len();
    // of functions it calls the jvp alone
    let data = |param: &&VarId| !tangent.functions.contains_key(param);
    let mut active: Vec<VarId> = params.iter().filter(data).copied().collect();
    active.extend(&tangent.params[count..]);
    let activity = Activity::of(tangent, &active);
    let mut names = Names::of(tangent.vars.iter().map(|data| &data.name));
    let mut params = own_params(context, tangent);
    params.extend(tangent_params(context, &tangent_names(context, tangent), true));
    let (args, dots) = (outer_names(context, "arg"), numbered("dot", count));
    let mut outer_params = renamed_params(context, &args);
    outer_params.extend(tangent_params(context, &dots, false));
    let mut passed = handed_on(context, &args);
    passed.extend(handed_tangents(context, &dots));
    let mut slots = shadow_slots(context, &mut names, "shadow", Derivative::OfPrimal);
    slots.extend(shadow_slots(context, &mut names, "dot_shadow", Derivative::OfTangent));
    let (output, d_output) = (&context.signature.output, context.output_tangent());
    family(
        context,
        &Family {
            source: Source::Program(tangent, &activity),
            names: ["jvp_adjoint", "jvp_fwd", "jvp_rev", "jvp_sweep", "jvp_needs"],
            params,
            outer_params,
            passed,
            slots,
            seeds: vec![
                (names.fresh("seed"), d_output.clone()),
                (names.fresh("dot_seed"), d_output.clone()),
            ],
            output: quote!((#output, #d_output)),
            prelude: tangent_prelude(context, tangent),
            plain: context.call(context.tangent_program()),
        },
    )
}
