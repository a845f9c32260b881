//! What stands in the place of sweeps that a companion does not have.
//!
//! In: the signature and the reason. Out: associated functions with the signatures of the real
//! ones and no bodies to speak of.
//!
//! * A function that was refused: its callers resolve, so that the mistake is reported once.
//! * A function without second derivatives or with one mode only: its callers resolve, and meet one
//!   bound that nothing satisfies, whose message says what to ask for.

use std::collections::BTreeSet;

use proc_macro2::{Span, TokenStream};
use quote::{format_ident, quote, quote_spanned};

use super::api::cfgs;
use super::companion::{Context, ignored_tangent};
use super::home::Home;
use super::needs;
use crate::parse::derived::Derived;
use crate::parse::{FunctionType, ParamKind};

/// The body of a stub: never reached, as there is an error already, or would be where it is called. It is the
/// one that rustc reads fastest: functions have more stubs than anything else.
pub fn body() -> TokenStream {
    quote!(loop {})
}

/// What does not compile where rustc finds nothing wrong with a function that was left to it.
///
/// rustc looks for values that are dropped behind everything else, and only in what has no error so
/// far: with the error that was expected nothing is said of this item.
pub fn unless_rustc_refuses(function: &syn::ItemFn, in_impl: bool) -> TokenStream {
    let name = &function.sig.ident;
    let note = format!(
        "`{name}` has no derivatives: `#[differentiable]` took it for a function that rustc refuses, and \
         left the error to rustc\n\nhelp: this is a mistake of chainrule's, please report it; \
         find the expression that it misreads by leaving out parts, and write that another way"
    );
    let hidden = format_ident!("derivatives_of_{}", name.to_string().trim_start_matches("r#"));
    let header = if in_impl {
        quote_spanned!(name.span()=> fn #hidden())
    } else {
        quote_spanned!(name.span()=> const _: () =)
    };
    let end = (!in_impl).then(|| quote!(;));
    let cfgs = cfgs(function);
    quote_spanned! {name.span()=>
        #(#cfgs)*
        #[allow(dead_code)]
        #header {
            #[must_use = #note]
            struct Derivatives;
            fn left_out() -> Derivatives { Derivatives }
            #[deny(unused_must_use)]
            fn derive() { left_out(); }
        } #end
    }
}

