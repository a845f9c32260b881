//! The adjoint of a program in its three forms: at once, as a forward sweep, as a reverse sweep.
//!
//! A program that calls no annotated function is run again in its reverse sweep (*joint*): its
//! forward sweep is the program itself and records nothing. A program that calls others records on
//! the tape (*split*): running it again would cost a factor per level of calls. So does a program with
//! `&mut` parameters: it finds its results in them, and to run again it would need a copy of all that
//! was in them. The two sweeps of a split program stand in one function, so that rustc infers the
//! types of the records in one from the other.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use super::companion::Context;
use super::primal::{TAPE, tape_name};
use super::{needs, unknown};
use crate::analysis::{Activity, Mode, Plan, schedule};
use crate::code::print::Printer;
use crate::code::{Expr, Stmt};
use crate::ir::{Function, Ty};
use crate::optimize::optimize;
use crate::simplify::{simplify, simplify_reverse};
use crate::texts::is;
use crate::transform::adjoint::{Interface, Shadows, adjoint, taped};

/// The shadow of an argument.
pub struct Slot {
    pub name: Ident,
    /// `None` where it is ignored.
    pub ty: Option<TokenStream>,
    /// A type that it might have, where `ty` is more than one.
    pub example: Option<TokenStream>,
    /// Belongs to a parameter of the program; a tangent program has none for an ignored tangent.
    pub inner: bool,
}

/// What the adjoint does.
pub enum Source<'a> {
    /// The adjoint of a program.
    Program(&'a Function, &'a Activity),
    /// A rule of the user's, as the body of the adjoint.
    Rule(TokenStream),
}

/// A program or a rule, and what its signatures consist of.
pub struct Family<'a> {
    pub source: Source<'a>,
    /// The names of the adjoint, the forward sweep, the reverse sweep, both sweeps together, and of what
    /// says which arguments the reverse sweep reads.
    pub names: [&'a str; 5],
    /// The parameters under their names in the body.
    pub params: Vec<TokenStream>,
    /// The same under names of their own, and how they are handed on.
    pub outer_params: Vec<TokenStream>,
    pub passed: Vec<TokenStream>,
    pub slots: Vec<Slot>,
    /// Name and type of the cotangent of each result.
    pub seeds: Vec<(Ident, TokenStream)>,
    pub output: TokenStream,
    /// What a body begins with.
    pub prelude: TokenStream,
    /// The program itself, to be called with its arguments.
    pub plain: TokenStream,
}

