//! The modes of a function that leaves results in `&mut` parameters.
//!
//! What comes in: a function's shape. What goes out: its modes as a function of all inputs, whose
//! outputs are the value and then, parameter by parameter, what is left in those of floats. Such a
//! function has `adjoint_` and `jvp_` only; the pullback is `adjoint_` with shadows of zeros.
//! The sweeps that annotated callers use are run as well: the reverse sweep gives every argument back as it
//! was, bit for bit, finds the derivatives of `adjoint_`, and leaves nothing on the tape.
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
    /// The forward and the reverse sweep.
    pub sweeps: [TokenStream; 2],
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
        let swept = self.sweep();
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
                let pulled = {
                    #primal
                    let mut p = #p;
                    let mut s = #kept;
                    let before = #kept;
                    #pulled
                };
                #swept
                pulled
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
        let (same, seeded) = (self.same_state(), self.seed_shadows());
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
            #seeded
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

    /// Calls the two sweeps and compares what they leave with `x` and `pulled`.
    fn sweep(&self) -> TokenStream {
        let (at, [forward, reverse]) = (self.at, &self.sweeps);
        let (passed, seeded) = (&self.passed, self.seed_shadows());
        let shadows = self.shape.parameters.iter().enumerate().map(|(i, parameter)| {
            let i = Index::from(i);
            if parameter.active {
                quote!(&mut s.#i)
            } else {
                quote!(&mut ::chainrule::__private::NoTangent)
            }
        });
        let seed = if self.shape.returns_nothing {
            quote!(::chainrule::__private::NoTangent)
        } else {
            quote!(::chainrule_oracle::rebuild(&value, &seed[..used]))
        };
        let before = positions(self.shape, |p| p.changed && !p.active);
        let primal = self.run_primal();
        quote! {{
            #primal
            let mut s = ::chainrule_oracle::rebuild(&#at(k), &vec![0.0; x.len()]);
            #seeded
            let mut p = ::chainrule_oracle::rebuild(&#at(k), x);
            let mut tape = ::chainrule::__private::Tape::new();
            let _ = #forward(#(#passed,)* &mut tape);
            #reverse(#(#passed,)* #(#shadows,)* #seed, &mut tape);
            let bits = |numbers: &[f64]| numbers.iter().map(|x| x.to_bits()).collect::<Vec<_>>();
            let back = ::chainrule_oracle::flatten(&p);
            assert_eq!(bits(&back), bits(x), "the arguments behind the reverse sweep");
            #(assert_eq!(p.#before, #at(k).#before, "an argument behind the reverse sweep");)*
            // zeros of either sign are one
            let plain = |numbers: &[f64]| numbers.iter().map(|x| x + 0.0).collect::<Vec<_>>();
            let swept = plain(&::chainrule_oracle::flatten(&s));
            assert_eq!(bits(&swept), bits(&plain(&pulled.1)), "the shadows of the sweeps");
            assert!(tape.is_empty(), "the tape behind the reverse sweep");
        }}
    }

    /// Cuts `seed` into that of the value and those of what is left.
    fn seed_shadows(&self) -> TokenStream {
        let changed = positions(self.shape, |p| p.active && p.changed);
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
        }
    }

    /// What is left in parameters without floats is what the primal leaves.
    fn same_state(&self) -> TokenStream {
        let inert = positions(self.shape, |p| p.changed && !p.active);
        quote!(#(assert_eq!(p.#inert, q.#inert, "what is left in a parameter");)*)
    }
}
