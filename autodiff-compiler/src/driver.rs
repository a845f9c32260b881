//! The pipeline, on one screen.

use proc_macro2::{Ident, TokenStream};
use quote::quote;
use syn::{GenericParam, ItemFn};

use crate::diagnostics::{Diagnostics, catalogue};
use crate::emit::api::{Api, cfgs};
use crate::emit::companion::{Context, companion};
use crate::parse::{Options, Signature};
use crate::{emit, fence, ir, lower, normalize};

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
            diagnostics.push(catalogue::not_a_function(error.span()));
            let errors = diagnostics.into_compile_errors();
            return quote!(#item #errors);
        }
    };
    let original = normalize::without_markers(item);
    normalize::visible_groups(&mut function);
    fence::check(&function, &mut diagnostics);
    if !diagnostics.is_empty() {
        return refused(&original, &function, &options, diagnostics);
    }
    let signature = Signature::new(&function.sig, &options, &mut diagnostics);
    let program = lower::lower(&function, &signature, &options, &mut diagnostics);
    if !diagnostics.is_empty() {
        return refused(&original, &function, &options, diagnostics);
    }
    debug_assert_eq!(ir::verify(&program), Vec::<String>::new());
    let derivatives = emit_all(&function, &options, &signature, Some(&program));
    if options.print {
        eprintln!("{}", emit::text::layout(derivatives.clone()));
    }
    quote!(#original #derivatives)
}

/// The IR of a function as text, for tests; errors as text where it is refused.
pub fn dump(item: &ItemFn) -> String {
    let mut diagnostics = Diagnostics::default();
    let options = Options::default();
    fence::check(item, &mut diagnostics);
    let signature = Signature::new(&item.sig, &options, &mut diagnostics);
    let program = lower::lower(item, &signature, &options, &mut diagnostics);
    if diagnostics.is_empty() {
        return program.to_string();
    }
    diagnostics.into_sorted().iter().map(|found| found.text() + "\n").collect()
}

/// The user's function, stubs so that callers do not fail too, and the errors.
fn refused(
    original: &TokenStream,
    function: &ItemFn,
    options: &Options,
    diagnostics: Diagnostics,
) -> TokenStream {
    let mut ignored = Diagnostics::default();
    let stubs = function.sig.inputs.iter().all(|input| matches!(input, syn::FnArg::Typed(_)))
        && function.sig.asyncness.is_none();
    let stubs = stubs.then(|| {
        let signature = Signature::new(&function.sig, options, &mut ignored);
        emit_all(function, options, &signature, None)
    });
    let _ = ignored.into_sorted();
    let errors = diagnostics.into_compile_errors();
    quote!(#original #stubs #errors)
}

/// Public functions and companion; stubs without a program.
fn emit_all(
    function: &ItemFn,
    options: &Options,
    signature: &Signature,
    program: Option<&ir::Function>,
) -> TokenStream {
    let krate = &options.krate;
    let private = quote!(#krate::__private);
    let generics = with_bounds(&function.sig.generics, options, signature, &private);
    let name: Ident = options.companion.clone().unwrap_or_else(|| function.sig.ident.clone());
    let context = Context {
        item: function,
        options,
        signature,
        generics: &generics,
        private: &private,
        companion: &name,
    };
    let api = Api { context: &context, stubs: program.is_none() };
    let functions = api.functions();
    let sweeps = program.map(|program| companion(&context, program));
    let function_trait = program.map(|_| api.function_trait());
    let (vis, cfgs) = (&function.vis, cfgs(function));
    quote! {
        #functions
        #(#cfgs)*
        #[doc(hidden)]
        #[allow(non_camel_case_types, dead_code, missing_docs, missing_debug_implementations)]
        #vis struct #name {}
        #(#cfgs)*
        #[allow(missing_docs)]
        impl #name { #sweeps }
        #function_trait
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