impl Family<'_> {
    /// `(seed, dot_seed)`, bare when there is one.
    pub fn seed(&self) -> (TokenStream, TokenStream) {
        match self.seeds.as_slice() {
            [(name, ty)] => (quote!(#name), quote!(#ty)),
            all => {
                let (names, types): (Vec<_>, Vec<_>) =
                    all.iter().map(|(name, ty)| (name, ty)).unzip();
                (quote!((#(#names),*)), quote!((#(#types),*)))
            }
        }
    }

    pub fn shadow_params(&self, private: &TokenStream) -> Vec<TokenStream> {
        let slots = self.slots.iter();
        slots
            .map(|Slot { name, ty, .. }| match ty {
                Some(ty) => quote!(#name: #ty),
                None => quote!(_: &mut (impl #private::Ignored + ?Sized)),
            })
            .collect()
    }

    /// The shadows that the body knows: one per parameter of the program.
    fn inner_slots(&self) -> Vec<Ident> {
        let inner = self.slots.iter().filter(|slot| slot.inner);
        inner.map(|slot| slot.name.clone()).collect()
    }
}

/// All three forms.
pub fn family(context: &Context, family: &Family) -> TokenStream {
    match family.source {
        // no callee records anything for a program that runs at most as deep as one level
        Source::Program(function, activity) if !function.calls() && function.inout.is_empty() => {
            let shadows = Shadows::new(context.primal(function), activity);
            let at_once = at_once(context, family, &adjoint_body(context, family, &shadows));
            let joint = joint(context, family);
            let needs = needs::of_program(context, family, function, &shadows, None);
            quote!(#at_once #joint #needs)
        }
        Source::Program(function, activity) => {
            let shadows = Shadows::new(context.primal(function), activity);
            let at_once = at_once(context, family, &adjoint_body(context, family, &shadows));
            let split = split(context, family, function, activity);
            quote!(#at_once #split)
        }
        Source::Rule(ref body) => {
            let at_once = at_once(context, family, body);
            let changes = context.params().iter().any(|param| param.inout);
            let needs = needs::everything(context, family.names[4]);
            let sweeps = match changes {
                true => super::rule::restoring(context, family),
                false => joint(context, family),
            };
            quote!(#at_once #sweeps #needs)
        }
    }
}

/// A body, with a tape of its own when callees need one.
pub fn body(
    context: &Context,
    stmts: Vec<Stmt>,
    results: Vec<Expr>,
    function: &Function,
) -> TokenStream {
    let private = context.private;
    let tape = tape_name();
    let mut uses_tape = false;
    for stmt in &stmts {
        stmt.for_each_name(&mut |name| uses_tape |= is(name, TAPE));
    }
    let tape = uses_tape.then(|| quote!(let #tape = &mut #private::Tape::new();));
    let (items, unknown) = (&function.items, unknown::traits(function, private));
    let printer = Printer { private };
    let nothing = match function.results.as_slice() {
        [one] => matches!(function.operand_ty(one), Ty::Unit),
        _ => false,
    };
    let result = (!nothing).then(|| tuple(&printer, &results));
    let stmts = printer.stmts(&stmts);
    quote!(#(#items)* #unknown #tape #stmts #result)
}

fn tuple(printer: &Printer, results: &[Expr]) -> TokenStream {
    match results {
        [one] => printer.expr(one),
        all => printer.expr(&Expr::Tuple(all.to_vec())),
    }
}

/// `-> output`, nothing for `()`.
pub fn arrow(output: &TokenStream) -> TokenStream {
    if output.to_string() == "()" { quote!() } else { quote!(-> #output) }
}

fn at_once(context: &Context, family: &Family, body: &TokenStream) -> TokenStream {
    let (attributes, vis) = (context.sweep_attributes(), context.visibility());
    let (generics, where_clause) = context.generics();
    let (name, params) = (context.sweep(family.names[0]), &family.params);
    let shadow_params = family.shadow_params(context.private);
    let (seed, seed_type) = family.seed();
    let (arrow, prelude) = (arrow(&family.output), &family.prelude);
    quote! {
        #attributes
        #vis fn #name #generics (
            #(#params,)* #(#shadow_params,)* #seed: #seed_type
        ) #arrow #where_clause {
            #prelude
            #body
        }
    }
}

/// The adjoint of a program, whose statements may take another order first.
fn adjoint_body(context: &Context, family: &Family, shadows: &Shadows) -> TokenStream {
    let function = shadows.primal.function;
    match context.options.analysis.then(|| schedule(function)).flatten() {
        Some(scheduled) => {
            let shadows = Shadows::new(context.primal(&scheduled), shadows.activity);
            adjoint_of(context, family, &shadows)
        }
        None => adjoint_of(context, family, shadows),
    }
}

/// The adjoint of a program in the order of its statements.
fn adjoint_of(context: &Context, family: &Family, shadows: &Shadows) -> TokenStream {
    let function = shadows.primal.function;
    let plan = Plan::of(shadows, context.options.analysis, Mode::Joint);
    let seeds: Vec<Ident> = family.seeds.iter().map(|(name, _)| name.clone()).collect();
    let interface = Interface { seeds: &seeds, shadows: &family.inner_slots() };
    let sweeps = adjoint(shadows, &plan, interface);
    let (mut stmts, mut results) = (sweeps.forward, sweeps.results);
    stmts.extend(sweeps.reverse);
    let mut stmts = simplify(stmts, &mut results, function);
    optimize(&mut stmts, shadows, &context.options.facts.leaves);
    body(context, stmts, results, function)
}

/// The sweeps of a program that is run again.
fn joint(context: &Context, family: &Family) -> TokenStream {
    let private = context.private;
    let [_, fwd, rev, ..] = family.names.map(|name| context.sweep(name));
    let adjoint = context.call(family.names[0]);
    let (attributes, vis) = (context.sweep_attributes(), context.visibility());
    let (generics, where_clause) = context.generics();
    let Family { outer_params, passed, plain, .. } = family;
    let arrow = arrow(&family.output);
    let shadow_params = family.shadow_params(private);
    let slots = family.slots.iter().map(|Slot { name, ty, .. }| match ty {
        Some(_) => quote!(#name),
        None => quote!(&mut #private::NoTangent),
    });
    let (_, seed_type) = family.seed();
    let seed = Ident::new("seed", Span::mixed_site());
    quote! {
        #attributes
        #vis fn #fwd #generics (#(#outer_params,)* _: &mut #private::Tape) #arrow #where_clause {
            #plain(#(#passed,)*)
        }
        #attributes
        #vis fn #rev #generics (
            #(#outer_params,)* #(#shadow_params,)* #seed: #seed_type, _: &mut #private::Tape
        ) #where_clause {
            let _ = #adjoint(#(#passed,)* #(#slots,)* #seed);
        }
    }
}

/// The sweeps of a program that records.
fn split(
    context: &Context,
    family: &Family,
    function: &Function,
    activity: &Activity,
) -> TokenStream {
    let private = context.private;
    let [_, fwd, rev, sweep, _] = family.names.map(|name| context.sweep(name));
    let call = context.call(family.names[3]);
    let (attributes, vis) = (context.sweep_attributes(), context.visibility());
    let (generics, where_clause) = context.generics();
    let both = both_sweeps(context, family, &sweep, function, activity);
    let Family { outer_params, passed, .. } = family;
    let arrow = arrow(&family.output);
    let shadow_params = family.shadow_params(private);
    let slots: Vec<&Ident> =
        family.slots.iter().filter(|slot| slot.ty.is_some()).map(|slot| &slot.name).collect();
    let (_, seed_type) = family.seed();
    let (seed, tape) = (Ident::new("seed", Span::mixed_site()), tape_name());
    let value = Ident::new("value", Span::mixed_site());
    let no_shadows = no_shadows(family);
    quote! {
        #both
        #attributes
        #vis fn #fwd #generics (#(#outer_params,)* #tape: &mut #private::Tape) #arrow #where_clause {
            let ::core::option::Option::Some(#value) =
                #call(#(#passed,)* #no_shadows, #tape)
            else {
                ::core::unreachable!()
            };
            #value
        }
        #attributes
        #vis fn #rev #generics (
            #(#outer_params,)* #(#shadow_params,)* #seed: #seed_type, #tape: &mut #private::Tape
        ) #where_clause {
            #call(
                #(#passed,)* ::core::option::Option::Some((#(#slots,)* #seed)), #tape
            );
        }
    }
}

/// What stands for the shadows in a forward sweep: it says of which types they would be.
fn no_shadows(family: &Family) -> TokenStream {
    let none = quote!(::core::option::Option::None);
    if family.slots.iter().all(|slot| slot.example.is_none()) {
        return none;
    }
    let types = family.slots.iter().filter(|slot| slot.ty.is_some());
    let types = types.map(|slot| slot.example.clone().unwrap_or_else(|| quote!(_)));
    quote!(#none::<(#(#types,)* _)>)
}

/// Both sweeps in one function: without shadows the forward sweep, with them the reverse sweep.
fn both_sweeps(
    context: &Context,
    family: &Family,
    name: &Ident,
    function: &Function,
    activity: &Activity,
) -> TokenStream {
    let private = context.private;
    let shadows = Shadows::new(context.primal(function), activity);
    let plan = Plan::of(&shadows, context.options.analysis, Mode::Split);
    let seeds: Vec<Ident> = family.seeds.iter().map(|(name, _)| name.clone()).collect();
    let interface = Interface { seeds: &seeds, shadows: &family.inner_slots() };
    let mut sweeps = taped(&shadows, &plan, interface);
    let printer = Printer { private };
    let mut forward = simplify(sweeps.forward, &mut sweeps.results, function);
    optimize(&mut forward, &shadows, &context.options.facts.leaves);
    let forward = printer.stmts(&forward);
    let results = tuple(&printer, &sweeps.results);
    let mut reverse = simplify_reverse(sweeps.reverse, function);
    optimize(&mut reverse, &shadows, &context.options.facts.leaves);
    let reverse = printer.stmts(&reverse);
    let stores = printer.stmts(&sweeps.slots);
    let needs = needs::of_program(context, family, function, &shadows, Some(&plan));

    let attributes = context.both_sweeps_attributes();
    let (generics, where_clause) = context.generics();
    let tape = tape_name();
    let reverse_name = shadows.fresh_name("reverse");
    let active =
        family.slots.iter().filter_map(|Slot { name, ty, .. }| ty.as_ref().map(|ty| (name, ty)));
    let (slots, types): (Vec<_>, Vec<_>) = active.unzip();
    let (seed, seed_type) = family.seed();
    let (params, output, items) = (&family.params, &family.output, &function.items);
    let (prelude, unknown) = (&family.prelude, unknown::traits(function, private));
    quote! {
        #attributes
        fn #name #generics (
            #(#params,)*
            #reverse_name: ::core::option::Option<(#(#types,)* #seed_type)>,
            #tape: &mut #private::Tape
        ) -> ::core::option::Option<#output> #where_clause {
            #(#items)*
            #unknown
            #prelude
            #stores
            let ::core::option::Option::Some((#(#slots,)* #seed)) = #reverse_name else {
                #forward
                return ::core::option::Option::Some(#results);
            };
            #reverse
            ::core::option::Option::None
        }
        #needs
    }
}
