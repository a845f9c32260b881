//! The pipeline, on one screen.

mod accessors;
mod additive;
mod associated;
mod block;
mod cells;
mod conversions;
mod facts;
mod inlined;
mod lenders;
mod missing;
mod nested;
mod numbers;
mod operators;
mod own_types;
mod places;
mod shown;
mod source;
mod standard;
mod surroundings;
mod trait_floats;

use std::borrow::Cow;
use std::collections::BTreeMap;

use proc_macro2::{Ident, Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::{GenericParam, Item, ItemFn, TraitItemFn};

use crate::diagnostics::{self, Diagnostics, catalogue};
use crate::emit::api::{Api, cfgs, unasked};
use crate::emit::companion::{Context, allowed, companion};
use crate::emit::home::Home;
use crate::emit::stubs;
use crate::parse::derived::Derived;
use crate::parse::occurrence::occurs_beside;
use crate::parse::{Facts, Options, ParamKind, RESERVED, Signature};
use crate::transform::Programs;
use crate::{emit, fence, hygiene, ir, lower, normalize, parse};
use facts::Names;
use source::Source;
use surroundings::Surroundings;

/// Expands `#[differentiable(attribute)] item`.
///
/// The output is the item as written and its derivatives: of a function with the companion type, of a
/// method beside it, of an `impl` in an `impl` of their own. Where a function cannot be
/// differentiated, stubs of its derivatives stand in their place, and the errors.
pub fn expand(attribute: TokenStream, item: TokenStream) -> TokenStream {
    let mut diagnostics = Diagnostics::default();
    let options = Options::parse(attribute, &mut diagnostics);
    let function: ItemFn = match syn::parse2(item.clone()) {
        Ok(function) => function,
        Err(error) => {
            if let Ok(block) = syn::parse2::<syn::ItemImpl>(item.clone()) {
                return block::of_impl(&item, &block, &options, diagnostics);
            }
            if let Ok(node) = syn::parse2::<syn::ItemTrait>(item.clone()) {
                return block::of_trait(&item, &node, &options, diagnostics);
            }
            not_a_function(&item, error, &mut diagnostics);
            let errors = diagnostics.into_compile_errors();
            return quote!(#item #errors);
        }
    };
    if let Some(again) = function.attrs.iter().find(|attr| is_this(attr)) {
        // the other attribute differentiates
        diagnostics.push(catalogue::attribute_twice(again.path()));
        let errors = diagnostics.into_compile_errors();
        return quote!(#item #errors);
    }
    let original = normalize::without_markers(item);
    let mut function = function;
    let anonymous = normalize::named_types(&mut function.sig);
    let source = Source::of(function.sig.fn_token.span);
    if let Some(source) = &source {
        source.expand_macros(&function.sig, &mut function.block);
    }
    let mut options = options;
    let mut names = Names::of_function(&function);
    let unit = match surroundings::of(&function, source.as_ref()) {
        Surroundings::Module => {
            let home = Home::Companion(companion_name(&function, &options));
            options.facts = facts::of(names, source.as_ref());
            let called = |source: &Source| source.derivatives_called(&function.sig.ident);
            options.facts.called = source.as_ref().map(called).unwrap_or_default();
            Unit { function, options, home, outer: syn::Generics::default(), bounds: Vec::new() }
        }
        Surroundings::Impl { generics, of } => {
            let home = Home::Impl { owner: quote!(Self) };
            of.iter().for_each(|ty| names.add(ty));
            names.add_bounds(&generics);
            options.facts = facts::of(names, source.as_ref());
            let types = options.facts.types(Vec::new());
            options.facts.own.this = of.as_deref().cloned();
            options.self_type = of.map(|ty| *ty).filter(|ty| types.are_plain(ty));
            Unit { function, options, home, outer: generics, bounds: Vec::new() }
        }
        Surroundings::Trait => {
            diagnostics.push(catalogue::method_of_trait(&function.sig.ident));
            let errors = diagnostics.into_compile_errors();
            return quote!(#original #errors);
        }
    };
    let mut unit = unit;
    unit.options.anonymous = anonymous;
    let checks = unit.options.facts.checks(&unit.options.krate);
    let derivatives = match block::without_derivative(&unit) {
        Some(sweeps) => {
            let sweeps = match unit.home {
                Home::Companion(_) => {
                    let companion = companion_with(&unit, &sweeps);
                    let unasked = in_context(&unit, &block::signature_of(&unit), unasked);
                    quote!(#unasked #companion)
                }
                Home::Impl { .. } => sweeps,
            };
            let errors = diagnostics.into_compile_errors();
            quote!(#sweeps #errors)
        }
        None => unit.expand(diagnostics),
    };
    let derivatives = facts::checked(derivatives, &checks);
    quote!(#original #derivatives)
}

/// What the file of a type shows of its fields' types.
pub fn facts_of_type(input: &syn::DeriveInput) -> Facts {
    let source = Source::of(input.ident.span());
    facts::named(&Names::of_type(input), source.as_ref())
}

/// A function with the attribute's arguments, and where it stands.
struct Unit {
    function: ItemFn,
    options: Options,
    home: Home,
    /// The generics of the `impl` or trait around it.
    outer: syn::Generics,
    /// What else the derivatives ask for.
    bounds: Vec<syn::WherePredicate>,
}

impl Unit {
    /// Whether a type parameter of an `impl` of a type occurs in that type, of which the function takes or gives a
    /// value.
    fn holds(&self, signature: &Signature, name: &Ident) -> bool {
        let own = matches!(&self.home, Home::Impl { owner } if owner.to_string() == "Self");
        let mentions = surroundings::mentions_self;
        let takes = |param: &parse::Param| param.receiver.is_some() || mentions(&param.ty);
        let gives = mentions(&signature.output) && signature.active().next().is_some();
        let Some(this) = self.options.facts.own.this.as_ref().filter(|_| own) else { return false };
        (signature.active().any(takes) || gives || signature.occurs(name))
            && occurs_beside(name, this, &signature.types.phantoms)
    }

    /// Derivatives, or stubs of them and errors.
    fn expand(mut self, mut diagnostics: Diagnostics) -> TokenStream {
        if accessors::is_one(&self, &mut diagnostics) {
            return diagnostics.into_compile_errors();
        }
        normalize::prepared(&mut self.function);
        self.bounds.extend(associated::bounds(&self));
        normalize::shown_lifetimes(&mut self.function.sig, &self.options.facts.own);
        normalize::named_lifetimes(&mut self.function.sig);
        let (viewed, left_out) =
            normalize::arrays_of_any_ownership(&mut self.function.sig, &self.options.krate);
        (self.options.viewed, self.options.left_out) = (viewed, !left_out.is_empty());
        self.options.restrict_to_rules();
        if self.options.rules.any() {
            return self.with_rules(&self.analysed(), diagnostics);
        }
        let configurations = match normalize::configurations(&self.function) {
            Ok(configurations) => configurations,
            Err(attribute) => {
                diagnostics.push(catalogue::many_conditions(&attribute));
                return self.refused(&self.analysed(), diagnostics);
            }
        };
        if configurations.is_empty() {
            return match self.differentiated(&mut diagnostics) {
                Some(derivatives) if diagnostics.is_empty() => derivatives,
                _ => self.refused(&self.analysed(), diagnostics),
            };
        }
        // what rustc would say of one of several it may never see
        self.options.configured = true;
        if !diagnostics.is_empty() {
            return self.refused(&self.analysed(), diagnostics);
        }
        configurations.into_iter().map(|function| self.configured(function)).collect()
    }

    /// One of several configurations: what is wrong with it is an error where it is compiled.
    fn configured(&mut self, function: ItemFn) -> TokenStream {
        self.function = function;
        let mut diagnostics = Diagnostics::default();
        match self.differentiated(&mut diagnostics) {
            Some(derivatives) if diagnostics.is_empty() => derivatives,
            _ => self.refused(&self.analysed(), diagnostics),
        }
    }

    /// The derivatives of the function in one configuration; none where it is refused, or has mistakes already.
    fn differentiated(&self, diagnostics: &mut Diagnostics) -> Option<TokenStream> {
        if !diagnostics.is_empty() {
            return None;
        }
        let (signature, programs) =
            front(&self.analysed(), &self.options, self.home.is_impl(), diagnostics)?;
        let derivatives = emit_all(self, &signature, Contents::Programs(&programs));
        if self.options.print {
            let shown = emit::extract::readable(derivatives.clone());
            eprintln!("{}", emit::text::layout(shown));
        }
        if self.options.report {
            let file = diagnostics::file(self.function.sig.ident.span());
            eprintln!("{file}:\n{}", programs.report(&self.options, &diagnostics::line));
        }
        Some(facts::checked(derivatives, &shown::checks(&programs.primal)))
    }

    /// The user's own derivatives, behind the signatures that generated ones have.
    fn with_rules(&self, analysed: &ItemFn, mut diagnostics: Diagnostics) -> TokenStream {
        match rules_of(analysed, &self.options, &mut diagnostics) {
            Some(signature) => emit_all(self, &signature, Contents::Rules),
            None => self.refused(analysed, diagnostics),
        }
    }

    /// The function with all the generics that its types may name.
    fn analysed(&self) -> Cow<'_, ItemFn> {
        if self.outer.params.is_empty() && self.outer.where_clause.is_none() {
            return Cow::Borrowed(&self.function);
        }
        let mut function = self.function.clone();
        let own = std::mem::replace(&mut function.sig.generics, self.outer.clone());
        let generics = &mut function.sig.generics;
        generics.params.extend(own.params);
        if let Some(own) = own.where_clause {
            generics.make_where_clause().predicates.extend(own.predicates);
        }
        Cow::Owned(function)
    }

    /// Stubs so that callers do not fail too, and the errors.
    fn refused(&self, analysed: &ItemFn, diagnostics: Diagnostics) -> TokenStream {
        let mut ignored = Diagnostics::default();
        let stubs = (self.home.is_impl() || !has_receiver(&self.function)).then(|| {
            let signature = Signature::new(analysed, &self.options, &mut ignored)
                .of_stubs(&self.options.facts.own);
            emit_all(self, &signature, Contents::Stub(&stubs::body()))
        });
        let _ = ignored.into_sorted();
        let silent = diagnostics.is_left_to_rustc();
        let unless =
            silent.then(|| stubs::unless_rustc_refuses(&self.function, self.home.is_impl()));
        let cfgs = cfgs(&self.function);
        let errors = diagnostics.into_sorted().into_iter().map(|found| {
            let error = found.to_compile_error();
            quote!(#(#cfgs)* #error)
        });
        quote!(#stubs #unless #(#errors)*)
    }
}

/// Whether a function has a `self`.
fn has_receiver(function: &ItemFn) -> bool {
    function.sig.inputs.iter().any(|input| matches!(input, syn::FnArg::Receiver(_)))
}

/// The stages that may refuse a function, up to its programs; none when one did. Where they refuse it with what it
/// takes in of its file, its callees are called.
fn front(
    function: &ItemFn,
    options: &Options,
    associated: bool,
    diagnostics: &mut Diagnostics,
) -> Option<(Signature, Programs)> {
    if options.facts.inlined.is_empty() {
        return stages(function, options, associated, diagnostics);
    }
    let mut found = Diagnostics::default();
    if let Some(done) = stages(function, options, associated, &mut found) {
        return Some(done);
    }
    let _ = found.into_sorted();
    let facts = Facts { inlined: BTreeMap::new(), ..options.facts.clone() };
    stages(function, &Options { facts, ..options.clone() }, associated, diagnostics)
}

fn stages(
    function: &ItemFn,
    options: &Options,
    associated: bool,
    diagnostics: &mut Diagnostics,
) -> Option<(Signature, Programs)> {
    fence::check(function, diagnostics);
    if !diagnostics.is_empty() {
        return None;
    }
    let mut signature = Signature::new(function, options, diagnostics);
    signature.associated = associated;
    if diagnostics.is_empty() {
        missing::tangents(&signature, options, diagnostics);
    }
    if !diagnostics.is_empty() {
        return None;
    }
    let options = &with_parameters(function, &signature, options);
    let lower::Lowered { function: mut program, written } =
        lower::lower(function, &signature, options, diagnostics);
    nested::add_companions(function, options, &mut program, diagnostics);
    if ir::writes_immutable(&program) {
        // rustc says that better
        diagnostics.leave_to_rustc();
    }
    if !diagnostics.is_empty() {
        return None;
    }
    let programs = Programs::of(program, &signature, options);
    missing::derivatives(&programs, written, &signature, options, diagnostics);
    if cfg!(any(test, feature = "verify")) {
        for breach in programs.breaches() {
            diagnostics.push(catalogue::broken_contract(&function.sig.ident, &breach));
        }
    }
    diagnostics.is_empty().then_some((signature, programs))
}

/// The options with what traits of the file show of type parameters.
fn with_parameters<'o>(
    function: &ItemFn,
    signature: &Signature,
    options: &'o Options,
) -> Cow<'o, Options> {
    let (floats, traits) = (&signature.types.floats, &options.facts.traits);
    let shown = parse::operators::shown_parameters(&function.sig.generics, floats, traits);
    if shown.is_empty() {
        return Cow::Borrowed(options);
    }
    let mut options = options.clone();
    options.facts.own.types.extend(shown);
    Cow::Owned(options)
}

/// The signature of a function with rules, unless something is wrong with it.
fn rules_of(
    function: &ItemFn,
    options: &Options,
    diagnostics: &mut Diagnostics,
) -> Option<Signature> {
    fence::check_header(function, diagnostics);
    if !diagnostics.is_empty() {
        return None;
    }
    let signature = Signature::new(function, options, diagnostics);
    diagnostics.is_empty().then_some(signature)
}

/// The IR of a function as text, for tests; errors as text where it is refused.
pub fn dump(item: &ItemFn) -> String {
    match programs(item) {
        Ok(programs) => programs.primal.to_string(),
        Err(refusal) => refusal,
    }
}

/// The IR of a function and of its tangent program, for tests; where it is refused, the errors.
pub fn programs(item: &ItemFn) -> Result<Programs, String> {
    programs_with(item, &Options::default())
}

/// The same for an attribute with arguments.
pub fn programs_with(item: &ItemFn, options: &Options) -> Result<Programs, String> {
    let mut diagnostics = Diagnostics::default();
    if let Some((_, programs)) = front(item, options, has_receiver(item), &mut diagnostics) {
        return Ok(programs);
    }
    if diagnostics.is_left_to_rustc() {
        return Err("left to rustc\n".to_owned());
    }
    Err(diagnostics.into_sorted().iter().map(|found| found.text() + "\n").collect())
}

/// Whether an attribute is this macro.
fn is_this(attribute: &syn::Attribute) -> bool {
    attribute.path().segments.last().is_some_and(|last| last.ident == "differentiable")
}

/// What the attribute stands on instead, or what syn does not read.
fn not_a_function(item: &TokenStream, error: syn::Error, diagnostics: &mut Diagnostics) {
    if let Ok(node) = syn::parse2::<TraitItemFn>(item.clone()) {
        return diagnostics.push(catalogue::without_body(&node.sig.ident));
    }
    diagnostics.push(match syn::parse2::<Item>(item.clone()) {
        Ok(Item::Struct(node)) => catalogue::not_a_function(&node.struct_token, "a struct"),
        Ok(Item::Enum(node)) => catalogue::not_a_function(&node.enum_token, "an enum"),
        Ok(Item::Union(node)) => catalogue::not_a_function(&node.union_token, "a union"),
        Ok(Item::Mod(node)) => catalogue::not_a_function(&node.mod_token, "a module"),
        Ok(Item::Const(node)) => catalogue::not_a_function(&node.const_token, "a constant"),
        Ok(Item::Static(node)) => catalogue::not_a_function(&node.static_token, "a static"),
        Ok(other) => catalogue::not_a_function(&other, "this item"),
        Err(_) => return diagnostics.push_syntax(error),
    });
}

/// What the generated functions contain.
#[derive(Clone, Copy)]
enum Contents<'a> {
    Programs(&'a Programs),
    /// Calls of the rules that the attribute names.
    Rules,
    Stub(&'a TokenStream),
}

/// Public functions and sweeps.
fn emit_all(unit: &Unit, signature: &Signature, contents: Contents) -> TokenStream {
    let sweeps = match unit.home {
        Home::Companion(_) => companion_of(unit, signature, contents),
        Home::Impl { .. } => sweeps_of(unit, signature, contents),
    };
    let stub = match contents {
        Contents::Programs(_) | Contents::Rules => None,
        Contents::Stub(body) => Some(body),
    };
    let derivatives = in_context(unit, signature, |context| {
        let api = Api { context, stub };
        let (functions, function_trait) = (api.functions(), api.function_trait());
        let unasked = stub.is_none().then(|| unasked(context));
        quote!(#functions #unasked #sweeps #function_trait)
    });
    match signature.anchor() {
        Some(anchor) => hygiene::relocated(derivatives, anchor),
        None => derivatives,
    }
}

/// What annotated callers use.
fn sweeps_of(unit: &Unit, signature: &Signature, contents: Contents) -> TokenStream {
    in_context(unit, signature, |context| match contents {
        Contents::Programs(programs) => {
            let (sweeps, missing) = (companion(context, programs), stubs::of_missing(context));
            quote!(#sweeps #missing)
        }
        Contents::Rules => {
            let (sweeps, missing) = (emit::rule::sweeps(context), stubs::of_missing(context));
            quote!(#sweeps #missing)
        }
        Contents::Stub(body) => stubs::of_refused(context, body),
    })
}

/// The companion type with its sweeps.
fn companion_of(unit: &Unit, signature: &Signature, contents: Contents) -> TokenStream {
    companion_with(unit, &sweeps_of(unit, signature, contents))
}

fn companion_with(unit: &Unit, sweeps: &TokenStream) -> TokenStream {
    let name = companion_name(&unit.function, &unit.options);
    let (vis, cfgs) = (&unit.function.vis, cfgs(&unit.function));
    let allowed = allowed();
    let structure = quote_spanned!(Span::mixed_site().located_at(name.span())=> struct #name {});
    quote! {
        #(#cfgs)*
        #[doc(hidden)]
        #[allow(non_camel_case_types, dead_code, missing_docs, missing_debug_implementations)]
        #vis #structure
        #(#cfgs)*
        #[allow(missing_docs)]
        #allowed
        impl #name { #sweeps }
    }
}

/// What emission looks at, for as long as it takes.
fn in_context<R>(unit: &Unit, signature: &Signature, emit: impl FnOnce(&Context) -> R) -> R {
    let krate = &unit.options.krate;
    let private = quote!(#krate::__private);
    emit(&Context {
        item: &unit.function,
        options: &unit.options,
        signature,
        generics: &with_bounds(unit, signature, &private),
        private: &private,
        home: &unit.home,
        allowed: allowed(),
    })
}

/// The name the user gave, or the function's own, unless the language needs that.
fn companion_name(function: &ItemFn, options: &Options) -> Ident {
    let name = &function.sig.ident;
    match &options.companion {
        Some(companion) => companion.clone(),
        None if RESERVED.iter().any(|reserved| name == reserved) => {
            Ident::new(&format!("{name}_companion"), name.span())
        }
        None => name.clone(),
    }
}

/// The generics with `T: Real` or `T: Differentiable` added, or the bounds that the user gave.
fn with_bounds(unit: &Unit, signature: &Signature, private: &TokenStream) -> syn::Generics {
    let mut out = unit.function.sig.generics.clone();
    if !unit.bounds.is_empty() {
        out.make_where_clause().predicates.extend(unit.bounds.iter().cloned());
    }
    out.make_where_clause().predicates.extend(bounds_of_items(unit, signature, private));
    if let Some(bounds) = &unit.options.bound {
        out.make_where_clause().predicates.extend(bounds.iter().cloned());
        return out;
    }
    for param in unit.outer.params.iter().chain(&unit.function.sig.generics.params) {
        let GenericParam::Type(param) = param else { continue };
        let name = &param.ident;
        if signature.is_given(name) && !unit.home.is_impl() {
            out.make_where_clause().predicates.extend(given_bounds(name, private));
        }
        let held = unit.holds(signature, name);
        if !signature.occurs(name) && !held {
            continue;
        }
        let float = signature.types.floats.iter().any(|float| name == float);
        let moved =
            |ty: &syn::Type| matches!(ty, syn::Type::Path(path) if path.path.is_ident(name));
        if held && !float {
            out.make_where_clause().predicates.extend(given_bounds(name, private));
        } else if !float && signature.active().any(|param| moved(&param.ty)) {
            // what the function gives away its sweeps need again
            let clone = syn::parse_quote!(#name: ::core::clone::Clone);
            out.make_where_clause().predicates.push(clone);
        }
        let bound = if float {
            syn::parse_quote!(#name: #private::Real)
        } else {
            syn::parse_quote!(#name: #private::Differentiable)
        };
        out.make_where_clause().predicates.push(bound);
        if !float {
            let generics = &unit.function.sig.generics;
            let bounds = [&unit.outer, generics].into_iter().flat_map(|generics| {
                parse::operators::of_parameter(generics, name, &unit.options, private)
            });
            let bounds: Vec<syn::WherePredicate> = bounds.collect();
            out.make_where_clause().predicates.extend(bounds);
        }
    }
    let conversions = conversions::asked_for(unit, signature, private);
    if !conversions.is_empty() {
        out.make_where_clause().predicates.extend(conversions);
    }
    out
}

/// What is asked of a type parameter of which there are values in the result alone, or in a type that is taken
/// apart where its fields can be seen.
fn given_bounds(name: &Ident, private: &TokenStream) -> [syn::WherePredicate; 2] {
    let tangent = quote!(<#name as #private::Differentiable>::Tangent);
    [
        syn::parse_quote!(#name: #private::Differentiable + ::core::clone::Clone + #private::Save),
        syn::parse_quote!(#tangent: #private::Save + #private::AccumulateFrom<#tangent>),
    ]
}

/// What the items of parameters are, and that tangents have one element per item.
fn bounds_of_items(
    unit: &Unit,
    signature: &Signature,
    private: &TokenStream,
) -> Vec<syn::WherePredicate> {
    let mut bounds = Vec::new();
    for param in &signature.params {
        let Some(items) = &param.items else { continue };
        let (ty, content) = (&param.ty, &items.content);
        bounds.push(syn::parse_quote!(#ty: #private::Items<#content>));
        if param.kind != ParamKind::Active {
            continue;
        }
        let derived = Derived { krate: &unit.options.krate, types: &signature.types, hidden: None };
        let tangent = derived.gradient(content);
        bounds.push(syn::parse_quote! {
            <#ty as #private::Differentiable>::Tangent:
                #private::Items<#tangent> + #private::AccumulateFrom<::std::vec::Vec<#tangent>>
        });
    }
    bounds
}
