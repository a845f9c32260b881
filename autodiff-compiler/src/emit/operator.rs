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
    /// A compound assignment: the function changes its first argument.
    pub in_place: bool,
}

/// What an operand brings: a tangent or a shadow.
struct Given {
    /// The type parameter, or `Passive` for the operand that is not there.
    ty: TokenStream,
    name: Ident,
    is_shadow: bool,
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
            let name = format_ident!("{}_{i}", prefix.to_lowercase(), span = Span::mixed_site());
            Given { ty, name, is_shadow: prefix.ends_with("Shadow") }
        })
    }

    /// The operands as the function takes them.
    fn arguments(&self) -> Vec<TokenStream> {
        let names = [quote!(left), quote!(right)];
        let params = self.context.params().iter().zip(names).enumerate();
        let arguments = params.map(|(i, (param, name))| match self.operands.in_place && i == 0 {
            true => quote!(&mut value),
            false => self.owned(param, &name),
        });
        arguments.collect()
    }

    /// A call, with what an assignment changes in variables of its own: a copy of the left operand, and
    /// copies of what belongs to it.
    fn called(
        &self,
        call: TokenStream,
        changed: &[(&Ident, TokenStream)],
        result: TokenStream,
    ) -> TokenStream {
        if !self.operands.in_place {
            return call;
        }
        let private = self.context.private;
        let copies = changed.iter().map(|(name, value)| quote!(let mut #name = #value;));
        quote!({ let mut value = #private::keep(left); #(#copies)* #call; #result })
    }

    /// Adds what came through an assignment into the shadow of its left operand.
    fn passed_on(&self, shadow: &Given) -> TokenStream {
        let (private, name) = (self.context.private, &shadow.name);
        let through = through(name);
        quote!(#name.lend(left, |shadow| #private::accumulate(shadow, &#through));)
    }

    /// What a reference refers to, as the function takes it.
    fn owned(&self, param: &Param, name: &TokenStream) -> TokenStream {
        let private = self.context.private;
        match param.ty {
            Type::Reference(_) => quote!(*#name),
            _ => quote!(#private::keep(#name)),
        }
    }

    /// What the operator gives, and its tangent.
    fn output(&self) -> TokenStream {
        let (left, output) = (self.operands.left, &self.context.signature.output);
        if self.operands.in_place { quote!(#left) } else { quote!(#output) }
    }

    fn output_tangent(&self) -> TokenStream {
        let left = self.operands.left;
        match self.operands.in_place {
            true => self.context.derived().gradient(left),
            false => self.context.output_tangent(),
        }
    }

    fn value(&self, primal: &TokenStream) -> TokenStream {
        let private = self.context.private;
        let (left, right) = (self.operands.left, self.right());
        let operator = Ident::new(self.operands.operator, Span::mixed_site());
        let (generics, clause) = self.context.generics();
        let (output, arguments) = (self.output(), self.arguments());
        let value = self.called(quote!(#primal(#(#arguments),*)), &[], quote!(value));
        quote! {
            impl #generics #private::operator::Operator<#private::operator::#operator, #right>
                for #left #clause
            {
                type Output = #output;
                type Rule = Rule;

                #[inline(always)]
                fn operate(&self, right: &#right) -> #output {
                    let left = self;
                    #value
                }
            }
        }
    }

    /// Code among what the operands bring, each lent under its name.
    fn lent(&self, given: &[&Given], code: TokenStream) -> TokenStream {
        let names = [quote!(left), quote!(right)];
        given.iter().enumerate().rev().fold(code, |code, (i, given)| {
            let (name, operand) = (&given.name, &names[i % 2]);
            // the shadow of what an assignment changes is lent when it has come through
            let through = self.operands.in_place && i % 2 == 0 && given.is_shadow;
            match self.is_active(i % 2) && !through {
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
            _ if param.inout => {
                let through = through(name);
                quote!(&mut #through)
            }
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
            ParamKind::Active if param.inout => {
                let through = through(name);
                quote!(&mut #through)
            }
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
        let (output, tangent) = (self.output(), self.output_tangent());
        let (call, arguments, tangents) =
            (self.context.call("jvp"), self.arguments(), self.tangents(&given));
        let call = quote!(#call(#(#arguments,)* #(#tangents),*));
        let (name, moved) = (&dl.name, through(&dl.name));
        let changed = (&moved, quote!(#private::keep(#name)));
        let code = self.called(call, &[changed], quote!((value, #moved)));
        let code = self.lent(&[dl, dr], code);
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
        let tangent = self.output_tangent();
        let (call, arguments, shadows) =
            (self.context.call("adjoint"), self.arguments(), self.shadows(&given));
        let seed = if self.operands.in_place { quote!(#private::NoTangent) } else { quote!(seed) };
        let call = self.lent(&[dl, dr], quote!(#call(#(#arguments,)* #(#shadows,)* #seed)));
        let changed = (&through(&dl.name), quote!(seed));
        let code = self.called(call, &[changed], self.passed_on(dl));
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
        let tangent = self.output_tangent();
        let (call, arguments, tangents) =
            (self.context.call("jvp_adjoint"), self.arguments(), self.tangents(&dots));
        let (first, second) = (self.shadows(&of_primal), self.shadows(&of_tangent));
        let seeds = match self.operands.in_place {
            true => quote!((#private::NoTangent, #private::NoTangent)),
            false => quote!(seeds),
        };
        let call = quote!(#call(#(#arguments,)* #(#tangents,)* #(#first,)* #(#second,)* #seeds));
        let call = self.lent(&[pl, pr, ql, qr], call);
        let (name, of_value, of_moved) = (&tl.name, self.passed_on(pl), self.passed_on(ql));
        let changed = [
            (&through(name), quote!(#private::keep(#name))),
            (&through(&pl.name), quote!(seeds.0)),
            (&through(&ql.name), quote!(seeds.1)),
        ];
        let code = self.called(call, &changed, quote!(#of_value #of_moved));
        let code = self.lent(&[tl, tr], code);
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

/// The name of what goes through an assignment, in place of the tangent or shadow of this name.
fn through(name: &Ident) -> Ident {
    format_ident!("through_{name}")
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