/// Every sweep of a function that was refused.
pub fn of_refused(context: &Context, body: &TokenStream) -> TokenStream {
    let stubs = Stubs { context, body, lacks: None };
    let (jvp, first, second) = (stubs.jvp(), stubs.first_order(), stubs.second_order());
    let adjoint = stubs.at_once();
    quote!(#adjoint #jvp #first #second)
}

/// The sweeps that a trait declares and does not have itself, for its `impl`s to have. They do not compile
/// where they are used, but every `impl` has them.
pub fn declarations(context: &Context, present: &BTreeSet<String>) -> TokenStream {
    let name = &context.item.sig.ident;
    let message = format!(
        "`{name}` has no derivatives here: write `#[differentiable]` on this `impl` of the trait"
    );
    let body = &quote!(const { ::core::panic!(#message) });
    let stubs = Stubs { context, body, lacks: None };
    let outer = [
        ("fwd", stubs.fwd()),
        ("rev", stubs.rev()),
        ("jvp", stubs.jvp()),
        ("jvp_fwd", stubs.jvp_fwd()),
        ("jvp_rev", stubs.jvp_rev()),
    ];
    let functions = outer.into_iter().chain(stubs.inner());
    let missing =
        functions.filter(|(sweep, _)| !present.contains(&context.sweep(sweep).to_string()));
    missing.map(|(_, function)| function).collect()
}

/// The sweeps that the attribute's arguments leave out, in front of a bound that fails.
pub fn of_missing(context: &Context) -> TokenStream {
    let options = context.options;
    let second_order = options.second_order.is_some();
    let body = &body();
    let lacking = |lacks| Stubs { context, body, lacks: Some(lacks) };
    let mut out = TokenStream::new();
    let rules = &options.rules;
    if !options.reverse {
        let rule = rules.any() && rules.vjp.is_none() && rules.adjoint.is_none();
        out.extend(lacking(if rule { "HasReverseRule" } else { "HasReverse" }).first_order());
    }
    if !options.forward && !second_order {
        let rule = rules.any() && rules.jvp.is_none();
        out.extend(lacking(if rule { "HasForwardRule" } else { "HasForward" }).jvp());
    }
    if !second_order {
        out.extend(lacking("HasSecondOrder").second_order());
    }
    out
}

struct Stubs<'a> {
    context: &'a Context<'a>,
    body: &'a TokenStream,
    /// The trait that nothing implements.
    lacks: Option<&'static str>,
}

impl Stubs<'_> {
    fn function(
        &self,
        name: &str,
        params: &[TokenStream],
        output: &TokenStream,
        bounded: bool,
    ) -> TokenStream {
        let context = self.context;
        let (private, body) = (context.private, self.body);
        let (attributes, vis) = (context.sweep_attributes(), context.visibility());
        let of = match context.home {
            Home::Companion(companion) => quote!(#companion),
            Home::Impl { .. } => quote!(Self),
        };
        let span = Span::mixed_site().located_at(context.item.sig.ident.span());
        let mut name = context.sweep(name);
        name.set_span(span);
        let (generics, where_clause) = context.generics();
        // bound by a lifetime, it fails where the function is used, not where it stands
        let bound = self.lacks.filter(|_| bounded).map(|lacks| {
            let lacks = format_ident!("{lacks}");
            let bound = quote_spanned!(span=> for<'never> #of: #private::#lacks);
            match context.generics.where_clause.as_ref().map(|clause| &clause.predicates) {
                None => quote!(where #bound),
                Some(all) if all.is_empty() => quote!(where #bound),
                Some(all) if all.trailing_punct() => quote!(#bound),
                Some(_) => quote!(, #bound),
            }
        });
        quote_spanned! {span=>
            #attributes
            #vis fn #name #generics (#(#params),*) -> #output #where_clause #bound { #body }
        }
    }

    fn args(&self) -> Vec<TokenStream> {
        let params = self.context.params().iter();
        params
            .map(|param| match (&param.receiver, &param.ty) {
                (None, ty) => quote!(_: #ty),
                (Some(_), _) if param.is_owned_receiver() => quote!(&self),
                (Some(_), _) => param.declared(&param.name, false),
            })
            .collect()
    }

    fn tangents(&self) -> Vec<TokenStream> {
        let derived = self.context.derived();
        let params = self.context.params().iter();
        params
            .map(|param| match param.kind {
                ParamKind::Active => {
                    let ty = derived.tangent_argument(&param.ty);
                    if param.is_owned_receiver() { quote!(&#ty) } else { ty }
                }
                ParamKind::Function => {
                    let ty = param.function.iter().map(|function| function.jvp(&derived));
                    quote!(&dyn #(#ty)*)
                }
                ParamKind::Inert => ignored_tangent(self.context, param),
            })
            .map(|ty| quote!(_: #ty))
            .collect()
    }

    /// The shadows of the arguments, for `rev`.
    fn shadows(&self) -> Vec<TokenStream> {
        self.shadows_by(|function, derived| Some(function.adjoint(derived)))
    }

    /// The same where a function has another, or none.
    fn shadows_by(
        &self,
        of_function: impl Fn(&FunctionType, &Derived) -> Option<TokenStream>,
    ) -> Vec<TokenStream> {
        let (private, derived) = (self.context.private, self.context.derived());
        let params = self.context.params().iter();
        params
            .map(|param| match param.kind {
                ParamKind::Active => derived.shadow(&param.ty),
                ParamKind::Function => {
                    let function = param.function.as_ref();
                    match function.and_then(|function| of_function(function, &derived)) {
                        Some(ty) => quote!(&mut dyn #ty),
                        None => quote!(&mut (impl #private::Ignored + ?Sized)),
                    }
                }
                ParamKind::Inert => quote!(&mut (impl #private::Ignored + ?Sized)),
            })
            .map(|ty| quote!(_: #ty))
            .collect()
    }

    /// The shadows of the arguments and of their tangents: a tangent program calls the jvp alone.
    fn second_shadows(&self) -> (Vec<TokenStream>, Vec<TokenStream>) {
        let of_tangent = self.shadows_by(|function, derived| Some(function.jvp_adjoint(derived)));
        (self.shadows_by(|_, _| None), of_tangent)
    }

    fn tape(&self) -> TokenStream {
        let private = self.context.private;
        quote!(_: &mut #private::Tape)
    }

    fn output(&self) -> (TokenStream, TokenStream) {
        let output = &self.context.signature.output;
        (quote!(#output), self.context.output_tangent())
    }

    fn at_once(&self) -> TokenStream {
        let (output, tangent) = self.output();
        let params = [self.args(), self.shadows(), vec![quote!(_: #tangent)]].concat();
        self.function("adjoint", &params, &output, true)
    }

    fn jvp(&self) -> TokenStream {
        let (output, tangent) = self.output();
        let params = [self.args(), self.tangents()].concat();
        self.function("jvp", &params, &quote!((#output, #tangent)), true)
    }

    /// `fwd` and `rev`; a caller needs both, one of them says what is missing.
    fn first_order(&self) -> TokenStream {
        let (fwd, rev) = (self.fwd(), self.rev());
        let needs = needs::everything(self.context, "needs");
        quote!(#fwd #rev #needs)
    }

    fn fwd(&self) -> TokenStream {
        let params = [self.args(), vec![self.tape()]].concat();
        self.function("fwd", &params, &self.output().0, true)
    }

    fn rev(&self) -> TokenStream {
        let (_, tangent) = self.output();
        let last = vec![quote!(_: #tangent), self.tape()];
        let params = [self.args(), self.shadows(), last].concat();
        self.function("rev", &params, &quote!(()), false)
    }

    /// `jvp_fwd` and `jvp_rev`.
    fn second_order(&self) -> TokenStream {
        let (fwd, rev) = (self.jvp_fwd(), self.jvp_rev());
        let needs = needs::everything(self.context, "jvp_needs");
        quote!(#fwd #rev #needs)
    }

    fn jvp_fwd(&self) -> TokenStream {
        let (output, tangent) = self.output();
        let params = [self.args(), self.tangents(), vec![self.tape()]].concat();
        self.function("jvp_fwd", &params, &quote!((#output, #tangent)), true)
    }

    fn jvp_rev(&self) -> TokenStream {
        let (_, tangent) = self.output();
        let last = vec![quote!(_: (#tangent, #tangent)), self.tape()];
        let (of_primal, of_tangent) = self.second_shadows();
        let params = [self.args(), self.tangents(), of_primal, of_tangent, last].concat();
        self.function("jvp_rev", &params, &quote!(()), false)
    }

    /// The sweeps that stand behind the others, and take a receiver as the method does.
    fn inner(&self) -> [(&'static str, TokenStream); 5] {
        let (output, tangent) = self.output();
        let params = self.context.params();
        let args: Vec<TokenStream> = params
            .iter()
            .map(|param| match (&param.receiver, &param.ty) {
                (None, ty) => quote!(_: #ty),
                (Some(_), _) => param.declared(&param.name, false),
            })
            .collect();
        let derived = self.context.derived();
        let dots: Vec<TokenStream> = params
            .iter()
            .zip(self.tangents())
            .map(|(param, dot)| {
                let ty = derived.tangent_argument(&param.ty);
                if param.is_owned_receiver() { quote!(_: #ty) } else { dot }
            })
            .collect();
        let active = self.context.signature.active();
        let types: Vec<TokenStream> = active.map(|param| derived.shadow(&param.ty)).collect();
        let (seed, seeds) = (vec![quote!(_: #tangent)], vec![quote!(_: (#tangent, #tangent))]);
        let both = quote!((#output, #tangent));
        let reverse = quote!(_: ::core::option::Option<(#(#types,)* #tangent)>);
        let both_reverse =
            quote!(_: ::core::option::Option<(#(#types,)* #(#types,)* (#tangent, #tangent))>);
        let all = [args.clone(), dots.clone()].concat();
        let of = |name, params: Vec<Vec<TokenStream>>, output: TokenStream| {
            (name, self.function(name, &params.concat(), &output, true))
        };
        let (of_primal, of_tangent) = self.second_shadows();
        let option = |ty: &TokenStream| quote!(::core::option::Option<#ty>);
        [
            of("adjoint", vec![args.clone(), self.shadows(), seed], output.clone()),
            of("sweep", vec![args, vec![reverse, self.tape()]], option(&output)),
            of("tangent", vec![all.clone()], both.clone()),
            of("jvp_adjoint", vec![all.clone(), of_primal, of_tangent, seeds], both.clone()),
            of("jvp_sweep", vec![all, vec![both_reverse, self.tape()]], option(&both)),
        ]
    }
}

#[cfg(test)]
mod tests {
    use quote::quote;

    #[test]
    fn what_is_left_to_rustc_fails_where_rustc_finds_nothing() {
        let wrong = quote!(
            fn f(x: f64) -> f64 {
                let y = 1.0;
                y += x;
                y
            }
        );
        let code = crate::expand(quote!(), wrong).to_string();
        assert!(code.contains("deny (unused_must_use)"), "{code}");
        assert!(code.contains("please report it"), "{code}");
        assert!(!code.contains("compile_error"), "{code}");
        let right = quote!(
            fn f(x: f64) -> f64 {
                x
            }
        );
        assert!(!crate::expand(quote!(), right).to_string().contains("unused_must_use"));
    }
}
