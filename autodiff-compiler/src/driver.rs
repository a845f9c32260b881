//! The pipeline, on one screen.

mod nested;

use proc_macro2::{Ident, Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::{GenericParam, Item, ItemFn, TraitItemFn};

use crate::diagnostics::{self, Diagnostics, catalogue};
use crate::emit::api::{Api, cfgs};
use crate::emit::companion::{Context, companion};
use crate::emit::stubs;
use crate::parse::{Options, RESERVED, Signature};
use crate::transform::Programs;
use crate::{emit, fence, hygiene, ir, lower, normalize};

/// Expands `#[differentiable(attribute)] item`.
///
/// The output is the function as written, its derivatives, and the companion type; or, when the
/// function cannot be differentiated, the function, stubs of its derivatives and the errors.
pub fn expand(attribute: TokenStream, item: TokenStream) -> TokenStream {
    let mut diagnostics = Diagnostics::default();
    let options = Options::parse(attribute, &mut diagnostics);
    let mut function: ItemFn = match syn::parse2(item.clone()) {
        Ok(function) => function,
        Err(error) => {
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
    normalize::visible_groups(&mut function);
    let Some((signature, programs)) = front(&function, &options, &mut diagnostics) else {
        return refused(&original, &function, &options, diagnostics);
    };
    let derivatives = emit_all(&function, &options, &signature, Contents::Programs(&programs));
    if options.print {
        let shown = emit::extract::readable(derivatives.clone());
        eprintln!("{}", emit::text::layout(shown));
    }
    if options.report {
        let file = diagnostics::file(function.sig.ident.span());
        eprintln!("{file}:\n{}", programs.report(&options, &diagnostics::line));
    }
    quote!(#original #derivatives)
}

/// The stages that may refuse a function, up to its programs; none when one did.
fn front(
    function: &ItemFn,
    options: &Options,
    diagnostics: &mut Diagnostics,
) -> Option<(Signature, Programs)> {
    fence::check(function, diagnostics);
    if !diagnostics.is_empty() {
        return None;
    }
    let signature = Signature::new(&function.sig, options, diagnostics);
    let mut program = lower::lower(function, &signature, options, diagnostics);
    nested::add_companions(function, options, &mut program, diagnostics);
    // an immutable variable that is written: rustc says that better
    if !diagnostics.is_empty() || ir::writes_immutable(&program) {
        return None;
    }
    let programs = Programs::of(program, &signature, options);
    if cfg!(debug_assertions) {
        for breach in programs.breaches() {
            diagnostics.push(catalogue::broken_contract(&function.sig.ident, &breach));
        }
    }
    diagnostics.is_empty().then_some((signature, programs))
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
    if let Some((_, programs)) = front(item, options, &mut diagnostics) {
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
        Ok(Item::Impl(node)) => catalogue::not_a_function(&node.impl_token, "an `impl` block"),
        Ok(Item::Trait(node)) => catalogue::not_a_function(&node.trait_token, "a trait"),
        Ok(Item::Mod(node)) => catalogue::not_a_function(&node.mod_token, "a module"),
        Ok(Item::Const(node)) => catalogue::not_a_function(&node.const_token, "a constant"),
        Ok(Item::Static(node)) => catalogue::not_a_function(&node.static_token, "a static"),
        Ok(other) => catalogue::not_a_function(&other, "this item"),
        Err(_) => return diagnostics.push_syntax(error),
    });
}

/// The user's function, stubs so that callers do not fail too, and the errors.
fn refused(
    original: &TokenStream,
    function: &ItemFn,
    options: &Options,
    diagnostics: Diagnostics,
) -> TokenStream {
    let mut ignored = Diagnostics::default();
    let free = function.sig.inputs.iter().all(|input| matches!(input, syn::FnArg::Typed(_)));
    let stubs = free.then(|| {
        let signature = Signature::new(&function.sig, options, &mut ignored).of_stubs();
        emit_all(function, options, &signature, Contents::Stub(&stubs::body()))
    });
    let _ = ignored.into_sorted();
    let unless = diagnostics.is_left_to_rustc().then(|| stubs::unless_rustc_refuses(function));
    let errors = diagnostics.into_compile_errors();
    quote!(#original #stubs #unless #errors)
}

/// What the generated functions contain.
#[derive(Clone, Copy)]
enum Contents<'a> {
    Programs(&'a Programs),
    Stub(&'a TokenStream),
}

/// Public functions and companion.
fn emit_all(
    function: &ItemFn,
    options: &Options,
    signature: &Signature,
    contents: Contents,
) -> TokenStream {
    let companion = companion_of(function, options, signature, contents);
    let stub = match contents {
        Contents::Programs(_) => None,
        Contents::Stub(body) => Some(body),
    };
    let derivatives = in_context(function, options, signature, |context| {
        let api = Api { context, stub };
        let (functions, function_trait) = (api.functions(), api.function_trait());
        quote!(#functions #companion #function_trait)
    });
    match signature.anchor() {
        Some(anchor) => hygiene::relocated(derivatives, anchor),
        None => derivatives,
    }
}

/// The companion type with its sweeps.
fn companion_of(
    function: &ItemFn,
    options: &Options,
    signature: &Signature,
    contents: Contents,
) -> TokenStream {
    let sweeps = in_context(function, options, signature, |context| match contents {
        Contents::Programs(programs) => [companion(context, programs), stubs::of_missing(context)],
        Contents::Stub(body) => [stubs::of_refused(context, body), TokenStream::new()],
    });
    let name = companion_name(function, options);
    let (vis, cfgs) = (&function.vis, cfgs(function));
    let structure = quote_spanned!(Span::mixed_site().located_at(name.span())=> struct #name {});
    quote! {
        #(#cfgs)*
        #[doc(hidden)]
        #[allow(non_camel_case_types, dead_code, missing_docs, missing_debug_implementations)]
        #vis #structure
        #(#cfgs)*
        #[allow(missing_docs)]
        impl #name { #(#sweeps)* }
    }
}

/// What emission looks at, for as long as it takes.
fn in_context<R>(
    function: &ItemFn,
    options: &Options,
    signature: &Signature,
    emit: impl FnOnce(&Context) -> R,
) -> R {
    let krate = &options.krate;
    let private = quote!(#krate::__private);
    emit(&Context {
        item: function,
        options,
        signature,
        generics: &with_bounds(&function.sig.generics, options, signature, &private),
        private: &private,
        companion: &companion_name(function, options),
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
fn with_bounds(
    generics: &syn::Generics,
    options: &Options,
    signature: &Signature,
    private: &TokenStream,
) -> syn::Generics {
    let mut out = generics.clone();
    if let Some(bounds) = &options.bound {
        out.make_where_clause().predicates.extend(bounds.iter().cloned());
        return out;
    }
    for param in &generics.params {
        let GenericParam::Type(param) = param else { continue };
        let name = &param.ident;
        if !signature.occurs(name) {
            continue;
        }
        let bound = if signature.floats.iter().any(|float| name == float) {
            syn::parse_quote!(#name: #private::Real)
        } else {
            syn::parse_quote!(#name: #private::Differentiable)
        };
        out.make_where_clause().predicates.push(bound);
    }
    out
}
