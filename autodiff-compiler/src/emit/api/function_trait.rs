//! The function as a type, for tools that take a function by name.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote_spanned;
use syn::visit::Visit;
use syn::{GenericParam, Lifetime, Type, TypeReference, WherePredicate, parse_quote};

use super::{Api, cfgs, is_view};
use crate::code::Expr;
use crate::code::print::Printer;
use crate::emit::home::Home;
use crate::emit::refs::refs;
use crate::ir::{FloatKind, Refs, Ty};
use crate::parse::is_refused;
use crate::parse::known::unknown_parts;
use crate::parse::occurrence::occurs_in;
use crate::parse::{Param, ParamKind};

/// How many arguments a tuple may hold, of which the standard library knows that its parts can be compared and shown.
const LONGEST: usize = 12;

impl Api<'_> {
    /// The function as a type: `impl DifferentiableFn<(A, B)> for companion`.
    pub fn function_trait(&self) -> TokenStream {
        let context = self.context;
        let options = context.options;
        let Some(conditions) = self.movable() else { return TokenStream::new() };
        let unfit = self.active().next().is_none()
            || self.params().len() > LONGEST
            || !options.viewed.is_empty()
            // what a closure captures is no argument
            || context.signature.functions().next().is_some()
            // generic tools evaluate a function at the same arguments again and again
            || self.params().iter().any(|param| param.inout || is_refused(&param.ty))
            // nor is there a result that borrows from arguments that were moved along
            || has_lifetime(&context.signature.output)
            || self.params().iter().any(|param| is_bound_by(&param.ty, context.generics))
            || !self.is_constrained();
        if unfit || !(options.forward && options.reverse) {
            return TokenStream::new();
        }
        let private = context.private;
        let output = &context.signature.output;
        let mut generics = context.generics.clone();
        if !conditions.is_empty() {
            generics.make_where_clause().predicates.extend(conditions);
        }
        for part in unknown_parts(output, &context.signature.types) {
            // of a type parameter it is known; a bound of what holds it would hide the tangent
            if !self.is_parameter(part) {
                // bound by a lifetime, it holds here in any case: the functions say where it does not
                let bound = parse_quote!(for<'any> #part: #private::Differentiable);
                generics.make_where_clause().predicates.push(bound);
            }
        }
        let (impl_generics, _, where_clause) = generics.split_for_impl();
        let types: Vec<Type> =
            self.params().iter().map(|param| with_lifetime(param.ty.clone())).collect();
        let (args, d) = (self.args(), self.prefixed("d_"));
        // a method is no type
        let Home::Companion(companion) = context.home else { return TokenStream::new() };
        let name = &context.item.sig.ident;
        let text = name.to_string();
        let names: Vec<String> = self.active().map(|param| param.name.to_string()).collect();
        let primal = context.function();
        let gradient = self.gradient_type();
        let tangent = context.output_tangent();
        let (seed, direction, step) =
            (self.local("seed"), self.local("direction"), self.local("step"));
        let reverse = self.reverse_of_trait(&quote!(#seed));
        let directions = self.active_names(&d);
        let jvp = self.companion_call("jvp");
        let passed: Vec<TokenStream> = self
            .params()
            .iter()
            .zip(&d)
            .map(|(param, name)| match param.kind {
                ParamKind::Inert | ParamKind::Function => quote!(#private::NoTangent),
                ParamKind::Active if matches!(param.ty, Type::Reference(_)) => quote!(#name),
                ParamKind::Active if is_view(&param.ty) => quote!(#name.view()),
                ParamKind::Active if is_double(param) => quote!(*#name),
                ParamKind::Active => quote!(::core::clone::Clone::clone(#name)),
            })
            .collect();
        let moved: Vec<TokenStream> = self
            .params()
            .iter()
            .zip(&d)
            .zip(&args)
            .map(|((param, name), arg)| match param.kind {
                ParamKind::Inert | ParamKind::Function => quote!(),
                ParamKind::Active => self.moved(param, arg, name, &step),
            })
            .collect();
        let moved_args: Vec<TokenStream> = self
            .params()
            .iter()
            .zip(&args)
            .map(|(param, arg)| match param.kind {
                ParamKind::Active if holds_references(param) => self.refs(param, arg),
                ParamKind::Active if matches!(param.ty, Type::Reference(_)) => quote!(&#arg),
                ParamKind::Active if is_view(&param.ty) => quote!(#arg.view()),
                _ => quote!(#arg),
            })
            .collect();
        let zeros: Vec<TokenStream> = self
            .params()
            .iter()
            .zip(&args)
            .filter(|(param, _)| param.kind == ParamKind::Active)
            .map(|(param, arg)| match is_double(param) {
                true => quote!(0.0),
                false => quote!(#private::zero_tangent(#arg)),
            })
            .collect();
        let zeros = Self::tuple(&zeros);
        let allowed = &self.context.allowed;
        let cfgs = cfgs(context.item);
        let [call, vjp, jvp, call_moved, zero_gradient] = [
            quote!(#primal (#(#args),*)),
            reverse,
            quote! {
                let #directions = #direction;
                #jvp(#(#args,)* #(#passed,)*)
            },
            quote! {
                let #directions = #direction;
                #(#moved)*
                #primal (#(#moved_args),*)
            },
            zeros,
        ]
        .map(|body| self.stub.cloned().unwrap_or(body));
        quote! {
            #(#cfgs)*
            #allowed
            impl #impl_generics #private::DifferentiableFn<(#(#types,)*)> for #companion #where_clause {
                type Output = #output;
                type Gradient = #gradient;
                const NAME: &'static str = #text;
                const PARAMETERS: &'static [&'static str] = &[#(#names),*];
                #[inline]
                fn call((#(#args,)*): (#(#types,)*)) -> #output { #call }
                #[inline]
                fn vjp((#(#args,)*): (#(#types,)*), #seed: #tangent) -> (#output, #gradient) { #vjp }
                #[inline]
                fn jvp((#(#args,)*): (#(#types,)*), #direction: &#gradient) -> (#output, #tangent) { #jvp }
                #[inline]
                fn call_moved((#(#args,)*): (#(#types,)*), #direction: &#gradient, #step: f64) -> #output { #call_moved }
                #[inline]
                fn zero_gradient((#(#args,)*): &(#(#types,)*)) -> #gradient { #zero_gradient }
            }
        }
    }
}

impl Api<'_> {
    /// That values of the parameters' types can be moved along a direction, where it is not known;
    /// `None` where they cannot.
    fn movable(&self) -> Option<Vec<WherePredicate>> {
        let private = self.context.private;
        let (mut conditions, mut seen) = (Vec::new(), Vec::new());
        for param in self.active() {
            if !perturbable(&param.known) {
                return None;
            }
            if param.known.has_opaque() {
                let ty = referred(&param.ty);
                // of two types that differ in lifetimes alone rustc cannot tell the conditions apart
                let alike = |other: &&Type| {
                    *other != ty && without_lifetimes(other) == without_lifetimes(ty)
                };
                if has_elided_lifetime(ty) || seen.iter().any(alike) {
                    return None;
                }
                seen.push(ty);
                let (owned, tangent) = (owned(ty), self.context.derived().gradient(ty));
                // bound by a lifetime, a condition that does not hold is no error
                conditions.push(parse_quote!(for<'any> #ty: #private::MovedTo<#owned, #tangent>));
                if !self.mentions_parameter(ty) {
                    // the functions say where it is not
                    conditions.push(parse_quote!(for<'any> #ty: #private::Differentiable));
                }
            }
        }
        Some(conditions)
    }

    /// Whether a type depends on a parameter of the function: a bound would hide its tangent.
    fn mentions_parameter(&self, ty: &Type) -> bool {
        self.context.generics.params.iter().any(|param| match param {
            GenericParam::Type(param) => occurs_in(&param.ident, ty),
            GenericParam::Const(param) => occurs_in(&param.ident, ty),
            GenericParam::Lifetime(_) => true,
        })
    }

    /// Whether a type is a parameter of the function.
    fn is_parameter(&self, ty: &Type) -> bool {
        let Type::Path(path) = ty else { return false };
        self.context.generics.type_params().any(|param| path.path.is_ident(&param.ident))
    }

    /// Whether the arguments' types determine all type parameters, as an implementation has to.
    fn is_constrained(&self) -> bool {
        let named = |name: &Ident| {
            let mut search = Mention { name, found: false };
            self.params().iter().for_each(|param| search.visit_type(&param.ty));
            search.found
        };
        self.context.generics.params.iter().all(|param| match param {
            GenericParam::Type(param) => named(&param.ident),
            GenericParam::Const(param) => named(&param.ident),
            GenericParam::Lifetime(_) => true,
        })
    }

    /// The public function's value and gradient, where there is one that takes the seed of the trait.
    fn reverse_of_trait(&self, seed: &TokenStream) -> TokenStream {
        let own_rule = self.context.options.rules.are_called(&self.derivative("vjp"));
        if self.is_wrapped() || own_rule {
            return self.reverse_body(seed);
        }
        let (vjp, turbofish, args) = (self.public("vjp"), self.context.turbofish(), self.args());
        quote!(#vjp #turbofish (#(#args,)* #seed))
    }

    /// `let x = moved x;`
    fn moved(&self, param: &Param, arg: &Ident, direction: &Ident, step: &Ident) -> TokenStream {
        let private = self.context.private;
        if is_double(param) {
            return quote!(let #arg = #arg + #step * *#direction;);
        }
        let source = match &param.ty {
            Type::Reference(_) => quote!(#arg),
            _ => quote!(&#arg),
        };
        if param.known.has_opaque() {
            let owned = owned(referred(&param.ty));
            return quote! {
                let #arg: #owned = #private::MovedTo::moved_to(#source, #direction, #step);
            };
        }
        quote!(let #arg = #private::perturbed(#source, #direction, #step);)
    }
}

impl Api<'_> {
    /// A moved value, which owns what it holds, as a parameter takes it that holds references.
    fn refs(&self, param: &Param, arg: &Ident) -> TokenStream {
        let (private, ty) = (self.context.private, one_behind(&param.known));
        let value = refs(private, Expr::name(arg), ty, &Refs::of(ty));
        let value = Printer { private }.expr(&value);
        if matches!(param.known, Ty::Ref(_)) { quote!(&#value) } else { value }
    }
}

/// Whether references are inside a parameter, also one that is behind a reference itself.
fn holds_references(param: &Param) -> bool {
    !param.known.has_opaque() && Refs::of(one_behind(&param.known)) != Refs::Owned
}

/// The type behind the outermost reference.
fn one_behind(ty: &Ty) -> &Ty {
    match ty {
        Ty::Ref(inner) => inner,
        ty => ty,
    }
}

/// Looks for a parameter on its own, not for what is projected from it.
struct Mention<'a> {
    name: &'a Ident,
    found: bool,
}

impl<'ast> Visit<'ast> for Mention<'_> {
    fn visit_path(&mut self, path: &'ast syn::Path) {
        self.found |= path.is_ident(self.name);
        syn::visit::visit_path(self, path);
    }
}

/// An `f64`: plain arithmetic is less to check than a call of a trait's method.
fn is_double(param: &Param) -> bool {
    matches!(param.known, Ty::Float(FloatKind::F64))
}

/// The type behind references.
fn referred(ty: &Type) -> &Type {
    match ty {
        Type::Reference(reference) => referred(&reference.elem),
        Type::Paren(inner) => referred(&inner.elem),
        Type::Group(inner) => referred(&inner.elem),
        other => other,
    }
}

/// The type of a moved value: of a slice a `Vec`.
fn owned(ty: &Type) -> TokenStream {
    match ty {
        Type::Slice(slice) => {
            let element = &slice.elem;
            quote!(::std::vec::Vec<#element>)
        }
        other => quote!(#other),
    }
}

/// Whether a type has a lifetime of the function's.
fn has_lifetime(ty: &Type) -> bool {
    let mut search = Lifetimes::default();
    search.visit_type(ty);
    search.0.iter().any(|lifetime| lifetime.ident != "static")
}

/// Whether a lifetime of a type stands in what is asked of type parameters: `T: Sum<&'a T>`.
fn is_bound_by(ty: &Type, generics: &syn::Generics) -> bool {
    let (mut of_type, mut asked) = (Lifetimes::default(), Lifetimes::default());
    of_type.visit_type(ty);
    generics.type_params().for_each(|param| asked.visit_type_param(param));
    generics.where_clause.iter().for_each(|clause| asked.visit_where_clause(clause));
    of_type.0.iter().any(|lifetime| asked.0.contains(lifetime))
}

/// The lifetimes in what is visited.
#[derive(Default)]
struct Lifetimes(Vec<Lifetime>);

impl<'ast> syn::visit::Visit<'ast> for Lifetimes {
    fn visit_lifetime(&mut self, lifetime: &'ast Lifetime) {
        self.0.push(lifetime.clone());
    }
}

/// A type with one lifetime in all places.
fn without_lifetimes(ty: &Type) -> Type {
    struct Alike;
    impl syn::visit_mut::VisitMut for Alike {
        fn visit_lifetime_mut(&mut self, lifetime: &mut Lifetime) {
            *lifetime = parse_quote!('static);
        }
    }
    let mut ty = ty.clone();
    syn::visit_mut::VisitMut::visit_type_mut(&mut Alike, &mut ty);
    ty
}

/// Whether a type has a lifetime that is not named.
fn has_elided_lifetime(ty: &Type) -> bool {
    struct Elided(bool);
    impl<'ast> Visit<'ast> for Elided {
        fn visit_lifetime(&mut self, lifetime: &'ast Lifetime) {
            self.0 |= lifetime.ident == "_";
        }
        fn visit_type_reference(&mut self, reference: &'ast TypeReference) {
            self.0 |= reference.lifetime.is_none();
            syn::visit::visit_type_reference(self, reference);
        }
    }
    let mut elided = Elided(false);
    elided.visit_type(ty);
    elided.0
}

/// Views with their lifetime written as `'_`, which impl headers demand.
fn with_lifetime(mut ty: Type) -> Type {
    if is_view(&ty)
        && let Type::Path(path) = &mut ty
        && let Some(segment) = path.path.segments.last_mut()
        && let syn::PathArguments::AngleBracketed(arguments) = &mut segment.arguments
        && !matches!(arguments.args.first(), Some(syn::GenericArgument::Lifetime(_)))
    {
        arguments.args.insert(0, parse_quote!('_));
    }
    ty
}

/// Types whose values the core can move along a direction, if all unknown parts can be moved.
fn perturbable(ty: &Ty) -> bool {
    match ty {
        Ty::Float(_) | Ty::Int | Ty::Bool | Ty::Inert | Ty::Data | Ty::Opaque(_) => true,
        Ty::Tuple(parts) => parts.iter().all(perturbable),
        Ty::Array(element, _) | Ty::Slice(element) | Ty::Vec(element) | Ty::Nd(element, _) => {
            perturbable(element)
        }
        Ty::Ref(inner) | Ty::Option(inner) => perturbable(inner),
        Ty::Unit | Ty::Result(_) => false,
    }
}
