//! The modes of a function that leaves results in `&mut` parameters.
//!
//! What comes in: a function's shape. What goes out: its modes as a function of all inputs, whose
//! outputs are the value and then, parameter by parameter, what is left in those of floats. Such a
//! function has `adjoint_` and `jvp_` only; the pullback is `adjoint_` with shadows of zeros.
//! Invariant: the shadow of a changed parameter takes the cotangent of its output and holds that of its
//! input afterwards; what is left in parameters without floats is compared with the primal's.

use proc_macro2::{Ident, TokenStream};
use quote::quote;
use syn::Index;

use crate::signature::{Parameter, Shape};

/// A function and the names of its derivatives.
pub struct InPlace<'a> {
    pub shape: &'a Shape,
    /// The function that gives a sample point.
    pub at: &'a Ident,
    pub primal: TokenStream,
    pub adjoint: TokenStream,
    pub jvp: TokenStream,
    /// The arguments, from the fields of `p` and of `q`.
    pub passed: Vec<TokenStream>,
    pub passed_again: Vec<TokenStream>,
    /// The tangents, from the fields of `t`.
    pub tangents: Vec<TokenStream>,
}

/// The outputs as coordinates: `value`, then the fields of `state` that are changed.
pub fn outputs(shape: &Shape, flatten: &TokenStream, state: &Ident) -> TokenStream {
    let changed = positions(shape, |parameter| parameter.active && parameter.changed);
    quote!({
        let mut outputs = #flatten(&value);
        #(outputs.extend(#flatten(&#state.#changed));)*
        outputs
    })
}

fn positions(shape: &Shape, wanted: impl Fn(&Parameter) -> bool) -> Vec<Index> {
    let parameters = shape.parameters.iter().enumerate();
    parameters.filter(|(_, parameter)| wanted(parameter)).map(|(i, _)| Index::from(i)).collect()
}

impl InPlace<'_> {
    /// `vjp`, `adjoint` and `jvp` of `Modes`.
    pub fn modes(&self) -> TokenStream {
        let (at, jvp) = (self.at, &self.jvp);
        let (passed, tangents) = (&self.passed, &self.tangents);
        let primal = self.run_primal();
        let (pulled, same) = (self.pull(), self.same_state());
        let zeros = quote!(vec![0.0; x.len()]);
        let kept = quote!(::chainrule_oracle::rebuild(&#at(k), &#zeros));
        let p = quote!(::chainrule_oracle::rebuild(&#at(k), x));
        let (ident_p, ident_t) = (quote::format_ident!("p"), quote::format_ident!("t"));
        let flatten = quote!(::chainrule_oracle::flatten);
        let values = outputs(self.shape, &flatten, &ident_p);
        let pushed = outputs(self.shape, &flatten, &ident_t);
        let result = if self.shape.returns_nothing {
            quote!(let ((), value, tangent) = (#jvp(#(#passed,)* #(#tangents),*), (), ());)
        } else {
            quote!(let (value, tangent) = #jvp(#(#passed,)* #(#tangents),*);)
        };
        quote! {
            vjp: |k, x, seed| {
                #primal
                let mut p = #p;
                let mut s = #kept;
                let before = #kept;
                #pulled
            },
            adjoint: |k, x, shadows, seed| {
                #primal
                let mut p = #p;
                let mut s = ::chainrule_oracle::rebuild(&#at(k), shadows);
                let before = ::chainrule_oracle::rebuild(&#at(k), shadows);
                #pulled
            },
            jvp: |k, x, direction| {
                #primal
                let _ = value;
                let mut p = #p;
                let mut t = ::chainrule_oracle::rebuild(&#at(k), direction);
                #result
                #same
                let values = #values;
                let value = tangent;
                (values, #pushed)
            },
        }
    }

    /// `value`, and what the primal leaves in `q`.
    fn run_primal(&self) -> TokenStream {
        let (at, primal, passed) = (self.at, &self.primal, &self.passed_again);
        quote! {
            #[allow(unused_mut)]
            let mut q = ::chainrule_oracle::rebuild(&#at(k), x);
            #[allow(clippy::let_unit_value)]
            let value = #primal(#(#passed),*);
        }
    }

    /// Calls `adjoint_` with the shadows `s`; `before` is what is in those that it adds to.
    fn pull(&self) -> TokenStream {
        let adjoint = &self.adjoint;
        let passed = &self.passed;
        let changed = positions(self.shape, |p| p.active && p.changed);
        let shadows = positions(self.shape, |p| p.active);
        let same = self.same_state();
        let p = quote::format_ident!("p");
        let values = outputs(self.shape, &quote!(::chainrule_oracle::flatten), &p);
        let call = if self.shape.returns_nothing {
            quote!(let ((), value) = (#adjoint(#(#passed,)* #(&mut s.#shadows),*), ());)
        } else {
            quote! {
                let seed_of_value = ::chainrule_oracle::rebuild(&value, &seed[..used]);
                let value = #adjoint(#(#passed,)* #(&mut s.#shadows,)* seed_of_value);
            }
        };
        quote! {
            let used = ::chainrule_oracle::flatten(&value).len();
            let mut rest = &seed[used..];
            #(
                let count = ::chainrule_oracle::flatten(&q.#changed).len();
                let (head, tail) = rest.split_at(count);
                rest = tail;
                s.#changed = ::chainrule_oracle::rebuild(&q.#changed, head);
            )*
            assert!(rest.is_empty(), "a seed is longer than the outputs");
            #call
            #same
            // every shadow adds to what was there, as far as the caller of this mode sees
            #({
                let sum: Vec<f64> = ::std::iter::zip(
                    ::chainrule_oracle::flatten(&s.#changed),
                    ::chainrule_oracle::flatten(&before.#changed),
                )
                .map(|(found, before)| found + before)
                .collect();
                s.#changed = ::chainrule_oracle::rebuild(&before.#changed, &sum);
            })*
            let _ = &before;
            (#values, ::chainrule_oracle::flatten(&s))
        }
    }

    /// What is left in parameters without floats is what the primal leaves.
    fn same_state(&self) -> TokenStream {
        let inert = positions(self.shape, |p| p.changed && !p.active);
        quote!(#(assert_eq!(p.#inert, q.#inert, "what is left in a parameter");)*)
    }
}
