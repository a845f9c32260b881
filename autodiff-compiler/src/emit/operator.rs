//! The rule of an operator of the user's.
//!
//! In: the operator's function with its companion, and the types of the operands. Out: a type that is the
//! rule, by which the core finds value, tangent and pullbacks (`autodiff_core::operator`).

use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote};
use syn::Type;

use super::companion::Context;
use crate::parse::{Param, ParamKind};

/// The operator and the types of its operands.
pub struct Operands<'a> {
    /// The marker in the core.
    pub operator: &'static str,
    pub left: &'a Type,
    /// None of a unary operator.
    pub right: Option<&'a Type>,
}

/// What an operand brings: a tangent or a shadow.
struct Given {
    /// The type parameter, or `Passive` for the operand that is not there.
    ty: TokenStream,
    name: Ident,
}

/// `impl Operator<Mul, f64> for V` with the rule; `primal` is the user's function.
pub fn rule(context: &Context, operands: &Operands, primal: &TokenStream) -> TokenStream {
    let emitter = Emitter { context, operands };
    let options = context.options;
    let second_order = options.second_order.is_some();
    let value = emitter.value(primal);
    let forward = (options.forward || second_order).then(|| emitter.forward());
    let reverse = options.reverse.then(|| emitter.reverse());
    let second = second_order.then(|| emitter.second());
    quote! {
        #[doc(hidden)]
        #[allow(missing_docs, missing_debug_implementations, unreachable_pub)]
        pub struct Rule;
        #value
        #forward
        #reverse
        #second
    }
}

struct Emitter<'a> {
    context: &'a Context<'a>,
    operands: &'a Operands<'a>,
}

