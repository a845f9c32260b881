//! The sweeps of a function whose result has no derivative: they call the function, and no cotangent
//! flows anywhere.

use proc_macro2::TokenStream;
use quote::quote;

use super::companion::{Context, Outer, ignored_tangent};
use super::needs;

/// `fwd`, `rev`, `jvp`, `jvp_fwd` and `jvp_rev`.
pub fn sweeps(context: &Context) -> TokenStream {
    let private = context.private;
    let function = context.function();
    let (generics, where_clause) = context.generics();
    let (attributes, vis) = (context.sweep_attributes(), context.visibility());
    let Outer { params, passed } = Outer::of(context);
    let params_of = context.params();
    let tangents = params_of.iter().map(|param| ignored_tangent(context, param));
    let tangents: Vec<TokenStream> = tangents.map(|ty| quote!(_: #ty)).collect();
    let shadows = vec![quote!(_: &mut (impl #private::Ignored + ?Sized)); params_of.len()];
    let (output, tangent) = (&context.signature.output, context.output_tangent());
    let call = quote!(#function(#(#passed),*));
    let paired = quote! {
        let value = #call;
        let tangent = #private::zero_of_data!(&value);
        (value, tangent)
    };
    let [fwd, rev, jvp, jvp_fwd, jvp_rev] =
        ["fwd", "rev", "jvp", "jvp_fwd", "jvp_rev"].map(|name| context.sweep(name));
    let needs = ["needs", "jvp_needs"].map(|name| needs::everything(context, name));
    quote! {
        #(#needs)*
        #attributes
        #vis fn #fwd #generics (#(#params,)* _: &mut #private::Tape) -> #output #where_clause {
            #call
        }
        #attributes
        #vis fn #rev #generics (
            #(#params,)* #(#shadows,)* _: #tangent, _: &mut #private::Tape
        ) #where_clause {}
        #attributes
        #vis fn #jvp #generics (#(#params,)* #(#tangents,)*) -> (#output, #tangent) #where_clause {
            #paired
        }
        #attributes
        #vis fn #jvp_fwd #generics (
            #(#params,)* #(#tangents,)* _: &mut #private::Tape
        ) -> (#output, #tangent) #where_clause {
            #paired
        }
        #attributes
        #vis fn #jvp_rev #generics (
            #(#params,)* #(#tangents,)* #(#shadows,)* #(#shadows,)*
            _: (#tangent, #tangent), _: &mut #private::Tape
        ) #where_clause {}
    }
}