impl Emitter<'_> {
    fn right(&self) -> TokenStream {
        self.operands.right.map_or_else(|| quote!(()), |ty| quote!(#ty))
    }

    /// The generics of the operator with parameters for what the operands bring in each role.
    fn generics(&self, all: &[(&[Given; 2], &str)]) -> (TokenStream, TokenStream) {
        let private = self.context.private;
        let mut generics = self.context.generics.clone();
        for (given, role) in all {
            let role = Ident::new(role, Span::mixed_site());
            for (i, given) in given.iter().enumerate().filter(|(i, _)| self.param(*i).is_some()) {
                let (ty, operand) = (&given.ty, ty_of(self.operands, i));
                generics.params.push(syn::parse_quote!(#ty));
                if self.is_active(i) {
                    let bound = syn::parse_quote!(#ty: #private::operator::#role<#operand>);
                    generics.make_where_clause().predicates.push(bound);
                }
            }
        }
        let (params, _, clause) = generics.split_for_impl();
        (quote!(#params), quote!(#clause))
    }

    fn param(&self, i: usize) -> Option<&Param> {
        self.context.params().get(i)
    }

    fn is_active(&self, i: usize) -> bool {
        self.param(i).is_some_and(|param| param.kind == ParamKind::Active)
    }

    /// What both operands bring.
    fn given(&self, prefix: &str) -> [Given; 2] {
        let private = self.context.private;
        [0, 1].map(|i| {
            let side = ["Left", "Right"][i];
            let ty = Ident::new(&format!("{prefix}{side}"), Span::mixed_site());
            let ty = match self.param(i) {
                Some(_) => quote!(#ty),
                None => quote!(#private::operator::Passive),
            };
            Given {
                ty,
                name: format_ident!("{}_{i}", prefix.to_lowercase(), span = Span::mixed_site()),
            }
        })
    }

    /// The operands as the function takes them.
    fn arguments(&self) -> Vec<TokenStream> {
        let names = [quote!(left), quote!(right)];
        let params = self.context.params().iter().zip(names);
        params.map(|(param, name)| self.owned(param, &name)).collect()
    }

    /// What a reference refers to, as the function takes it.
    fn owned(&self, param: &Param, name: &TokenStream) -> TokenStream {
        let private = self.context.private;
        match param.ty {
            Type::Reference(_) => quote!(*#name),
            _ => quote!(#private::keep(#name)),
        }
    }

    fn value(&self, primal: &TokenStream) -> TokenStream {
        let private = self.context.private;
        let (left, right) = (self.operands.left, self.right());
        let operator = Ident::new(self.operands.operator, Span::mixed_site());
        let (generics, clause) = self.context.generics();
        let (output, arguments) = (&self.context.signature.output, self.arguments());
        quote! {
            impl #generics #private::operator::Operator<#private::operator::#operator, #right>
                for #left #clause
            {
                type Output = #output;
                type Rule = Rule;

                #[inline(always)]
                fn operate(&self, right: &#right) -> #output {
                    let left = self;
                    #primal(#(#arguments),*)
                }
            }
        }
    }

    /// Code among what the operands bring, each lent under its name.
    fn lent(&self, given: &[&Given], code: TokenStream) -> TokenStream {
        let names = [quote!(left), quote!(right)];
        given.iter().enumerate().rev().fold(code, |code, (i, given)| {
            let (name, operand) = (&given.name, &names[i % 2]);
            match self.is_active(i % 2) {
                true => quote!(#name.lend(#operand, |#name| #code)),
                false => code,
            }
        })
    }

    /// The tangents as the function takes them.
    fn tangents(&self, given: &[Given; 2]) -> Vec<TokenStream> {
        let private = self.context.private;
        let params = self.context.params().iter().zip(given);
        let tangents = params.map(|(param, Given { name, .. })| match (&param.kind, &param.ty) {
            (ParamKind::Active, Type::Reference(_)) => quote!(#name),
            (ParamKind::Active, _) => quote!(#private::keep(#name)),
            (ParamKind::Inert | ParamKind::Function, _) => quote!(#private::NoTangent),
        });
        tangents.collect()
    }

    /// The shadows as the function takes them.
    fn shadows(&self, given: &[Given; 2]) -> Vec<TokenStream> {
        let private = self.context.private;
        let params = self.context.params().iter().zip(given);
        let shadows = params.map(|(param, Given { name, .. })| match param.kind {
            ParamKind::Active => quote!(#name),
            ParamKind::Inert | ParamKind::Function => quote!(&mut #private::NoTangent),
        });
        shadows.collect()
    }

    fn forward(&self) -> TokenStream {
        let private = self.context.private;
        let given = self.given("Dot");
        let [dl, dr] = &given;
        let (generics, clause) = self.generics(&[(&given, "TangentOf")]);
        let (left, right) = (self.operands.left, self.right());
        let (output, tangent) = (&self.context.signature.output, self.context.output_tangent());
        let (call, arguments, tangents) =
            (self.context.call("jvp"), self.arguments(), self.tangents(&given));
        let code = self.lent(&[dl, dr], quote!(#call(#(#arguments,)* #(#tangents),*)));
        let (lt, rt, ln, rn) = (&dl.ty, &dr.ty, &dl.name, &dr.name);
        quote! {
            impl #generics #private::operator::Forward<#left, #right, #lt, #rt> for Rule #clause {
                type Output = #output;
                type Tangent = #tangent;

                #[inline(always)]
                #[allow(unused_variables)]
                fn forward(left: &#left, right: &#right, #ln: #lt, #rn: #rt) -> (#output, #tangent) {
                    #code
                }
            }
        }
    }

    fn reverse(&self) -> TokenStream {
        let private = self.context.private;
        let given = self.given("Shadow");
        let [dl, dr] = &given;
        let (generics, clause) = self.generics(&[(&given, "ShadowOf")]);
        let (left, right) = (self.operands.left, self.right());
        let tangent = self.context.output_tangent();
        let (call, arguments, shadows) =
            (self.context.call("adjoint"), self.arguments(), self.shadows(&given));
        let code = self.lent(&[dl, dr], quote!(#call(#(#arguments,)* #(#shadows,)* seed)));
        let (lt, rt, ln, rn) = (&dl.ty, &dr.ty, &dl.name, &dr.name);
        quote! {
            impl #generics #private::operator::Reverse<#left, #right, #lt, #rt, #tangent> for Rule
                #clause
            {
                #[inline(always)]
                #[allow(unused_variables)]
                fn reverse(left: &#left, right: &#right, #ln: #lt, #rn: #rt, seed: #tangent) {
                    let _ = #code;
                }
            }
        }
    }

    fn second(&self) -> TokenStream {
        let private = self.context.private;
        let (dots, of_primal, of_tangent) =
            (self.given("Dot"), self.given("Shadow"), self.given("DotShadow"));
        let ([tl, tr], [pl, pr], [ql, qr]) = (&dots, &of_primal, &of_tangent);
        let roles = [(&dots, "TangentOf"), (&of_primal, "ShadowOf"), (&of_tangent, "ShadowOf")];
        let (generics, clause) = self.generics(&roles);
        let (left, right) = (self.operands.left, self.right());
        let tangent = self.context.output_tangent();
        let (call, arguments, tangents) =
            (self.context.call("jvp_adjoint"), self.arguments(), self.tangents(&dots));
        let (first, second) = (self.shadows(&of_primal), self.shadows(&of_tangent));
        let code = quote!(#call(#(#arguments,)* #(#tangents,)* #(#first,)* #(#second,)* seeds));
        let code = self.lent(&[tl, tr, pl, pr, ql, qr], code);
        let types: Vec<&TokenStream> = [tl, tr, pl, pr, ql, qr].map(|given| &given.ty).to_vec();
        let names: Vec<&Ident> = [tl, tr, pl, pr, ql, qr].map(|given| &given.name).to_vec();
        let (tangent_types, shadow_types) = types.split_at(2);
        let (tangent_names, shadow_names) = names.split_at(2);
        quote! {
            impl #generics #private::operator::SecondReverse<
                #left, #right, #(#tangent_types,)* (#(#shadow_types),*), (#tangent, #tangent)
            > for Rule #clause {
                #[inline(always)]
                #[allow(unused_variables)]
                fn second_reverse(
                    left: &#left,
                    right: &#right,
                    (#(#tangent_names),*): (#(#tangent_types),*),
                    (#(#shadow_names),*): (#(#shadow_types),*),
                    seeds: (#tangent, #tangent),
                ) {
                    let _ = #code;
                }
            }
        }
    }
}

/// The type of an operand.
fn ty_of(operands: &Operands, i: usize) -> TokenStream {
    match (i, operands.right) {
        (0, _) => {
            let left = operands.left;
            quote!(#left)
        }
        (_, Some(right)) => quote!(#right),
        (_, None) => quote!(()),
    }
}
